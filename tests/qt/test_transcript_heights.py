"""The view of a long transcript: it sets what it shows, and hangs on one row."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from hypothesis import given
from hypothesis import strategies as st

from app.shell.widgets.transcript_view import PADDING_PX, TranscriptView

if TYPE_CHECKING:
    from app.shell.widgets.transcript_row import TranscriptRow

ESTIMATE_PX = 42


@dataclass(slots=True)
class SetRow:
    """All that a view asks of a row."""

    height_px: int


@dataclass(slots=True)
class Rows:
    """Rows by index; counts which were set."""

    heights_px: list[int]
    was_set: set[int] = field(default_factory=set)

    def __call__(self, index: int) -> TranscriptRow:
        self.was_set.add(index)
        return cast("TranscriptRow", SetRow(self.heights_px[index]))  # only its height is read


def make_view(rows: Rows, height_px: int) -> TranscriptView:
    view = TranscriptView(rows)
    view.set_height(height_px)
    view.replace_from(0, [ESTIMATE_PX] * len(rows.heights_px))
    return view


def seen(view: TranscriptView) -> list[tuple[int, int]]:
    return [(placed.index, placed.top_px) for placed in view.placed]


def assert_sound(view: TranscriptView, height_px: int) -> None:
    for above, below in pairwise(view.placed):
        assert below.index == above.index + 1
        assert below.top_px == above.top_px + above.row.height_px
    first, last = view.placed[0], view.placed[-1]
    end_px = last.top_px + last.row.height_px
    assert first.top_px <= PADDING_PX
    assert first.index == 0 or first.top_px <= 0
    assert last.index == len(view) - 1 or end_px >= height_px
    if last.index == len(view) - 1 and (first.index, first.top_px) != (0, PADDING_PX):
        assert end_px + PADDING_PX >= height_px  # nothing blank below while there is more above


@given(
    st.lists(st.integers(20, 150), min_size=1, max_size=60),
    st.integers(60, 400),
    st.lists(st.integers(-900, 900), max_size=12),
)
def test_view_is_filled_wherever_it_is_scrolled(
    heights: list[int], height_px: int, steps: list[int]
) -> None:
    view = make_view(Rows(heights), height_px)
    assert_sound(view, height_px)
    for step in steps:
        view.scroll_to(max(0, view.scrolled_px + step))
        assert_sound(view, height_px)
    view.follow()
    assert view.placed[-1].index == len(heights) - 1


@given(st.lists(st.integers(20, 150), min_size=40, max_size=60), st.integers(1, 300))
def test_scrolling_up_and_down_again_comes_back(heights: list[int], step_px: int) -> None:
    view = make_view(Rows(heights), 200)
    view.scroll_to(view.scrolled_px - 700)
    here = seen(view)
    view.scroll_to(view.scrolled_px - step_px)
    view.scroll_to(view.scrolled_px + step_px)
    assert seen(view) == here


def test_new_rows_do_not_move_what_is_read() -> None:
    rows = Rows([50] * 100)
    view = make_view(rows, 200)
    view.scroll_to(view.scrolled_px - 500)
    here = seen(view)
    rows.heights_px.append(80)
    view.replace_from(99, [ESTIMATE_PX, ESTIMATE_PX])
    assert seen(view) == here
    assert not view.is_following


def test_scrolling_to_the_end_follows_again() -> None:
    view = make_view(Rows([50] * 100), 200)
    end_px = view.scrolled_px
    view.scroll_to(end_px - 10)
    assert not view.is_following
    view.scroll_to(end_px)
    assert view.is_following


def test_only_rows_in_view_are_set() -> None:
    rows = Rows([50] * 20_000)
    view = make_view(rows, 600)
    view.scroll_to(400_000)
    assert len(rows.was_set) < 40


def test_few_rows_begin_at_the_top() -> None:
    assert seen(make_view(Rows([50, 50]), 600)) == [(0, PADDING_PX), (1, PADDING_PX + 50)]


def test_no_rows_are_no_trouble() -> None:
    view = make_view(Rows([]), 600)
    view.scroll_to(100)
    view.follow()
    assert view.placed == []
    assert view.row_at(5) is None
