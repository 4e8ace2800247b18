"""A recording and a decoder that takes longer than any patience: nothing is lost, no link dies."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import soundfile
from websockets.asyncio.server import ServerConnection, serve

from app.audio.file_source import FileSource, Pace
from app.core.captions import GapLine, Line
from app.core.endpoint import Endpoint
from app.core.events import EngineState
from app.engine.catalog import LOCAL
from app.net.links import LinkAlive
from app.net.options import NetOptions
from app.net.websocket import connect
from app.protocol.abilities import Abilities, Extra
from app.protocol.config import PATH, WireConfig
from app.protocol.server import ServerMachine
from app.recognizer.connection import Connection, Service
from app.recognizer.decoder import Decoder, Heard, Wish
from app.recognizer.load import Load
from app.recognizer.stream import LineStream
from app.recognizer.worker import Worker
from app.session import pulse
from app.session.plan import Plan
from app.session.session import Session
from tests.helpers.session_fakes import RecordingSink
from tests.helpers.waiting import DEADLINE_S, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from app.net.links import Cancel, LinkEvent, Post
    from app.recognizer.audio import Samples
    from app.recognizer.lines import Rules

LINES, VOICE_S, SILENCE_S = 40, 2, 1
RATE_HZ = 16_000
PONGS = 5


class Loud:
    """A detector that takes what is loud for speech."""

    def probability(self, frame: Samples) -> float:
        return float(frame[0])


class Stuck:
    """A decoder that works when it is let."""

    def __init__(self) -> None:
        self.may_go = threading.Event()

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        assert self.may_go.wait(DEADLINE_S)
        assert wish.is_final, "nobody waits for the words of a recording to appear"
        return Heard("Yes." if len(samples) else "", "en")


class Engine:
    """The server of ours around a decoder, on a thread of its own."""

    def __init__(self) -> None:
        self.load = Load(time.monotonic)
        self.decoder = Stuck()
        self._loop = asyncio.new_event_loop()
        self._end = asyncio.Event()
        self._is_up = threading.Event()
        self.port = 0

    @contextmanager
    def running(self) -> Iterator[Engine]:
        thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))
        thread.start()
        try:
            assert self._is_up.wait(DEADLINE_S)
            yield self
        finally:
            self.decoder.may_go.set()
            self._loop.call_soon_threadsafe(self._end.set)
            thread.join(DEADLINE_S)
            self._loop.close()

    async def _serve(self) -> None:
        worker: Worker[Decoder] = Worker(lambda: self.decoder)
        work = asyncio.create_task(worker.run())
        numbers = count()

        def new_stream(rules: Rules, wish: Wish) -> LineStream:
            return LineStream(Loud(), rules, wish)

        async def handle(socket: ServerConnection) -> None:
            abilities = Abilities(frozenset({"en"}), LOCAL.model, extras=frozenset(Extra))
            machine = ServerMachine(abilities, new_id=lambda kind: f"{kind}_{next(numbers)}")
            service = Service(worker, new_stream, self.load, time.monotonic)
            await Connection(socket, machine, service).run()

        options = {"compression": None, "max_queue": 2, "ping_timeout": None}
        async with serve(handle, "127.0.0.1", 0, **options) as server:  # type: ignore[arg-type]  # each its own
            self.port = server.sockets[0].getsockname()[1]
            self._is_up.set()
            await self._end.wait()
        work.cancel()


class Dialling:
    """Connects over a real socket, and counts the answers to pings."""

    def __init__(self, port: int) -> None:
        self._endpoint = Endpoint(f"ws://127.0.0.1:{port}{PATH}", LOCAL.model, "")
        self.dials = 0
        self.pongs = 0

    def dial(self, attempt: int, post: Post, cancel: Cancel) -> None:
        self.dials += 1

        def counted(event: LinkEvent) -> bool:
            self.pongs += isinstance(event, LinkAlive)
            return post(event)

        options = {"options": NetOptions()}
        arguments = (self._endpoint, attempt, counted, cancel)
        threading.Thread(target=connect, args=arguments, kwargs=options, daemon=True).start()

    def distrust(self) -> None:
        raise AssertionError("a slow decoder was taken for a dead one")


def recording(folder: Path) -> Path:
    line = np.concatenate([np.ones(VOICE_S * RATE_HZ), np.zeros(SILENCE_S * RATE_HZ)])
    soundfile.write(folder / "lines.wav", np.tile(line, LINES), RATE_HZ, subtype="PCM_16")
    return folder / "lines.wav"


def test_a_recording_waits_for_a_decoder_that_is_stuck_and_then_all_of_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "PING_AFTER_S", 0.05)  # and the patience stays what it is
    sink = RecordingSink()
    with Engine().running() as engine:
        dialer = Dialling(engine.port)
        plan = Plan(LOCAL, WireConfig(is_recorded=True), dialer)
        source = FileSource(recording(tmp_path), Pace.FAST)
        session = Session(plan, source, sink, time.perf_counter)
        thread = threading.Thread(target=session.run)
        thread.start()
        try:
            until(lambda: engine.load.heard_s >= 10, "as much is sent as may be")
            asked_for = dialer.pongs + PONGS
            until(lambda: dialer.pongs >= asked_for, "the server still reads")
            assert engine.load.heard_s <= 10 + VOICE_S + SILENCE_S + 0.1
            engine.decoder.may_go.set()
            until(lambda: session.state.is_over, "the end")
        finally:
            session.abort()
            thread.join(DEADLINE_S)
    assert sink.states[-1] is EngineState.STOPPED
    assert EngineState.RECONNECTING not in sink.states
    assert dialer.dials == 1
    assert not [entry for entry in sink.captions.entries if isinstance(entry, GapLine)]
    texts = [entry.text for entry in sink.captions.entries if isinstance(entry, Line)]
    assert texts == ["Yes."] * LINES
