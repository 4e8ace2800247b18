"""What holds for the overlay's rows whatever is said, in whatever script, in whatever font."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from app.core.captions import Line, LineStatus
from app.core.rollup import Box, Rollup, Row, rewrap, update
from app.core.textlayout import Measure, break_offsets, carry_offsets, cluster_starts, wrap

# fmt: off
WORDS = st.sampled_from([
    "a", "the ", "Bulge ", "Bracket, ", "我们", "说过。", "（好）", "……", "ッチャー", " مرحبا",
    "שלום ", "👨\u200d👩\u200d👧", "e\u0301", "\u0301", "🇨🇳", "안녕 ",
    "กำลัง", " ", "-", "\u00a0", "10,000 ",
])
# fmt: on
TEXTS = st.lists(WORDS, max_size=24).map("".join)
SEEDS = st.integers(0, 2**32 - 1)


def font(seed: int) -> Measure:
    """Return a measure in which every character has some width of its own."""

    def measure(text: str) -> float:
        return sum(1.0 + (zlib.crc32(char.encode(errors="replace")) ^ seed) % 9 for char in text)

    return measure


def hostile_font(seed: int) -> Measure:
    """Return a measure that knows no reason: a longer text may be narrower."""

    def measure(text: str) -> float:
        return float((zlib.crc32(text.encode(errors="replace")) ^ seed) % 100)

    return measure


def boxes(*fonts: Callable[[int], Measure]) -> st.SearchStrategy[Box]:
    return st.builds(
        lambda make, seed, width, rows: Box(make(seed), float(width), rows),
        st.sampled_from(fonts),
        SEEDS,
        st.integers(5, 120),
        st.integers(1, 4),
    )


BOXES = boxes(font, hostile_font)


@st.composite
def streams(draw: st.DrawFn) -> list[tuple[Line, ...]]:
    """Return snapshots of a transcript as it grows: settled words stay, tentative ones may not."""
    done: list[Line] = []
    snapshots: list[tuple[Line, ...]] = []
    for number in range(draw(st.integers(1, 4))):
        settled = ""
        for _ in range(draw(st.integers(1, 6))):
            settled += draw(TEXTS) if draw(st.booleans()) else ""
            line = Line(number, LineStatus.OPEN, settled, draw(TEXTS))
            snapshots.append((*done, line))
        text = draw(st.one_of(st.just(snapshots[-1][-1].text), TEXTS))
        done = [*done, Line(number, LineStatus.FINAL, text)] if text else done
        snapshots.append(tuple(done))
    return snapshots


def is_one_cluster(text: str) -> bool:
    return len(cluster_starts(text)) <= 1


@given(streams(), BOXES)
def test_rows_fit_the_box(stream: list[tuple[Line, ...]], box: Box) -> None:
    rollup = Rollup()
    for lines in stream:
        rollup = update(rollup, lines, box, 0.0)
        assert len(rollup.rows) <= box.rows
        for row in rollup.rows:
            text = row.text.rstrip()
            assert text
            assert box.measure(text) <= box.width_px or is_one_cluster(text.strip())
            assert 0 <= row.settled <= len(row.text)


@given(streams(), BOXES)
def test_only_the_last_row_of_a_line_changes_before_its_final(
    stream: list[tuple[Line, ...]], box: Box
) -> None:
    box = replace(box, rows=10_000)  # nothing leaves, so that rows can be told apart
    before = Rollup()
    for lines in stream:
        after = update(before, lines, box, 0.0)
        for block in before.blocks:
            new = next((line for line in lines if line.line == block.line.line), None)
            if new is None or new.status is not LineStatus.OPEN:
                continue
            last = carry_offsets(block.line.text, new.text, block.starts)[-1]
            if new.text[last:].strip():  # else the last row lost its words, and the one above it
                frozen = len(block.starts) - 1  # became the last
                assert texts_of(after, new)[:frozen] == texts_of(before, new)[:frozen]
        before = after


def rows_of(rollup: Rollup, line: Line) -> list[Row]:
    return [row for row in rollup.rows if row.line == line.line]


def texts_of(rollup: Rollup, line: Line) -> list[str]:
    return [row.text for row in rows_of(rollup, line)]


@given(streams(), BOXES)
def test_a_line_that_left_never_comes_back(stream: list[tuple[Line, ...]], box: Box) -> None:
    rollup = Rollup()
    left: set[int] = set()
    for lines in stream:
        shown_before = {row.line for row in rollup.rows}
        rollup = update(rollup, lines, box, 0.0)
        shown = {row.line for row in rollup.rows}
        left |= {line for line in shown_before - shown if any(line < other for other in shown)}
        assert not left & shown


@given(streams(), BOXES)
def test_settled_characters_never_become_others_before_the_final(
    stream: list[tuple[Line, ...]], box: Box
) -> None:
    rollup = Rollup()
    for lines in stream:
        rollup = update(rollup, lines, box, 0.0)
        for line in lines:
            for row in rows_of(rollup, line):
                assert row.text[: row.settled] in line.settled


# In a font without reason a row may become wider by what it loses.
@given(streams(), boxes(font))
def test_settled_words_stay_in_their_row_until_the_final(
    stream: list[tuple[Line, ...]], box: Box
) -> None:
    rollup = Rollup()
    for lines in stream:
        before, rollup = rollup, update(rollup, lines, box, 0.0)
        open_lines = {line.line for line in lines if line.status is LineStatus.OPEN}
        for name, row in rollup.named_rows.items():
            old = before.named_rows.get(name)
            if old is not None and name[0] in open_lines:
                assert row.text.startswith(old.text[: old.settled].rstrip())


@given(streams(), BOXES)
def test_no_words_are_lost_at_the_end(stream: list[tuple[Line, ...]], box: Box) -> None:
    rollup = Rollup()
    for lines in stream:
        rollup = update(rollup, lines, box, 0.0)
        if not lines or not rollup.rows:
            continue
        last = rollup.rows[-1]
        assert next(line for line in lines if line.line == last.line).text.endswith(last.text)
    for line in lines:
        shown = "".join(row.text for row in rows_of(rollup, line))
        assert line.text.endswith(shown)


@given(TEXTS, st.lists(st.integers(0, 400), max_size=12), BOXES)
def test_growing_text_is_shown_as_a_suffix_of_itself(text: str, cuts: list[int], box: Box) -> None:
    rollup = Rollup()
    for end in [*sorted(cuts), len(text)]:
        line = Line(0, LineStatus.OPEN, "", text[:end])
        rollup = update(rollup, [line], box, 0.0)
        assert line.text.endswith("".join(row.text for row in rollup.rows))


@given(streams(), BOXES, BOXES)
def test_another_box_loses_nothing(stream: list[tuple[Line, ...]], old: Box, new: Box) -> None:
    rollup = Rollup()
    for lines in stream:
        rollup = update(rollup, lines, old, 0.0)
    again = rewrap(rollup, new)
    assert len(again.rows) <= new.rows
    for line in stream[-1]:
        assert line.text.endswith("".join(row.text for row in rows_of(again, line)))


@given(TEXTS, SEEDS, st.integers(5, 120))
@example(text=" the ", seed=0, width=20)
@example(text="the \u0301a", seed=0, width=5)  # this blank carries an accent: it has a width
def test_wrapping_parts_words_only_when_alone_too_wide(text: str, seed: int, width: int) -> None:
    measure = font(seed)
    starts = [*wrap(text, 0, measure, width), len(text)]
    edges = [*cluster_starts(text), len(text)]
    assert starts == sorted(set(starts)) or not text
    blanks = {begin for begin, end in pairwise(edges) if text[begin:end].isspace()}
    assert set(starts) <= {0, *edges}
    assert not blanks & set(starts[:-1]) or not text.strip()
    for begin, end in pairwise(starts):
        if end < len(text) and end not in break_offsets(text):
            word = next((at for at in break_offsets(text) if at > end), len(text))
            assert measure(text[begin:word].rstrip()) > width


@given(TEXTS, TEXTS, st.data())
def test_carried_offsets_stay_in_order_and_between_clusters(
    old: str, new: str, data: st.DataObject
) -> None:
    edges = [*cluster_starts(old), len(old)]
    offsets = sorted(data.draw(st.lists(st.sampled_from(edges), max_size=5)))
    carried = carry_offsets(old, new, offsets)
    assert carried == sorted(carried)
    assert len(carried) == len(offsets)
    assert all(0 <= at <= len(new) for at in carried)
    assert carry_offsets(old, old, offsets) == offsets
