"""One client of the server, from `session.created` to the last final. Event loop only."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar, assert_never

from websockets.exceptions import ConnectionClosed

from app.protocol.server import Audio, Committed, Configured, Finish, Hangup, Reply
from app.recognizer.audio import RATE_HZ, Reader
from app.recognizer.delays import Delays
from app.recognizer.easing import Ease
from app.recognizer.jobs import Urgency
from app.recognizer.lines import Rules
from app.recognizer.outbox import Outbox
from app.recognizer.pace import Pace
from app.recognizer.turns import ManualTurns, Outgoing, VadTurns
from app.recognizer.vad import speech_probability
from app.recognizer.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from websockets.asyncio.server import ServerConnection

    from app.protocol.config import WireConfig
    from app.protocol.server import ServerAction, ServerMachine
    from app.recognizer.decoder import Heard, Wish
    from app.recognizer.events import LineEvent, Stream
    from app.recognizer.jobs import Job
    from app.recognizer.load import Load
    from app.recognizer.turns import Turns
    from app.recognizer.worker import Worker

log = logging.getLogger(__name__)

Model = TypeVar("Model")

# Who asks for progress waits long before that. From others more could only be taken by losing
# something: their socket is not read until decoding catches up, though no ping is answered then.
_MOST_BACKLOG_S: Final = 30.0
# Nobody who speaks has more finals waiting: they take turns with the partials of others.
_LIVE_BACKLOG_S: Final = 15.0
# How much more must be done before it is told.
_PROGRESS_MS: Final = 500
# Listening for voices in a large message takes long; others get their turn in between.
_SLICE_SAMPLES: Final = RATE_HZ // 4
# Where nobody asked for pauses, lines are only a means, and long ones are understood best.
_MANUAL_RULES: Final = Rules.of(silence_ms=800, speech_probability=speech_probability(0.0))
# After `session.finished` it is the client's turn to close.
_GOODBYE_TIMEOUT_S: Final = 3.0
# Longer than the library waits for a close frame; what takes more time is a peer that reads none.
_HANG_UP_TIMEOUT_S: Final = 2.0
_NORMAL_CLOSE: Final = 1000
_PROGRESS: Final = "progress"  # which no item is called
_GOING_AWAY: Final = 1001
_NOT_READING: Final = 1008


@dataclass(frozen=True)
class Service(Generic[Model]):
    """What all sessions of a server share. A session is ended when it has lasted too long."""

    worker: Worker[Model]
    new_stream: Callable[[Rules, Wish], Stream[Model]]
    load: Load
    clock: Callable[[], float]
    max_session_s: float | None = None


class Connection(Generic[Model]):
    """One wire session: what a client sends goes in, what was heard goes out."""

    def __init__(
        self, socket: ServerConnection, machine: ServerMachine, service: Service[Model]
    ) -> None:
        self._socket = socket
        self._machine = machine
        self._service = service
        self._worker = service.worker
        self._pace = Pace(service.clock)
        self._delays = Delays(service.load, service.clock)
        self._reader = Reader(RATE_HZ)
        self._outbox = Outbox()
        self._stream: Stream[Model] | None = None
        self._wording = Wording(machine.config)
        self._ease = Ease.NONE
        self._told_ms = 0  # how far it was said that decoding has come
        self._turns: Turns = VadTurns(machine)
        self._progress = asyncio.Event()
        self._session: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Serve until the client or the protocol ends it."""
        self._session = asyncio.current_task()
        self._worker.join(self)
        sender = asyncio.create_task(self._send())
        try:
            self._put([Outgoing(self._machine.opening())])
            code, reason = await self._receive_in_time()
            self._outbox.close()
            await asyncio.wait({sender}, timeout=_GOODBYE_TIMEOUT_S)
            await hang_up(self._socket, code, reason)
        except ConnectionClosed:
            log.info("the client went away")
        finally:
            sender.cancel()
            self._worker.leave(self)

    @property
    def backlog_s(self) -> float:
        """Seconds of closed lines that wait for their finals."""
        return self._stream.backlog_s if self._stream is not None else 0.0

    def ease(self, ease: Ease) -> None:
        """Cut partials back from now on, and let the client know."""
        self._ease = ease
        self._machine.ease(ease)
        if self._stream is not None:
            self._stream.ease(self._stream_ease)

    @property
    def _stream_ease(self) -> Ease:
        return Ease.FINALS_ONLY if self._machine.config.is_recorded else self._ease

    @property
    def _is_live(self) -> bool:
        """Whether somebody may be speaking: so it is, unless it is said or shows otherwise."""
        return not self._machine.config.is_recorded and self._pace.is_live

    # Customer: the worker's side

    def urgency(self) -> Urgency | None:
        """Return how urgent the next job is. A recording never goes before who speaks."""
        urgency = self._stream.urgency() if self._stream is not None else None
        if urgency is None:
            return None
        if not self._is_live:
            return Urgency.RECORDED
        return max(urgency, Urgency.PARTIAL) if self.backlog_s > _LIVE_BACKLOG_S else urgency

    def take_job(self) -> Job[Model] | None:
        """Return the next job."""
        return self._stream.take_job() if self._stream is not None else None

    def done(self, heard: Heard, *, cost_s: float) -> None:
        """Take the answer to the job that is out."""
        stream = self._stream
        if stream is not None:
            self._service.load.worked(cost_s, is_live=self._is_live)
            self._answer(stream, lambda: stream.done(heard, cost_s=cost_s))

    def failed(self) -> None:
        """Give up the job that is out: the model failed on it."""
        stream = self._stream
        if stream is not None:
            self._answer(stream, stream.failed)

    def _answer(self, stream: Stream[Model], take: Callable[[], Sequence[LineEvent]]) -> None:
        """Take an answer and tell it. What goes wrong ends this session, not the worker."""
        try:
            self._tell(take())
        except Exception as exc:  # noqa: BLE001  # whatever it is, it is this session's own
            # What it says may hold words that were spoken.
            log.error("a session ends, its words cannot be told: %s", type(exc).__name__)
            if self._session is not None:
                self._session.cancel()
        self._delays.answered()
        self._note_due(stream)
        self._tell_progress(stream)
        self._progress.set()

    # The client's side

    async def _receive_in_time(self) -> tuple[int, str]:
        try:
            async with asyncio.timeout(self._service.max_session_s):
                return await self._receive()
        except TimeoutError:
            return _GOING_AWAY, "the session was as long as it may be"

    async def _receive(self) -> tuple[int, str]:
        """Handle messages until the session is over; return how to close."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(None) as patience:
                async for message in self._socket:
                    for action in self._machine.receive(message):
                        if (closing := await self._act(action)) is not None:
                            return closing
                        if isinstance(action, Finish):
                            now_s = asyncio.get_running_loop().time()
                            patience.reschedule(now_s + _GOODBYE_TIMEOUT_S)
                    if self._outbox.is_overfull:
                        return _NOT_READING, "the client does not read"
        return _NORMAL_CLOSE, ""

    async def _act(self, action: ServerAction) -> tuple[int, str] | None:
        match action:
            case Reply(text):
                self._put([Outgoing(text)])
            case Configured(config):
                self._wording = Wording(config)
                await asyncio.to_thread(self._wording.prepare)
            case Audio(pcm):
                await self._hear(pcm)
            case Committed():
                self._commit()
            case Finish():
                await self._finish()
            case Hangup(code, reason):
                return code, reason
            case _:
                assert_never(action)
        return None

    async def _hear(self, pcm: bytes) -> None:
        stream = self._stream or self._begin(self._machine.config)
        samples = self._reader.read(pcm)
        self._pace.heard(len(samples) / RATE_HZ)
        self._service.load.heard(len(samples) / RATE_HZ)
        for at in range(0, len(samples), _SLICE_SAMPLES):
            self._tell(stream.feed(samples[at : at + _SLICE_SAMPLES]))
            self._note_due(stream)
            self._tell_progress(stream)
            await asyncio.sleep(0)
        while stream.backlog_s > _MOST_BACKLOG_S:
            await self._wait_for_progress()
            self._pace.resumed()

    def _begin(self, config: WireConfig) -> Stream[Model]:
        self._reader = Reader(config.sample_rate)
        rules = _MANUAL_RULES
        if config.vad is None:
            self._turns = ManualTurns(self._machine)
        else:
            probability = speech_probability(config.vad.threshold)
            rules = Rules.of(silence_ms=config.vad.silence_ms, speech_probability=probability)
        self._stream = self._service.new_stream(rules, self._wording.wish)
        self._stream.ease(self._stream_ease)
        return self._stream

    def _note_due(self, stream: Stream[Model]) -> None:
        if stream.urgency() is not None:
            self._delays.due()
            self._worker.wake()

    def _commit(self) -> None:
        if self._stream is not None:
            self._flush(self._stream)
            self._put(self._turns.commit(heard_ms=self._stream.heard_ms))
            self._worker.wake()

    async def _finish(self) -> None:
        stream = self._stream
        if stream is not None:
            self._flush(stream)
            self._put(self._turns.finish(heard_ms=stream.heard_ms))
            self._worker.wake()
            while not stream.is_idle:
                await self._wait_for_progress()
        self._put([Outgoing(self._machine.finished())])

    def _flush(self, stream: Stream[Model]) -> None:
        self._tell([*stream.feed(self._reader.flush()), *stream.flush()])

    async def _wait_for_progress(self) -> None:
        self._progress.clear()
        await self._progress.wait()

    # Out

    def _tell(self, events: Sequence[LineEvent]) -> None:
        heard_ms = self._stream.heard_ms if self._stream is not None else 0
        self._delays.note(events, is_live=self._is_live)
        for event in events:
            self._put(self._turns.tell(self._wording.told(event), heard_ms=heard_ms))

    def _tell_progress(self, stream: Stream[Model]) -> None:
        """Say how far decoding has come, to who wants to know, when it is worth a message."""
        done_ms = stream.done_ms
        if self._machine.tells_progress and done_ms >= self._told_ms + _PROGRESS_MS:
            self._told_ms = done_ms
            self._put([Outgoing(self._machine.progress(done_ms), snapshot_of=_PROGRESS)])

    def _put(self, frames: Sequence[Outgoing]) -> None:
        for frame in frames:
            self._outbox.put(frame)

    async def _send(self) -> None:
        # That the client went away is the receiver's to tell.
        with contextlib.suppress(ConnectionClosed):
            while (frame := await self._outbox.take()) is not None:
                await self._socket.send(frame.text)


async def hang_up(socket: ServerConnection, code: int, reason: str = "") -> None:
    """Close; who does not read is cut off, because no close frame gets through to them."""
    try:
        async with asyncio.timeout(_HANG_UP_TIMEOUT_S):
            await socket.close(code, reason)
    except TimeoutError:
        socket.transport.abort()
