"""Ten minutes of each sound without words: how many words does the engine invent?"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import numpy as np

from tests.perf import noise, programs
from tests.perf.feed import hear
from tests.perf.report import Row, Table

if TYPE_CHECKING:
    from pathlib import Path


def measure(work: Path, *options: str, quick: bool) -> Table:
    """Feed every sound to an engine with these `options`, faster than real time."""
    seconds = 60 if quick else 600
    work.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    with programs.engine(work, *options) as engine:
        for name, sound in noise.SOUNDS.items():
            pcm = np.asarray(sound(seconds, work) * 32767, "<i2").tobytes()
            heard = asyncio.run(hear(engine.url, engine.token, pcm))
            note = f"{len(heard.finals)} finals, {len(heard.interims)} interims"
            rows.append(Row(f"{name}, {seconds} s", heard.words, "words", bar=0, note=note))
    model = options[options.index("--model") + 1] if options else "moonshine-tiny-en"
    settings = f"{model}, `silence_duration_ms` 400, threshold 0.0, fed faster than real time."
    return Table(f"Sounds without words, {model}", settings, tuple(rows))
