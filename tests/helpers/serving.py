"""`zimu serve` as a child process, and a plain client that speaks the wire to it."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import soundfile
import soxr
from websockets.sync.client import connect

from tests.helpers.children import end
from tests.helpers.recordings import recording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from websockets.sync.client import ClientConnection

RATE_HZ: Final = 16_000
DEADLINE_S: Final = 20.0
ROOT: Final = Path(__file__).resolve().parents[2]

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Server:
    """A running `zimu serve` and what it said about itself."""

    process: subprocess.Popen[str]
    ready: Event
    stderr: Path

    @property
    def url(self) -> str:
        """Where it listens."""
        return str(self.ready["url"])

    @property
    def token(self) -> str:
        """The bearer token it made."""
        return str(self.ready.get("token", ""))


def spawn(
    folder: Path, *options: str, variables: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start `zimu serve` with its own data in `folder`; its stderr goes to `folder`/stderr."""
    command = [sys.executable, "-P", "-m", "app", "--data-dir", str(folder / "data"), "serve"]
    with (folder / "stderr").open("w") as stderr:
        return subprocess.Popen(
            [*command, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(variables or {})},
        )


@contextmanager
def serving(
    folder: Path, *options: str, variables: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server that lives as long as the block."""
    with served(spawn(folder, *options, variables=variables), folder) as server:
        yield server


@contextmanager
def served(process: subprocess.Popen[str], folder: Path) -> Iterator[Server]:
    """The server that `process` becomes, whose stderr is in `folder`; it ends with the block."""
    stderr = folder / "stderr"
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, stderr.read_text()
        yield Server(process, json.loads(line), stderr)
    finally:
        end(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


class Client:
    """One connection. Every wait has a deadline; what was received is kept in `events`."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.events: list[Event] = []

    def send(self, kind: str, **fields: object) -> None:
        """Send one event."""
        self.socket.send(json.dumps({"event_id": "event_1", "type": kind, **fields}))

    def update(self, *, silence_ms: int | None = 400, **session: object) -> Event:
        """Ask for settings (`silence_ms` None: manual mode); return what is answered."""
        turns = silence_ms and {"type": "server_vad", "silence_duration_ms": silence_ms}
        self.send("session.update", session={"turn_detection": turns, **session})
        return self.next()

    def say(self, pcm: bytes, *, chunk_ms: int = 100) -> None:
        """Send audio as fast as it goes."""
        step = RATE_HZ * 2 * chunk_ms // 1000
        for at in range(0, len(pcm), step):
            audio = base64.b64encode(pcm[at : at + step]).decode()
            self.send("input_audio_buffer.append", audio=audio)

    def next(self) -> Event:
        """Return the next event. Raises TimeoutError at the deadline."""
        event: Event = json.loads(self.socket.recv(DEADLINE_S))
        self.events.append(event)
        return event

    def until(self, kind: str) -> Event:
        """Return the next event whose type ends in `kind`."""
        while not (event := self.next())["type"].endswith(kind):
            pass
        return event

    def finish(self) -> list[str]:
        """End the session; return all finals of the connection."""
        self.send("session.finish")
        self.until("session.finished")
        return finals(self.events)


@contextmanager
def client(server: Server, **headers: str) -> Iterator[Client]:
    """A connection that has been greeted."""
    with connect(
        server.url,
        additional_headers={"Authorization": f"Bearer {server.token}", **headers},
        compression=None,
        proxy=None,
        close_timeout=2,
    ) as socket:
        connection = Client(socket)
        assert connection.next()["type"] == "session.created"
        yield connection


def finals(events: Sequence[Event]) -> list[str]:
    """Return the transcripts of all finals."""
    return [event["transcript"] for event in events if event["type"].endswith(".completed")]


def speech(name: str = "beckett.wav", *, silence_s: float = 1.0) -> bytes:
    """Return a recording as 16 kHz PCM with silence behind it."""
    samples, rate_hz = soundfile.read(recording(name), dtype="float32", always_2d=True)
    mono = soxr.resample(samples.mean(axis=1), rate_hz, RATE_HZ)
    pcm: bytes = np.clip(mono * 32767, -32768, 32767).astype("<i2").tobytes()
    return pcm + silence(silence_s)


def silence(seconds: float) -> bytes:
    """Return PCM without any sound."""
    return bytes(int(seconds * RATE_HZ) * 2)


def words(texts: Sequence[str]) -> list[str]:
    """Return what was said, without case and punctuation."""
    kept = "".join(c for c in " ".join(texts).lower() if c.isalnum() or c.isspace())
    return kept.split()
