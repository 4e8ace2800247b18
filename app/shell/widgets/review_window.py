"""A kept session: its transcript beside what was felt and who talked, to hear and put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.review import figures, has_feelings, line_at, spoken_chars
from app.core.sieve import Filter, tally
from app.shell.errors_text import problem_text
from app.shell.playing import SKIP_MS
from app.shell.session_text import date_text, facts_text, session_name, written_text
from app.shell.widgets.basics import text_label
from app.shell.widgets.dialog import CalmDialog
from app.shell.widgets.emotion_timeline import EmotionTimeline
from app.shell.widgets.message_bar import MessageBar, Tone
from app.shell.widgets.player_bar import PlayerBar
from app.shell.widgets.review_foot import ReviewFoot
from app.shell.widgets.review_pane import ReviewPane
from app.shell.widgets.review_side import ReviewSide

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent

    from app.core.captions import Line
    from app.core.emotion import Emotion
    from app.core.errors import Problem
    from app.core.review import ChannelFigures, Review
    from app.core.sieve import Tally
    from app.shell.look import Look
    from app.shell.playing import Playing
    from app.shell.review_desk import ReviewDesk
    from app.shell.widgets.basics import Part

SIZE_PX = (1160, 760)
SIDE_PX = 312
SIDE_SHARE = 0.36  # of the window, at most: the transcript needs the rest


class ReviewWindow(CalmDialog):
    """Not modal. Follows the desk and the player."""

    export_wanted = Signal(object)  # Review
    minutes_wanted = Signal(object)  # SessionInfo
    summary_wanted = Signal(object)  # Review
    figures_wanted = Signal(object)  # Review: as a table

    def __init__(
        self,
        desk: ReviewDesk,
        playing: Playing,
        wall_s: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._playing, self._wall_s = desk, playing, wall_s
        self._review: Review | None = None
        self._figures: tuple[ChannelFigures, ...] = ()
        self._is_felt = False
        self.setModal(False)
        self.title = QLineEdit()
        self.title.setObjectName("title")
        self._facts = text_label("quiet")
        self.message = MessageBar()
        self.timeline = EmotionTimeline()
        self.pane = ReviewPane()
        self.side = ReviewSide()
        self.player = PlayerBar()
        self.foot = ReviewFoot()
        self.find_bar, self.filters = self.foot.find_bar, self.foot.filters
        self._side_px = SIDE_PX
        self._lay_out()
        self._connect()
        self.calm()

    @Slot(object, object)
    def show_session(self, review: Review, line: int | None) -> None:
        """Come up in front with a session, at `line` or at its beginning."""
        self.message.dismiss()
        self._playing.load(self._desk.pieces())
        can_hear = self._playing.can_play
        self.find_bar.close_search()
        self.filters.choose(Filter())
        self.pane.allow(can_change=review.can_change, can_hear=can_hear)
        self.pane.let_go()
        self.pane.show_captions(review.captions)
        self.title.setReadOnly(not review.can_change)
        self.side.show_notes(review.session.notes, can_change=review.can_change)
        self.player.offer(can_play=can_hear, end_ms=review.end_ms)
        self.player.show_position(0)
        self.show_review(review)
        if not review.can_change:
            self.message.say(
                Tone.INFO, self.tr("This session is not closed yet: here it can only be read.")
            )
        self.pane.setFocus(Qt.FocusReason.OtherFocusReason)  # before Qt chooses for itself
        self.show()
        self.pane.hide_ring()
        self.raise_()
        self.activateWindow()
        if line is not None:
            self.go_to_line(line)
        else:
            self.pane.verticalScrollBar().setValue(0)

    @Slot(object)
    def show_review(self, review: Review) -> None:
        """Follow what was put right."""
        before, self._review = self._review, review
        if before is None or _counts_otherwise(before, review):
            self._figures, self._is_felt = figures(review), has_feelings(review)
        self.setWindowTitle(session_name(review.session))
        if not self.title.hasFocus():
            self.title.setText(review.session.title)
        self.title.setPlaceholderText(session_name(review.session))
        when = date_text(review.session.begun_s, self._wall_s())
        self._facts.setText(f"{when} · {facts_text(review.session)}")
        self.pane.show_marks(review.marks)
        self.side.show_review(review, self._figures, is_felt=self._is_felt)
        self.filters.show_emotions(is_shown=self._is_felt)
        names = {one.channel: self._name_of(one.channel) for one in self._figures}
        self.timeline.show_figures(self._figures, names, review.end_ms)
        self.timeline.setVisible(self._is_felt or self._playing.can_play)
        self.foot.name_filter()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        if not self.isVisible():
            self.fit(look, SIZE_PX)
        margin = look.px(24)
        self._head.setContentsMargins(look.px(18), look.px(8), margin, look.px(8))
        self._head.setSpacing(look.px(2))
        self._facts.setIndent(look.px(8))
        self._above.setContentsMargins(margin, look.px(8), margin, 0)
        self._above.setSpacing(look.px(8))
        self._side_px = look.px(SIDE_PX)
        self._fit_side()
        for part in self._parts:
            part.apply_look(look)

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.title.setAccessibleName(self.tr("Title"))
        self.pane.set_empty_text(self.tr("Nothing was said in this session."))
        for part in self._parts:
            part.retranslate()
        if self._review is not None:
            self.show_review(self._review)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The player's keys, wherever no field wants them."""
        keys: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Space: self._playing.toggle,
            Qt.Key.Key_Left: lambda: self._playing.skip(-SKIP_MS),
            Qt.Key.Key_Right: lambda: self._playing.skip(SKIP_MS),
        }
        act = None if event.modifiers() else keys.get(event.key())
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; leaves the transcript its part."""
        super().resizeEvent(event)
        self._fit_side()

    def hideEvent(self, event: QHideEvent) -> None:
        """Be silent, and keep what was typed."""
        super().hideEvent(event)
        self._playing.pause()
        self.flush()

    def flush(self) -> None:
        """Keep what was typed."""
        self._on_title_edited()  # first: what follows shows the title that is kept
        self.side.finish()
        self.pane.finish_writing()

    @Slot()
    def _on_left(self) -> None:
        """Keep what was typed, and type no more: what comes is about another session."""
        self.pane.setFocus(Qt.FocusReason.OtherFocusReason)
        self.flush()

    @property
    def _parts(self) -> tuple[Part, ...]:
        return (self.message, self.timeline, self.pane, self.side, self.player, self.foot)

    def _fit_side(self) -> None:
        self.side.setFixedWidth(min(self._side_px, round(self.width() * SIDE_SHARE)))

    def _lay_out(self) -> None:
        head = QFrame()
        head.setObjectName("header")
        self._head = QVBoxLayout(head)
        self._head.addWidget(self.title)
        self._head.addWidget(self._facts)
        self._above = QVBoxLayout()
        self._above.addWidget(self.message)
        self._above.addWidget(self.timeline)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.pane, 1)
        left.addWidget(self.player)
        beside = QFrame()
        beside.setObjectName("beside")
        edge = QVBoxLayout(beside)
        edge.setContentsMargins(0, 0, 0, 0)
        edge.addWidget(self.side)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(self._above)
        column.addLayout(row, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        desk, playing, pane = self._desk, self._playing, self.pane
        desk.left.connect(self._on_left)
        desk.opened.connect(self.show_session)
        desk.changed.connect(self.show_review)
        desk.failed.connect(self.show_problem)
        playing.moved.connect(self._on_moved)
        playing.toggled.connect(self.player.show_playing)
        playing.failed.connect(self.show_problem)
        self.player.toggled.connect(playing.toggle)
        self.player.sought.connect(playing.seek)
        pane.edit_wanted.connect(desk.edit)
        pane.note_wanted.connect(desk.note)
        pane.star_wanted.connect(self._on_star_wanted)
        pane.mark_wanted.connect(desk.mark)
        pane.label_wanted.connect(self._on_label_wanted)
        pane.hear_wanted.connect(self._on_hear_wanted)
        self.timeline.chosen.connect(self._on_time_chosen)
        self.side.line_chosen.connect(self.go_to_line)
        self.side.named.connect(desk.name_channel)
        self.side.notes_written.connect(desk.set_notes)
        self.title.editingFinished.connect(self._on_title_edited)
        self.filters.set_count(self._tally)
        self.filters.chosen.connect(pane.choose_filter)
        self.find_bar.query_changed.connect(pane.search.look_for)
        self.find_bar.next_wanted.connect(pane.search.go_to_next)
        self.find_bar.previous_wanted.connect(pane.search.go_to_previous)
        self.find_bar.closed.connect(pane.setFocus)
        pane.search.changed.connect(self.find_bar.show_found)
        exports = self.foot.exports
        exports.figures_wanted.connect(self._on_table)
        exports.transcript_wanted.connect(self._on_export)
        exports.minutes_wanted.connect(self._on_minutes)
        exports.summary_wanted.connect(self._on_summary)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), pane)
        undo.setContext(Qt.ShortcutContext.WidgetShortcut)
        undo.activated.connect(desk.undo)

    def _name_of(self, channel: int) -> str:
        named = {} if self._review is None else self._review.names
        return named.get(channel) or self.tr("Channel {number}").format(number=channel + 1)

    def _tally(self) -> Tally:
        review = self._review
        entries = () if review is None else review.captions.entries
        return tally(entries, self.pane.telling.marks)

    @Slot(object)
    def _on_moved(self, at_ms: int) -> None:
        self.player.show_position(at_ms)
        self.timeline.show_position(at_ms if self._playing.can_play else None)
        review = self._review
        line = None if review is None or not self._playing.is_on else line_at(review, at_ms)
        text = "" if line is None else self.pane.telling.words_of(line)
        self.pane.show_said(line, 0 if line is None else spoken_chars(line, text, at_ms))

    @Slot(object, bool)
    def _on_star_wanted(self, line: Line, is_starred: bool) -> None:
        self._desk.star(line, is_starred=is_starred)

    @Slot(object, object)
    def _on_label_wanted(self, line: Line, emotion: Emotion) -> None:
        self._desk.label(line, emotion)

    @Slot(object)
    def _on_hear_wanted(self, line: Line) -> None:
        if line.begin_ms is not None:
            self._playing.play_from(line.begin_ms)

    @Slot(object, object)
    def _on_time_chosen(self, at_ms: int, line: int | None) -> None:
        self._playing.seek(at_ms)
        if line is not None:
            self.go_to_line(line)

    @Slot(object)
    def go_to_line(self, line: int) -> None:
        """Show the line with this id, and every other one if the filter holds it back."""
        self.pane.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.pane.shows(line):
            self.filters.choose(Filter())
        self.pane.go_to_line(line)

    @Slot()
    def _on_title_edited(self) -> None:
        if not self.title.isReadOnly():
            self._desk.rename(" ".join(self.title.text().split()))

    @Slot()
    def _on_table(self) -> None:
        if self._review is not None:
            self.figures_wanted.emit(self._review)

    @Slot()
    def _on_export(self) -> None:
        if self._review is not None:
            self.export_wanted.emit(self._review)

    @Slot()
    def _on_summary(self) -> None:
        if self._review is not None:
            self.summary_wanted.emit(self._review)

    @Slot()
    def _on_minutes(self) -> None:
        if self._review is not None:
            self.minutes_wanted.emit(self._review.session)

    @Slot(object)
    def show_problem(self, problem: Problem) -> None:
        """Say what could not be done."""
        self.message.say(Tone.PROBLEM, problem_text(problem))

    @Slot(object)
    def show_written(self, paths: tuple[Path, ...]) -> None:
        """Say which files were written."""
        self.message.say(Tone.INFO, written_text(paths))


def _counts_otherwise(before: Review, after: Review) -> bool:
    """Whether their figures may differ. Counting a long session takes a while."""
    return (
        before.captions is not after.captions
        or before.channels is not after.channels
        or before.marks.labels is not after.marks.labels
    )
