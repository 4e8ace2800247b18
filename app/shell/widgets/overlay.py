"""The captions in a box above every other window. GUI thread."""

from __future__ import annotations

import logging
import math
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QRegion

from app.core.captions import Captions
from app.core.display import Change, Display, Rules, change_between, hear, rewrap, show
from app.core.overlay_settings import OVERLAY_ROWS
from app.core.rollup import Box
from app.core.steadiness import Steadiness, counted
from app.shell.link_status import LinkStatus, overlay_text
from app.shell.pace import Pace
from app.shell.widgets.floating_box import RADIUS_PX, FloatingBox
from app.shell.widgets.overlay_fade import Fade
from app.shell.widgets.overlay_rows import OverlayRows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QHideEvent, QPaintEvent, QPixmap, QResizeEvent, QShowEvent

    from app.core.overlay_settings import OverlaySettings
    from app.core.rollup import Row
    from app.session.sink import Stamp
    from app.shell.look import Look

log = logging.getLogger(__name__)

FONT_STEP: Final = 1.125
SWAP_S: Final = 0.14
FADE_S: Final = 0.3


class Overlay(FloatingBox):
    """Shows the newest rows: at once while changes are rare, at most 12 times a second."""

    def __init__(
        self, settings: OverlaySettings, clock_s: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__(settings)
        self._clock_s = clock_s
        self._captions = Captions()
        self._asked_s: float | None = None  # when something to show became known, or due
        self._unpainted_s: float | None = None  # the same, of rows that have not been painted yet
        self._link = LinkStatus()
        self._display = Display()
        self._steadiness = Steadiness()
        self._pace = Pace()
        self._fade = Fade()
        self._moves = True
        self._due_s = math.inf
        self._set = OverlayRows(settings.look, shows_emotion=settings.shows_emotion)
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self.handle.smaller.connect(self.smaller)
        self.handle.larger.connect(self.larger)
        self.retranslate()

    @Slot(object, object)
    def show_captions(self, captions: Captions, stamp: Stamp | None) -> None:
        """Show the newest rows of `captions`, now or as soon as the pace allows."""
        if bool(captions.entries) != bool(self._captions.entries):
            self.update()  # the hint comes or goes
        self._captions = captions
        self._asked_s = stamp.received_s if stamp is not None else None
        if not captions.entries:
            self.take(Display())  # even while hidden: lines are numbered anew from here
        if self.isVisible():
            self._hear()

    def apply_look(self, look: Look) -> None:
        """Let what changes fade, or not."""
        super().apply_look(look)
        self._moves = look.moves

    @Slot(object)
    def show_link(self, link: LinkStatus) -> None:
        """Say that captions are late, or will be; no row moves for it."""
        before, self._link = self._link, link
        if overlay_text(link) != overlay_text(before):
            self.update(self._set.note_area(self.width()))
        if link.state.is_over and not before.state.is_over:
            self._log_steadiness()

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
        """Follow other settings. Rows stay where they are unless their room has changed."""
        before = self.settings
        self._set = OverlayRows(settings.look, shows_emotion=settings.shows_emotion)
        super().change(settings)
        if _room(settings) != _room(before):
            self._set_anew()
        self.update()
        if self.isVisible():
            self._hear()

    def _resize_font(self, factor: float) -> None:
        self.change(self.settings.with_font_px(round(self.settings.look.font_px * factor)))

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.setWindowTitle(self.tr("Zimu captions"))
        self.setAccessibleName(self.tr("Captions"))
        super().retranslate()

    @property
    def _box(self) -> Box:
        settings = self.settings
        return Box(
            self._set.measure,
            self._set.text_width_px(self.width()),
            min(settings.rows, self._set.rows_within(self.height())),
            math.inf if settings.fade_after_s is None else settings.fade_after_s,
            settings.width_chars,
        )

    @property
    def _rules(self) -> Rules:
        return Rules(self.settings.stability, shows_emotion=self.settings.shows_emotion)

    @property
    def display(self) -> Display:
        """What is shown, and what waits to be."""
        return self._display

    @property
    def due_s(self) -> float:
        """When `tick` will have something to do, by the clock; infinity: not before more is said.

        The overlay wakes itself then.
        """
        return self._due_s

    @Slot()
    def tick(self) -> None:
        """Show what is due, as soon as there may be a repaint."""
        now_s = self._clock_s()
        if self._asked_s is None and self._due_s <= now_s:
            self._asked_s = time.perf_counter() - (now_s - self._due_s)
        wait_s = self._pace.wait_s(now_s)
        if wait_s > 0:
            self._wake_at(now_s + wait_s)
            return
        self.take(show(self._display, self._rules, self._box, now_s))
        self._asked_s = None  # what is kept back is not late
        due_s = self._display.due_s(self._box)
        self._wake_at(min(due_s, self._fade.due_s(now_s)))

    def _hear(self) -> None:
        self._display = hear(self._display, self._captions, self._rules, self._clock_s())
        self.tick()

    def _set_anew(self) -> None:
        self._fade.stop()
        self.take(rewrap(self._display, self._box))
        self.update()

    def take(self, display: Display) -> None:
        """Show `display`: paint the rows that differ, or another step of their fading."""
        before, self._display = self._display, display
        old, new = before.rows, display.rows
        match change_between(before, display):
            case Change.NONE if not self._fade.is_running:
                return
            case Change.SET_ANEW if self._moves:
                self._fade.begin(self._picture(old), SWAP_S, self._clock_s())
            case Change.GONE if self._moves:
                self._fade.begin(self._picture(old), FADE_S, self._clock_s())
            case Change.MOVED_ON if not old:
                self._fade.stop()  # words do not wait for others to be gone
        if old != new:
            self._count(before)
        self._pace.spend(self._clock_s())
        changed = QRegion()
        for row in range(self.settings.rows):
            if self._fade.is_running or old[row : row + 1] != new[row : row + 1]:
                changed |= QRegion(self._set.area(row, self.width()))
        # Not update(): the captions must not wait for the main window, which is painted first.
        self.repaint(changed)

    def _count(self, before: Display) -> None:
        after = self._display
        self._unpainted_s = self._asked_s
        self._steadiness = counted(
            self._steadiness,
            before.rollup.named_rows,
            after.rollup.named_rows,
            after.finished,
        )
        self.setAccessibleDescription(" ".join(row.text.strip() for row in after.rows))

    def _picture(self, rows: Sequence[Row]) -> QPixmap:
        return self._set.picture(rows, self.size(), self.devicePixelRatioF())

    def _wake_at(self, due_s: float) -> None:
        self._due_s = due_s
        if due_s == math.inf:
            self._timer.stop()
        else:
            self._timer.start(max(1, math.ceil((due_s - self._clock_s()) * 1000)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the box and its rows; tell the log how old the newest of them is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._set.paint_box(painter, self.rect(), RADIUS_PX)
        rows = self._display.rows
        if self._fade.is_running:
            self._fade.paint(painter, self._picture(rows), self._clock_s())
        elif self._captions.entries:
            self._set.paint(painter, rows, self.width())
        else:
            self._set.paint_hint(painter, self.tr("Captions appear here"), self.width())
        if note := overlay_text(self._link):
            self._set.paint_note(painter, note, self.width())
        painter.end()
        asked_s, self._unpainted_s = self._unpainted_s, None
        if asked_s is not None and rows:
            self._log_painted(asked_s)

    def _log_painted(self, asked_s: float) -> None:
        rows = self._display.rows
        painted = {
            "event": "overlay.painted",
            "line": rows[-1].line,
            "chars": sum(len(row.text) for row in rows),
            "delay_ms": round((time.perf_counter() - asked_s) * 1000, 2),
        }
        log.debug("painted line %d", rows[-1].line, extra=painted)

    def _log_steadiness(self) -> None:
        counts, self._steadiness = self._steadiness, Steadiness()
        if not counts.shown:
            return
        fields = {
            "event": "overlay.stability",
            "mode": self.settings.stability.value,
            "shown_chars": counts.shown,
            "changed_percent": round(counts.changed_percent, 2),
            "settled_chars": counts.settled,
            "final_chars": counts.by_final,
        }
        percent = counts.changed_percent
        log.info("%.1f %% of what the overlay showed was changed later", percent, extra=fields)

    def showEvent(self, event: QShowEvent) -> None:
        """Come up with the newest words: those of before are gone already."""
        super().showEvent(event)
        self._hear()
        self._fade.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest: nothing is computed for a box nobody sees."""
        super().hideEvent(event)
        self._fade.stop()
        self._wake_at(math.inf)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the words in the new width."""
        super().resizeEvent(event)
        self._set_anew()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language of the window."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _room(settings: OverlaySettings) -> tuple[object, ...]:
    """Return all that decides where rows begin, but for the size of the box."""
    look = settings.look
    return look.family, look.font_px, look.weight, settings.rows, settings.width_chars
