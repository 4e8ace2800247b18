"""Lines become items: one each, or one per commit."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec

from app.protocol.abilities import Abilities
from app.protocol.server import ServerMachine
from app.recognizer.events import (
    LineClosed,
    LineEvent,
    LineFailed,
    LineHeard,
    LineOpened,
    LineWritten,
)
from app.recognizer.turns import ManualTurns, Outgoing, VadTurns


def new_machine() -> ServerMachine:
    numbers = itertools.count(1)
    abilities = Abilities(languages=frozenset({"en"}), model="a-model")
    return ServerMachine(abilities, new_id=lambda kind: f"{kind}_{next(numbers)}")


def tell(turns: VadTurns | ManualTurns, *events: LineEvent) -> list[Outgoing]:
    return [frame for event in events for frame in turns.tell(event, heard_ms=4001)]


def told(frames: list[Outgoing]) -> list[dict[str, Any]]:
    return [msgspec.json.decode(frame.text) for frame in frames]


def kinds(frames: list[Outgoing]) -> list[str]:
    return [event["type"].rpartition(".")[2] for event in told(frames)]


def test_with_vad_a_line_is_one_item_from_start_to_final() -> None:
    frames = tell(
        VadTurns(new_machine()),
        LineOpened(1, 320),
        LineHeard(1, "so", " it"),
        LineClosed(1, 2000),
        LineWritten(1, "So it is."),
    )
    assert kinds(frames) == [
        "speech_started",
        "text",
        "speech_stopped",
        "committed",
        "created",
        "completed",
    ]
    events = told(frames)
    item_ids = {event.get("item_id") or event["item"]["id"] for event in events}
    assert len(item_ids) == 1
    assert (events[0]["audio_start_ms"], events[2]["audio_end_ms"]) == (320, 2000)
    assert (events[1]["text"], events[1]["stash"]) == ("so", " it")
    assert (events[5]["transcript"], events[5]["emotion"]) == ("So it is.", "")
    assert events[5]["usage"]["duration"] == 5


def test_two_lines_may_be_open_between_an_end_and_its_final() -> None:
    turns = VadTurns(new_machine())
    frames = tell(
        turns,
        LineOpened(1, 0),
        LineClosed(1, 900),
        LineOpened(2, 1000),
        LineWritten(1, "one"),
        LineClosed(2, 2000),
        LineWritten(2, "two"),
    )
    finals = [event for event in told(frames) if "transcript" in event]
    assert [event["transcript"] for event in finals] == ["one", "two"]
    assert finals[0]["item_id"] != finals[1]["item_id"]


def test_a_commit_joins_lines_in_chinese_without_spaces() -> None:
    turns = ManualTurns(new_machine())
    frames = tell(
        turns,
        LineOpened(1, 0),
        LineClosed(1, 900),
        LineOpened(2, 1000),
        LineWritten(1, "今天天气怎么样？", "zh"),
        LineHeard(2, "", "很好"),
        LineClosed(2, 2000),
    )
    snapshot = told(frames)[-1]
    assert (snapshot["text"], snapshot["stash"]) == ("今天天气怎么样？", "很好")
    frames = [*turns.commit(heard_ms=2000), *tell(turns, LineWritten(2, "很好。", "zh"))]
    assert told(frames)[-1]["transcript"] == "今天天气怎么样？很好。"


def test_a_commit_joins_all_lines_so_far() -> None:
    turns = ManualTurns(new_machine())
    frames = tell(
        turns,
        LineOpened(1, 0),
        LineHeard(1, "one", " two"),
        LineClosed(1, 900),
        LineOpened(2, 1000),
        LineWritten(1, "One two."),
        LineHeard(2, "", "three"),
        LineClosed(2, 2000),
    )
    assert kinds(frames) == ["text", "text", "text"]
    assert [(event["text"], event["stash"]) for event in told(frames)] == [
        ("", "one two"),
        ("One two.", ""),
        ("One two.", " three"),
    ]
    assert kinds(turns.commit(heard_ms=2000)) == ["committed", "created"]
    last = told(tell(turns, LineWritten(2, "Three.")))[-1]
    assert last["transcript"] == "One two. Three."


def test_lines_after_a_commit_are_the_next_item() -> None:
    turns = ManualTurns(new_machine())
    tell(turns, LineOpened(1, 0), LineClosed(1, 900))
    turns.commit(heard_ms=900)
    tell(turns, LineOpened(2, 1000))
    first = told(tell(turns, LineWritten(1, "one")))[-1]
    tell(turns, LineClosed(2, 2000), LineWritten(2, "two"))
    second = told(turns.commit(heard_ms=2000))[-1]
    assert (first["transcript"], second["transcript"]) == ("one", "two")
    assert first["item_id"] != second["item_id"]


def test_a_commit_without_speech_is_an_empty_final() -> None:
    event = told(ManualTurns(new_machine()).commit(heard_ms=900))[-1]
    assert (event["transcript"], event["language"]) == ("", "")


def test_finish_commits_what_is_open_and_nothing_else() -> None:
    turns = ManualTurns(new_machine())
    assert turns.finish(heard_ms=0) == []
    tell(turns, LineOpened(1, 0), LineClosed(1, 900), LineWritten(1, "one"))
    assert kinds(turns.finish(heard_ms=900)) == ["committed", "created", "completed"]
    assert turns.finish(heard_ms=900) == []


def test_with_vad_a_line_that_failed_is_told_to_have() -> None:
    frames = tell(VadTurns(new_machine()), LineOpened(1, 320), LineClosed(1, 2000), LineFailed(1))
    assert kinds(frames)[-1] == "failed"
    assert told(frames)[-1]["error"]["code"] == "recognition_failed"


def test_an_item_of_which_a_line_failed_keeps_what_is_settled_and_fails() -> None:
    turns = ManualTurns(new_machine())
    tell(turns, LineOpened(1, 0), LineClosed(1, 900), LineWritten(1, "One."))
    tell(turns, LineOpened(2, 1000), LineHeard(2, "two", ""), LineClosed(2, 2000))
    turns.commit(heard_ms=2000)
    frames = tell(turns, LineFailed(2))
    assert kinds(frames) == ["text", "failed"]
    assert (told(frames)[0]["text"], told(frames)[0]["stash"]) == ("One.", "")
