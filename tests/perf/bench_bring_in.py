"""Recordings faster than real time: how fast, with the same words, in how much memory."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil
from rapidfuzz.distance import Levenshtein

from tests.perf import material, programs
from tests.perf.bench_engine import saved, shown_in
from tests.perf.material import RATE_HZ, Speech, plain_words
from tests.perf.report import Row, Table
from tests.perf.scoring import Score, score

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.perf.programs import Engine

LONG_MINUTES, QUICK_MINUTES = 20, 4
SILENCE_MS = 400
MIB = 1 << 20


def measure(work: Path, *, quick: bool) -> Table:
    """Caption everything twice, as it was spoken and as fast as it goes, and then a long file."""
    speeches = (material.recorded("two_cities"),) if quick else material.load_all()
    with programs.engine(work) as engine:
        spoken = [_caption(engine, one, work, pace="realtime") for one in speeches]
        fast = [_caption(engine, one, work, pace="fast") for one in speeches]
        minutes = QUICK_MINUTES if quick else LONG_MINUTES
        begin_s = time.perf_counter()
        growth = _long(engine, work, minutes)
        long_s = time.perf_counter() - begin_s
    audio_s = minutes * 60
    pairs = list(zip(map(_words, spoken), map(_words, fast), strict=True))
    count = sum(len(one) for one, _ in pairs)
    differing = sum(Levenshtein.distance(one, other) for one, other in pairs)
    rows = (
        Row("faster than real time, a long file", audio_s / long_s, "times", 1.0, at_least=True),
        Row("words that differ from those at real-time pace", 100 * differing / count, "%", 1.0),
        Row("word errors at real-time pace", _errors(speeches, spoken), "%"),
        Row("word errors as fast as it goes", _errors(speeches, fast), "%"),
        Row("growth of the engine over the file", growth["engine"], "MiB", 30.0),
        Row("growth of the program over the file", growth["program"], "MiB", 30.0),
    )
    settings = (
        f"`zimu caption --pace fast` against `zimu serve`, `silence_duration_ms` {SILENCE_MS}; "
        f"{', '.join(one.name for one in speeches)}, {count} words; the long file is two_cities "
        f"again and again, {minutes} minutes; growth is resident memory, from a tenth of the time "
        "on to its highest."
    )
    return Table("Recordings, as fast as they go", settings, rows)


def _caption(engine: Engine, speech: Speech, work: Path, *, pace: str) -> list[dict[str, Any]]:
    path = saved(speech, work)
    with programs.captioning(
        engine, path, work / pace, "--pace", pace, silence_ms=SILENCE_MS
    ) as client:
        return programs.objects(client)


def _long(engine: Engine, work: Path, minutes: int) -> dict[str, float]:
    """Caption a long file; return by how many MiB the processes grew."""
    speech = material.recorded("two_cities")
    times = -(-minutes * 60 * RATE_HZ // len(speech.samples))
    samples = np.tile(speech.samples, times)[: minutes * 60 * RATE_HZ]
    path = saved(replace(speech, name="long", samples=samples), work)
    seen: dict[str, list[int]] = {"engine": [], "program": []}
    with programs.captioning(
        engine, path, work / "long", "--pace", "fast", silence_ms=SILENCE_MS
    ) as client:
        processes = {"engine": psutil.Process(engine.pid), "program": psutil.Process(client.pid)}
        assert client.stdout is not None
        for _ in client.stdout:
            with suppress(psutil.Error):
                for name, process in processes.items():
                    seen[name].append(process.memory_info().rss)
    return {name: _growth(sizes) / MIB for name, sizes in seen.items()}


def _growth(sizes: Sequence[int]) -> int:
    settled = sizes[len(sizes) // 10 :]
    return max(settled) - settled[0]


def _words(objects: Sequence[dict[str, Any]]) -> list[str]:
    return plain_words(" ".join(one["text"] for one in objects if one["type"] == "final"))


def _errors(speeches: Sequence[Speech], runs: Sequence[list[dict[str, Any]]]) -> float:
    pooled = Score()
    for speech, objects in zip(speeches, runs, strict=True):
        pooled.add(score(shown_in(objects), speech.words))
    return pooled.word_error_percent
