"""What holds for every stream of the wire, whoever cuts and orders it."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from app.core.captions import Captions, Line, LineStatus
from app.core.events import Final, Interim
from app.protocol.client import ClientMachine
from app.protocol.server import Audio
from tests.helpers.wire_pair import captions_of, line_events, new_client, new_server

T = "conversation.item.input_audio_transcription"
WORDS = st.text("abc 天气，。\n", max_size=12)
WireEvent: TypeAlias = dict[str, Any]
Row: TypeAlias = tuple[str, LineStatus, int | None, int | None]


@dataclass(frozen=True)
class Spoken:
    """One line as a server will tell it: the events keep their order among themselves."""

    row: Row | None
    events: list[WireEvent]


@st.composite
def interims(draw: st.DrawFn, item: str, text: str) -> list[WireEvent]:
    """Snapshots of `text`, cut anywhere; what is settled only grows, the tail may be nonsense."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    return [
        {"type": f"{T}.text", "item_id": item, "text": text[:cut], "stash": draw(WORDS)}
        for cut in cuts
    ]


@st.composite
def endings(draw: st.DrawFn, item: str, text: str) -> tuple[WireEvent, LineStatus, str]:
    """The last event of a line, and what then remains of it."""
    if draw(st.booleans()):
        completed = {"type": f"{T}.completed", "item_id": item, "transcript": text}
        return completed, LineStatus.FINAL, text if text.strip() else ""
    return {"type": f"{T}.failed", "item_id": item}, LineStatus.FAILED, ""


@st.composite
def spoken_lines(draw: st.DrawFn, *, is_timed: bool) -> list[Spoken]:
    """Some lines in reading order, either with start times or each with the one before."""
    lines = []
    for number in range(draw(st.integers(1, 5))):
        item, previous = f"item_{number}", f"item_{number - 1}" if number else None
        text = draw(WORDS)
        snapshots = draw(interims(item, text))
        ending, status, rest = draw(endings(item, text))
        if status is LineStatus.FAILED and snapshots:
            rest = snapshots[-1]["text"] + snapshots[-1]["stash"]
        begin_ms, end_ms = 1000 * number, 1000 * number + 900
        placed = {
            "type": "input_audio_buffer.committed",
            "item_id": item,
            "previous_item_id": previous,
        }
        events = [*snapshots]
        if is_timed:
            events.insert(0, _started(item, begin_ms))
            events.insert(draw(st.integers(1, len(events))), _stopped(item, end_ms))
        if not is_timed or draw(st.booleans()):
            events.insert(draw(st.integers(0, len(events))), placed)
        times = (begin_ms, end_ms) if is_timed else (None, None)
        lines.append(Spoken((rest, status, *times) if rest else None, [*events, ending]))
    return lines


def _started(item: str, begin_ms: int) -> WireEvent:
    return {
        "type": "input_audio_buffer.speech_started",
        "item_id": item,
        "audio_start_ms": begin_ms,
    }


def _stopped(item: str, end_ms: int) -> WireEvent:
    return {"type": "input_audio_buffer.speech_stopped", "item_id": item, "audio_end_ms": end_ms}


def interleaved(data: st.DataObject, lines: Iterable[Spoken]) -> list[WireEvent]:
    """All events, those of each line in their own order."""
    queues = [list(line.events) for line in lines]
    turns = [number for number, queue in enumerate(queues) for _ in queue]
    return [queues[number].pop(0) for number in data.draw(st.permutations(turns))]


def read(events: Iterable[WireEvent]) -> tuple[Captions, ClientMachine]:
    client = new_client()
    received = [read for event in events for read in client.receive(json.dumps(event))]
    return captions_of(line_events(received)), client


def rows(captions: Captions) -> list[Row]:
    lines = [entry for entry in captions.entries if isinstance(entry, Line)]
    return [(line.text, line.status, line.begin_ms, line.end_ms) for line in lines]


@given(st.data(), st.booleans())
def test_any_cut_and_any_interleaving_give_one_transcript(
    data: st.DataObject, is_timed: bool
) -> None:
    lines = data.draw(spoken_lines(is_timed=is_timed))
    events = interleaved(data, lines)
    captions, client = read(events)
    assert rows(captions) == [line.row for line in lines if line.row]
    assert client.counters.settled_violations == 0
    assert client.counters.late_events == 0


@given(
    st.lists(
        st.one_of(
            st.builds(
                lambda item, text, stash: {
                    "type": f"{T}.text",
                    "item_id": item,
                    "text": text,
                    "stash": stash,
                },
                st.sampled_from("xy"),
                WORDS,
                WORDS,
            ),
            st.builds(
                lambda item, transcript: {
                    "type": f"{T}.completed",
                    "item_id": item,
                    "transcript": transcript,
                },
                st.sampled_from("xy"),
                WORDS,
            ),
        ),
        max_size=30,
    )
)
def test_settled_words_never_shrink_before_the_final(events: list[WireEvent]) -> None:
    client = new_client()
    settled: dict[int, str] = {}
    finished: set[int] = set()
    violations = 0
    for event in events:
        for read in client.receive(json.dumps(event)):
            match read:
                case Interim():
                    before = settled.get(read.line, "")
                    assert read.line not in finished
                    assert read.settled.startswith(before)
                    violations += not event["text"].startswith(before)
                    settled[read.line] = read.settled
                case Final():
                    assert read.line not in finished
                    assert read.text == event["transcript"]
                    finished.add(read.line)
                case _:
                    pass
    assert client.counters.settled_violations == violations


@given(st.binary(max_size=200), st.data())
def test_audio_arrives_whole_however_it_is_cut(pcm: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(pcm)), max_size=8)))
    pieces = [pcm[a:b] for a, b in zip([0, *cuts], [*cuts, len(pcm)], strict=True)]
    server = new_server()
    heard = b""
    for piece in pieces:
        audio = base64.b64encode(piece).decode()
        message = json.dumps({"type": "input_audio_buffer.append", "audio": audio})
        for action in server.receive(message):
            assert isinstance(action, Audio)
            assert len(action.pcm) % 2 == 0
            heard += action.pcm
    assert heard == pcm[: len(pcm) // 2 * 2]
