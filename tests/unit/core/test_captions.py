"""From events to the transcript: what is shown, in which order, and what never comes back."""

from dataclasses import replace
from typing import Any, NamedTuple, SupportsIndex

import pytest

from app.core.captions import Captions, Entry, GapLine, Line, LineStatus, reduce
from app.core.emotion import Emotion
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


def after(*events: LineEvent, start: Captions | None = None) -> Captions:
    captions = start or Captions()
    for event in events:
        captions = reduce(captions, event)
    return captions


def shown(captions: Captions) -> list[str]:
    """The texts in order; a gap as its extent."""
    return [
        entry.text if isinstance(entry, Line) else f"{entry.begin_ms}–{entry.end_ms}"
        for entry in captions.entries
    ]


def test_a_line_is_shown_from_its_first_words() -> None:
    captions = after(SpeechStarted(1, 200))
    assert captions.entries == ()
    captions = after(Interim(1, "", "hel"), start=captions)
    assert captions.entries == (Line(1, LineStatus.OPEN, "", "hel", begin_ms=200),)
    assert captions.find(1) == captions.entries[0]


def test_an_interim_replaces_the_one_before() -> None:
    captions = after(
        Interim(1, "", "hel", "en", Emotion.SAD), Interim(1, "hello", " wor", "de", Emotion.HAPPY)
    )
    assert captions.find(1) == Line(
        1, LineStatus.OPEN, "hello", " wor", language="de", emotion=Emotion.HAPPY
    )


def test_a_final_replaces_everything_but_the_times() -> None:
    captions = after(
        SpeechStarted(1, 200),
        Interim(1, "hello", " wor"),
        SpeechStopped(1, 900),
        Final(1, "Hello, world.", "en", Emotion.HAPPY),
    )
    assert captions.entries == (
        Line(1, LineStatus.FINAL, "Hello, world.", "", 200, 900, "en", Emotion.HAPPY),
    )


def test_a_final_may_come_alone() -> None:
    assert shown(after(Final(1, "hello"))) == ["hello"]


def test_the_end_of_speech_may_come_after_the_final() -> None:
    captions = after(Final(1, "hello"), SpeechStopped(1, 900))
    assert captions.find(1) == Line(1, LineStatus.FINAL, "hello", end_ms=900)


def test_a_line_without_words_in_the_end_is_not_shown() -> None:
    captions = after(Interim(1, "", "uh"), LineRemoved(1))
    assert captions.entries == ()
    assert captions.find(1) is None


def test_a_line_whose_words_are_all_taken_back_waits_for_others() -> None:
    captions = after(SpeechStarted(1, 200), Interim(1, "", "uh"), Interim(1, "", ""))
    assert captions.entries == ()
    assert shown(after(Interim(1, "", "hello"), start=captions)) == ["hello"]


def test_a_failed_line_keeps_its_last_words() -> None:
    captions = after(Interim(1, "hello", " wor"), LineFailed(1, "x"))
    assert captions.find(1) == Line(1, LineStatus.FAILED, "hello", " wor")


def test_a_failed_line_without_words_is_not_shown() -> None:
    assert after(SpeechStarted(1, 0), LineFailed(1, "x")).entries == ()


def test_a_failed_line_may_still_be_finished() -> None:
    captions = after(Interim(1, "hello", " wor"), LineFailed(1, "x"), Final(1, "hello world"))
    assert captions.find(1) == Line(1, LineStatus.FINAL, "hello world")


class Late(NamedTuple):
    id: str
    past: tuple[LineEvent, ...]
    late: LineEvent


FINISHED = (Interim(1, "", "x"), Final(1, "hello"))
LATE = (
    Late("interim after final", FINISHED, Interim(1, "", "hel")),
    Late("failure after final", FINISHED, LineFailed(1, "x")),
    Late("the same final", FINISHED, Final(1, "hello")),
    Late("interim after removal", (LineRemoved(1),), Interim(1, "", "uh")),
    Late("interim after failure", (Interim(1, "", "x"), LineFailed(1, "")), Interim(1, "", "y")),
    Late("the same interim", (Interim(1, "a", "b"),), Interim(1, "a", "b")),
    Late("the same start", (SpeechStarted(1, 5),), SpeechStarted(1, 5)),
    Late("the same place", (LinePlaced(1, 0),), LinePlaced(1, 0)),
    Late("a gap inside a gap", (Gap(0, 1000),), Gap(200, 900)),
    Late("a gap of no length", (), Gap(200, 200)),
    Late("a gap that ends before it begins", (), Gap(200, 100)),
)


@pytest.mark.parametrize("case", LATE, ids=lambda case: case.id)
def test_what_changes_nothing_returns_the_same_object(case: Late) -> None:
    captions = after(*case.past)
    assert reduce(captions, case.late) is captions


def test_every_change_has_its_revision() -> None:
    captions = Captions()
    for event in (SpeechStarted(1, 0), Interim(1, "", "a"), Final(1, "a"), Gap(5, 6)):
        changed = reduce(captions, event)
        assert changed.revision == captions.revision + 1
        captions = changed


class Order(NamedTuple):
    id: str
    events: tuple[LineEvent, ...]
    shown: list[str]


ORDERS = (
    Order(
        "by start time",
        (SpeechStarted(1, 900), Final(1, "b"), SpeechStarted(2, 100), Final(2, "a")),
        ["a", "b"],
    ),
    Order(
        "start time told late",
        (Final(1, "b"), Final(2, "a"), SpeechStarted(1, 900), SpeechStarted(2, 100)),
        ["a", "b"],
    ),
    Order(
        "start time before the line before",
        (
            SpeechStarted(1, 100),
            SpeechStarted(2, 900),
            LinePlaced(1, 2),
            Final(2, "b"),
            Final(1, "a"),
        ),
        ["a", "b"],
    ),
    Order("first sight", (Final(1, "a"), Final(2, "b")), ["a", "b"]),
    Order(
        "by the line before",
        (Final(1, "c"), Final(2, "a"), Final(3, "b"), LinePlaced(1, 3), LinePlaced(3, 2)),
        ["a", "b", "c"],
    ),
    Order(
        "two lines that follow the same one",
        (Final(1, "a"), Final(2, "b"), Final(3, "c"), LinePlaced(3, 1), LinePlaced(2, 1)),
        ["a", "b", "c"],
    ),
    Order(
        "by a line before that has no words",
        (
            SpeechStarted(1, 100),
            SpeechStarted(2, 900),
            Final(2, "b"),
            LinePlaced(3, 1),
            Final(3, "a"),
        ),
        ["a", "b"],
    ),
    Order(
        "by a line before that nobody has seen",
        (Final(1, "a"), LinePlaced(2, 77), Final(2, "b")),
        ["a", "b"],
    ),
    Order(
        "lines that start together",
        (
            SpeechStarted(1, 100),
            Final(1, "b"),
            SpeechStarted(2, 100),
            Final(2, "a"),
            LinePlaced(1, 2),
        ),
        ["a", "b"],
    ),
    Order(
        "in a circle",
        (Final(1, "a"), Final(2, "b"), LinePlaced(1, 2), LinePlaced(2, 1)),
        ["a", "b"],
    ),
    Order(
        "a line without times after one with",
        (
            SpeechStarted(1, 5000),
            Final(1, "a"),
            Final(2, "b"),
            SpeechStarted(3, 9000),
            Final(3, "c"),
        ),
        ["a", "b", "c"],
    ),
    Order(
        "a gap between lines",
        (SpeechStarted(1, 0), Final(1, "a"), SpeechStarted(2, 900), Final(2, "b"), Gap(300, 600)),
        ["a", "300–600", "b"],
    ),
    Order(
        "a gap before a line that starts as it does",
        (SpeechStarted(1, 300), Final(1, "a"), Gap(300, 600)),
        ["300–600", "a"],
    ),
    Order(
        "a line without times after a gap",
        (Final(1, "a"), Gap(300, 600), Final(2, "b")),
        ["a", "300–600", "b"],
    ),
)


@pytest.mark.parametrize("case", ORDERS, ids=lambda case: case.id)
def test_lines_are_in_reading_order(case: Order) -> None:
    assert shown(after(*case.events)) == case.shown


class Gaps(NamedTuple):
    id: str
    events: tuple[Gap, ...]
    gaps: tuple[GapLine, ...]


GAPS = (
    Gaps("apart", (Gap(0, 100), Gap(200, 300)), (GapLine(0, 100), GapLine(200, 300))),
    Gaps("one after the other", (Gap(0, 100), Gap(100, 300)), (GapLine(0, 300),)),
    Gaps("the earlier later", (Gap(100, 300), Gap(0, 100)), (GapLine(0, 300),)),
    Gaps("overlapping", (Gap(0, 200), Gap(100, 300)), (GapLine(0, 300),)),
    Gaps("one that joins two", (Gap(0, 100), Gap(200, 300), Gap(100, 200)), (GapLine(0, 300),)),
)


@pytest.mark.parametrize("case", GAPS, ids=lambda case: case.id)
def test_audio_lost_piece_by_piece_is_one_gap(case: Gaps) -> None:
    assert after(*case.events).entries == case.gaps


def test_a_long_transcript_keeps_what_is_far_from_its_end() -> None:
    captions = after(*(Final(line, str(line)) for line in range(1000)))
    captions = after(SpeechStarted(2000, 0), Final(2000, "late"), Final(3, "three"), start=captions)
    assert captions.find(3) == Line(3, LineStatus.FINAL, "three")
    assert shown(captions)[:3] == ["0", "1", "2"]
    assert len(captions.entries) == 1001


def test_memory_for_lines_without_words_is_bounded() -> None:
    captions = after(*(LineRemoved(line) for line in range(1000)))
    assert len(captions.wordless) < 300


class Watched(tuple[Entry, ...]):
    """Entries that count how often one of them is looked at."""

    __slots__ = ()
    looks = 0

    def __getitem__(self, at: SupportsIndex | slice) -> Any:  # an entry or several
        Watched.looks += isinstance(at, SupportsIndex)
        return super().__getitem__(at)


def test_a_new_line_and_its_first_words_look_only_at_the_end_of_a_long_transcript() -> None:
    long = after(*(Final(line, str(line)) for line in range(2000)), SpeechStarted(2000, 9000))
    Watched.looks = 0
    grown = replace(long, entries=Watched(long.entries))
    grown = after(SpeechStarted(2001, 9500), Interim(2000, "", "hello"), start=grown)
    assert shown(grown)[-1] == "hello"
    assert Watched.looks < 600


def test_what_moves_no_line_copies_none() -> None:
    captions = after(*(Final(line, str(line)) for line in range(2000)))
    assert after(SpeechStarted(2000, 9000), start=captions).entries is captions.entries


def test_a_line_is_known_in_captions_that_come_from_elsewhere() -> None:
    kept = Captions((Line(3, LineStatus.FINAL, "before"), Line(7, LineStatus.FAILED, "hel")))
    grown = after(Final(7, "hello"), Final(8, "next"), start=kept)
    assert shown(grown) == ["before", "hello", "next"]
