"""The rows of a filtered transcript against a plain list."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.captions import Entry, GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.core.marks import Marks
from app.core.sieve import Filter, Sieve, tally

EMOTIONS = st.sampled_from([Emotion.NONE, Emotion.HAPPY, Emotion.SAD])
STATUSES = st.sampled_from(LineStatus)
ENTRIES: st.SearchStrategy[tuple[Entry, ...]] = st.lists(
    st.builds(
        lambda line, status, emotion: Line(line, status, "Yes.", emotion=emotion),
        st.integers(0, 9),
        STATUSES,
        EMOTIONS,
    )
    | st.builds(GapLine, st.just(0), st.integers(1, 9)),
    max_size=12,
).map(tuple)
FILTERS = st.builds(Filter, st.none() | EMOTIONS, st.booleans())
MARKS = st.builds(lambda starred: Marks(starred=starred), st.frozensets(st.integers(0, 9)))


@given(ENTRIES, MARKS, FILTERS, st.lists(st.tuples(st.integers(0, 12), ENTRIES), max_size=5))
def test_rows_are_what_the_filter_lets_pass(
    entries: tuple[Entry, ...],
    marks: Marks,
    wanted: Filter,
    changes: list[tuple[int, tuple[Entry, ...]]],
) -> None:
    sieve = Sieve()
    sieve.replace_from(0, entries)
    sieve.choose(wanted, marks)
    for index, more in changes:
        before = list(sieve.rows_from(0))
        same = min(index, len(entries))
        entries = entries[:same] + more
        begin = sieve.replace_from(same, entries)
        assert before[:begin] == list(sieve.rows_from(0))[:begin]
    kept = [at for at, entry in enumerate(entries) if wanted.lets_pass(entry, marks)]
    assert [sieve.index_of(row) for row in range(len(sieve))] == kept
    assert list(sieve.rows_from(0)) == [entries[at] for at in kept]
    for index in range(len(entries)):
        assert sieve.row_of(index) == sum(at < index for at in kept)
    assert sieve.lines == sum(isinstance(entry, Line) for entry in entries)


@given(ENTRIES, MARKS)
def test_a_filter_lets_as_many_lines_pass_as_were_counted(
    entries: tuple[Entry, ...], marks: Marks
) -> None:
    counted = tally(entries, marks)
    for emotion in (Emotion.HAPPY, Emotion.SAD):
        passing = [e for e in entries if Filter(emotion).lets_pass(e, marks)]
        assert len(passing) == counted.by_emotion.get(emotion, 0)
    starred = [e for e in entries if Filter(is_starred=True).lets_pass(e, marks)]
    assert len(starred) == counted.starred
    assert counted.lines == sum(isinstance(e, Line) for e in entries)
