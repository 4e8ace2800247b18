"""What a reader may rely on in every stability mode, whatever is said, and however fast."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.captions import Captions, Line, LineStatus
from app.core.display import Display, Rules, hear, show
from app.core.overlay_settings import Stability
from app.core.reveal import LATE_S
from app.core.rollup import ROLL_S, Box
from tests.helpers.overlay_watch import Watch, closest_s
from tests.property.test_rollup_properties import SEEDS, TEXTS, font

TICK_S = 0.02
SHORTEST_ROW_S = 0.5  # where a final begins rows of words that are late already; else far more
BITS = st.one_of(TEXTS, st.sampled_from(["Yes. ", "No", "我们", "，", "the ", "10", ",000"]))
MODES = st.sampled_from(Stability)
BOXES = st.builds(
    lambda seed, width, rows, columns: Box(font(seed), float(width), rows, 6.0, columns),
    SEEDS,
    st.integers(40, 300),
    st.integers(1, 4),
    st.sampled_from([12.0, 42.0, math.inf]),
)


@st.composite
def talks(draw: st.DrawFn) -> list[tuple[float, Captions]]:
    """Return what was heard when: settled words stay, tentative ones may not, lines end."""
    now_s = 0.0
    done: list[Line] = []
    told: list[tuple[float, Captions]] = []
    for number in range(draw(st.integers(1, 12))):
        settled = ""
        for _ in range(draw(st.integers(0, 4))):
            now_s += draw(st.sampled_from([0.0, 0.05, 0.3, 1.0]))
            settled += draw(BITS) if draw(st.booleans()) else ""
            line = Line(number, LineStatus.OPEN, settled, draw(BITS))
            told.append((now_s, Captions(entries=(*done, line) if line.text else tuple(done))))
        now_s += draw(st.sampled_from([0.0, 0.1, 0.7]))
        text = draw(st.one_of(st.just(settled), BITS))
        done = [*done, Line(number, LineStatus.FINAL, text)] if text else done
        told.append((now_s, Captions(entries=tuple(done))))
    return told


def lived_through(
    talk: list[tuple[float, Captions]], mode: Stability, box: Box
) -> tuple[Watch, Display]:
    """Replay `talk`; the display is looked after whenever it is due, but no sooner than a tick."""
    rules, display, watch = Rules(mode), Display(), Watch()
    for (at_s, captions), until_s in zip(
        talk, [*(at for at, _ in talk[1:]), math.inf], strict=True
    ):
        after, now_s = hear(display, captions, rules, at_s), at_s
        watch.see(display, after, now_s)
        display = after
        while now_s < until_s:
            after = show(display, rules, box, now_s)
            watch.see(display, after, now_s)
            display = after
            assert display.due_s(box) > now_s - 1e-9  # what is due was done
            now_s = max(display.due_s(box), now_s + TICK_S)
    return watch, display


@settings(max_examples=50)
@given(talks(), MODES, BOXES)
def test_reading_is_never_disturbed(
    talk: list[tuple[float, Captions]], mode: Stability, box: Box
) -> None:
    watch, _ = lived_through(talk, mode, box)
    assert watch.settled_changes == 0
    assert watch.shortest_row_s >= SHORTEST_ROW_S
    assert closest_s(watch.rolls_s) >= ROLL_S - TICK_S


@settings(max_examples=50)
@given(talks(), MODES, BOXES)
def test_no_word_is_revealed_late(
    talk: list[tuple[float, Captions]], mode: Stability, box: Box
) -> None:
    watch, _ = lived_through(talk, mode, box)
    assert watch.latest_s <= LATE_S + TICK_S


@settings(max_examples=50)
@given(talks(), MODES, BOXES)
def test_everything_that_was_said_is_shown_at_last_or_was_skipped(
    talk: list[tuple[float, Captions]], mode: Stability, box: Box
) -> None:
    _, display = lived_through(talk, mode, box)
    lines = {line.line: line for line in display.heard if line.text.strip()}
    assert not display.reveal.waiting
    for block in display.rollup.blocks:
        said, shown = lines[block.line.line], "".join(row.text for row in block.visible)
        if said.status is not LineStatus.OPEN:
            assert said.text.endswith(shown)
    if lines and display.rows:
        newest = max(lines)
        is_through = newest in {heard.line.line for heard in display.reveal.lines}
        assert not is_through or newest in display.rollup.lines


@settings(max_examples=50)
@given(talks(), BOXES)
def test_calm_shows_only_what_settled(talk: list[tuple[float, Captions]], box: Box) -> None:
    rules, display = Rules(Stability.CALM), Display()
    for at_s, captions in talk:
        display = show(hear(display, captions, rules, at_s), rules, box, at_s)
        for row in display.rows:
            assert row.settled == len(row.text)


@pytest.mark.parametrize("mode", Stability)
def test_same_words_again_change_nothing(mode: Stability) -> None:
    box, rules = Box(font(1), 200.0), Rules(mode)
    captions = Captions(entries=(Line(0, LineStatus.FINAL, "Yes."),))
    display = show(hear(Display(), captions, rules, 0.0), rules, box, 0.0)
    again = hear(display, replace(captions, revision=1), rules, 0.1)
    assert show(again, rules, box, 0.1).rows == display.rows
