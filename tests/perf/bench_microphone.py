"""A minute of speech through a virtual microphone: what of it arrives?"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from tests.helpers.likeness import Likeness, compare
from tests.helpers.pulse import virtual_microphones
from tests.helpers.recorder import RATE_HZ, record_spoken, recording
from tests.perf import material
from tests.perf.report import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator


def measure(work: Path, *, quick: bool) -> Table:
    """Speak into mic_1, hear it at 16 kHz mono and at the device's own rate."""
    seconds = 10 if quick else 60
    speech = np.resize(material.recorded("two_cities").samples, seconds * RATE_HZ)
    pcm = np.asarray(speech * 32767, "<i2").tobytes()
    exact = _hear(work / "exact", pcm, exact=True)
    own = _hear(work / "own", pcm, exact=False)
    back_s = max(_returns(work / "returns", 3 if quick else 20))
    rows = (
        Row("16 kHz mono: every sample as played", exact.likeness.is_exact, "", 1, at_least=True),
        Row("16 kHz mono: overflows and drops", exact.losses, "", 0),
        Row(
            "device's rate: correlation",
            own.likeness.correlation,
            "",
            0.999,
            at_least=True,
            note=f"{own.likeness.correlation:.6f}",
        ),
        Row("device's rate: length off by", abs(own.likeness.stretch_ms), "ms", 1),
        Row("device's rate: overflows and drops", own.losses, "", 0, note=own.opened),
        Row("plugged in again: worst time until its audio flows", back_s, "s", 2),
    )
    settings = f"{seconds} s of `two_cities` through PulseAudio and PortAudio, 20 ms blocks."
    return Table("A virtual microphone against the file", settings, rows)


def _returns(work: Path, times: int) -> Iterator[float]:
    """Pull the cable and plug it in again; give how long it takes from then to the next samples."""
    work.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        virtual_microphones(Path(folder), count=1) as microphones,
        recording("mic_1", work, microphones.environment) as heard,
    ):
        heard.wait_for_samples(RATE_HZ // 4)
        for gone in range(1, times + 1):
            microphones.unplug(1)
            heard.program.wait_for("told", code="device_gone", count=gone)
            begin_s = time.monotonic()
            microphones.plug(1, is_prompt=True)
            heard.wait_for_samples(1)
            yield time.monotonic() - begin_s
            heard.program.wait_for("told", code="", count=gone)
        heard.finish()


@dataclass(frozen=True, slots=True)
class _Heard:
    likeness: Likeness
    losses: int
    opened: str


def _hear(work: Path, pcm: bytes, *, exact: bool) -> _Heard:
    work.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, virtual_microphones(Path(folder), count=1) as microphones:
        heard = record_spoken(microphones, work, pcm, exact=exact)
    opened = heard.program.wait_for("device.opened").fields
    closed = heard.program.wait_for("device.closed").fields
    return _Heard(
        likeness=compare(heard.pcm, pcm),
        losses=_count(closed["overflows"]) + _count(closed["dropped_frames"]),
        opened=f"{opened['rate_hz']} Hz, {opened['channels']} channels",
    )


def _count(value: object) -> int:
    assert isinstance(value, int)
    return value
