"""The transcript as its reader works with it: lines found, starred, put right. GUI thread."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QKeyCombination, QPointF, QRect, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QPainter, QPen

from app.core.captions import Line, LineStatus
from app.shell.selection import Caret
from app.shell.widgets.transcript_editing import TranscriptEditing
from app.shell.widgets.transcript_menu import menu_for
from app.shell.widgets.transcript_row import RowState
from app.shell.widgets.transcript_search import TranscriptSearch
from app.shell.widgets.transcript_selector import TranscriptSelector
from app.shell.widgets.transcript_voice import TranscriptVoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from app.core.captions import Entry
    from app.core.marks import Marks
    from app.shell.look import Look

_BY_KEYBOARD: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_COPY_ALL: Final = QKeyCombination(
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_C
)


class TranscriptPane(TranscriptSelector):
    """Every line with its time, its words and the feeling in the voice, oldest first.

    One line may be the current one, which keys act upon: the one clicked last, or gone to.
    """

    edit_wanted = Signal(object, str)  # Line, its words from now on
    star_wanted = Signal(object, bool)  # Line, whether it has a star from now on

    def __init__(self) -> None:
        super().__init__()
        self.search = TranscriptSearch(self)
        self.editing = TranscriptEditing(self)
        self.editing.saved.connect(self.edit_wanted)
        self._voice = TranscriptVoice(self.viewport())
        self._current: int | None = None
        self._pointed_at: int | None = None
        self._is_current_shown = False  # only to those who go from line to line by keyboard
        self._came_by_keyboard = False
        self._is_curtain_drawn = False
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setMouseTracking(True)

    # What is shown, and how

    def set_clock(self, clock: Callable[[int], str]) -> None:
        """Take the function that turns ms of the audio into a time to read."""
        self.tell(replace(self.telling, clock=clock))

    def show_marks(self, marks: Marks) -> None:
        """Show what the user did to lines."""
        before = self.telling.marks.edits
        self.tell(replace(self.telling, marks=marks))
        changed = {line for line, _ in before.items() ^ marks.edits.items()}
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
        self.editing.finish()
        self._voice.forget()
        self.verticalScrollBar().setDisabled(is_drawn)
        self._describe()
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

    def newest_words(self) -> str:
        """Return the words of the newest line that is shown."""
        return "" if self._is_curtain_drawn else super().newest_words()

    @property
    def can_copy(self) -> bool:
        """Whether there is something to copy besides everything."""
        return bool(self.selected_text) or self._current is not None

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self.editing.finish()
        super().apply_look(look)

    # The current line

    @property
    def current(self) -> Entry | None:
        """The line that keys act upon."""
        is_there = self._current is not None and self._current < len(self.shown)
        return self.shown[self._current] if is_there and self._current is not None else None

    def kept_rows(self) -> tuple[int, ...]:
        """Return the rows whose way is followed when others change: the current one first."""
        rows = (self._current, *super().kept_rows(), self.search.current_row, self.editing.row)
        return tuple(row for row in rows if row is not None)

    def rows_changed(self, begin: int, moved: dict[int, int | None]) -> None:
        """Let everything that is about a row move with it."""
        super().rows_changed(begin, moved)
        if self._current is not None:
            self._current = moved.get(self._current, self._current)
        self._pointed_at = None
        self.search.follow_rows(begin, moved)
        self.editing.follow_rows(moved)

    def arranged(self) -> None:
        """Let the editor and the names of the rows stand where the rows are."""
        super().arranged()
        if self._is_curtain_drawn:
            return
        self._voice.show_rows(self.view.placed)
        self.editing.place()

    def state_of(self, row: int) -> RowState:
        """Return how a row is drawn just now."""
        return RowState(
            (*self.search.highlights(row), *self.selected_in(row)),
            is_current=row == self._current and self._is_current_shown and self.hasFocus(),
            is_pointed_at=row == self._pointed_at and isinstance(self.shown[row], Line),
        )

    def _go(self, step: int) -> None:
        """Make another line the current one: the next, the previous, or one in view at first."""
        placed = self.view.placed
        if not placed:
            return
        rows = range(placed[0].index, placed[-1].index + 1)
        if self._current is None or self._current not in rows:
            row = rows[-1] if step < 0 or self.view.is_following else rows[0]
        else:
            row = min(max(self._current + step, 0), len(self.shown) - 1)
        self._make_current(row)
        self._is_current_shown = True
        self.deselect()
        self.reveal(row)
        self._voice.point_at(row)

    def _make_current(self, row: int) -> None:
        self._current = row
        self.viewport().update()

    # What is done to lines

    @Slot()
    def toggle_star(self) -> None:
        """Ask for a star at the current line, or for its end."""
        entry = self.current
        if isinstance(entry, Line):
            self.star_wanted.emit(entry, not self.telling.marks.is_starred(entry))

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
        entry, row = self.current, self._current
        if row is None or not isinstance(entry, Line) or not self.can_edit(entry):
            return
        editor = self.editing.begin(row, entry)
        if begin < end:
            editor.select(begin, end)

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line as the current one; at its star, set or remove that."""
        if self._is_curtain_drawn:
            return
        placed = self.view.row_at(round(event.position().y()))
        if event.button() is Qt.MouseButton.LeftButton and placed is not None:
            self._current, self._is_current_shown = placed.index, False
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
        self._current = word[0].row
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
            at = self.viewport().mapToGlobal(self._box_of_current().center())
        elif placed := self.view.row_at(event.pos().y()):
            self._current = placed.index
        menu_for(self, self.current).popup(at)

    def _box_of_current(self) -> QRect:
        for placed in self.view.placed:
            if placed.index == self._current:
                return placed.row.text_box().translated(0, placed.top_px).toRect()
        return self.viewport().rect()

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
        plain: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Up: partial(self._go, -1),
            Qt.Key.Key_Down: partial(self._go, 1),
            Qt.Key.Key_Home: partial(self._go_to_end, -1),
            Qt.Key.Key_End: partial(self._go_to_end, 1),
            Qt.Key.Key_F2: self.edit_current,
            Qt.Key.Key_Return: self.edit_current,
            Qt.Key.Key_S: self.toggle_star,
        }
        is_letter = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.keyCombination() == _COPY_ALL:
            return self.copy_all
        if event.key() == Qt.Key.Key_Escape and (self._is_current_shown or self.selected_text):
            return self._let_go
        return None if is_letter else plain.get(Qt.Key(event.key()))

    def copy(self) -> None:
        """Put what is selected on the clipboard, or else the current line."""
        row = self._current
        if not self.selected_text and row is not None and self.current is not None:
            self.select(Caret(row, 0), Caret(row, len(self.telling.text_of(self.shown[row]))))
        super().copy()

    def _go_to_end(self, step: int) -> None:
        """Go to the oldest line, or to the newest and follow."""
        bar = self.verticalScrollBar()
        if step < 0:
            bar.setValue(bar.minimum())
        else:
            self.jump_to_end()
        if self._is_current_shown and len(self.shown):
            self._make_current(0 if step < 0 else len(self.shown) - 1)

    def _let_go(self) -> None:
        """Select nothing and leave the current line."""
        self._current, self._is_current_shown = None, False
        self.deselect()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is, to those who use it."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:  # else as it was before
            self._came_by_keyboard = event.reason() in _BY_KEYBOARD
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows and, around them, where the keyboard is."""
        if self._is_curtain_drawn:
            painter = QPainter(self.viewport())
            painter.fillRect(event.rect(), self.look.color("background"))
            self.paint_sentence(painter, self.empty_text)
            return
        super().paintEvent(event)
        has_frame = self._is_current_shown and self._current is not None
        if self._came_by_keyboard and self.hasFocus() and not has_frame:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.look.color("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
