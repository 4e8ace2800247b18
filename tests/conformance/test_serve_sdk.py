"""The service's official SDK drives `zimu serve` as it would the service."""

from __future__ import annotations

import base64
import queue
import socket
from typing import TYPE_CHECKING, Any

import pytest
from dashscope.audio import qwen_omni as omni
from dashscope.audio.qwen_omni import omni_realtime

from app.core.endpoint import Endpoint
from tests.helpers.link_client import dialled
from tests.helpers.serving import Server, finals, serving, speech, words
from tests.helpers.traffic_rules import read_as_we_do

if TYPE_CHECKING:
    from collections.abc import Iterator


DEADLINE_S = 20.0
CHUNK = 3_200


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("serve"), "--no-token") as running:
        yield running


class Listener(omni.OmniRealtimeCallback):
    """Keeps what the SDK hands on from its reader thread."""

    def __init__(self) -> None:
        self.events: queue.Queue[dict[str, Any]] = queue.Queue()

    def on_event(self, message: Any) -> None:  # the SDK says str, and hands on a dict
        """Called by the SDK."""
        self.events.put(message)

    def until(self, kind: str) -> list[dict[str, Any]]:
        """Return events up to one whose type ends in `kind`. Raises queue.Empty."""
        events: list[dict[str, Any]] = []
        while not events or not events[-1]["type"].endswith(kind):
            events.append(self.events.get(timeout=DEADLINE_S))
        return events


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def talk(server: Server, listener: Listener) -> Iterator[Any]:
    """A connected conversation of the SDK."""
    conversation = omni.OmniRealtimeConversation(
        model="qwen3-asr-flash-realtime", api_key="sk-any", callback=listener, url=server.url
    )
    conversation.connect()
    yield conversation
    # The SDK's own close() leaves its reader waiting for ten seconds at a socket that is gone.
    app: Any = conversation.ws
    app.keep_running = False
    app.sock.sock.shutdown(socket.SHUT_RDWR)
    conversation.thread.join(DEADLINE_S)


def update(conversation: Any, **settings: Any) -> None:
    conversation.update_session(
        output_modalities=[omni.MultiModality.TEXT],
        transcription_params=omni_realtime.TranscriptionParams(
            language="en", sample_rate=16_000, input_audio_format="pcm"
        ),
        **settings,
    )


def say(conversation: Any, pcm: bytes) -> None:
    for at in range(0, len(pcm), CHUNK):
        conversation.append_audio(base64.b64encode(pcm[at : at + CHUNK]).decode())


@pytest.mark.parametrize("silence_ms", [400, None], ids=["vad", "manual"])
def test_our_client_gets_the_same_finals_as_the_sdk(
    server: Server, talk: Any, listener: Listener, silence_ms: int | None
) -> None:
    pcm = speech("two_cities.wav")[: 20 * 32_000]
    update(
        talk,
        enable_turn_detection=silence_ms is not None,
        turn_detection_threshold=0.0,
        turn_detection_silence_duration_ms=silence_ms or 0,
    )
    say(talk, pcm)
    talk.end_session(timeout=DEADLINE_S)
    theirs = finals(listener.until("session.finished"))
    with dialled(Endpoint(server.url, "any"), deadline_s=DEADLINE_S) as ours:
        assert ours.update(silence_ms=silence_ms, language="en")["type"] == "session.updated"
        ours.say(pcm)
        ours.finish()
    assert read_as_we_do(ours.events) == theirs
    assert len(words(theirs)) > 30
    assert len(theirs) >= 5 or silence_ms is None


def test_the_sdk_gets_its_finals_with_server_vad(talk: Any, listener: Listener) -> None:
    update(
        talk,
        enable_turn_detection=True,
        turn_detection_threshold=0.0,
        turn_detection_silence_duration_ms=400,
    )
    say(talk, speech())
    talk.end_session(timeout=DEADLINE_S)
    events = listener.until("session.finished")
    heard = words(finals(events))
    assert len(finals(events)) >= 3
    assert {"tried", "again", "better"} <= set(heard)


def test_the_sdk_gets_its_final_on_commit(talk: Any, listener: Listener) -> None:
    update(talk, enable_turn_detection=False)
    say(talk, speech())
    talk.commit()
    events = listener.until(".completed")
    assert {"tried", "again", "better"} <= set(words(finals(events)))
    talk.end_session(timeout=DEADLINE_S)
    assert finals(listener.until("session.finished")) == []


def test_the_sdk_works_without_any_recognition_settings(talk: Any, listener: Listener) -> None:
    talk.update_session(output_modalities=[omni.MultiModality.TEXT])
    say(talk, speech())
    talk.end_session(timeout=DEADLINE_S)
    assert "tried" in words(finals(listener.until("session.finished")))
