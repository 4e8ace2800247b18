"""The objects of `zimu caption --json`."""

import io
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.core.captions import Captions, reduce
from app.core.emotion import Emotion
from app.core.errors import ErrorCode, Problem
from app.core.events import (
    Backlog,
    EngineChanged,
    EngineState,
    Final,
    Gap,
    Interim,
    LineEvent,
    LineFailed,
    LineRemoved,
    Metered,
    Notice,
    SessionEvent,
    SourceTrouble,
    SpeechStarted,
    SpeechStopped,
)
from app.headless.jsonl import JsonLines, announce
from app.headless.outbox import Happening
from app.session.sink import Stamp


def written(events: Sequence[SessionEvent]) -> list[dict[str, Any]]:
    """What is written for `events`, one every 10 ms."""
    stream, captions = io.BytesIO(), Captions()
    printer = JsonLines(stream)
    for index, event in enumerate(events):
        if isinstance(event, LineEvent):
            captions = reduce(captions, event)
        printer.show(Happening(event, captions, Stamp(0.0, index * 10)))
    printer.finish()
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_interim_has_its_words_apart_and_no_end() -> None:
    events: list[SessionEvent] = [
        SpeechStarted(1, 120),
        SpeechStopped(1, 900),
        Interim(1, "你", "好", "zh"),
    ]
    assert written(events) == [
        {
            "type": "interim",
            "line": 1,
            "settled": "你",
            "tentative": "好",
            "begin_ms": 120,
            "end_ms": None,
            "language": "zh",
            "emotion": "",
            "engine": "",
            "t_ms": 20,
        }
    ]


def test_a_final_has_its_text_and_both_times() -> None:
    events: list[SessionEvent] = [
        SpeechStarted(1, 120),
        SpeechStopped(1, 900),
        Final(1, "你好。", "zh", Emotion.HAPPY, "cloud-cn"),
    ]
    assert written(events) == [
        {
            "type": "final",
            "line": 1,
            "settled": "你好。",
            "tentative": "",
            "text": "你好。",
            "begin_ms": 120,
            "end_ms": 900,
            "language": "zh",
            "emotion": "happy",
            "engine": "cloud-cn",
            "t_ms": 20,
        }
    ]


def test_a_line_that_was_shown_and_removed_is_taken_back_by_an_empty_final() -> None:
    shown = written([Interim(1, "", "a"), LineRemoved(1)])
    assert [(found["type"], found.get("text")) for found in shown] == [
        ("interim", None),
        ("final", ""),
    ]
    assert written([LineRemoved(1)]) == []


def test_gaps_states_and_errors_are_objects_too() -> None:
    gone = Problem(ErrorCode.DEVICE_GONE, {"device": "mic"})
    found = written(
        [
            EngineChanged(EngineState.LISTENING, engine_id="local"),
            Gap(100, 350),
            SourceTrouble(gone),
            SourceTrouble(None),
            Notice(Problem(ErrorCode.CANNOT_KEEP_UP)),
            LineFailed(4, "abandoned"),
            EngineChanged(EngineState.FAILED, Problem(ErrorCode.ENGINE_DIED)),
        ]
    )
    assert found[0] == {
        "type": "state",
        "state": "listening",
        "engine": "local",
        "t_ms": 0,
    }
    assert found[1] == {"type": "gap", "begin_ms": 100, "end_ms": 350, "t_ms": 10}
    assert [(error["type"], error["code"]) for error in found[2:]] == [
        ("error", "device_gone"),
        ("error", "cannot_keep_up"),
        ("error", "abandoned"),
        ("error", "engine_died"),
    ]
    assert "mic" in found[2]["message"]


def test_a_link_that_is_away_says_why_and_when_it_is_tried_again() -> None:
    lost = Problem(ErrorCode.LINK_LOST, {"host": "captions.example"})
    change = EngineChanged(EngineState.RECONNECTING, lost, "custom", retry_in_s=1.5)
    (found,) = written([change])
    assert found.pop("message").startswith("The connection to captions.example was lost.")
    assert found == {
        "type": "state",
        "state": "reconnecting",
        "engine": "custom",
        "retry_in_s": 1.5,
        "code": "link_lost",
        "t_ms": 0,
    }


def test_what_waits_and_what_it_costs_are_objects_too() -> None:
    reading = Metered("cloud-cn", 12.34567, 0.0040740711, is_reported=True)
    assert written([Backlog(2500), reading]) == [
        {"type": "backlog", "waiting_ms": 2500, "t_ms": 0},
        {
            "type": "cost",
            "engine": "cloud-cn",
            "audio_s": 12.346,
            "cost_cny": 0.004074,
            "is_reported": True,
            "t_ms": 10,
        },
    ]


def test_the_name_of_a_file_may_be_no_text() -> None:
    stream = io.BytesIO()
    announce(stream, Path(os.fsdecode(b"caf\xe9.wav")))
    assert json.loads(stream.getvalue()) == {"type": "recording", "path": "caf?.wav"}
