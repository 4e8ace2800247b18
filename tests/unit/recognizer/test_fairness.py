"""Several clients and one model, in a time that only the model's work makes go by."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import math
import threading
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
import pytest

from app.protocol.abilities import Abilities
from app.protocol.server import ServerMachine
from app.recognizer.audio import RATE_HZ, Samples
from app.recognizer.connection import Connection, Service
from app.recognizer.decoder import Heard, Wish
from app.recognizer.follow import FollowStream
from app.recognizer.load import Load
from app.recognizer.stream import LineStream
from app.recognizer.worker import Worker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from websockets.asyncio.server import ServerConnection

    from app.recognizer.events import Stream
    from app.recognizer.lines import Rules

DEADLINE_S = 30.0
VOICE_S, SILENCE_S = 2, 1
MESSAGE_S = 0.1
MESSAGE = int(MESSAGE_S * RATE_HZ)
RECORDED, SPOKEN = 0.9, 0.5
RECORDINGS, RECORDED_LINES, SPOKEN_LINES = 3, 30, 5
WORK = 0.2
"""Seconds that the model needs for a second of audio."""


class Clock:
    """Goes on when the model works, or when nobody has anything for it to do."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._spoken_s = 0.0
        self._changed = threading.Condition()

    def __call__(self) -> float:
        return self.now_s

    def work(self, cost_s: float) -> None:
        """The model's thread: work for so long, while what is spoken meanwhile comes in."""
        with self._changed:
            self.now_s += cost_s
            assert self._changed.wait_for(lambda: self._spoken_s > self.now_s, DEADLINE_S)

    def spoken(self, until_s: float) -> None:
        """Say that all has come in that was spoken until then."""
        with self._changed:
            self._spoken_s = until_s
            self._changed.notify_all()


class Model:
    """Decoder and follower in one: hears a word for each line."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.jobs: list[tuple[float, float]] = []
        """For whom each job was, by their level, and what it took."""

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        return self.feed(samples)

    def open(self, wish: Wish) -> Model:
        return self

    def feed(self, samples: Samples) -> Heard:
        cost_s = WORK * len(samples) / RATE_HZ
        self._clock.work(cost_s)
        level = float(samples.max(initial=0.0))
        self.jobs.append((RECORDED if level > 0.7 else SPOKEN, cost_s))
        lines = round(float((samples > 0.1).sum()) / VOICE_S / RATE_HZ)
        return Heard(" ".join(["Yes."] * max(lines, 1)))

    def finish(self) -> Heard:
        return Heard("All of it.")


class LoudIsSpeech:
    """A detector for the lines below."""

    def probability(self, frame: Samples) -> float:
        return float(frame[0] > 0.1)


class Socket:
    """A client whose messages come at their times; what it is sent has the time it was sent."""

    def __init__(self, clock: Clock, messages: AsyncIterator[str]) -> None:
        self._clock = clock
        self._messages = messages
        self.sent: list[tuple[float, dict[str, Any]]] = []

    def __aiter__(self) -> AsyncIterator[str]:
        return self._messages

    async def send(self, text: str) -> None:
        self.sent.append((self._clock.now_s, json.loads(text)))

    async def close(self, code: int, reason: str) -> None:
        """Nobody is there any more."""

    def times(self, kind: str) -> list[float]:
        """Return when each event of a kind was sent."""
        return [at_s for at_s, event in self.sent if event["type"].endswith(kind)]


class Together(NamedTuple):
    """What came of some recordings and a speaker."""

    recordings: list[Socket]
    speaker: Socket
    jobs: list[tuple[float, float]]
    load: Load


def line(level: float) -> Samples:
    voice = np.full(VOICE_S * RATE_HZ, level, np.float32)
    return np.concatenate([voice, np.zeros(SILENCE_S * RATE_HZ, np.float32)])


def append(samples: Samples) -> str:
    pcm = (samples * 32_767).astype("<i2").tobytes()
    audio = base64.b64encode(pcm).decode()
    return json.dumps({"type": "input_audio_buffer.append", "audio": audio})


async def at_once(lines: int) -> AsyncIterator[str]:
    for _ in range(lines):
        yield append(line(RECORDED))
    yield '{"type": "session.finish"}'


async def as_spoken(clock: Clock, lines: int, is_alone: Callable[[], bool]) -> AsyncIterator[str]:
    spoken = np.concatenate([line(SPOKEN)] * lines)
    for at in range(0, len(spoken), MESSAGE):
        clock.spoken(at / RATE_HZ)
        while clock.now_s < at / RATE_HZ and not is_alone():
            await asyncio.sleep(0)
        clock.now_s = max(clock.now_s, at / RATE_HZ)
        yield append(spoken[at : at + MESSAGE])
    clock.spoken(math.inf)
    yield '{"type": "session.finish"}'


def heard_together(new_stream: Callable[..., Stream[Any]]) -> Together:
    """Send recordings at once, and speak some lines meanwhile."""

    async def run() -> Together:
        clock, numbers = Clock(), itertools.count()
        model, load = Model(clock), Load(clock)
        worker: Worker[Any] = Worker(lambda: model)

        def stream(rules: Rules, wish: Wish) -> Stream[Any]:
            return new_stream(LoudIsSpeech(), rules, wish)

        def session(messages: AsyncIterator[str]) -> tuple[Socket, asyncio.Task[None]]:
            socket = Socket(clock, messages)
            abilities = Abilities(languages=frozenset({"en"}), model="a-model")
            machine = ServerMachine(abilities, new_id=lambda kind: f"{kind}_{next(numbers)}")
            service = Service(worker, stream, load, clock)
            peer = cast("ServerConnection", socket)  # the part of it that is used
            return socket, asyncio.create_task(Connection(peer, machine, service).run())

        recordings = [session(at_once(RECORDED_LINES)) for _ in range(RECORDINGS)]
        tasks = [task for _, task in recordings]
        speaker, spoken = session(
            as_spoken(clock, SPOKEN_LINES, lambda: all(task.done() for task in tasks))
        )
        work = asyncio.create_task(worker.run())
        await asyncio.wait_for(asyncio.gather(*tasks, spoken), DEADLINE_S)
        work.cancel()
        return Together([socket for socket, _ in recordings], speaker, model.jobs, load)

    return asyncio.run(run())


@pytest.fixture(scope="module", params=[LineStream, FollowStream])
def heard(request: pytest.FixtureRequest) -> Together:
    return heard_together(request.param)


def test_the_recordings_last_longer_than_the_speaker_speaks(heard: Together) -> None:
    """Otherwise nothing is shown below."""
    end_s = heard.speaker.times(".completed")[-1]
    assert all(recording.times(".completed")[-1] > end_s for recording in heard.recordings)


def test_a_speaker_waits_for_no_more_than_one_job_of_all_recordings(heard: Together) -> None:
    longest_s = max(cost_s for whose, cost_s in heard.jobs if whose == RECORDED)
    own_s = max(cost_s for whose, cost_s in heard.jobs if whose == SPOKEN)
    ends = heard.speaker.times(".speech_stopped"), heard.speaker.times(".completed")
    delays_s = [final_s - end_s for end_s, final_s in zip(*ends, strict=True)]
    assert len(delays_s) == SPOKEN_LINES
    # The one that has just begun when the speech ends.
    assert max(delays_s) <= longest_s + own_s + MESSAGE_S


def test_recordings_have_their_turn_while_somebody_speaks(heard: Together) -> None:
    whose = [whose for whose, _ in heard.jobs]
    while_speaking = whose[: len(whose) - whose[::-1].index(SPOKEN)]
    assert while_speaking.count(RECORDED) > RECORDINGS


def test_every_line_of_all_has_its_final(heard: Together) -> None:
    finals = [len(recording.times(".completed")) for recording in heard.recordings]
    assert finals == [RECORDED_LINES] * RECORDINGS
    assert len(heard.speaker.times(".completed")) == SPOKEN_LINES


def test_all_that_came_is_counted(heard: Together) -> None:
    lines = RECORDINGS * RECORDED_LINES + SPOKEN_LINES
    assert heard.load.heard_s == pytest.approx((VOICE_S + SILENCE_S) * lines)
