"""Recorded streams played into the real overlay by a clock that goes when told. Needs Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from app.core.overlay_settings import OverlaySettings
from app.session.sink import Stamp
from app.shell.widgets.overlay import Overlay
from tests.helpers.overlay_watch import Watch, captions_over_time

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from app.core.display import Display

_AFTER_S = 8.0  # a silence in which the rows go


class Clock:
    """A clock that goes when told."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Replay:
    """What a reader lived through, and when pixels were drawn."""

    watch: Watch = field(default_factory=Watch)
    drawn_s: list[float] = field(default_factory=list)


class _WatchedOverlay(Overlay):
    """Tells its watch each step, and when it is drawn."""

    def __init__(self, settings: OverlaySettings, clock: Clock, replay: Replay) -> None:
        super().__init__(settings, clock)
        self._clock = clock
        self._replay = replay

    def take(self, display: Display) -> None:
        before, now_s = self.display, self._clock.now_s
        super().take(display)
        self._replay.watch.see(before, self.display, now_s)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._replay.drawn_s.append(self._clock.now_s)


def replayed(name: str, settings: OverlaySettings) -> Replay:
    """Play the stream `name`, each message when it came and the overlay whenever it is due."""
    clock, replay = Clock(), Replay()
    begin_s = clock.now_s
    overlay = _WatchedOverlay(settings, clock, replay)
    overlay.show()
    assert QTest.qWaitForWindowExposed(overlay)  # what nobody could see is not drawn
    replay.drawn_s.clear()
    for at_s, captions in captions_over_time(name):
        _go_on(overlay, clock, begin_s + at_s)
        overlay.show_captions(captions, Stamp(0.0, round(at_s * 1000)))
        # Words came, even if the pace allows no repaint yet.
        replay.watch.see(overlay.display, overlay.display, clock.now_s)
    _go_on(overlay, clock, clock.now_s + _AFTER_S)
    overlay.hide()
    overlay.deleteLater()
    return replay


def _go_on(overlay: Overlay, clock: Clock, until_s: float) -> None:
    while overlay.due_s < until_s != math.inf:
        clock.now_s = max(clock.now_s + 0.001, overlay.due_s)
        overlay.tick()
    clock.now_s = max(clock.now_s, until_s)
