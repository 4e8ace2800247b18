"""What can be done with the sessions that are selected, as buttons and as a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from app.shell.widgets.basics import text_label
from app.shell.widgets.command_row import CommandRow

if TYPE_CHECKING:
    from app.shell.look import Look


class LibraryFoot(QFrame):
    """Says how many there are, and what is wanted of them."""

    open_wanted = Signal()
    rename_wanted = Signal()
    tag_wanted = Signal()
    export_wanted = Signal()
    delete_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self.count = text_label("quiet", wraps=False)
        self._open, self._rename, self._tag = QPushButton(), QPushButton(), QPushButton()
        self._export, self._delete, self._restore = QPushButton(), QPushButton(), QPushButton()
        here = (self._open, self._restore, self._export, self._delete, self._tag, self._rename)
        self._row = CommandRow(here)
        self._foot = QHBoxLayout(self)
        self._foot.addWidget(self.count)
        self._foot.addWidget(self._row, 1)
        for button, signal in (
            (self._open, self.open_wanted),
            (self._rename, self.rename_wanted),
            (self._tag, self.tag_wanted),
            (self._export, self.export_wanted),
            (self._delete, self.delete_wanted),
            (self._restore, self.restore_wanted),
        ):
            button.clicked.connect(signal)

    def add_keys(self, window: QWidget, rows: QWidget) -> None:
        """Let keys do the same in `window`, and what deletes only where the list has the focus."""
        for keys, button in (("F2", self._rename), ("Ctrl+T", self._tag), ("Ctrl+E", self._export)):
            QShortcut(QKeySequence(keys), window).activated.connect(button.click)
        deletes = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), rows)
        deletes.setContext(Qt.ShortcutContext.WidgetShortcut)
        deletes.activated.connect(self._delete.click)

    def show_selected(self, selected: int, awaited: int, text: str, *, is_trash: bool) -> None:
        """Offer what can be done with so many sessions, once those `awaited` are here, too.

        `text` says how many there are in all.
        """
        self._delete.setText(self.tr("Delete for good…") if is_trash else self.tr("Delete"))
        here = (self._open, self._export, self._delete, self._tag, self._rename)
        self._row.offer((self._restore, self._delete) if is_trash else here)
        for button in self._row.offered:
            button.setEnabled(selected > 0 and not awaited)
        for button in (self._open, self._rename):
            button.setEnabled(selected == 1 and not awaited)
        if selected + awaited > 1:
            text = self.tr("{count} selected").format(count=selected + awaited)
        self.count.setText(text)

    def menu(self) -> QMenu:
        """Return the same as a menu."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in self._row.offered:
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        return menu

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._foot.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        self._foot.setSpacing(look.px(8))
        self._row.apply_look(look)

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self._open.setText(self.tr("Open"))
        self._rename.setText(self.tr("Rename"))
        self._rename.setToolTip(self.tr("Give the session another name (F2)"))
        self._tag.setText(self.tr("Tags…"))
        self._tag.setToolTip(self.tr("Give the selected sessions tags (Ctrl+T)"))
        self._export.setText(self.tr("Export…"))
        self._export.setToolTip(self.tr("Save the selected sessions as files (Ctrl+E)"))
        self._restore.setText(self.tr("Put back"))
        self._row.retranslate()
