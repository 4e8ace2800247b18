"""What a terminal shows: finals scroll, one open line is redrawn, nothing else is touched."""

import io

import pytest

from app.core.captions import Captions, reduce
from app.core.emotion import Emotion
from app.core.errors import ErrorCode, Problem
from app.core.events import (
    EngineChanged,
    EngineState,
    Final,
    Gap,
    Interim,
    LineEvent,
    LineFailed,
    LineRemoved,
    SessionEvent,
    SourceTrouble,
)
from app.headless.outbox import Happening
from app.headless.terminal import CLEAR_ROW, DIM, PLAIN, Terminal
from app.session.sink import Stamp


class Screen:
    """A terminal's output and the sentences beside it."""

    def __init__(self, *, columns: int | None = 20, has_colour: bool = True) -> None:
        self.out = io.StringIO()
        self.said: list[str] = []
        self._captions = Captions()
        self._terminal = Terminal(
            self.out,
            self.said.append,
            columns=None if columns is None else lambda: columns,
            has_colour=has_colour,
        )

    def show(self, *events: SessionEvent) -> str:
        """Show `events`; return what the last one wrote."""
        before = 0
        for event in events:
            before = len(self.out.getvalue())
            if isinstance(event, LineEvent):
                self._captions = reduce(self._captions, event)
            self._terminal.show(Happening(event, self._captions, Stamp(0.0, 0)))
        return self.out.getvalue()[before:]

    def finish(self) -> None:
        self._terminal.finish()


def test_settled_words_are_bright_and_tentative_ones_dim_in_one_row() -> None:
    assert Screen().show(Interim(1, "It was", " the")) == f"It was{DIM} the{PLAIN}"


def test_the_open_row_is_cleared_before_it_is_drawn_again() -> None:
    shown = Screen().show(Interim(1, "", "It"), Interim(1, "", "It was"))
    assert shown == f"{CLEAR_ROW}{DIM}It was{PLAIN}"


def test_a_final_takes_the_place_of_its_row_and_scrolls() -> None:
    assert Screen().show(Interim(1, "", "It"), Final(1, "It was.")) == f"{CLEAR_ROW}It was.\n"


def test_the_next_line_stays_open_below_a_final_that_came_late() -> None:
    shown = Screen().show(Interim(1, "", "one"), Interim(2, "", "two"), Final(1, "One."))
    assert shown == f"{CLEAR_ROW}One.\n{DIM}two{PLAIN}"


def test_a_removed_line_leaves_the_row_empty() -> None:
    assert Screen().show(Interim(1, "", "uh"), LineRemoved(1)) == CLEAR_ROW


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one two three four five six", "three four five six"),
        ("一二三四五六七八九十", "二三四五六七八九十"),
    ],
    ids=["latin", "wide"],
)
def test_a_line_too_long_for_one_row_shows_its_end(text: str, shown: str) -> None:
    assert Screen(has_colour=False).show(Interim(1, text, "")) == shown


def test_colour_is_left_out_when_nobody_wants_it() -> None:
    assert Screen(has_colour=False).show(Interim(1, "It", " was")) == "It was"


def test_a_file_gets_finals_only() -> None:
    screen = Screen(columns=None)
    screen.show(
        EngineChanged(EngineState.LISTENING),
        Interim(1, "", "It"),
        Final(1, "It was."),
        Gap(1000, 3400),
        Final(2, "Great.", "en", Emotion.HAPPY),
    )
    screen.finish()
    assert screen.out.getvalue() == "It was.\n[2.4 s not captioned]\nGreat.  [happy]\n"
    assert not screen.said


def test_a_failed_line_keeps_its_words_and_is_marked() -> None:
    shown = Screen(columns=None).show(Interim(1, "It", " was"), LineFailed(1, "x"))
    assert shown == "It was [not finished]\n"


def test_trouble_is_said_beside_the_captions() -> None:
    screen = Screen()
    silent = Problem(ErrorCode.DEVICE_SILENT, {"device": "mic"})
    assert screen.show(Interim(1, "", "It"), SourceTrouble(silent)) == CLEAR_ROW
    assert len(screen.said) == 1
    assert "mic" in screen.said[0]


def test_a_server_cannot_steer_the_terminal() -> None:
    screen = Screen()
    screen.show(Interim(1, "\x1b]0;title\x07", "\x1b[31m"), Final(1, "a\x1b[2Jb\nc"))
    assert "\x1b]0" not in screen.out.getvalue()
    assert screen.out.getvalue().endswith("a [2Jb c\n")


def test_an_outage_is_said_once_and_so_is_its_end() -> None:
    screen = Screen(columns=None)
    lost = Problem(ErrorCode.LINK_LOST, {"host": "captions.example"})
    screen.show(
        EngineChanged(EngineState.LISTENING),
        EngineChanged(EngineState.RECONNECTING, lost, retry_in_s=0.4),
        EngineChanged(EngineState.RECONNECTING),
        EngineChanged(EngineState.RECONNECTING, lost, retry_in_s=1.4),
        EngineChanged(EngineState.LISTENING),
        EngineChanged(EngineState.RECONNECTING, lost),
    )
    assert screen.said[0].endswith("was lost. Zimu connects again.")
    assert [sentence.partition(".")[0] for sentence in screen.said] == [
        "The connection to captions",
        "Connected again",
        "The connection to captions",
    ]


def test_who_stands_in_is_not_the_one_who_is_back() -> None:
    screen = Screen(columns=None)
    lost = Problem(ErrorCode.LINK_LOST, {"host": "captions.example"})
    screen.show(
        EngineChanged(EngineState.LISTENING, engine_id="custom"),
        EngineChanged(EngineState.RECONNECTING, lost, "custom"),
        EngineChanged(EngineState.LISTENING, engine_id="local"),
        EngineChanged(EngineState.LISTENING, engine_id="custom"),
    )
    assert [sentence.partition(".")[0] for sentence in screen.said] == [
        "The connection to captions",
        "Connected again",
    ]
