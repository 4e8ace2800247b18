"""Dresses the application: theme, font, size; follows the system while it is asked to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QIcon

from app.core.settings import Motion, Theme
from app.shell import style
from app.shell.look import Look
from app.shell.motion import SystemMotion, may_move
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
        self._theme, self._motion = Theme.SYSTEM, Motion.SYSTEM
        self._system_motion = SystemMotion(os.environ.get("XDG_CURRENT_DESKTOP", ""), parent=self)
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
        self._system_motion.changed.connect(self._refresh)
        self._system_motion.ask()
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
        look = self._look_at(self._look.scale)
        if look != self._look:
            self._wear(look)

    def _chosen(self, settings: Settings) -> Look:
        self._motion = settings.motion
        return self._look_at(style.scaled_by(self._system_scale, settings.text_percent))

    def _look_at(self, scale: float) -> Look:
        scheme = QGuiApplication.styleHints().colorScheme()
        tokens = style.tokens_for(self._theme, scheme, wants_contrast=_wants_contrast())
        moves = may_move(self._motion, is_system_still=self._system_motion.is_still)
        return Look(tokens, scale, self._ratio, moves)

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
