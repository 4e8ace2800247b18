"""The rows of a transcript in a view that scrolls, and where its reader is. GUI thread.

Qt's list views lay every row out again when one changes; this one sets only the rows in view.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from app.core.sieve import Sieve
from app.shell.caption_text import caption_font
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.widgets.jump_pill import JumpPill
from app.shell.widgets.row_shelf import RowShelf
from app.shell.widgets.transcript_row import PLAIN, TEXT_SIZE, RowState, RowStyle
from app.shell.widgets.transcript_view import TranscriptView

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from app.core.captions import Entry
    from app.shell.widgets.transcript_content import Telling


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader is: an entry, and how far below the top of the view it is."""

    entry: Entry
    top_px: int


class TranscriptScroll(QAbstractScrollArea):
    """Oldest first. Follows the newest line while its end is in view, and never else."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = Sieve()
        self.look = Look(DARK, 1.0)
        self._shelf = RowShelf(self.shown, RowStyle(self.look, self.viewport().width()))
        self.view = TranscriptView(self._shelf.row)
        self._unseen = 0
        self._empty_text = ""
        self._is_syncing = False
        self.pill = JumpPill(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.pill.clicked.connect(self.jump_to_latest)
        self._name()

    @property
    def telling(self) -> Telling:
        """How entries are told."""
        return self._shelf.telling

    def set_empty_text(self, text: str) -> None:
        """Say what to do while there is nothing to read."""
        self._empty_text = text
        self.describe()
        self.viewport().update()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self.look = look
        self._set_anew()

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self._name()
        self._set_anew()

    @Slot()
    def jump_to_latest(self) -> None:
        """Go to the newest line and follow again."""
        self.jump_to_end()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def jump_to_end(self) -> None:
        """Go to the newest line and follow again, whoever has the focus."""
        self.view.follow()
        self._after_scrolling()

    def place(self) -> Place | None:
        """Return where the reader is; None: at the end, as it grows."""
        kept = self._kept_in_view({})
        return None if kept is None else Place(self.shown[kept[0]], kept[1])

    def go_to(self, place: Place | None) -> None:
        """Bring the reader back, or to the end if what was there is gone."""
        row = None if place is None else self.shown.row_like(place.entry)
        if row is None or place is None:
            self.jump_to_end()
        else:
            self.view.replace_from(len(self.shown), (), (row, place.top_px))
            self._after_scrolling()

    def state_of(self, row: int) -> RowState:  # noqa: ARG002
        """Return how a row is drawn just now."""
        return PLAIN

    def arranged(self) -> None:
        """Hear that rows are somewhere else in the view, or say something else."""

    @property
    def empty_text(self) -> str:
        """What is said where there is nothing to read."""
        return self._empty_text

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Transcript"))

    def _kept_in_view(self, moved: dict[int, int | None]) -> tuple[int, int] | None:
        """Return the first row wholly in view that is still there, and where it stays."""
        if self.view.is_following:
            return None
        whole = [placed for placed in self.view.placed if placed.top_px >= 0]
        for placed in (*whole, *self.view.placed[:1]):
            row = moved.get(placed.index, placed.index)
            if row is not None and row < len(self.shown):
                return row, placed.top_px
        return None

    def _set_anew(self) -> None:
        """Set everything again: another look, width or language."""
        style = RowStyle(self.look, self.viewport().width())
        kept = self._kept_in_view({})
        if self._shelf.restyle(style):
            self.view.arrange()
        else:
            self.view.replace_from(0, self._shelf.estimates_px(0), kept)
        self.verticalScrollBar().setSingleStep(round(self._shelf.style.row_px))
        self._sync()
        self.arranged()
        self.viewport().update()

    def describe(self) -> None:
        """Tell screen readers the newest words, or what to do while there are none to read."""
        self.setAccessibleDescription(self.words_told() or self.empty_text)

    def words_told(self) -> str:
        """Return the words that a screen reader is given: those of the newest line."""
        rows = range(len(self.shown) - 1, -1, -1)
        words = (self.telling.words_of(self.shown[row]) for row in rows)
        return next(filter(None, words), "")

    def reveal(self, row: int) -> None:
        """Scroll as far as needed for all of a row to be in view, clear of the pill."""
        top_px = self.view.top_of(row) - self.view.scrolled_px
        bottom_px = top_px + self._shelf.row(row).height_px
        room_px = self.viewport().height() - self.pill.covered_px(self.look)
        beyond_px = min(top_px, max(bottom_px - room_px, 0)) if top_px > 0 else top_px
        self.verticalScrollBar().setValue(self.view.scrolled_px + beyond_px)

    def _sync(self) -> None:
        """Let scroll bar and pill say where the view is."""
        self._shelf.keep({placed.index for placed in self.view.placed})
        self._is_syncing = True
        bar = self.verticalScrollBar()
        height_px = self.viewport().height()
        bar.setPageStep(max(1, height_px - round(self._shelf.style.row_px)))
        bar.setRange(0, max(0, self.view.total_px - height_px))
        bar.setValue(bar.maximum() if self.view.is_following else self.view.scrolled_px)
        self._is_syncing = False
        if self.view.is_following:
            self._unseen = 0
            self.pill.hide()
        else:
            self.pill.show_new(self._unseen, self.viewport().geometry(), self.look)

    def _after_scrolling(self) -> None:
        self._sync()
        self.arranged()
        self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002
        """Qt's own: the scroll bar moved, by hand or because we set it."""
        if self._is_syncing:
            return
        bar = self.verticalScrollBar()
        if bar.value() == bar.maximum() and not self.view.is_held:
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
                placed.row.paint(painter, self.state_of(placed.index))
                painter.translate(0, -placed.top_px)
        if not len(self.shown):
            self.paint_sentence(painter, self.empty_text)

    def paint_sentence(self, painter: QPainter, text: str) -> None:
        """Draw `text` in the middle, where there are no rows to read."""
        margin = self.look.px(48)
        painter.setFont(caption_font(self.look.px(TEXT_SIZE)))
        painter.setPen(self.look.color("secondary"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        area = self.viewport().rect().adjusted(margin, 0, -margin, 0)
        painter.drawText(area, flags, text)
