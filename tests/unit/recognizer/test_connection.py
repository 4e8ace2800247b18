"""One client: how far its audio may run ahead of decoding, and what it is told of the model."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from app.protocol.abilities import Abilities, Extra
from app.protocol.server import ServerMachine
from app.recognizer.connection import Connection, Service
from app.recognizer.decoder import Decoder, Heard, Wish
from app.recognizer.easing import Ease
from app.recognizer.jobs import Urgency
from app.recognizer.lines import Rules
from app.recognizer.load import Load
from app.recognizer.stream import LineStream
from app.recognizer.worker import Worker

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection

    from app.recognizer.audio import Samples

DEADLINE_S = 10.0
TURNS_OF_THE_LOOP = 1_000
LINES = 40
SPOKEN_S = 2
SECOND = 16_000
LINE = np.concatenate([np.full(SPOKEN_S * SECOND, 32_767), np.zeros(SECOND)])


class Socket:
    """A client that has said everything already."""

    def __init__(self, messages: list[str]) -> None:
        self._messages = iter(messages)
        self.read = 0
        self.sent: list[dict[str, Any]] = []
        self.closed: tuple[int, str] | None = None

    def __aiter__(self) -> Socket:
        return self

    async def __anext__(self) -> str:
        message = next(self._messages, None)
        if message is None:
            raise StopAsyncIteration
        self.read += 1
        return message

    async def send(self, text: str) -> None:
        self.sent.append(json.loads(text))

    async def close(self, code: int, reason: str) -> None:
        self.closed = code, reason


class LoudIsSpeech:
    """A detector for the lines above."""

    def probability(self, frame: Samples) -> float:
        return float(frame[0])


class Fluent:
    """A decoder that understands the same at once, whatever was said."""

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        return Heard("Yes." if len(samples) else "", "en")


def new_stream(rules: Rules, wish: Wish) -> LineStream:
    return LineStream(LoudIsSpeech(), rules, wish)


def connection(
    socket: Socket, worker: Worker[Decoder], extras: frozenset[Extra] = frozenset()
) -> Connection[Decoder]:
    numbers = itertools.count()
    abilities = Abilities(languages=frozenset({"en"}), model="a-model", extras=extras)
    machine = ServerMachine(abilities, new_id=lambda kind: f"{kind}_{next(numbers)}")
    clock = asyncio.get_running_loop().time
    peer = cast("ServerConnection", socket)  # the part of it that is used
    return Connection(peer, machine, Service(worker, new_stream, Load(clock), clock))


def messages(lines: int) -> list[str]:
    audio = base64.b64encode(LINE.astype("<i2").tobytes()).decode()
    append = json.dumps({"type": "input_audio_buffer.append", "audio": audio})
    return [append] * lines + ['{"type": "session.finish"}']


def test_audio_that_is_far_ahead_of_decoding_is_not_read_until_it_catches_up() -> None:
    async def run() -> tuple[int, Socket]:
        socket, worker = Socket(messages(LINES)), Worker[Decoder](Fluent)
        session = asyncio.create_task(connection(socket, worker).run())
        for _ in range(TURNS_OF_THE_LOOP):
            await asyncio.sleep(0)
        read_before_decoding = socket.read
        work = asyncio.create_task(worker.run())
        await asyncio.wait_for(session, DEADLINE_S)
        work.cancel()
        return read_before_decoding, socket

    read_before_decoding, socket = asyncio.run(run())
    assert 30 <= read_before_decoding * len(LINE) / SECOND <= 50
    assert socket.read == LINES + 1
    finals = [event["transcript"] for event in socket.sent if "transcript" in event]
    assert finals == ["Yes."] * LINES
    assert socket.sent[-1]["type"] == "session.finished"
    assert socket.closed == (1000, "")


def eased(ease: int, *, asks: bool) -> Socket:
    """Serve a client one line while the model does not keep up."""
    zimu = {"tells_ease": asks}
    update = json.dumps({"type": "session.update", "session": {"x_zimu": zimu}})

    async def run() -> Socket:
        socket, worker = Socket([update, *messages(1)]), Worker[Decoder](Fluent)
        peer = connection(socket, worker, frozenset(Extra))
        peer.ease(Ease(ease))
        work = asyncio.create_task(worker.run())
        await asyncio.wait_for(peer.run(), DEADLINE_S)
        work.cancel()
        return socket

    return asyncio.run(run())


def test_a_client_of_ours_is_told_that_the_model_does_not_keep_up() -> None:
    [final] = [event for event in eased(2, asks=True).sent if "transcript" in event]
    assert final["x_zimu"] == {"ease": 2}
    assert not any("x_zimu" in event for event in eased(0, asks=True).sent[2:])


def test_no_other_client_is() -> None:
    assert not any("x_zimu" in event for event in eased(2, asks=False).sent[2:])


def test_with_finals_only_nothing_is_told_before_the_pause() -> None:
    kinds = [event["type"].rpartition(".")[2] for event in eased(2, asks=True).sent]
    assert kinds.count("completed") == 1
    assert kinds.index("speech_stopped") < kinds.index("completed")
    partials = [kind for kind in kinds[: kinds.index("speech_stopped")] if kind == "text"]
    assert len(partials) <= 1  # what the final was prepared from


def served(**zimu: bool) -> list[dict[str, Any]]:
    """Serve a client two lines that asked for `zimu`; return what it was told."""
    update = json.dumps({"type": "session.update", "session": {"x_zimu": zimu}})

    async def run() -> list[dict[str, Any]]:
        socket, worker = Socket([update, *messages(2)]), Worker[Decoder](Fluent)
        work = asyncio.create_task(worker.run())
        await asyncio.wait_for(connection(socket, worker, frozenset(Extra)).run(), DEADLINE_S)
        work.cancel()
        return socket.sent

    return asyncio.run(run())


def test_who_asks_is_told_how_far_decoding_has_come() -> None:
    events = served(tells_progress=True)
    done_ms = [event["done_ms"] for event in events if event["type"] == "zimu.progress"]
    assert done_ms == sorted(set(done_ms))
    assert done_ms[-1] >= 2 * len(LINE) * 1000 // SECOND - 500


def test_nobody_else_sees_that_event() -> None:
    assert not any("zimu" in event["type"] for event in served(tells_ease=True))


def test_of_a_recording_nothing_is_told_before_the_pause() -> None:
    kinds = [event["type"].rpartition(".")[2] for event in served(recorded=True)]
    assert kinds.count("completed") == 2
    # What was heard up to the pause may be told while it lasts.
    assert kinds[: kinds.index("speech_stopped")].count("text") <= 1


def test_a_recording_goes_after_those_who_speak() -> None:
    async def run() -> Urgency | None:
        update = '{"type": "session.update", "session": {"x_zimu": {"recorded": true}}}'
        worker = Worker[Decoder](Fluent)
        peer = connection(Socket([update, *messages(1)]), worker, frozenset(Extra))
        session = asyncio.create_task(peer.run())
        for _ in range(TURNS_OF_THE_LOOP):
            await asyncio.sleep(0)
        session.cancel()
        return peer.urgency()

    assert asyncio.run(run()) is Urgency.RECORDED


class Deaf:
    """A decoder that fails on everything."""

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        raise RuntimeError("no memory")


class Unspeakable:
    """A decoder whose words no message can carry."""

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        return Heard("\ud800")


@pytest.mark.expects_log("failed on a line: RuntimeError$")
def test_a_line_that_the_model_fails_on_is_told_to_have_failed() -> None:
    async def run() -> Socket:
        socket, worker = Socket(messages(1)), Worker[Decoder](Deaf)
        work = asyncio.create_task(worker.run())
        await asyncio.wait_for(connection(socket, worker).run(), DEADLINE_S)
        work.cancel()
        return socket

    kinds = [event["type"].rpartition(".")[2] for event in asyncio.run(run()).sent]
    assert kinds[-2:] == ["failed", "finished"]


@pytest.mark.expects_log("cannot be told: UnicodeEncodeError$")
def test_words_that_cannot_be_told_end_that_session_and_no_other() -> None:
    async def run() -> bool:
        socket, worker = Socket(messages(1)), Worker[Decoder](Unspeakable)
        work = asyncio.create_task(worker.run())
        session = asyncio.create_task(connection(socket, worker).run())
        await asyncio.wait({session}, timeout=DEADLINE_S)
        works_on = session.cancelled() and not work.done()
        work.cancel()
        return works_on

    assert asyncio.run(run())
