"""What holds for every transcript, whatever happens, and for the times and files made of it."""

import re
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
from app.core.export import render
from app.core.export.cues import Cue, cues_of
from app.core.marks import Marks
from app.core.sieve import first_difference
from app.core.timeline import Timeline

LINES = st.integers(0, 5)
MS = st.integers(0, 4000)
WORDS = st.text("ab 天\n", max_size=5)
# Any character, surrogates and controls too, and what a reader of subtitles could stumble on.
NASTY = st.lists(
    st.characters(exclude_categories=())
    | st.sampled_from(
        ["\r\n\r\n", "\x00", "\u2028", "\ud800", "-->", "<b>", "&lt;", "{\\an8}", "7"]
    )
    | st.sampled_from(["1\n00:00:01,000 --> 00:00:02,000\nx", "WEBVTT", "\n\nNOTE", "STYLE"])
).map("".join)
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


ENTRIES = st.lists(
    st.builds(
        Line,
        LINES,
        st.sampled_from(LineStatus),
        NASTY,
        NASTY,
        st.none() | MS,
        st.none() | MS,
    )
    | st.builds(GapLine, MS, MS)
)


MARKS = st.builds(Marks, st.dictionaries(LINES, NASTY), st.frozensets(LINES))


@given(ENTRIES, MARKS)
def test_cues_are_in_order_and_never_overlap(entries: list[Line | GapLine], marks: Marks) -> None:
    cues = cues_of(Captions(tuple(entries)), marks)
    assert all(cue.text == " ".join(cue.text.split()) != "" for cue in cues)
    assert all(cue.begin_ms < cue.end_ms for cue in cues)
    assert all(one.end_ms <= other.begin_ms for one, other in pairwise(cues))


@given(ENTRIES, MARKS)
def test_subtitles_read_back_are_the_cues(entries: list[Line | GapLine], marks: Marks) -> None:
    captions = Captions(tuple(entries))
    marked = cues_of(captions, marks)
    cues = [Cue(cue.begin_ms, cue.end_ms, cue.text) for cue in marked]
    harmless = [Cue(cue.begin_ms, cue.end_ms, cue.text.replace("-->", "→")) for cue in cues]
    assert read_subrip(render(captions, ".srt", marks).encode().decode()) == harmless
    assert read_webvtt(render(captions, ".vtt", marks).encode().decode()) == cues
    texts = render(captions, ".txt", marks).encode().decode()
    stars = ["★ " if cue.is_starred else "" for cue in marked]
    assert texts == "".join(f"{star}{cue.text}\n" for star, cue in zip(stars, cues, strict=True))


def read_subrip(text: str) -> list[Cue]:
    """Read SubRip as players do: a number, a line of times, text up to an empty line."""
    cues = []
    for number, block in enumerate(filter(None, re.split(r"\n\n", text)), start=1):
        counted, times, words = block.removesuffix("\n").split("\n")
        assert counted == str(number)
        cues.append(Cue(*read_times(times, ","), words))
    return cues


def read_webvtt(text: str) -> list[Cue]:
    """Read WebVTT by its specification, as far as cues without settings go."""
    header, *blocks = text.removesuffix("\n").split("\n\n")
    assert header == "WEBVTT"
    cues = []
    for block in blocks:
        times, words = block.split("\n")
        assert not re.search("-->|<|&(?!(amp|lt|gt);)", words)
        plain = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        cues.append(Cue(*read_times(times, "."), plain))
    return cues


def read_times(line: str, decimal: str) -> tuple[int, int]:
    clock = rf"(\d\d+):([0-5]\d):([0-5]\d){re.escape(decimal)}(\d\d\d)"
    match = re.fullmatch(f"{clock} --> {clock}", line)
    assert match
    numbers = [int(number) for number in match.groups()]
    return to_ms(numbers[:4]), to_ms(numbers[4:])


def to_ms(clock: list[int]) -> int:
    hours, minutes, seconds, ms = clock
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
