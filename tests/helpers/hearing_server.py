"""A server that hears which audio it got: its transcripts are the places of the speech in it.

Speech is made so that its samples say where they lie; silence is zeros. What the server says comes
late, in order, and is lost with the link, as on a network.
"""

import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from app.core.emotion import Emotion
from app.protocol.server import Audio, Committed, Finish, Reply
from tests.helpers.session_fakes import FakeLink

BLOCK_MS = 10
BLOCK_SAMPLES = 16 * BLOCK_MS
STARTED_AFTER = 30  # blocks of speech before the server tells of it
SILENCE_AFTER = 40  # blocks of silence that end a line
INTERIM_EVERY = 25
LONGEST = 600


@dataclass(frozen=True)
class Score:
    """Which blocks are speech."""

    blocks: frozenset[int]

    @classmethod
    def of(cls, pauses_and_speech_ms: Iterable[tuple[int, int]]) -> "Score":
        """Return a score of silence and speech in turns."""
        blocks: set[int] = set()
        at = 0
        for pause_ms, speech_ms in pauses_and_speech_ms:
            at += pause_ms // BLOCK_MS
            blocks.update(range(at, at + speech_ms // BLOCK_MS))
            at += speech_ms // BLOCK_MS
        return cls(frozenset(blocks))

    @property
    def end_ms(self) -> int:
        return (max(self.blocks, default=0) + 1) * BLOCK_MS

    def pcm(self, begin_ms: int, length_ms: int) -> bytes:
        """Return the audio of so many ms from `begin_ms` on."""
        blocks = range(begin_ms // BLOCK_MS, (begin_ms + length_ms) // BLOCK_MS)
        values = [block + 1 if block in self.blocks else 0 for block in blocks]
        return np.repeat(np.array(values, "<i2"), BLOCK_SAMPLES).tobytes()


def spelled(blocks: Iterable[int]) -> str:
    """Return `blocks` as words."""
    return " ".join(str(block) for block in blocks)


def read_blocks(text: str) -> list[int]:
    """Return the blocks that a transcript names."""
    return [int(word) for word in text.split()]


@dataclass
class _Heard:
    begin: int  # in blocks of the wire
    item: str = ""
    blocks: list[int] = field(default_factory=list)
    told: int = 0
    silent: int = 0


class HearingServer:
    """The far end of one fake link. `listen` after each step of the session, then `deliver`."""

    def __init__(self, link: FakeLink, latency_s: float, *, is_local: bool = False) -> None:
        self.link = link
        self.is_local = is_local
        self._latency_s = latency_s
        self._outbox: deque[tuple[float, str | None]] = deque()  # None: the answer to a ping
        self._pings = 0
        self._rest = b""
        self._wire_blocks = 0
        self._line: _Heard | None = None
        self._did = 0
        self._ends_s = math.inf

    def open(self, now_s: float) -> None:
        """Greet."""
        self._say(now_s, [self.link.server.opening()])

    def listen(self, now_s: float) -> None:
        """Hear what came."""
        for action in self.link.did[self._did :]:
            match action:
                case Reply(text=text):
                    self._say(now_s, [text])
                case Audio(pcm=pcm):
                    self._say(now_s, self._hear(pcm))
                case Committed():
                    self._say(now_s, self._close())
                case Finish():
                    self._say(now_s, [*self._flush(), self.link.server.finished()])
        self._did = len(self.link.did)
        while self._pings < self.link.pings:
            self._pings += 1
            self._outbox.append((now_s + self._latency_s, None))

    def cut(self, ends_s: float) -> None:
        """Let nothing more be sent to it; what it said arrives until the link has ended."""
        if not self.link.is_dead:
            self.link.is_dead, self._ends_s = True, ends_s

    def deliver(self, now_s: float) -> None:
        """Let arrive what was on its way for long enough, or in the end that there is no link."""
        if now_s >= self._ends_s:
            self._outbox.clear()
            self._ends_s = math.inf
            self.link.drop()
        while self._outbox and self._outbox[0][0] <= now_s:
            _, text = self._outbox.popleft()
            self.link.alive(now_s) if text is None else self.link.say(text, received_s=now_s)

    def _say(self, now_s: float, texts: Iterable[str]) -> None:
        self._outbox.extend((now_s + self._latency_s, text) for text in texts)

    def _hear(self, pcm: bytes) -> Iterator[str]:
        self._rest += pcm
        samples = np.frombuffer(self._rest, "<i2")
        whole = len(samples) // BLOCK_SAMPLES
        for index in range(whole):
            block = samples[index * BLOCK_SAMPLES : (index + 1) * BLOCK_SAMPLES]
            yield from self._hear_block(sorted(set(block[block > 0].tolist())))
        self._rest = samples[whole * BLOCK_SAMPLES :].tobytes()

    def _hear_block(self, values: list[int]) -> Iterator[str]:
        """A block may hold the end of one of the speaker's and the beginning of the next."""
        at, self._wire_blocks = self._wire_blocks, self._wire_blocks + 1
        if values and self._line is None:
            self._line = _Heard(at)
        line = self._line
        if line is None:
            return
        line.blocks += [value - 1 for value in values if value - 1 not in line.blocks[-2:]]
        line.silent = 0 if values else line.silent + 1
        age = self._wire_blocks - line.begin
        if not self._is_manual and (line.silent >= SILENCE_AFTER or age >= LONGEST):
            yield from self._close()
        elif age >= STARTED_AFTER and age % INTERIM_EVERY == 0:
            yield from self._interim(line)

    def _interim(self, line: _Heard) -> Iterator[str]:
        yield from self._begun(line)
        settled, tentative = line.blocks[: line.told], line.blocks[line.told :]
        line.told = len(line.blocks)
        head = spelled(settled) + (" " if settled else "")
        yield self.link.server.interim(
            line.item, head, spelled(tentative), language="en", emotion=Emotion.NONE
        )

    def _begun(self, line: _Heard) -> Iterator[str]:
        if not line.item and self._is_manual:
            line.item = self.link.server.open_item()
        elif not line.item:
            line.item, texts = self.link.server.speech_started(line.begin * BLOCK_MS)
            yield from texts

    @property
    def _is_manual(self) -> bool:
        return self.link.server.config.vad is None

    def _close(self) -> Iterator[str]:
        line, self._line = self._line, None
        if line is None and not self._is_manual:
            return
        line = line or _Heard(self._wire_blocks)
        yield from self._begun(line)
        end_ms = (self._wire_blocks - line.silent) * BLOCK_MS
        if self._is_manual:
            yield from self.link.server.committed(line.item)
        else:
            yield from self.link.server.speech_stopped(line.item, end_ms)
        yield self.link.server.completed(
            line.item, spelled(line.blocks), language="en", emotion=Emotion.NONE, duration_s=1
        )

    def _flush(self) -> Iterator[str]:
        rest = np.frombuffer(self._rest, "<i2")
        self._rest = b""
        if len(rest):
            yield from self._hear_block(sorted(set(rest[rest > 0].tolist())))
        yield from self._close()
