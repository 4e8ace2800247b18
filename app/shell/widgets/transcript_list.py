"""The transcript as a list that scrolls. GUI thread.

Qt's list views lay every row out again when one changes; this one sets only the rows in view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QPushButton

from app.core.captions import Captions, Line
from app.shell.caption_text import caption_font
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.widgets.transcript_content import content_of
from app.shell.widgets.transcript_row import TEXT_SIZE, RowStyle, TranscriptRow
from app.shell.widgets.transcript_view import TranscriptView

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from app.core.captions import Entry

KEPT_ROWS: Final = 200  # set rows remembered, in view or just scrolled away
_TAIL: Final = 64


def first_difference(old: tuple[Entry, ...], new: tuple[Entry, ...]) -> int:
    """Return the index of the first entry that differs. Quick where only the end does."""
    shared = min(len(old), len(new))
    tail = max(0, shared - _TAIL)
    begin = tail if old[:tail] == new[:tail] else 0  # same objects: 5 ns each
    return next((at for at in range(begin, shared) if old[at] != new[at]), shared)


def session_clock(ms: int) -> str:
    """Return `ms` as 1:02:03, for a pane that was told no time of day."""
    seconds = ms // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


class TranscriptList(QAbstractScrollArea):
    """Oldest first. Follows the newest line while its end is in view, and never else."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Entry, ...] = ()
        self.clock: Callable[[int], str] = session_clock
        self.look = Look(DARK, 1.0)
        self._style = RowStyle(self.look, self.viewport().width())
        self._rows: dict[int, tuple[Entry, TranscriptRow]] = {}
        self.view = TranscriptView(self._set_row)
        self._unseen = 0
        self._empty_text = ""
        self._is_syncing = False
        self.pill = QPushButton(self)
        self.pill.hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.pill.clicked.connect(self.jump_to_latest)
        self._name()

    def show_captions(self, captions: Captions) -> None:
        """Show `captions`. Costs what changed at the end, however long the transcript is."""
        old, new = self.entries, captions.entries
        begin = first_difference(old, new)
        if begin == len(old) == len(new):
            return
        self.entries = new
        if not self.view.is_following:
            lines = sum(isinstance(entry, Line) for entry in new[len(old) :])
            self._unseen = min(self._unseen + lines, len(new))
        before = self._top_of(begin)
        self.view.replace_from(begin, self._estimates(begin))
        after = self._top_of(begin)
        self._sync()
        self._update_from(0 if before is None or before != after else before)
        self._describe()

    def set_clock(self, clock: Callable[[int], str]) -> None:
        """Take the function that turns ms of the audio into a time to read."""
        self.clock = clock
        self._set_anew()

    def set_empty_text(self, text: str) -> None:
        """Say what to do while there is nothing to read."""
        self._empty_text = text
        self._describe()
        self.viewport().update()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self.look = look
        self.pill.setStyleSheet(
            f"QPushButton {{ background: {look.tokens.accent}; color: {look.tokens.on_accent};"
            f" border: 2px solid {look.tokens.accent}; border-radius: {look.px(15)}px;"
            f" padding: 0 {look.px(14)}px; font-size: {look.px(13)}px;"
            f" min-height: {look.px(26)}px; max-height: {look.px(26)}px; }}"
            f"QPushButton:focus {{ border-color: {look.tokens.text}; }}"
        )
        self._set_anew()

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self._name()
        self._set_anew()

    @Slot()
    def jump_to_latest(self) -> None:
        """Go to the newest line and follow again."""
        self.view.follow()
        self._after_scrolling()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def selected_in(self, index: int) -> tuple[int, int] | None:  # noqa: ARG002  for who selects
        """Return which characters of a row are highlighted."""
        return None

    # Rows

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Transcript"))

    def _set_row(self, index: int) -> TranscriptRow:
        entry = self.entries[index]
        known = self._rows.get(index)
        if known is not None and known[0] is entry:
            return known[1]
        row = TranscriptRow(content_of(entry, self.clock), self._style)
        self._rows[index] = (entry, row)
        return row

    def _estimates(self, begin: int) -> list[int]:
        return [
            self._style.estimated_height_px(entry.text if isinstance(entry, Line) else "")
            for entry in self.entries[begin:]
        ]

    def _set_anew(self) -> None:
        """Set everything again: another look, width, clock or language."""
        old, self._style = self._style, RowStyle(self.look, self.viewport().width())
        self._rows.clear()
        if self._style.wraps_like(old):
            self.view.arrange()
        else:
            self.view.replace_from(0, self._estimates(0))
        self.verticalScrollBar().setSingleStep(round(self._style.row_px))
        self._sync()
        self.viewport().update()

    def _top_of(self, index: int) -> int | None:
        for placed in self.view.placed:
            if placed.index == index:
                return placed.top_px
        return None

    def _update_from(self, top_px: int) -> None:
        area = self.viewport().rect()
        self.viewport().update(area.adjusted(0, max(top_px, 0), 0, 0))

    def _forget_rows(self) -> None:
        if len(self._rows) > KEPT_ROWS:
            in_view = {placed.index for placed in self.view.placed}
            self._rows = {at: row for at, row in self._rows.items() if at in in_view}

    def _describe(self) -> None:
        """Tell screen readers the newest words, or what to do while there are none to read."""
        texts = (each.text for each in reversed(self.entries) if isinstance(each, Line))
        self.setAccessibleDescription(next(texts, "") if self.entries else self._empty_text)

    # Scrolling

    def reveal(self, index: int) -> None:
        """Scroll as far as needed for all of a row to be in view."""
        top_px = self.view.top_of(index) - self.view.scrolled_px
        bottom_px = top_px + self._set_row(index).height_px
        beyond_px = min(top_px, 0) or max(bottom_px - self.viewport().height(), 0)
        self.verticalScrollBar().setValue(self.view.scrolled_px + beyond_px)

    def _sync(self) -> None:
        """Let scroll bar and pill say where the view is."""
        self._forget_rows()
        self._is_syncing = True
        bar = self.verticalScrollBar()
        height_px = self.viewport().height()
        bar.setPageStep(max(1, height_px - round(self._style.row_px)))
        bar.setRange(0, max(0, self.view.total_px - height_px))
        bar.setValue(bar.maximum() if self.view.is_following else self.view.scrolled_px)
        self._is_syncing = False
        self.pill.setVisible(not self.view.is_following)
        if self.view.is_following:
            self._unseen = 0
        else:
            self._place_pill()

    def _place_pill(self) -> None:
        text = self.tr("Jump to latest")
        if self._unseen:
            text = self.tr("Jump to latest · %n new", "", self._unseen)
        self.pill.setText(text)
        self.pill.adjustSize()
        area = self.viewport().geometry()
        left = area.center().x() - self.pill.width() // 2
        self.pill.move(left, area.bottom() - self.pill.height() - self.look.px(12))

    def _after_scrolling(self) -> None:
        self._sync()
        self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002
        """Qt's own: the scroll bar moved, by hand or because we set it."""
        if self._is_syncing:
            return
        bar = self.verticalScrollBar()
        if bar.value() == bar.maximum():
            self.view.follow()
        else:
            self.view.scroll_to(bar.value())
        self._after_scrolling()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the rows in the new width."""
        super().resizeEvent(event)
        self.view.set_height(self.viewport().height())
        self._set_anew()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in view that the event asks for."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self.look.color("background"))
        for placed in self.view.placed:
            bottom_px = placed.top_px + placed.row.height_px
            if bottom_px >= event.rect().top() and placed.top_px <= event.rect().bottom():
                painter.translate(0, placed.top_px)
                placed.row.paint(painter, self.selected_in(placed.index))
                painter.translate(0, -placed.top_px)
        if not self.entries:
            self._paint_empty_text(painter)

    def _paint_empty_text(self, painter: QPainter) -> None:
        margin = self.look.px(48)
        painter.setFont(caption_font(self.look.px(TEXT_SIZE)))
        painter.setPen(self.look.color("secondary"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        area = self.viewport().rect().adjusted(margin, 0, -margin, 0)
        painter.drawText(area, flags, self._empty_text)
