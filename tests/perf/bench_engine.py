"""Words, delays and cost of the embedded engine, through the shipped programs at real-time pace."""

from __future__ import annotations

import os
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import soundfile

from tests.perf import material, native, programs
from tests.perf.report import Row, Table, median, percentile_95
from tests.perf.scoring import Score, Shown, score

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.perf.material import Speech

OFFSETS_MS = (0, 37, 74, 111, 148)
WORD_ERROR_BARS = {400: 4.5, 800: 3.5}  # percent, by silence_duration_ms
STREAMS = (1, 2, 4)
TOO_SLOW = "model_too_slow"
FLAT = 1.15  # what a stream may cost beside others, against alone


def measure(work: Path, *, silence_ms: int, quick: bool) -> Table:
    """Caption every recording at every start offset, one after the other."""
    offsets_ms = OFFSETS_MS[:1] if quick else OFFSETS_MS
    runs: list[Score] = []
    cores: list[float] = []
    with programs.engine(work) as engine:
        for offset_ms in offsets_ms:
            run = Score()
            for speech in material.load_all():
                meter = programs.CpuMeter(engine.pid)
                shown = _caption(engine, speech.delayed(offset_ms), work, silence_ms)
                cores.append(meter.cores())
                run.add(score(shown, speech.delayed(offset_ms).words))
            runs.append(run)
    settings = (
        f"`zimu caption --pace realtime` against `zimu serve`, `silence_duration_ms` {silence_ms}, "
        f"threshold 0.0; two_cities, beckett and fables (piper), {runs[0].reference_words} words, "
        f"start offsets {', '.join(map(str, offsets_ms))} ms; medians over the offsets."
    )
    title = f"Words and delays, {silence_ms} ms of closing silence"
    return Table(title, settings, tuple(_rows(runs, cores, silence_ms)))


def measure_streams(work: Path) -> Table:
    """Caption the same recording several times at once with one engine."""
    runs = {count: _several(work / str(count), count) for count in STREAMS}
    most = STREAMS[-1]
    rows = [
        Row(f"CPU of the engine process per stream, {count}", run.cores / count, "cores")
        for count, run in runs.items()
    ]
    pooled = runs[most].score
    rows += [
        Row(f"the same, {most} to 1", runs[most].cores / most / runs[1].cores, "", bar=FLAT),
        Row(f"CPU of the engine process, {most}", runs[most].cores, "cores", bar=1.1),
        Row("clients told that the model does not keep up", runs[most].slow, "", bar=0),
        Row("spoken word → shown right, median", median(pooled.shown_delays_s), "s"),
        Row("spoken word → shown right, p95", percentile_95(pooled.shown_delays_s), "s", bar=1.2),
        Row("last word → final, p95", percentile_95(pooled.final_delays_s), "s"),
        Row("word errors", pooled.word_error_percent, "%"),
    ]
    settings = (
        f"{', '.join(map(str, STREAMS))} clients at once on two_cities, `silence_duration_ms` 400; "
        f"delays and errors are those of {most}."
    )
    return Table(f"{most} streams", settings, tuple(rows))


@dataclass(frozen=True, slots=True)
class _Run:
    """What the engine took, and how well all clients of one run were served."""

    cores: float
    score: Score
    slow: int


def _several(work: Path, count: int) -> _Run:
    speeches = [material.recorded("two_cities").delayed(offset) for offset in OFFSETS_MS[:count]]
    pooled = Score()
    with programs.engine(work) as engine, ExitStack() as stack:
        _caption(engine, material.recorded("beckett"), work, 400)  # the model is loaded by then
        meter = programs.CpuMeter(engine.pid)
        clients = [
            stack.enter_context(
                programs.captioning(engine, saved(speech, work), work / str(n), silence_ms=400)
            )
            for n, speech in enumerate(speeches)
        ]
        written = [programs.objects(client) for client in clients]
        cores = meter.cores()
    for speech, objects in zip(speeches, written, strict=True):
        pooled.add(score(shown_in(objects), speech.words))
    slow = sum(any(one.get("code") == TOO_SLOW for one in objects) for objects in written)
    return _Run(cores, pooled, slow)


def measure_native(work: Path) -> Table:
    """The same audio through moonshine-voice's own streaming transcriber."""
    pooled = Score()
    for speech in material.load_all():
        texts = native.transcribe(speech.samples)
        last = {text.line: text for text in texts if text.is_final}
        changes = [text for text in texts if not text.is_final] + list(last.values())
        shown = [
            Shown(
                text.t_ms, text.line, text.text if text.is_final else "", text.text, text.is_final
            )
            for text in sorted(changes, key=lambda text: text.t_ms)
        ]
        pooled.add(score(shown, speech.words))
    work.mkdir(parents=True, exist_ok=True)
    rows = (
        Row("word errors", pooled.word_error_percent, "%"),
        Row("spoken word → shown right, median", median(pooled.shown_delays_s), "s"),
        Row("spoken word → shown right, p95", percentile_95(pooled.shown_delays_s), "s"),
        Row("last word → final, median", median(pooled.final_delays_s), "s"),
        Row("last word → final, p95", percentile_95(pooled.final_delays_s), "s"),
    )
    settings = "The same recordings, offset 0, chunks of 100 ms, its own VAD, interval 0.3 s."
    return Table("moonshine-voice 0.1.0's own transcriber", settings, rows)


def measure_behind_a_dead_proxy(work: Path) -> Table:
    """Caption with every proxy variable pointing at a port where nobody listens."""
    dead = "http://127.0.0.1:9"
    names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    path = saved(material.recorded("beckett"), work)
    command = [
        *programs.ZIMU, "--data-dir", str(work / "data"), "caption", str(path), "--language", "en",
        "--json",
    ]  # fmt: skip
    done = subprocess.run(
        command,
        env={**os.environ, **dict.fromkeys(names, dead)},
        capture_output=True,
        text=True,
        check=True,
    )
    finals = sum('"type":"final"' in line for line in done.stdout.splitlines())
    rows = (Row("lines captioned", finals, "", bar=1, at_least=True),)
    settings = f"`zimu caption` on beckett, all proxy variables {dead}; it starts its own engine."
    return Table("Behind a dead proxy", settings, rows)


def saved(speech: Speech, work: Path) -> Path:
    """Write a recording as the programs read it."""
    work.mkdir(parents=True, exist_ok=True)
    path = work / f"{speech.name}-{len(speech.samples)}.wav"
    soundfile.write(path, speech.samples, material.RATE_HZ, subtype="PCM_16")
    return path


def _caption(engine: programs.Engine, speech: Speech, work: Path, silence_ms: int) -> list[Shown]:
    with programs.captioning(engine, saved(speech, work), work, silence_ms=silence_ms) as client:
        return shown_in(programs.objects(client))


def shown_in(objects: Iterable[dict[str, Any]]) -> list[Shown]:
    """Return what a captioning program showed."""
    shown = []
    for written in objects:
        match written["type"]:
            case "interim":
                texts = (written["settled"], written["tentative"])
                shown.append(Shown(written["t_ms"], written["line"], *texts))
            case "final":
                shown.append(Shown(written["t_ms"], written["line"], written["text"], "", True))
            case "error" if written["code"] == TOO_SLOW:
                continue  # partials are cut back, which shows in the delays
            case "error" | "gap":
                raise AssertionError(written)
    return shown


def _rows(runs: list[Score], cores: list[float], silence_ms: int) -> Iterable[Row]:
    pooled = Score()
    for run in runs:
        pooled.add(run)
    errors = [run.word_error_percent for run in runs]
    worst = f"worst offset {max(errors):.1f} %; {', '.join(f'{error:.1f}' for error in errors)}"
    bar = WORD_ERROR_BARS[silence_ms]
    yield Row("word errors, pooled", pooled.word_error_percent, "%", bar=bar, note=worst)
    has_bars = silence_ms == min(WORD_ERROR_BARS)
    figures = (
        ("spoken word → shown right, median", [median(r.shown_delays_s) for r in runs], 0.32),
        ("spoken word → shown right, p95", [percentile_95(r.shown_delays_s) for r in runs], 0.90),
        ("spoken word → settled, median", [median(r.settled_delays_s) for r in runs], 0.80),
        ("last word → final, median", [median(r.final_delays_s) for r in runs], 0.57),
        ("last word → final, p95", [percentile_95(r.final_delays_s) for r in runs], 0.75),
    )
    for what, values, bar in figures:
        note = ", ".join(f"{value:.2f}" for value in values)
        yield Row(what, median(values), "s", bar=bar if has_bars else None, note=note)
    early = median([run.settled_early_percent for run in runs])
    changed = ", ".join(f"{run.changed_percent:.1f}" for run in runs)
    violations = sum(run.settled_violations for run in runs)
    yield Row("words settled before the final, lines ≥ 4 s", early, "%", bar=80, at_least=True)
    yield Row("settled text changed before its final", violations, "times", bar=0)
    what = "settled characters changed by the final"
    yield Row(what, pooled.changed_percent, "%", bar=2, note=changed)
    yield Row("CPU of the engine process, one stream", median(cores), "cores", bar=0.35)
