"""One client: how far its audio may run ahead of decoding."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from app.protocol.abilities import Abilities
from app.protocol.server import ServerMachine
from app.recognizer.connection import Connection, Service
from app.recognizer.decoder import Heard, Wish
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


def messages() -> list[str]:
    audio = base64.b64encode(LINE.astype("<i2").tobytes()).decode()
    append = json.dumps({"type": "input_audio_buffer.append", "audio": audio})
    return [append] * LINES + ['{"type": "session.finish"}']


def test_audio_that_is_far_ahead_of_decoding_is_not_read_until_it_catches_up() -> None:
    async def run() -> tuple[int, Socket]:
        socket, worker, numbers = Socket(messages()), Worker(Fluent), itertools.count()
        abilities = Abilities(languages=frozenset({"en"}), model="a-model")
        machine = ServerMachine(abilities, new_id=lambda kind: f"{kind}_{next(numbers)}")
        peer = cast("ServerConnection", socket)  # the part of it that is used
        clock = asyncio.get_running_loop().time
        service = Service(worker, new_stream, Load(clock), clock)
        session = asyncio.create_task(Connection(peer, machine, service).run())
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
