"""Below the settings: what was changed last can be taken back, and all can be as it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from app.shell.setting_names import name_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.shell.look import Look


class SettingsFoot(QFrame):
    """Undo and reset on the left, close on the right."""

    undo_wanted = Signal()
    page_reset_wanted = Signal()
    reset_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingsFoot")
        self._undoable: Collection[str] = ()
        self.undo = QPushButton()
        self.reset = QPushButton()
        self._menu = QMenu(self)
        self.reset_page, self.reset_all = QAction(self), QAction(self)
        self._menu.addActions([self.reset_page, self.reset_all])
        self.reset.setMenu(self._menu)
        self._close = QPushButton()
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.undo)
        self._row.addWidget(self.reset)
        self._row.addStretch(1)
        self._row.addWidget(self._close)
        self.undo.clicked.connect(self.undo_wanted)
        self.reset_page.triggered.connect(self.page_reset_wanted)
        self.reset_all.triggered.connect(self.reset_wanted)
        self._close.clicked.connect(self.close_wanted)

    def show_undoable(self, paths: Collection[str]) -> None:
        """Offer to take back what was changed at `paths`; none: there is nothing."""
        self._undoable = paths
        self.undo.setEnabled(bool(paths))
        text = self.tr("Undo: {name}").format(name=name_of(paths)) if paths else self.tr("Undo")
        self.undo.setText(text)
        self.undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))  # setText takes it away
        self.undo.setAccessibleName(text)

    def show_page(self, *, can_reset: bool) -> None:
        """Offer to reset the page, if there is anything on it to reset."""
        self.reset_page.setEnabled(can_reset)

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._row.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(16))
        self._row.setSpacing(look.px(8))

    def retranslate(self) -> None:
        """Set the texts again."""
        self.show_undoable(self._undoable)
        self.undo.setToolTip(self.tr("Take the newest change back (Ctrl+Z)"))
        self.reset.setText(self.tr("Reset…"))
        self.reset.setAccessibleName(self.tr("Reset…"))
        self.reset_page.setText(self.tr("Reset this page"))
        self.reset_all.setText(self.tr("Reset everything; API keys, context and alert words stay"))
        self._close.setText(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close"))
