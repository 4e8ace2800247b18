"""`zimu serve` with models that hear speech as it comes, and with one that tells feelings.

The models are stand-ins, so what they write means nothing; but it is the real server, the real
detector of speech and the real sherpa-onnx, and the same speech is always the same text.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec
import pytest

from app.core.emotion import Emotion
from app.recognizer.serve import EXIT_WEIGHTS_DAMAGED
from tests.helpers.serving import (
    DEADLINE_S,
    RATE_HZ,
    ROOT,
    Client,
    Event,
    Server,
    client,
    served,
    silence,
    speech,
)
from tests.helpers.speech import OPENING_S
from tests.helpers.tiny_models import paraformer, zipformer
from tests.helpers.tiny_nemo import nemotron
from tests.helpers.tiny_sense_voice import SENSE_LANGUAGES, sense_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.core.models import ModelInfo

    Make = Callable[[Path], ModelInfo]

_SERVE: Final = """
import sys
from pathlib import Path
import msgspec
from app.core.models import ModelInfo
from app.recognizer.serve import ServeOptions, serve
folder = Path(sys.argv[1])
model = msgspec.json.decode(sys.argv[2], type=ModelInfo)
sys.exit(serve(ServeOptions(model, folder, "127.0.0.1", 0, "", False, True, folder)))
"""


@contextmanager
def serving(make: Make, folder: Path) -> Iterator[Server]:
    """A server of the model that `make` writes; it lives as long as the block."""
    record = msgspec.json.encode(make(folder)).decode()
    with (folder / "stderr").open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(folder), record],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
    with served(process, folder) as server:
        yield server


def snapshots(events: list[Event]) -> dict[str, list[Event]]:
    """Return what each item said so far, time after time."""
    by_item: dict[str, list[Event]] = {}
    for event in events:
        if event["type"].endswith("input_audio_transcription.text"):
            by_item.setdefault(event["item_id"], []).append(event)
    return by_item


def completed(events: list[Event]) -> list[Event]:
    return [event for event in events if event["type"].endswith(".completed")]


def opening() -> bytes:
    """Return the first sentences of a book, and silence."""
    return speech("two_cities.wav")[: round(OPENING_S * RATE_HZ) * 2] + silence(1)


def said(peer: Client, chunk_ms: int = 100) -> list[str]:
    """Return all finals; some of the first line is awaited before more is said."""
    peer.update()
    pcm = opening()
    first = 3 * RATE_HZ * 2
    peer.say(pcm[:first], chunk_ms=chunk_ms)
    peer.until("input_audio_transcription.text")
    peer.say(pcm[first:], chunk_ms=chunk_ms)
    return peer.finish()


SOFT_NEMOTRON = partial(nemotron, quiet=-10.0)
"""Speech is softer than tones."""


@pytest.mark.parametrize("make", [zipformer, paraformer, SOFT_NEMOTRON])
def test_speech_is_followed_and_what_is_settled_stays(make: Make, tmp_path: Path) -> None:
    with serving(make, tmp_path) as server:
        with client(server) as peer:
            texts = said(peer)
            events = peer.events
        with client(server) as peer:
            assert said(peer, chunk_ms=37) == texts
    assert len(texts) >= 2
    assert all(texts)
    shown = snapshots(events)
    for final in completed(events):
        for event in shown.get(final["item_id"], []):
            assert final["transcript"].startswith(event["text"])
    assert any(event["text"] + event["stash"] for items in shown.values() for event in items)


def test_push_to_talk_gets_all_lines_as_one(tmp_path: Path) -> None:
    with serving(zipformer, tmp_path) as server:
        with client(server) as peer:
            peer.update(silence_ms=800)
            peer.say(opening())
            lines = peer.finish()
        with client(server) as peer:
            peer.update(silence_ms=None)
            peer.say(opening())
            peer.send("input_audio_buffer.commit")
            [whole] = peer.finish()
    assert whole.replace(" ", "") == "".join(lines).replace(" ", "")


def test_the_language_and_the_feeling_reach_the_client(tmp_path: Path) -> None:
    with serving(sense_voice, tmp_path) as server, client(server) as peer:
        said(peer)
        events = completed(peer.events)
    told = [event for event in events if event["transcript"]]
    assert {event["language"] for event in told} - {""} <= set(SENSE_LANGUAGES)
    assert any(event["language"] for event in told)
    assert {event["emotion"] for event in told} - {""} <= set(Emotion)
    assert any(event["emotion"] for event in told)


def test_who_asks_for_a_language_hears_it_from_a_model_that_listens_for_it(tmp_path: Path) -> None:
    with serving(SOFT_NEMOTRON, tmp_path) as server, client(server) as peer:
        peer.update(input_audio_transcription={"language": "zh"})
        peer.say(opening())
        text = "".join(peer.finish())
    assert text
    assert not any(letter.isascii() and letter.isalpha() for letter in text)


def test_a_model_that_does_not_load_ends_the_server_with_one_line(tmp_path: Path) -> None:
    def spoilt(folder: Path) -> ModelInfo:
        model = zipformer(folder)
        (folder / "encoder.onnx").write_bytes(b"this is no graph")
        return model

    with serving(spoilt, tmp_path) as server:
        assert server.process.wait(DEADLINE_S) == EXIT_WEIGHTS_DAMAGED
    [line] = server.stderr.read_text().splitlines()
    assert "tiny-online-transducer is damaged (encoder.onnx)" in line
