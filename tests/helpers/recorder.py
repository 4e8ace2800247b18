"""A program that hears a microphone as the app does and keeps what its outlet was given.

`python -m tests.helpers.recorder DEVICE TARGET [--exact]`: 16 kHz mono s16le goes to TARGET as it
comes,
the log as JSON lines to stderr; a line on stdin ends it. `--exact` opens the device at 16 kHz mono.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
import wave
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.audio.backend import StreamFormat
from app.audio.capture import MicrophoneSource
from app.audio.devices import list_devices
from app.audio.source import CHUNK_SAMPLES
from app.logs import set_up
from tests.helpers.program import Program, followed
from tests.helpers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.core.errors import Problem
    from app.core.events import Level
    from tests.helpers.pulse import Microphones

RATE_HZ = 16_000
ROOT = Path(__file__).resolve().parents[2]

log = logging.getLogger("app.recorder")


class FileOutlet:
    """An outlet that writes to a file; what was skipped is written as silence."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.skipped_samples = 0
        self.levels = 0

    def write(self, pcm16k: bytes) -> None:
        self._target.write(pcm16k)

    def skip(self, samples: int) -> None:
        self.skipped_samples += samples
        self._target.write(bytes(2 * samples))

    def resume(self) -> None:
        log.info("the microphone may return", extra={"event": "resumed"})

    def level(self, _level: Level) -> None:
        self.levels += 1

    @property
    def wants_levels(self) -> bool:
        return True

    @property
    def piece_samples(self) -> int:
        return CHUNK_SAMPLES

    def trouble(self, problem: Problem | None) -> None:
        code = "" if problem is None else problem.code.value
        log.info("told %s", code, extra={"event": "told", "code": code})

    def end(self) -> None:
        log.error("a microphone has no end")

    def wait_for_room(self, samples: int, timeout_s: float) -> bool:
        raise AssertionError(f"a microphone waits for nobody ({samples}, {timeout_s})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("device")
    parser.add_argument("target", type=Path)
    parser.add_argument("--exact", action="store_true")
    options = parser.parse_args()
    set_up(None, "-", time.time())
    device = next(info.ref for info in list_devices() if info.ref.name == options.device)
    stream_format = StreamFormat(RATE_HZ, channels=1) if options.exact else None
    source = MicrophoneSource(device, stream_format=stream_format)
    with options.target.open("wb", buffering=0) as target:
        outlet = FileOutlet(target)
        source.start(outlet)
        sys.stdin.readline()
        asked_s = time.monotonic()
        source.stop()
        stop_ms = round((time.monotonic() - asked_s) * 1000)
    counted = {"skipped_samples": outlet.skipped_samples, "levels": outlet.levels}
    counted |= {"stop_ms": stop_ms}
    log.info("done: %s", counted, extra={"event": "recorder.done", **counted})


class Recording:
    """A running recorder."""

    def __init__(self, program: Program, target: Path) -> None:
        self.program = program
        self.target = target

    @property
    def samples(self) -> int:
        """How many samples came so far."""
        return self.target.stat().st_size // 2 if self.target.exists() else 0

    def wait_for_samples(self, samples: int, *, deadline_s: float = 30.0) -> None:
        """Wait until `samples` more have come. Raises TimeoutError."""
        wanted = self.samples + samples
        until(lambda: self.samples >= wanted, f"{samples} samples", deadline_s=deadline_s)

    @property
    def pcm(self) -> bytes:
        """All that was heard so far."""
        return self.target.read_bytes()

    def finish(self) -> None:
        """Stop the microphone and wait until it is let go."""
        self.program.tell("stop")
        self.program.wait_for("recorder.done")


@contextmanager
def recording(
    device: str, folder: Path, environment: Mapping[str, str], *, exact: bool = False
) -> Iterator[Recording]:
    """A recorder of `device` that runs as long as the block."""
    target = folder / "recorded.raw"
    target.unlink(missing_ok=True)
    options = ("--exact",) if exact else ()
    command = (sys.executable, "-P", "-m", "tests.helpers.recorder", device, str(target), *options)
    path = {"PYTHONPATH": str(ROOT)}
    with followed(command, folder=folder, environment={**environment, **path}) as program:
        yield Recording(program, target)


def record_spoken(microphones: Microphones, folder: Path, pcm: bytes, *, exact: bool) -> Recording:
    """Record mic_1 from before `pcm` is spoken into it until after its end."""
    spoken = write_wav(folder / "spoken.wav", pcm)
    with recording("mic_1", folder, microphones.environment, exact=exact) as heard:
        heard.wait_for_samples(RATE_HZ // 2)
        microphones.play(spoken, ahead_ms=2_000)
        heard.wait_for_samples(RATE_HZ // 2)
        heard.finish()
    return heard


def write_wav(path: Path, pcm: bytes) -> Path:
    """Keep 16 kHz mono s16le as a WAV file."""
    with wave.open(str(path), "wb") as target:
        target.setparams((1, 2, RATE_HZ, 0, "NONE", "not compressed"))
        target.writeframes(pcm)
    return path


if __name__ == "__main__":
    main()
