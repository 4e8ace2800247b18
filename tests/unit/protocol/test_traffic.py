"""Whole sessions as the documentation, the field and other servers show them (tests/data/wire)."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from app.core.captions import Captions, Line, LineStatus
from app.protocol.client import ClientEvent, Counters, ServerFault, SessionFinished, Usage
from app.protocol.server import Reply
from tests.helpers.wire_pair import captions_of, line_events, new_client, new_server

WIRE = Path(__file__).parents[2] / "data" / "wire"


def sent_by(side: str, name: str) -> list[dict[str, Any]]:
    lines = (WIRE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [line["event"] for line in map(json.loads, lines) if line["from"] == side]


def replay(name: str) -> tuple[list[ClientEvent], Counters]:
    client = new_client()
    events: list[ClientEvent] = []
    for event in sent_by("server", name):
        if event["type"] == "session.updated":
            client.update()
        events += client.receive(json.dumps(event))
    assert events[-1] == SessionFinished()
    return events, client.counters


def rows(captions: Captions) -> list[tuple[str, int | None, int | None]]:
    lines = [entry for entry in captions.entries if isinstance(entry, Line)]
    return [(line.text, line.begin_ms, line.end_ms) for line in lines]


class Traffic(NamedTuple):
    name: str
    rows: list[tuple[str, int | None, int | None]]
    usage: list[Usage]


TRAFFIC = (
    Traffic("documented", [("今天天气怎么样？", 320, 2480), ("我们出去走走。", 3100, 4900)], []),
    Traffic(
        "text_while_speaking",
        [("今天天气真好！", 500, 1800), ("可惜我要加班。", 2500, None)],
        [Usage(2), Usage(4)],
    ),
    Traffic("self_hosted", [("hello world", 200, 1500), ("a minute later", 2000, None)], []),
    Traffic("manual", [("Good morning.", None, None)], [Usage(45), Usage(90)]),
)


@pytest.mark.parametrize("traffic", TRAFFIC, ids=lambda traffic: traffic.name)
def test_every_known_order_of_events_gives_its_transcript(traffic: Traffic) -> None:
    events, counters = replay(traffic.name)
    captions = captions_of(line_events(events))
    assert rows(captions) == traffic.rows
    statuses = {entry.status for entry in captions.entries if isinstance(entry, Line)}
    assert statuses == {LineStatus.FINAL}
    assert [event for event in events if isinstance(event, Usage)] == traffic.usage
    assert counters == Counters()


@pytest.mark.parametrize("name", ["self_hosted", "manual"])
def test_errors_on_the_way_are_told(name: str) -> None:
    events, _ = replay(name)
    assert sum(isinstance(event, ServerFault) for event in events) == 1


def test_what_the_official_sdk_sends_is_taken_without_an_error() -> None:
    server = new_server()
    events = sent_by("client", "official_sdk_client")
    replies = [
        json.loads(action.text)["type"]
        for event in events
        for action in server.receive(json.dumps(event))
        if isinstance(action, Reply)
    ]
    assert replies == ["session.updated"] * 3


def test_every_file_of_traffic_is_replayed() -> None:
    replayed = {traffic.name for traffic in TRAFFIC} | {"official_sdk_client"}
    assert {file.stem for file in WIRE.glob("*.jsonl")} == replayed
