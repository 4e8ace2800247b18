"""The library: every session that was kept, to find, name, tag, export and delete. Not modal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.core.sessions import PAGE_SESSIONS
from app.shell.errors_text import problem_text
from app.shell.library_desk import Wish
from app.shell.session_text import session_name, sessions_text, written_text
from app.shell.widgets.dialog import CalmDialog
from app.shell.widgets.library_column import LibraryColumn
from app.shell.widgets.library_foot import LibraryFoot
from app.shell.widgets.library_list import LibraryList
from app.shell.widgets.library_model import HitRow, LibraryRow
from app.shell.widgets.library_order import OrderBox
from app.shell.widgets.message_bar import Action, MessageBar, Tone
from app.shell.widgets.search_field import SearchField
from app.shell.widgets.tag_strip import TagStrip

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent

    from app.core.errors import Problem
    from app.core.sessions import Found, SessionInfo, SessionPage
    from app.shell.library_desk import LibraryDesk
    from app.shell.look import Look
    from app.shell.widgets.basics import Part

SIZE_PX = (1000, 680)
SIDE_PX = 208
SIDE_SHARE = 0.3  # of the window, at most: the sessions need the rest


class LibraryWindow(CalmDialog):
    """Follows the desk."""

    opened = Signal(str, object)  # id of the session, the line to go to or None
    export_wanted = Signal(object)  # tuple[SessionInfo, ...]
    recording_wanted = Signal()  # to be brought in
    data_wanted = Signal()  # how long things are kept, and where

    def __init__(self, desk: LibraryDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._side_px = SIDE_PX
        self._is_known = False  # whether what is listed has arrived
        self._has_more = False  # is found than is listed
        self._deleted: list[tuple[SessionInfo, ...]] = []  # what can be brought back
        self.setModal(False)
        self.message = MessageBar()
        self._column = LibraryColumn(desk.wall_s)
        self.side = self._column.side
        self.search = SearchField()
        self.order = OrderBox()
        self.list = LibraryList(desk.wall_s)
        self.tags = TagStrip()
        self.foot = LibraryFoot()
        self._lay_out()
        self._connect()
        self.calm()

    def open_in_front(self) -> None:
        """Come up with the newest sessions."""
        self._look_again()
        self._desk.read_tags()
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus()

    @property
    def wish(self) -> Wish:
        """What is looked at."""
        query = replace(self.side.query(), order=self.order.order)
        return Wish(query, self.search.words, self.order.hit_order)

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        if not self.isVisible():
            self.fit(look, SIZE_PX)
        self._side_px = look.px(SIDE_PX)
        self._fit_side()
        self._head.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        self._head.setSpacing(look.px(8))
        self._above.setContentsMargins(look.px(24), look.px(12), look.px(24), 0)
        self._rows.setContentsMargins(look.px(12), look.px(8), look.px(4), look.px(8))
        self.order.setFixedWidth(look.px(168))
        self.search.apply_look(look)
        for part in self._parts:
            part.apply_look(look)

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.setWindowTitle(self.tr("Library"))
        self.search.name(self.tr("Find in all sessions"), self.tr("Close the search"))
        self.search.setToolTip(self.tr("Find words in every session (Ctrl+F)"))
        for part in self._parts:
            part.retranslate()
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Qt's own; looks again when one comes back."""
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._on_activated()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends a search before it closes."""
        if event.key() == Qt.Key.Key_Escape and self.search.words:
            self.search.field.clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; leaves the sessions their part."""
        super().resizeEvent(event)
        self._fit_side()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's own."""
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Read nothing that nobody looks at."""
        super().hideEvent(event)
        self._desk.look_away()
        self._is_known = False

    def _fit_side(self) -> None:
        self._column.setFixedWidth(min(self._side_px, round(self.width() * SIDE_SHARE)))

    @property
    def _parts(self) -> tuple[Part, ...]:
        return (self._column, self.message, self.order, self.list, self.tags, self.foot)

    def _lay_out(self) -> None:
        head = QFrame()
        head.setObjectName("header")
        self._head = QHBoxLayout(head)
        self._head.addWidget(self.search, 1)
        self._head.addWidget(self.order)
        self._above, self._rows = QVBoxLayout(), QVBoxLayout()
        self._above.addWidget(self.message)
        self._rows.addWidget(self.list)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(head)
        right.addLayout(self._above)
        right.addLayout(self._rows, 1)
        right.addWidget(self.tags)
        right.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._column)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        desk, rows = self._desk, self.list
        desk.page_read.connect(self._on_page)
        desk.found.connect(self._on_found)
        desk.feelings_read.connect(rows.rows.show_feelings)
        desk.tags_read.connect(self.side.show_tags)
        desk.tags_read.connect(self.tags.show_tags)
        desk.changed.connect(self._on_changed)
        desk.deleted.connect(self._on_deleted)
        desk.failed.connect(self.show_problem)
        rows.rows.pages_wanted.connect(desk.want_pages)
        rows.rows.renamed.connect(desk.rename)
        rows.opened.connect(self._on_opened)
        rows.chosen.connect(self._refresh)
        rows.menu_wanted.connect(self._open_menu)
        rows.left_upwards.connect(self.search.open)
        self.side.chosen.connect(self._on_wish_changed)
        self.search.changed.connect(self._on_words_changed)
        self.search.left_downwards.connect(self._go_to_list)
        self.search.accepted.connect(self._go_to_list)
        self.order.activated.connect(self._on_wish_changed)
        self.tags.tagged.connect(desk.tag)
        self.tags.closed.connect(self._go_to_list)
        self._column.recording_wanted.connect(self.recording_wanted)
        self._column.data_wanted.connect(self.data_wanted)
        self.foot.open_wanted.connect(self._on_open)
        self.foot.rename_wanted.connect(rows.rename)
        self.foot.tag_wanted.connect(self._on_tag)
        self.foot.export_wanted.connect(self._on_export)
        self.foot.delete_wanted.connect(self._on_delete)
        self.foot.restore_wanted.connect(self._on_restore)
        self.foot.add_keys(self, rows)
        self._add_keys()

    def _add_keys(self) -> None:
        standard = QKeySequence.StandardKey
        for keys, act in (
            (QKeySequence("Ctrl+F"), self.search.open),
            (QKeySequence(standard.Open), self.recording_wanted.emit),
            (QKeySequence("F5"), self._look_again),
        ):
            QShortcut(keys, self).activated.connect(act)
        undo = QShortcut(QKeySequence(standard.Undo), self.list)
        undo.setContext(Qt.ShortcutContext.WidgetShortcut)
        undo.activated.connect(self.undo_delete)

    # What is looked at

    @Slot()
    def _look_again(self) -> None:
        """Ask again for what is in view; what is there stays until the answer comes."""
        self._desk.look(self.wish, self._pages_in_view())

    def _pages_in_view(self) -> set[int]:
        rows = self.list
        if rows.rows.is_search or not rows.rows.rowCount():
            return {0}
        area = rows.viewport().rect()
        first = rows.indexAt(area.topLeft() + QPoint(1, 1)).row()
        last = rows.indexAt(area.bottomLeft() + QPoint(1, -1)).row()
        last = rows.rows.rowCount() - 1 if last < 0 else last
        pages = set(range(max(first, 0) // PAGE_SESSIONS, last // PAGE_SESSIONS + 1))
        rows.rows.forget_besides(pages)
        return pages

    @Slot()
    def _on_wish_changed(self) -> None:
        self.list.scrollToTop()
        self._is_known = False
        self._desk.look(self.wish)

    def _on_activated(self) -> None:
        """Look again: something may have been captioned meanwhile."""
        if self._is_known:
            self._look_again()

    @Slot(str)
    def _on_words_changed(self, words: str) -> None:  # noqa: ARG002
        self.order.offer_for(is_search=self.wish.is_search)
        self._on_wish_changed()

    @Slot(object, int)
    def _on_page(self, page: SessionPage, number: int) -> None:
        row = max(self.list.currentIndex().row(), 0)
        was_known, self._is_known = self._is_known, True
        self.list.rows.show_page(page, number)
        self._after_arrival(row if was_known else 0)

    @Slot(object)
    def _on_found(self, found: Found) -> None:
        row = max(self.list.currentIndex().row(), 0)
        was_known, self._is_known = self._is_known, True
        self._has_more = found.has_more
        self.list.rows.show_found(found)
        self._after_arrival(row if was_known else 0)

    def _after_arrival(self, row: int) -> None:
        self.list.set_empty_text(self._empty_text())
        if not self.list.currentIndex().isValid():
            self.list.choose(row)
        self.list.want_selected()
        self._refresh()

    def _empty_text(self) -> str:
        if self.wish.is_search:
            return self.tr("Nothing was found for “{words}”.").format(words=self.search.words)
        if self.side.is_trash:
            return self.tr("Nothing was deleted. What is deleted can be brought back from here.")
        if not self.side.is_every:
            return self.tr("No session is like that.")
        return self.tr(
            "No session has been kept yet. Press Start in the main window: what is captioned is "
            "kept here, on this computer."
        )

    @Slot()
    def _refresh(self) -> None:
        """Offer what can be done with what is selected."""
        selected, awaited = len(self.list.sessions), self.list.awaited
        text = self._count_text() if self._is_known else ""
        self.foot.show_selected(selected, awaited, text, is_trash=self.side.is_trash)

    def _count_text(self) -> str:
        rows = self.list.rows
        if not rows.is_search:
            return sessions_text(rows.rowCount())
        if self._has_more:
            return self.tr("The newest hits. There are more.")
        return ""

    # What is done

    @Slot(object)
    def _on_opened(self, row: LibraryRow) -> None:
        if not self.side.is_trash:
            self.opened.emit(row.session.id, row.hit.line if isinstance(row, HitRow) else None)

    @Slot()
    def _on_open(self) -> None:
        if self.list.current is not None:
            self._on_opened(self.list.current)

    @Slot()
    def _on_tag(self) -> None:
        if self.list.sessions:
            self.tags.open_for(self.list.sessions)

    @Slot()
    def _on_export(self) -> None:
        if self.list.sessions:
            self.export_wanted.emit(self.list.sessions)

    @Slot()
    def _on_delete(self) -> None:
        sessions = self.list.sessions
        if sessions and self.side.is_trash:
            text = self.tr("{sessions} will be gone for good. This cannot be undone.")
            text = text.format(sessions=sessions_text(len(sessions)))
            remove = Action(self.tr("Delete for good"), lambda: self._desk.remove(sessions))
            keep = Action(self.tr("Keep"), self.list.setFocus)
            self.message.say(Tone.WARNING, text, (keep, remove))
        elif sessions:
            self._desk.delete(sessions)

    @Slot()
    def _on_restore(self) -> None:
        self._desk.restore(self.list.sessions)

    @Slot()
    def undo_delete(self) -> None:
        """Bring back what was deleted last."""
        if self._deleted:
            self.message.dismiss()
            self._desk.restore(self._deleted.pop())

    @Slot(object)
    def _on_deleted(self, sessions: tuple[SessionInfo, ...]) -> None:
        self._deleted.append(sessions)
        if len(sessions) == 1:
            text = self.tr("“{name}” was deleted.").format(name=session_name(sessions[0]))
        else:
            count = sessions_text(len(sessions))
            text = self.tr("{sessions} were deleted.").format(sessions=count)
        self.message.say(Tone.INFO, text, (Action(self.tr("Undo"), self.undo_delete),))
        self.list.setFocus()

    @Slot()
    def _on_changed(self) -> None:
        if self.isVisible():
            self._look_again()
            self._desk.read_tags()

    @Slot(object)
    def show_problem(self, problem: Problem) -> None:
        """Say what could not be done."""
        self.message.say(Tone.PROBLEM, problem_text(problem))

    @Slot(object)
    def show_written(self, paths: tuple[Path, ...]) -> None:
        """Say which files were written."""
        self.message.say(Tone.INFO, written_text(paths))

    @Slot()
    def _go_to_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        if self.list.sessions:
            self.foot.menu().popup(at)
