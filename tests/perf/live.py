"""`zimu caption` on live speech: fed as it is spoken, whatever becomes of the link meanwhile."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tests.helpers.children import end
from tests.perf import material, programs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

CHUNK_SAMPLES: Final = material.RATE_HZ * 40 // 1000
SAMPLE_BYTES: Final = 2
DEADLINE_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do as soon as so much was spoken."""

    at_ms: float
    do: Callable[[], None]


class Captioner:
    """A running `zimu caption --json`. What it writes is read as it comes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._changed = threading.Condition()
        self._objects: list[dict[str, Any]] = []
        self._has_ended = False
        self._reader = threading.Thread(target=self._read, name="captions")
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_for(self, fits: Callable[[dict[str, Any]], bool], deadline_s: float) -> dict[str, Any]:
        """Return the first object that `fits`. Raises TimeoutError."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._has_ended or any(map(fits, self._objects)), deadline_s
            )
            found = next(filter(fits, self._objects), None)
        if found is None:
            raise TimeoutError("the program never wrote what was waited for; see its log")
        return found

    def speak(self, pcm: bytes, deeds: Sequence[Deed] = ()) -> None:
        """Write `pcm` to its standard input, each sample when it is spoken, and close it."""
        assert self._process.stdin is not None
        waiting = sorted(deeds, key=lambda deed: deed.at_ms)
        step = CHUNK_SAMPLES * SAMPLE_BYTES
        begin_s, clock = time.monotonic(), threading.Event()
        with self._process.stdin as pipe:
            for at in range(0, len(pcm), step):
                spoken_s = (at + step) / SAMPLE_BYTES / material.RATE_HZ
                clock.wait(max(0.0, begin_s + spoken_s - time.monotonic()))
                pipe.write(pcm[at : at + step])
                pipe.flush()
                while waiting and waiting[0].at_ms <= spoken_s * 1000:
                    waiting.pop(0).do()

    def interrupt(self) -> None:
        """Ask for the last words, as Ctrl+C does."""
        self._process.send_signal(signal.SIGINT)

    def objects(self) -> list[dict[str, Any]]:
        """Wait for the end; return everything that was written."""
        code = self._process.wait(DEADLINE_S)
        self._reader.join()
        assert code == 0, f"caption ended with {code}; see its log"
        return self._objects

    def close(self) -> None:
        end(self._process)
        self._reader.join()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            written = json.loads(line)
            with self._changed:
                self._objects.append(written)
                self._changed.notify_all()
        with self._changed:
            self._has_ended = True
            self._changed.notify_all()


@contextmanager
def captioner(
    url: str, work: Path, environment: Mapping[str, str], *source: str
) -> Iterator[Captioner]:
    """Caption `source` (a file, `-`, `--device NAME`) with the engine at `url`."""
    work.mkdir(parents=True, exist_ok=True)
    command = (
        *programs.ZIMU, "--data-dir", str(work / "data"), "caption", *source,
        "--engine", url, "--silence-ms", "400", "--json",
    )  # fmt: skip
    with (work / "caption.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=dict(environment),
        )
    running = Captioner(process)
    try:
        yield running
    finally:
        running.close()


def is_listening(written: dict[str, Any]) -> bool:
    """Whether this object says that speech is captioned from now on."""
    return (written["type"], written.get("state")) == ("state", "listening")


def pcm_of(speech: material.Speech) -> bytes:
    """Return a recording as 16 kHz mono s16le."""
    return np.asarray(np.clip(speech.samples, -1, 1) * 32767, "<i2").tobytes()


def repeated(*speeches: material.Speech, times: int) -> material.Speech:
    """Return recordings one behind the other, `times` over."""
    samples: list[material.Samples] = []
    words: list[material.SpokenWord] = []
    for speech in speeches * times:
        at_ms = sum(map(len, samples)) * 1000 / material.RATE_HZ
        words += [_later(word, at_ms) for word in speech.words]
        samples.append(speech.samples)
    name = "-".join(speech.name for speech in speeches)
    return material.Speech(f"{name}-{times}", np.concatenate(samples), tuple(words))


def _later(word: material.SpokenWord, by_ms: float) -> material.SpokenWord:
    assert word.begin_ms is not None
    assert word.end_ms is not None
    return material.SpokenWord(word.word, word.begin_ms + by_ms, word.end_ms + by_ms)
