"""What can be done from anywhere, and what belongs to the window itself: language and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.core.settings import Theme
from app.shell.i18n import UI_LANGUAGES

if TYPE_CHECKING:
    from app.core.settings import Settings
    from app.shell.commands import Commands

SYSTEM = ""


class OptionsMenu(QMenu):
    """A menu of choices that take effect at once."""

    language_chosen = Signal(str)  # a key of UI_LANGUAGES, or SYSTEM
    theme_chosen = Signal(object)  # Theme

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._languages = {code: self._choice() for code in (SYSTEM, *UI_LANGUAGES)}
        self.addSeparator()
        self._themes = {theme: self._choice() for theme in Theme}
        for actions in (self._languages, self._themes):
            group = QActionGroup(self)
            for action in actions.values():
                group.addAction(action)
        self.triggered.connect(self._on_triggered)

    def add_commands(self, commands: Commands) -> None:
        """Offer, before the choices, what the tray offers too."""
        first = self.actions()[0]
        shown = (commands.overlay, commands.lock, commands.reset_overlay, commands.panic)
        self.insertAction(first, commands.open_recording)
        self.insertSeparator(first)
        self.insertActions(first, shown)
        self.insertSeparator(first)
        self.addSeparator()
        self.addActions([commands.keys, commands.quit])

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
