"""The captions in a box above every other window. GUI thread."""

from __future__ import annotations

import logging
import math
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QRegion

from app.core.captions import Captions
from app.core.overlay_settings import OVERLAY_ROWS
from app.core.rollup import Box, Rollup, rewrap, update
from app.shell.link_status import LinkStatus, overlay_text
from app.shell.pace import Pace
from app.shell.widgets.floating_box import RADIUS_PX, FloatingBox
from app.shell.widgets.overlay_rows import OverlayRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QPaintEvent, QResizeEvent, QShowEvent

    from app.core.overlay_settings import OverlaySettings
    from app.session.sink import Stamp

log = logging.getLogger(__name__)

FONT_STEP: Final = 1.125


class Overlay(FloatingBox):
    """Shows the newest rows: at once while changes are rare, at most 12 times a second."""

    def __init__(
        self, settings: OverlaySettings, clock_s: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__(settings)
        self._clock_s = clock_s
        self._captions = Captions()
        self._stamp: Stamp | None = None  # of the newest event
        self._unpainted: Stamp | None = None  # of the newest event that changed a row
        self._link = LinkStatus()
        self._rollup = Rollup()
        self._pace = Pace()
        self._set = OverlayRows(settings.look, shows_emotion=settings.shows_emotion)
        self._catch_up = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._due = QTimer(self, singleShot=True)
        self._catch_up.timeout.connect(self._advance)
        self._due.timeout.connect(self._advance)
        self.handle.smaller.connect(self.smaller)
        self.handle.larger.connect(self.larger)
        self.retranslate()

    @Slot(object, object)
    def show_captions(self, captions: Captions, stamp: Stamp | None) -> None:
        """Show the newest rows of `captions`, now or as soon as the pace allows."""
        if bool(captions.entries) != bool(self._captions.entries):
            self.update()  # the hint comes or goes
        self._captions = captions
        self._stamp = stamp
        if not captions.entries:
            self._show_rollup(Rollup())  # even while hidden: lines are numbered anew from here
        if not self.isVisible() or self._catch_up.isActive():
            return
        wait_s = self._pace.wait_s(self._clock_s())
        if wait_s > 0:
            self._catch_up.start(math.ceil(wait_s * 1000))
        else:
            self._advance()

    @Slot(object)
    def show_link(self, link: LinkStatus) -> None:
        """Say that captions are late, or will be; no row moves for it."""
        before, self._link = overlay_text(self._link), link
        if overlay_text(link) != before:
            self.update(self._set.note_area(self.width()))

    @Slot()
    def smaller(self) -> None:
        """Make text and box smaller by one step."""
        self._resize_font(1 / FONT_STEP)

    @Slot()
    def larger(self) -> None:
        """Make text and box larger by one step."""
        self._resize_font(FONT_STEP)

    def box_size(self) -> QSize:
        """Return the size for the rows and characters of the settings."""
        width_px = self._set.box_width_px(self.settings.width_chars)
        return QSize(width_px, self._set.box_height_px(self.settings.rows))

    def chars_in(self, width_px: int) -> int:
        """Return the width in characters that is nearest to a box of `width_px`."""
        return self._set.chars_in(width_px)

    def rows_in(self, height_px: int) -> int:
        """Return the number of rows whose box is nearest to one of `height_px`."""
        fewest, most = OVERLAY_ROWS
        heights_px = {rows: self._set.box_height_px(rows) for rows in range(fewest, most + 1)}
        return min(heights_px, key=lambda rows: abs(heights_px[rows] - height_px))

    def change(self, settings: OverlaySettings) -> None:
        """Follow other settings: place, size of the text, number of rows."""
        self._set = OverlayRows(settings.look, shows_emotion=settings.shows_emotion)
        super().change(settings)
        self._set_anew()

    def _resize_font(self, factor: float) -> None:
        self.change(self.settings.with_font_px(round(self.settings.look.font_px * factor)))

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.setWindowTitle(self.tr("Zimu captions"))
        self.setAccessibleName(self.tr("Captions"))
        super().retranslate()

    @property
    def _box(self) -> Box:
        width_px = self._set.text_width_px(self.width())
        return Box(self._set.measure, width_px, self.settings.rows)

    @Slot()
    def _advance(self) -> None:
        """Take what is newest, and paint the rows that differ."""
        self._show_rollup(update(self._rollup, self._captions, self._box, self._clock_s()))

    def _set_anew(self) -> None:
        self._show_rollup(rewrap(self._rollup, self._box))
        self.update()

    def _show_rollup(self, rollup: Rollup) -> None:
        old, new = self._rollup.rows, rollup.rows
        self._rollup = rollup
        self._wake_at(rollup.due_s(self._box))
        if new == old:
            return
        self._unpainted = self._stamp
        self._pace.spend(self._clock_s())
        changed = QRegion()
        for row in range(max(len(old), len(new))):
            if old[row : row + 1] != new[row : row + 1]:
                changed |= QRegion(self._set.area(row, self.width()))
        # Not update(): the captions must not wait for the main window, which is painted first.
        self.repaint(changed)
        self.setAccessibleDescription(" ".join(row.text.strip() for row in new))

    def _wake_at(self, due_s: float) -> None:
        if due_s == math.inf:
            self._due.stop()
        else:
            self._due.start(max(0, math.ceil((due_s - self._clock_s()) * 1000)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the box and its rows; tell the log how old the newest of them is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._set.paint_box(painter, self.rect(), RADIUS_PX)
        if self._captions.entries:
            self._set.paint(painter, self._rollup.rows, self.width())
        else:
            self._set.paint_hint(painter, self.tr("Captions appear here"), self.width())
        if note := overlay_text(self._link):
            self._set.paint_note(painter, note, self.width())
        painter.end()
        stamp, self._unpainted = self._unpainted, None
        if stamp is not None and self._rollup.rows:
            self._log_painted(stamp)

    def _log_painted(self, stamp: Stamp) -> None:
        rows = self._rollup.rows
        painted = {
            "event": "overlay.painted",
            "line": rows[-1].line,
            "chars": sum(len(row.text) for row in rows),
            "delay_ms": round((time.perf_counter() - stamp.received_s) * 1000, 2),
        }
        log.debug("painted line %d", rows[-1].line, extra=painted)

    def showEvent(self, event: QShowEvent) -> None:
        """Come up with the newest words."""
        super().showEvent(event)
        self._advance()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest: nothing is computed for a box nobody sees."""
        super().hideEvent(event)
        self._catch_up.stop()
        self._due.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the words in the new width."""
        super().resizeEvent(event)
        self._set_anew()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language of the window."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
