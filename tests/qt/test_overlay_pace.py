"""Paints come at once while they are rare and evenly when they are not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.shell.pace import BURST, Pace


def paints(wanted_s: list[float]) -> list[float]:
    """Return when paints happen if each is wanted at these times and waits as long as it must."""
    pace, done = Pace(), [0.0]
    for at_s in wanted_s:
        now_s = max(at_s, done[-1])
        now_s += pace.wait_s(now_s)
        pace.spend(now_s)
        done.append(now_s)
    return done[1:]


@given(st.lists(st.floats(0, 5), min_size=1, max_size=80).map(sorted))
def test_never_more_than_twelve_in_a_second(wanted_s: list[float]) -> None:
    done = paints(wanted_s)
    for first in done:
        assert sum(first <= at_s < first + 0.999 for at_s in done) <= 12


def test_rare_paints_never_wait() -> None:
    wanted_s = [0.0, 0.12, 0.24, 0.5, 2.0, 2.01, 2.02]
    assert paints(wanted_s) == wanted_s


def test_flood_is_painted_evenly_after_the_first() -> None:
    done = paints([0.0] * 20)
    assert done[:BURST] == [0.0] * BURST
    gaps = [round(b - a, 6) for a, b in zip(done[BURST:], done[BURST + 1 :], strict=False)]
    assert set(gaps) == {round(1 / 9, 6)}
