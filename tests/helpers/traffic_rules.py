"""What everything that a server of the protocol sends in one session must obey."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from app.core.captions import Line
from app.protocol.client import ClientEvent, Counters
from tests.helpers.wire_pair import captions_of, line_events, new_client

Event = dict[str, Any]
TRANSCRIPTION = "conversation.item.input_audio_transcription"
EMOTIONS = {"", "neutral", "happy", "surprised", "angry", "disgusted", "sad", "fearful"}


@dataclass
class _Item:
    begin_ms: int | None = None
    end_ms: int | None = None
    is_heard: bool = False
    is_committed: bool = False
    settled: str = ""
    transcript: str | None = None


@dataclass
class _Session:
    audio_ms: int
    items: dict[str, _Item] = field(default_factory=dict)
    committed: list[str] = field(default_factory=list)
    usage_s: list[int] = field(default_factory=list)

    def item(self, item_id: object) -> _Item:
        assert isinstance(item_id, str)
        assert item_id
        return self.items.setdefault(item_id, _Item())


def check_session(events: Sequence[Event], *, audio_ms: int) -> list[str]:
    """Check one whole session, from greeting to finish; return its finals in order.

    `audio_ms` is how much audio was sent. Raises AssertionError naming the first rule broken.
    """
    assert [event["type"] for event in events[:2]] == ["session.created", "session.updated"]
    assert events[-1]["type"] == "session.finished"
    session = _Session(audio_ms)
    for event in events:
        assert event["event_id"] or event["type"] == f"{TRANSCRIPTION}.failed"
        _check_event(session, event)
    assert len({event["event_id"] for event in events}) == len(events), "ids repeat"
    for item_id, item in session.items.items():
        assert item.transcript is not None, f"{item_id} has no final"
        assert item.is_committed, f"{item_id} was never committed"
    _check_times(session)
    assert session.usage_s == sorted(session.usage_s), "usage is cumulative"
    finals = [item.transcript for item in session.items.values() if item.transcript]
    assert finals == read_as_we_do(events), "our client reads something else"
    return finals


def read_as_we_do(events: Sequence[Event]) -> list[str]:
    """Return the texts that our own client makes of `events`, which it must wholly understand."""
    client = new_client()
    received: list[ClientEvent] = []
    for event in events:
        if event["type"] == "session.updated":
            client.update()
        received += client.receive(json.dumps(event))
    assert client.counters == Counters(), "our client is surprised"
    entries = captions_of(line_events(received)).entries
    return [entry.text for entry in entries if isinstance(entry, Line)]


def _check_event(session: _Session, event: Event) -> None:
    match event["type"]:
        case "input_audio_buffer.speech_started":
            item = session.item(event["item_id"])
            assert item == _Item(), "speech starts before anything else of its line"
            item.begin_ms = _whole(event["audio_start_ms"])
        case "input_audio_buffer.speech_stopped":
            item = session.item(event["item_id"])
            assert item.end_ms is None, "speech ends once"
            item.end_ms = _whole(event["audio_end_ms"])
        case "input_audio_buffer.committed":
            _check_place(session, event, event["item_id"])
        case "conversation.item.created":
            _check_place(session, event, event["item"]["id"])
            assert event["item"]["object"] == "realtime.item"
        case kind if kind in (f"{TRANSCRIPTION}.text", f"{TRANSCRIPTION}.completed"):
            _check_words(session, event)
        case _:
            others = {"session.created", "session.updated", "session.finished"}
            assert event["type"] in others, "no such event"


def _whole(value: object) -> int:
    assert isinstance(value, int), "times are whole numbers"
    return value


def _check_place(session: _Session, event: Event, item_id: str) -> None:
    item = session.item(item_id)
    assert item.transcript is None, "a line is committed before its final"
    item.is_committed = True
    if item_id not in session.committed:
        session.committed.append(item_id)
    at = session.committed.index(item_id)
    previous = session.committed[at - 1] if at else None
    assert (event["previous_item_id"] or None) == previous, "the line before is another one"


def _check_words(session: _Session, event: Event) -> None:
    item = session.item(event["item_id"])
    item.is_heard = True
    assert item.transcript is None, "nothing follows a final"
    assert event["content_index"] == 0
    assert event["emotion"] in EMOTIONS, "no such emotion"
    assert isinstance(event["language"], str)
    if event["type"].endswith(".completed"):
        item.transcript = event["transcript"]
        assert isinstance(item.transcript, str)
        session.usage_s += [event["usage"]["duration"]] if "usage" in event else []
        return
    assert event["text"].startswith(item.settled), "settled words stay"
    assert event["text"] + event["stash"], "a snapshot has words"
    item.settled = event["text"]


def _check_times(session: _Session) -> None:
    for item in session.items.values():
        assert (item.begin_ms is None) == (item.end_ms is None), "speech that starts also ends"
    spans = [(item.begin_ms, item.end_ms) for item in session.items.values()]
    timed = [(begin, end) for begin, end in spans if begin is not None and end is not None]
    assert len(timed) in {0, len(spans)}, "all lines have times, or none has"
    for begin_ms, end_ms in timed:
        assert begin_ms < end_ms, "speech takes time"
        assert 0 <= begin_ms < end_ms <= session.audio_ms, "speech lies within the audio"
    for (_, end_ms), (begin_ms, _) in pairwise(timed):
        assert end_ms <= begin_ms, "lines do not overlap"
