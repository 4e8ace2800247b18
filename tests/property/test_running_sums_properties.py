"""Running sums against a plain list."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.running_sums import RunningSums

VALUES = st.lists(st.integers(0, 90), max_size=40)


@given(
    VALUES,
    st.lists(st.tuples(st.integers(0, 39), st.integers(1, 90))),
    st.integers(0, 40),
    VALUES,
)
def test_sums_agree_with_a_plain_list(
    first: list[int], changes: list[tuple[int, int]], kept: int, more: list[int]
) -> None:
    sums, plain = RunningSums(), list(first)
    sums.extend(first)
    for row, value in changes:
        if row < len(plain):
            sums.change(row, value)
            plain[row] = value
    sums.cut(kept)
    sums.extend(more)
    plain = plain[:kept] + more
    assert len(sums) == len(plain)
    assert [sums.before(row) for row in range(len(plain) + 1)] == [
        sum(plain[:row]) for row in range(len(plain) + 1)
    ]
    for place in range(sum(plain) + 2):
        within = [row for row in range(len(plain)) if sums.before(row) <= place]
        assert sums.row_at(place) == (within[-1] if within else 0)
