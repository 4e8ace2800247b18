"""moonshine-voice's own streaming transcriber at real-time pace: what our figures stand beside."""

from __future__ import annotations

import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moonshine_voice import ModelArch, Transcriber

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHUNK_S = 0.1
RATE_HZ = 16_000


@dataclass(frozen=True, slots=True)
class NativeText:
    """One text of one line, `t_ms` after the first sample was released."""

    t_ms: float
    line: int
    text: str
    is_final: bool


class NativeListener:
    """Collects the transcriber's events with the time they came."""

    def __init__(self, begin_s: float) -> None:
        self.texts: list[NativeText] = []
        self._begin_s = begin_s

    def __call__(self, event: Any) -> None:
        kind = type(event).__name__
        if kind in ("LineTextChanged", "LineCompleted"):
            t_ms = (time.perf_counter() - self._begin_s) * 1000
            line = event.line
            self.texts.append(NativeText(t_ms, line.line_id, line.text, kind == "LineCompleted"))


def transcribe(audio: NDArray[np.float32], *, update_interval_s: float = 0.3) -> list[NativeText]:
    """Stream `audio` (16 kHz mono, ±1) at real-time pace; return the texts as they came."""
    package = find_spec("moonshine_voice")
    assert package is not None
    assert package.submodule_search_locations
    model = Path(package.submodule_search_locations[0]) / "assets" / "tiny-en"
    transcriber = Transcriber(str(model), ModelArch.TINY, update_interval=update_interval_s)
    begin_s = time.perf_counter()
    listener = NativeListener(begin_s)
    transcriber.add_listener(listener)
    transcriber.start()
    step = int(CHUNK_S * RATE_HZ)
    for index, begin in enumerate(range(0, len(audio), step)):
        due_s = begin_s + index * CHUNK_S
        time.sleep(max(0.0, due_s - time.perf_counter()))  # noqa: TID251 — pacing is the job here
        transcriber.add_audio(audio[begin : begin + step].tolist(), RATE_HZ)
    transcriber.stop()
    transcriber.close()
    return listener.texts
