"""Recorded streams in the real overlay: readers are never disturbed, whatever the mode."""

from __future__ import annotations

import pytest

from app.core.overlay_settings import OverlaySettings, Stability
from app.core.reveal import LATE_S
from tests.helpers.overlay_replay import replayed
from tests.helpers.overlay_watch import closest_s, most_in_a_second, stream_names

REPAINTS = 12
PAINT_S = 0.12  # the overlay's own pace

pytestmark = [
    pytest.mark.usefixtures("qapp"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]


def test_all_streams_are_there() -> None:
    assert {
        "arabic",
        "burst",
        "chinese",
        "english",
        "fast",
        "mandarin",
        "mixed",
        "revisions",
    } == set(stream_names())


@pytest.mark.parametrize("mode", Stability)
@pytest.mark.parametrize("name", stream_names())
def test_rows_are_still_and_readable(name: str, mode: Stability) -> None:
    replay = replayed(name, OverlaySettings(stability=mode))
    watch = replay.watch
    assert watch.paints_s
    assert watch.settled_changes == 0
    assert watch.shortest_row_s >= 1.5
    assert closest_s(watch.rolls_s) >= 0.999
    assert watch.latest_s <= LATE_S + PAINT_S
    assert most_in_a_second(replay.drawn_s) <= REPAINTS


def test_a_final_that_differs_is_drawn_in_steps() -> None:
    still = replayed("revisions", OverlaySettings(stability=Stability.CALM))
    assert len(still.drawn_s) > len(still.watch.paints_s)
