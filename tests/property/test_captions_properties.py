"""What holds for every transcript, whatever happens, and for the times made of it."""

from functools import cache
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.core.captions import Captions, GapLine, Line, LineStatus, reduce
from app.core.events import (
    Final,
    Gap,
    Interim,
    LineEvent,
    LineFailed,
    LinePlaced,
    LineRemoved,
    SpeechStarted,
    SpeechStopped,
)
from app.core.sieve import first_difference
from app.core.timeline import Timeline

LINES = st.integers(0, 5)
MS = st.integers(0, 4000)
WORDS = st.text("ab 天\n", max_size=5)
EVENTS: st.SearchStrategy[LineEvent] = st.one_of(
    st.builds(SpeechStarted, LINES, MS),
    st.builds(SpeechStopped, LINES, MS),
    st.builds(LinePlaced, LINES, LINES),
    st.builds(Interim, LINES, WORDS, WORDS),
    st.builds(Final, LINES, WORDS.filter(bool)),
    st.builds(LineRemoved, LINES),
    st.builds(LineFailed, LINES, st.just("x")),
    st.builds(Gap, MS, MS),
)


@given(st.lists(EVENTS, max_size=40))
def test_no_words_are_lost_or_doubled_and_the_order_is_sound(events: list[LineEvent]) -> None:
    captions = Captions()
    finals: dict[int, str] = {}
    for event in events:
        changed = reduce(captions, event)
        assert (changed is captions) == (changed == captions)
        captions = changed
        match event:
            case Final():
                finals[event.line] = event.text
            case LineRemoved():
                finals.pop(event.line, None)
            case _:
                pass
    lines = [entry for entry in captions.entries if isinstance(entry, Line)]
    shown = {line.line: line.text for line in lines if line.status is LineStatus.FINAL}
    assert shown == finals
    assert len({line.line for line in lines}) == len(lines)
    assert all(line.text for line in lines)
    assert all(captions.find(line.line) is line for line in lines)
    begins = [entry.begin_ms for entry in captions.entries if entry.begin_ms is not None]
    assert begins == sorted(begins)
    gaps = [entry for entry in captions.entries if isinstance(entry, GapLine)]
    assert all(one.end_ms < other.begin_ms for one, other in pairwise(gaps))


@cache
def long_captions() -> Captions:
    """A transcript of which some is steady, made once."""
    captions = Captions()
    for line in range(600):
        for event in (SpeechStarted(line, line * 1000), Final(line, "So.")):
            captions = reduce(captions, event)
    return captions


FAR = st.integers(0, 700)
FAR_MS = st.integers(0, 700_000)
FAR_EVENTS: st.SearchStrategy[LineEvent] = st.one_of(
    st.builds(SpeechStarted, FAR, FAR_MS),
    st.builds(Interim, FAR, WORDS, WORDS),
    st.builds(Final, FAR, WORDS.filter(bool)),
    st.builds(LineRemoved, FAR),
    st.builds(Gap, FAR_MS, FAR_MS),
)


@given(st.lists(FAR_EVENTS, max_size=12))
def test_what_is_steady_stays_the_same_and_differences_are_found(events: list[LineEvent]) -> None:
    snapshots = [long_captions()]
    for event in events:
        snapshots.append(reduce(snapshots[-1], event))
    for one, other in combinations(snapshots, 2):
        if one.epoch == other.epoch:
            same = zip(one.entries[: one.steady], other.entries[: one.steady], strict=True)
            assert all(a is b for a, b in same)
        begin = first_difference(one, other)
        assert one.entries[:begin] == other.entries[:begin]
        assert one.entries[begin : begin + 1] != other.entries[begin : begin + 1] or (
            begin == len(one.entries) == len(other.entries)
        )


def test_a_long_transcript_is_steady_but_for_its_end() -> None:
    captions = long_captions()
    assert captions.steady == 600 - 512
    later = reduce(captions, Final(700, "More."))
    assert (later.epoch, later.steady) == (captions.epoch, captions.steady + 1)
    late = reduce(captions, Final(3, "Else."))
    assert late.epoch == captions.epoch + 1
    assert first_difference(captions, late) == 3


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500)), max_size=20), MS, MS)
def test_time_never_runs_backwards(pieces: list[tuple[int, int]], one: int, other: int) -> None:
    timeline, wire, session = Timeline().anchored(0, 0), 0, 0
    for sent, lost in pieces:
        wire, session = wire + sent, session + sent + lost
        timeline = timeline.anchored(wire, session)
    early, late = sorted((one, other))
    assert timeline.to_session_ms(early) <= timeline.to_session_ms(late)
    assert timeline.to_session_ms(early, is_end=True) <= timeline.to_session_ms(early)
    assert timeline.to_session_ms(early) >= early
