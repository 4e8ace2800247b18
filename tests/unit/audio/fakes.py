"""Stand-ins for an audio library, a clock and a session's outlet."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.audio.backend import DeviceInfo, StreamFormat
from app.audio.scene import Scene
from app.audio.source import CHUNK_SAMPLES
from app.audio.watch import Watch
from app.core.errors import ErrorCode, ZimuError
from app.core.settings import DeviceRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.backend import OnAudio
    from app.core.errors import Problem
    from app.core.events import Level

USB = DeviceInfo(DeviceRef("USB Mic", "ALSA"), rate_hz=48_000, channels=2)
BUILT_IN = DeviceInfo(DeviceRef("Built-in", "ALSA"), rate_hz=44_100, channels=32, is_default=True)

UNKNOWN = Scene()


@dataclass(slots=True)
class FakeClock:
    """Time that passes when told."""

    now_s: float = 100.0

    def __call__(self) -> float:
        return self.now_s


@dataclass(slots=True)
class FakeStream:
    """A microphone that hears what the test feeds it."""

    stream_format: StreamFormat
    block_frames: int
    on_audio: OnAudio
    is_active: bool = True
    closed: int = 0

    def feed(self, pcm: bytes, *, overflowed: bool = False) -> None:
        self.on_audio(pcm, overflowed)

    def close(self) -> None:
        self.is_active = False
        self.closed += 1


@dataclass(slots=True)
class FakeBackend:
    """An audio library with the devices it is given; `after_rescan` are those it finds later."""

    present: tuple[DeviceInfo, ...] = (USB, BUILT_IN)
    after_rescan: tuple[DeviceInfo, ...] | None = None
    refuses: bool = False
    is_stale: bool = False  # what is listed cannot be opened until the next scan
    opened: list[tuple[DeviceRef, FakeStream]] = field(default_factory=list)
    has_opened: threading.Event = field(default_factory=threading.Event)

    def devices(self) -> tuple[DeviceInfo, ...]:
        return self.present

    def rescan(self) -> bool:
        if any(stream.is_active for _, stream in self.opened):
            return False
        if self.after_rescan is not None:
            self.present = self.after_rescan
        self.is_stale = False
        return True

    def open(
        self, device: DeviceRef, stream_format: StreamFormat, block_frames: int, on_audio: OnAudio
    ) -> FakeStream:
        if self.refuses or self.is_stale:
            raise ZimuError(ErrorCode.DEVICE_REFUSED, device=device.name)
        stream = FakeStream(stream_format, block_frames, on_audio)
        self.opened.append((device, stream))
        self.has_opened.set()
        return stream

    def stream(self) -> FakeStream:
        """Return the newest stream, waiting until there is one."""
        assert self.has_opened.wait(10)
        return self.opened[-1][1]


class FakeSystem:
    """A system that says what the test says, and tells of changes when the test wants."""

    def __init__(self, scene: Scene = UNKNOWN) -> None:
        self._scene = scene
        self._on_change: list[Callable[[], None]] = []
        self.asked = 0

    def scene(self) -> Scene:
        self.asked += 1
        return self._scene

    def watch(self, on_change: Callable[[], None]) -> Watch:
        self._on_change.append(on_change)
        return Watch(on_change, lambda: None)

    def change(self, scene: Scene) -> None:
        """Be another scene, and tell those who watch."""
        self._scene = scene
        for tell in self._on_change:
            tell()


class RecordingOutlet:
    """Keeps everything it is told. `room` is how many samples it would take, for those who ask."""

    def __init__(self, room: int = 1 << 62) -> None:
        self.pieces: list[bytes] = []
        self.skips: list[int] = []
        self.resumed_at: list[int] = []  # bytes heard before
        self.levels: list[Level] = []
        self.troubles: list[Problem | None] = []
        self.ended = threading.Event()
        self.shows_levels = True
        self._has_room = threading.Condition()
        self._room = room

    @property
    def pcm(self) -> bytes:
        return b"".join(self.pieces)

    def has_heard(self, byte_count: int) -> bool:
        return len(self.pcm) >= byte_count

    @property
    def codes(self) -> list[str]:
        return ["well" if problem is None else problem.code.value for problem in self.troubles]

    @property
    def wants_levels(self) -> bool:
        return self.shows_levels

    @property
    def piece_samples(self) -> int:
        return CHUNK_SAMPLES

    def write(self, pcm16k: bytes) -> None:
        self.pieces.append(pcm16k)
        self._room -= len(pcm16k) // 2

    def skip(self, samples: int) -> None:
        self.skips.append(samples)

    def resume(self) -> None:
        self.resumed_at.append(len(self.pcm))

    def level(self, level: Level) -> None:
        self.levels.append(level)

    def trouble(self, problem: Problem | None) -> None:
        self.troubles.append(problem)

    def end(self) -> None:
        self.ended.set()

    def wait_for_room(self, samples: int, timeout_s: float) -> bool:
        with self._has_room:
            return self._has_room.wait_for(lambda: self._room >= samples, timeout_s)

    def make_room(self, samples: int) -> None:
        with self._has_room:
            self._room += samples
            self._has_room.notify_all()
