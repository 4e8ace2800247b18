"""What belongs to the window itself: its language, its colours, where the overlay is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.core.settings import Theme
from app.shell.i18n import UI_LANGUAGES

if TYPE_CHECKING:
    from app.core.settings import Settings

SYSTEM = ""


class OptionsMenu(QMenu):
    """A menu of choices that take effect at once."""

    language_chosen = Signal(str)  # a key of UI_LANGUAGES, or SYSTEM
    theme_chosen = Signal(object)  # Theme
    overlay_reset_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._languages = {code: self._choice() for code in (SYSTEM, *UI_LANGUAGES)}
        self.addSeparator()
        self._themes = {theme: self._choice() for theme in Theme}
        self.addSeparator()
        self._reset = QAction(self)
        self.addAction(self._reset)
        for actions in (self._languages, self._themes):
            group = QActionGroup(self)
            for action in actions.values():
                group.addAction(action)
        self._reset.triggered.connect(self.overlay_reset_wanted)
        self.triggered.connect(self._on_triggered)

    def show_settings(self, settings: Settings) -> None:
        """Mark what is chosen."""
        self._languages.get(settings.ui_language, self._languages[SYSTEM]).setChecked(True)
        self._themes[settings.theme].setChecked(True)

    def retranslate(self) -> None:
        """Set the texts again; languages keep their own names."""
        self._languages[SYSTEM].setText(self.tr("Language of the system"))
        for code, name in UI_LANGUAGES.items():
            self._languages[code].setText(name)
        self._themes[Theme.SYSTEM].setText(self.tr("Colours of the system"))
        self._themes[Theme.LIGHT].setText(self.tr("Light"))
        self._themes[Theme.DARK].setText(self.tr("Dark"))
        self._themes[Theme.HIGH_CONTRAST].setText(self.tr("High contrast"))
        self._reset.setText(self.tr("Bring the overlay back to its place"))

    def _choice(self) -> QAction:
        action = QAction(self)
        action.setCheckable(True)
        self.addAction(action)
        return action

    def _on_triggered(self, action: QAction) -> None:
        for code, choice in self._languages.items():
            if choice is action:
                self.language_chosen.emit(code)
        for theme, choice in self._themes.items():
            if choice is action:
                self.theme_chosen.emit(theme)
