"""Dresses the application: theme, font, size; follows the system while it is asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QIcon

from app.core.settings import Theme
from app.shell import style
from app.shell.look import Look
from app.shell.motion import may_move, system_is_still
from app.storage.paths import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.core.settings import Settings

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
        self._system_scale = style.scale_of(application.font())
        self._ratio = application.devicePixelRatio()
        self._look = Look(style.DARK, self._system_scale, self._ratio)

    @property
    def look(self) -> Look:
        """What is worn."""
        return self._look

    def dress(self, settings: Settings) -> None:
        """Put on what was chosen, and follow the system from now on."""
        self._application.setStyle("fusion")
        self._application.setWindowIcon(QIcon(str(resource("icons/app.svg"))))
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._refresh)
        if hasattr(hints, "accessibility"):  # since Qt 6.10
            hints.accessibility().contrastPreferenceChanged.connect(self._refresh)
        self._theme = settings.theme
        hints.setColorScheme(_SCHEMES[settings.theme])
        self._wear(self._chosen(settings))

    def choose(self, settings: Settings) -> None:
        """Change to what was chosen since."""
        if settings.theme is not self._theme:
            self._theme = settings.theme
            QGuiApplication.styleHints().setColorScheme(_SCHEMES[settings.theme])
        look = self._chosen(settings)
        if look != self._look:
            self._wear(look)

    @Slot()
    def _refresh(self) -> None:
        """Follow the system."""
        tokens = self._tokens()
        if tokens is not self._look.tokens:
            self._wear(Look(tokens, self._look.scale, self._ratio, self._look.moves))

    def _chosen(self, settings: Settings) -> Look:
        scale = style.scaled_by(self._system_scale, settings.text_percent)
        moves = may_move(settings.motion, system_is_still)
        return Look(self._tokens(), scale, self._ratio, moves)

    def _tokens(self) -> style.Tokens:
        scheme = QGuiApplication.styleHints().colorScheme()
        return style.tokens_for(self._theme, scheme, wants_contrast=_wants_contrast())

    def _wear(self, look: Look) -> None:
        self._look = look
        self._application.setFont(style.application_font(look.scale))
        self._application.setPalette(style.palette_of(look.tokens))
        self._application.setStyleSheet(style.style_sheet(self._template, look.tokens, look.scale))
        self.look_changed.emit(look)


def _wants_contrast() -> bool:
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):
        return False
    preference = hints.accessibility().contrastPreference()
    return preference is Qt.ContrastPreference.HighContrast
