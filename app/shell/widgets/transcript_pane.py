"""The transcript as its reader works with it: lines found, starred, put right. GUI thread."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QKeyCombination, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QPainter

from app.core.captions import Line, LineStatus
from app.core.marks import LineMark
from app.shell.widgets.transcript_cursor import TranscriptCursor
from app.shell.widgets.transcript_editing import TranscriptEditing
from app.shell.widgets.transcript_menu import menu_for
from app.shell.widgets.transcript_row import RowState
from app.shell.widgets.transcript_search import TranscriptSearch

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QMenu

    from app.core.captions import Entry
    from app.core.marks import Marks
    from app.shell.look import Look

_COPY_ALL: Final = QKeyCombination(
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_C
)


class TranscriptPane(TranscriptCursor):
    """Every line with its time, its words and the feeling in the voice, oldest first."""

    edit_wanted = Signal(object, str)  # Line, its words from now on
    star_wanted = Signal(object, bool)  # Line, whether it has a star from now on
    mark_wanted = Signal(object, object)  # Line, what it is from now on: LineMark or None
    export_wanted = Signal()  # of what is selected

    def __init__(self) -> None:
        super().__init__()
        self.search = TranscriptSearch(self)
        self.editing = TranscriptEditing(self)
        self.editing.saved.connect(self.edit_wanted)
        self._pointed_at: int | None = None
        self._is_curtain_drawn = False
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setMouseTracking(True)

    # What is shown, and how

    def set_clock(self, clock: Callable[[int], str]) -> None:
        """Take the function that turns ms of the audio into a time to read."""
        self.tell(replace(self.telling, clock=clock))

    def show_marks(self, marks: Marks) -> None:
        """Show what the user did to lines."""
        before = self.telling.marks
        self.tell(replace(self.telling, marks=marks))
        changed = before.differing(marks)
        for row, entry in enumerate(self.shown.rows_from(0)) if changed else ():
            if isinstance(entry, Line) and entry.line in changed:
                self.search.change_row(row)

    def show_emotions(self, *, is_shown: bool) -> None:
        """Say what is felt in voices, or leave it out."""
        if is_shown is not self.telling.shows_emotions:
            self.tell(replace(self.telling, shows_emotions=is_shown))

    def show_alert_words(self, words: tuple[str, ...]) -> None:
        """Point out these words wherever they are said."""
        if words != self.telling.alert_words:
            self.tell(replace(self.telling, alert_words=words))

    def set_curtain(self, *, is_drawn: bool) -> None:
        """Let nothing be read, to the eye, the clipboard and a screen reader, or all again."""
        self._is_curtain_drawn = is_drawn
        self.end_drag()
        self.finish_writing()
        self.voice.forget()
        self.verticalScrollBar().setDisabled(is_drawn)
        self.describe()
        self._after_scrolling()

    @property
    def empty_text(self) -> str:
        """What is said where there is nothing to read."""
        wanted = self.shown.filter
        if self._is_curtain_drawn:
            return self.tr("The words are hidden. Press the same key again to show them.")
        if not self.shown.entries or not wanted.is_on:
            return super().empty_text
        if wanted.is_starred and wanted.emotion is None:
            return self.tr("No line has a star yet. Point at a line, or go to it, and press S.")
        return self.tr("No line is like that yet. New ones appear here as they come.")

    def words_told(self) -> str:
        """Return the words that a screen reader is given; none behind the curtain."""
        return "" if self._is_curtain_drawn else super().words_told()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self.finish_writing()
        super().apply_look(look)

    def kept_rows(self) -> tuple[int, ...]:
        """Return the rows whose way is followed when others change."""
        rows = (*super().kept_rows(), self.search.current_row, self.editing.row)
        return tuple(row for row in rows if row is not None)

    def rows_changed(self, begin: int, moved: dict[int, int | None]) -> None:
        """Let everything that is about a row move with it."""
        super().rows_changed(begin, moved)
        self._pointed_at = None
        self.search.follow_rows(begin, moved)
        self.editing.follow_rows(moved)

    def arranged(self) -> None:
        """Let the editor and the names of the rows stand where the rows are."""
        super().arranged()
        if self._is_curtain_drawn:
            return
        self.voice.show_rows(self.view.placed)
        self.editing.place()

    def state_of(self, row: int) -> RowState:
        """Return how a row is drawn just now."""
        return RowState(
            (*self.search.highlights(row), *self.selected_in(row)),
            is_current=row == self.current_row and self.is_current_shown and self.hasFocus(),
            is_pointed_at=row == self._pointed_at and isinstance(self.shown[row], Line),
        )

    # What is done to lines

    @Slot()
    def toggle_star(self) -> None:
        """Ask for a star at the current line, or for its end."""
        entry = self.current
        if isinstance(entry, Line):
            self.star_wanted.emit(entry, not self.telling.marks.is_starred(entry))

    def toggle_kind(self, kind: LineMark) -> None:
        """Ask for the current line to be a decision or to-do, or no longer."""
        entry = self.current
        if isinstance(entry, Line):
            is_so = self.telling.marks.kind_of(entry) is kind
            self.mark_wanted.emit(entry, None if is_so else kind)

    def can_edit(self, entry: Entry) -> bool:
        """Whether words can be put right: they must not be about to change by themselves."""
        return isinstance(entry, Line) and entry.status is not LineStatus.OPEN

    @Slot()
    def edit_current(self) -> None:
        """Open the words of the current line to be put right, where they stand."""
        self._edit(0, 0)

    @Slot()
    def restore_current(self) -> None:
        """Ask for the words of the current line as they were heard."""
        entry = self.current
        if isinstance(entry, Line):
            self.edit_wanted.emit(entry, entry.text)

    def _edit(self, begin: int, end: int) -> None:
        """Open the current line, the characters from `begin` to `end` selected if there are any."""
        entry, row = self.current, self.current_row
        if row is None or not isinstance(entry, Line) or not self.can_edit(entry):
            return
        editor = self.editing.begin(row, entry)
        if begin < end:
            editor.select(begin, end)

    def finish_writing(self) -> None:
        """Keep what was typed so far."""
        self.editing.finish()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed when the window closes."""
        super().hideEvent(event)
        self.finish_writing()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line as the current one; at its star, set or remove that."""
        if self._is_curtain_drawn:
            return
        placed = self.view.row_at(round(event.position().y()))
        if event.button() is Qt.MouseButton.LeftButton and placed is not None:
            self.point_out(placed.index)
            if placed.row.is_on_star(event.position() - QPointF(0, placed.top_px)):
                self.toggle_star()
                return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Offer a star to the line under the mouse."""
        super().mouseMoveEvent(event)
        placed = self.view.row_at(round(event.position().y()))
        self._point_at(None if placed is None else placed.index)
        is_on_star = placed is not None and placed.row.is_on_star(
            event.position() - QPointF(0, placed.top_px)
        )
        shape = Qt.CursorShape.PointingHandCursor if is_on_star else Qt.CursorShape.IBeamCursor
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the line to be put right, the word that was meant selected."""
        word = None if self._is_curtain_drawn else self.word_at(event.position())
        if word is None:
            return
        self.point_out(word[0].row)
        self.select(*word)
        self._edit(word[0].offset, word[1].offset)

    def leaveEvent(self, event: QEvent) -> None:
        """Offer no star any more."""
        super().leaveEvent(event)
        self._point_at(None)

    def _point_at(self, row: int | None) -> None:
        if row != self._pointed_at:
            self._pointed_at = row
            self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the line and with the selection."""
        if self._is_curtain_drawn:
            return
        at = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.box_of_current().center())
        elif placed := self.view.row_at(event.pos().y()):
            self.point_out(placed.index)
        self.menu().popup(at)

    def menu(self) -> QMenu:
        """Return what can be done with the current line and with what is selected."""
        return menu_for(self, self.current)

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from line to line, select, copy, act upon the current line, scroll."""
        action = None if self._is_curtain_drawn else self._action_for(event)
        if action is None:
            super().keyPressEvent(event)
        else:
            action()

    def _action_for(self, event: QKeyEvent) -> Callable[[], None] | None:
        standard = QKeySequence.StandardKey
        matches: dict[QKeySequence.StandardKey, Callable[[], None]] = {
            standard.Copy: self.copy,
            standard.SelectAll: self.select_all,
            standard.SelectNextLine: partial(self.extend_selection, 1),
            standard.SelectPreviousLine: partial(self.extend_selection, -1),
        }
        for key, action in matches.items():
            if event.matches(key):
                return action
        plain: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Up: partial(self.go, -1),
            Qt.Key.Key_Down: partial(self.go, 1),
            Qt.Key.Key_Home: partial(self.go_to_end, -1),
            Qt.Key.Key_End: partial(self.go_to_end, 1),
            Qt.Key.Key_F2: self.edit_current,
            Qt.Key.Key_Return: self.edit_current,
            Qt.Key.Key_Enter: self.edit_current,
            Qt.Key.Key_S: self.toggle_star,
            Qt.Key.Key_D: partial(self.toggle_kind, LineMark.DECISION),
            Qt.Key.Key_T: partial(self.toggle_kind, LineMark.TODO),
        }
        is_letter = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.keyCombination() == _COPY_ALL:
            return self.copy_all
        if event.key() == Qt.Key.Key_Escape and (self.is_current_shown or self.selected_text):
            return self.let_go
        return None if is_letter else plain.get(event.key())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows and, around them, where the keyboard is."""
        if self._is_curtain_drawn:
            painter = QPainter(self.viewport())
            painter.fillRect(event.rect(), self.look.color("background"))
            self.paint_sentence(painter, self.empty_text)
            return
        super().paintEvent(event)
