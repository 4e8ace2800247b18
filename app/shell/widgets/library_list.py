"""The sessions of the library as a list: one or more can be chosen. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from app.shell.caption_text import caption_font
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.widgets.library_model import HitRow, LibraryModel, LibraryRow, SessionRow
from app.shell.widgets.library_row import LibraryRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from app.core.sessions import SessionInfo

EMPTY_SIZE = 16
_Selecting = QItemSelectionModel.SelectionFlag


class LibraryList(QListView):
    """Only the rows in view are drawn, and asked for."""

    opened = Signal(object)  # LibraryRow
    chosen = Signal()  # other sessions are selected
    menu_wanted = Signal(QPoint)  # where, on the screen
    left_upwards = Signal()  # from the first row

    def __init__(self, wall_s: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("library")
        self._look = Look(DARK, 1.0)
        self._empty = ""
        self.rows = LibraryModel(wall_s)
        self.rows.setParent(self)
        self._drawing = LibraryRows(wall_s, self)
        self.setModel(self.rows)
        self.setItemDelegate(self._drawing)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)  # F2 is a command's
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self.activated.connect(self._on_activated)
        self.rows.modelReset.connect(self._on_reset)

    @property
    def current(self) -> LibraryRow | None:
        """The row that the keyboard is on."""
        index = self.currentIndex()
        return self.rows.row(index.row()) if index.isValid() else None

    @property
    def sessions(self) -> tuple[SessionInfo, ...]:
        """The sessions that are selected, or have a selected line, from the top."""
        rows = map(self.rows.row, self._selected)
        found = {row.session.id: row.session for row in rows if row is not None}
        return tuple(found.values())

    @property
    def awaited(self) -> int:
        """How many more are selected, but not here yet."""
        return sum(self.rows.row(number) is None for number in self._selected)

    @property
    def _selected(self) -> list[int]:
        selection = self.selectionModel().selection()
        ranges = (selection.at(number) for number in range(selection.size()))
        return sorted(row for some in ranges for row in range(some.top(), some.bottom() + 1))

    def want_selected(self) -> None:
        """Ask for what is selected: what is done is done to all of it."""
        self.rows.want(self._selected)

    def set_empty_text(self, text: str) -> None:
        """Say what to do where there is nothing to list."""
        self._empty = text
        self.setAccessibleDescription(text if not self.rows.rowCount() else "")
        self.viewport().update()

    def choose(self, number: int) -> None:
        """Select a row and no other, or the last one if there are not so many."""
        last = self.rows.rowCount() - 1
        if last >= 0:
            # Qt's way for views looks which keys are held, such as those that opened the window.
            index = self.rows.index(min(number, last))
            self.selectionModel().setCurrentIndex(index, _Selecting.ClearAndSelect)

    def rename(self) -> None:
        """Let the current session's name be typed."""
        index = self.currentIndex()
        row = self.current
        if isinstance(row, HitRow):
            number = self.rows.row_of(row.session.id)
            if number is not None:
                self.choose(number)
                index = self.currentIndex()
        if isinstance(self.current, SessionRow):
            self.edit(index)

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._look = look
        self._drawing.apply_look(look)
        self.scheduleDelayedItemsLayout()

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.setAccessibleName(self.tr("Sessions"))
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own; Enter opens, also where Qt would only do it on a double click."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_activated(self.currentIndex())
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    def selectionChanged(self, selected: object, deselected: object) -> None:
        """Qt's own."""
        super().selectionChanged(selected, deselected)  # type: ignore[arg-type]
        self.want_selected()
        self.chosen.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own, or what to do where there is nothing."""
        super().paintEvent(event)
        if self.rows.rowCount() or not self._empty:
            return
        painter = QPainter(self.viewport())
        margin = self._look.px(48)
        painter.setFont(caption_font(self._look.px(EMPTY_SIZE)))
        painter.setPen(self._look.color("secondary"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.viewport().rect().adjusted(margin, 0, -margin, 0), flags, self._empty)
        painter.end()

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        row = self.rows.row(index.row()) if index.isValid() else None
        if row is not None:
            self.opened.emit(row)

    @Slot()
    def _on_reset(self) -> None:
        self.setUniformItemSizes(not self.rows.is_search)
        self.setAccessibleDescription("" if self.rows.rowCount() else self._empty)
        self.chosen.emit()

    @Slot(QPoint)
    def _on_menu_requested(self, at: QPoint) -> None:
        self.menu_wanted.emit(self.viewport().mapToGlobal(at))
