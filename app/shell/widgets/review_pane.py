"""The transcript of a session that is over: heard line by line, and put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu

from app.core.captions import Line
from app.core.emotion import Emotion
from app.core.marks import LineMark
from app.shell.emotion_style import emotion_word
from app.shell.widgets.review_noting import ReviewNoting
from app.shell.widgets.transcript_marks import Highlight, HighlightKind
from app.shell.widgets.transcript_pane import TranscriptPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent

    from app.core.captions import Entry
    from app.shell.widgets.transcript_row import RowState

_PASSED_ON = (Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right)


class ReviewPane(TranscriptPane):
    """A click on a line is a wish to hear it. What is played is followed."""

    hear_wanted = Signal(object)  # Line
    label_wanted = Signal(object, object)  # Line, Emotion
    note_wanted = Signal(object, str)  # Line, what is written about it from now on

    def __init__(self) -> None:
        super().__init__()
        self.noting = ReviewNoting(self)
        self.noting.saved.connect(self.note_wanted)
        self._can_change = True
        self._can_hear = False
        self._said: tuple[int, int] | None = None  # the line that is played, how far in characters

    def allow(self, *, can_change: bool, can_hear: bool) -> None:
        """Let lines be put right, and heard, or not."""
        self.finish_writing()
        self._can_change, self._can_hear = can_change, can_hear

    def finish_writing(self) -> None:
        """Keep what was typed so far."""
        super().finish_writing()
        self.noting.finish()

    def kept_rows(self) -> tuple[int, ...]:
        """Return the rows whose way is followed when others change."""
        noted = () if self.noting.row is None else (self.noting.row,)
        return (*super().kept_rows(), *noted)

    def rows_changed(self, begin: int, moved: dict[int, int | None]) -> None:
        """Let everything that is about a row move with it."""
        super().rows_changed(begin, moved)
        self.noting.follow_rows(moved)

    def arranged(self) -> None:
        """Let the editor stand where the row is."""
        super().arranged()
        self.noting.place()

    def show_said(self, line: Line | None, chars: int = 0) -> None:
        """Point out how much of `line` has been played, and keep it in view; None: nothing is."""
        said = None if line is None else (line.line, chars)
        if said == self._said:
            return
        is_new = said is not None and (self._said is None or self._said[0] != said[0])
        self._said = said
        if is_new and line is not None:
            self._bring_into_view(line)
        self.viewport().update()

    def hide_ring(self) -> None:
        """Draw no ring until somebody comes by keyboard: Qt says that of every dialog it shows."""
        self._came_by_keyboard = False
        self.viewport().update()

    def go_to_line(self, line_id: int) -> None:
        """Make the line with this id the current one, in the upper part of the view."""
        row = self._row_of(line_id)
        if row is not None:
            self.point_out(row)
            self._is_shown = True
            top_px = self.view.top_of(row) - self.viewport().height() // 3
            self.view.hold()
            self.verticalScrollBar().setValue(max(top_px, 0))
            self.reveal(row)
            self.view.release()
            self.describe()
            self.viewport().update()

    def shows(self, line_id: int) -> bool:
        """Whether the filter lets the line with this id pass."""
        return self._row_of(line_id) is not None

    def can_edit(self, entry: Entry) -> bool:
        """Whether words can be put right here."""
        return self._can_change and super().can_edit(entry)

    def state_of(self, row: int) -> RowState:
        """Return how a row is drawn just now."""
        state = super().state_of(row)
        entry = self.shown[row]
        if self._said is None or not isinstance(entry, Line) or entry.line != self._said[0]:
            return state
        said = Highlight(0, self._said[1], HighlightKind.SAID)
        highlights = (said, *state.highlights) if self._said[1] else state.highlights
        return type(state)(highlights, state.is_current, state.is_pointed_at)

    def menu(self) -> QMenu:
        """Return what can be done, with what only can be done here before it."""
        menu, entry = super().menu(), self.current
        if not isinstance(entry, Line):
            return menu
        first, *others = menu.actions()
        hear = self._own(menu, self.tr("Hear this line"), "P", self.hear_current)
        hear.setEnabled(self._can_hear)
        note = self._own(menu, self.tr("Note…"), "N", self.note_current)
        note.setEnabled(self._can_change)
        menu.insertActions(first, (hear, note))
        menu.insertMenu(first, self._labels(menu, entry))
        menu.insertSeparator(first)
        for action in (first, *others[: len(LineMark)]) if not self._can_change else ():
            action.setEnabled(False)  # the star and the other marks
        return menu

    @Slot()
    def note_current(self) -> None:
        """Open the note on the current line, below its words."""
        row, entry = self.current_row, self.current
        if row is not None and isinstance(entry, Line) and self._can_change:
            self.editing.finish()
            self.noting.begin(row, entry)

    @Slot()
    def hear_current(self) -> None:
        """Ask for the sound of the current line."""
        if self._can_hear and isinstance(self.current, Line):
            self.hear_wanted.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys of the player to the window."""
        if not event.modifiers() and event.key() in _PASSED_ON:
            event.ignore()
        elif not event.modifiers() and event.key() == Qt.Key.Key_P:
            self.hear_current()
        elif not event.modifiers() and event.key() == Qt.Key.Key_N:
            self.note_current()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that selects nothing plays the line; at the star it does not."""
        was_selecting = self._is_selecting
        super().mouseReleaseEvent(event)
        if was_selecting and not self.selected_text and event.button() is Qt.MouseButton.LeftButton:
            self.hear_current()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the note that was meant, or the words."""
        placed = self.view.row_at(round(event.position().y()))
        at = event.position()
        if placed is not None and placed.row.has_remark_at(at - QPointF(0, placed.top_px)):
            self.point_out(placed.index)
            self.note_current()
        else:
            self.noting.finish()
            super().mouseDoubleClickEvent(event)

    def _sync(self) -> None:
        """Let the scroll bar say where the view is. Nothing new comes here: no pill."""
        super()._sync()
        self.pill.hide()

    def _own(self, menu: QMenu, text: str, key: str, act: Callable[[], None]) -> QAction:
        action = menu.addAction(text)
        action.setShortcut(key)
        action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(act)
        return action

    def _labels(self, menu: QMenu, line: Line) -> QMenu:
        """Return the feelings that a line may have, the one it has marked."""
        labels = QMenu(self.tr("Feeling"), menu)
        labels.setEnabled(self._can_change)
        now = self.telling.marks.emotion_of(line)
        for emotion in Emotion:
            word = emotion_word(emotion) or self.tr("none")
            if emotion is line.emotion and emotion is not now:
                word = self.tr("{feeling} (as it was heard)").format(feeling=word)
            action = labels.addAction(word)
            action.setCheckable(True)
            action.setChecked(emotion is now)
            action.triggered.connect(
                lambda _=False, emotion=emotion: self.label_wanted.emit(line, emotion)
            )
        return labels

    def _row_of(self, line_id: int) -> int | None:
        rows = enumerate(self.shown.rows_from(0))
        return next(
            (row for row, entry in rows if isinstance(entry, Line) and entry.line == line_id), None
        )

    def _bring_into_view(self, line: Line) -> None:
        row = self._row_of(line.line)
        if row is not None and self.editing.row is None and self.noting.row is None:
            self.view.hold()
            self.reveal(row)
            self.view.release()
