"""Dresses the application: theme, font, size; follows the system while it is asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QIcon

from app.core.settings import Theme
from app.shell import style
from app.shell.look import Look
from app.storage.paths import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_SCHEMES = {
    Theme.SYSTEM: Qt.ColorScheme.Unknown,
    Theme.LIGHT: Qt.ColorScheme.Light,
    Theme.DARK: Qt.ColorScheme.Dark,
    Theme.HIGH_CONTRAST: Qt.ColorScheme.Dark,
}


class Wardrobe(QObject):
    """One style sheet for the whole application, set when theme or size change and never else."""

    look_changed = Signal(object)  # Look

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._theme = Theme.SYSTEM
        self._template = resource("resources/style.qss").read_text(encoding="utf-8")
        scale = style.scale_of(application.font())
        self._look = Look(style.DARK, scale, application.devicePixelRatio())

    @property
    def look(self) -> Look:
        """What is worn."""
        return self._look

    def dress(self, theme: Theme) -> None:
        """Put the theme on, and follow the system from now on."""
        application = self._application
        application.setStyle("fusion")
        application.setFont(style.application_font(self._look.scale))
        application.setWindowIcon(QIcon(str(resource("icons/app.svg"))))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._theme = theme
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[theme])
        self._wear(self._tokens())

    def choose(self, theme: Theme) -> None:
        """Change to another theme."""
        if theme is self._theme:
            return
        self._theme = theme
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[theme])
        self._refresh()

    @Slot(Qt.ColorScheme)
    def _on_scheme_changed(self, scheme: Qt.ColorScheme) -> None:  # noqa: ARG002
        self._refresh()

    def _refresh(self) -> None:
        tokens = self._tokens()
        if tokens is not self._look.tokens:
            self._wear(tokens)

    def _tokens(self) -> style.Tokens:
        return style.tokens_for(self._theme, QGuiApplication.styleHints().colorScheme())

    def _wear(self, tokens: style.Tokens) -> None:
        self._look = Look(tokens, self._look.scale, self._look.ratio)
        self._application.setPalette(style.palette_of(tokens))
        sheet = style.style_sheet(self._template, tokens, self._look.scale)
        self._application.setStyleSheet(sheet)
        self.look_changed.emit(self._look)
