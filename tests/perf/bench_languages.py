"""Whisper base through the shipped programs at real-time pace: Chinese, English, nine languages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.perf import languages, material, programs
from tests.perf.bench_engine import OFFSETS_MS, saved, shown_in
from tests.perf.report import Row, Table, median, percentile_95
from tests.perf.scoring import Score, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tests.perf.material import Speech
    from tests.perf.scoring import Split

MODEL = "whisper-base"
_AFTER_S = 1.5


def options(models: Path) -> tuple[str, ...]:
    """Return what `zimu serve` is told; the weights are put together in `models` the first time."""
    return "--model", MODEL, "--models", str(models)


def measure_chinese(work: Path, models: Path, *, clips: Path | None, quick: bool) -> Table:
    """Caption the Chinese recordings, each in a session of its own, language automatic."""
    speeches = languages.chinese(clips)
    rows = _words(work, models, speeches, languages.plain_characters, bar=12, quick=quick)
    names = ", ".join(speech.name for speech in speeches)
    settings = (
        f"{MODEL}, `silence_duration_ms` 400, language automatic, Simplified; {names}"
        f"{'' if clips else ' (without --clips, only those of pytest-audioeval)'}; a session for "
        "each, 1.5 s of silence behind it; a percentage is read as 百分之 and its number, numbers "
        "of two digits as numbers, others digit by digit, punctuation is left out; times of the "
        "characters: forced alignment by Whisper base on the whole recordings."
    )
    return Table("Chinese with Whisper base", settings, rows)


def measure_english(work: Path, models: Path, *, quick: bool) -> Table:
    """Caption the English recordings, language automatic."""
    speeches = (material.recorded("two_cities"), material.recorded("beckett"))
    rows = _words(work, models, speeches, material.plain_words, bar=2.5, quick=quick)
    settings = f"{MODEL}, `silence_duration_ms` 400, language automatic; two_cities and beckett."
    return Table("English with Whisper base", settings, rows)


def measure_languages(work: Path, models: Path) -> Table:
    """Let the nine languages of pytest-audioeval be told from each other, a session per clip."""
    right: dict[str, int] = {}
    taken: list[str] = []
    clips = languages.clips()
    with programs.engine(work, *options(models)) as engine:
        for clip in clips:
            told = _final_languages(_caption(engine, clip, work, pace="fast"))
            right[clip.language] = right.get(clip.language, 0) + (told == [clip.language])
            if told != [clip.language]:
                taken.append(f"{clip.language} {clip.name} for {' '.join(told) or 'nothing'}")
    share = 100 * sum(right.values()) / len(clips)
    by_language = ", ".join(f"{language} {count}" for language, count in sorted(right.items()))
    rows = (
        Row("languages told right", share, "%", bar=80, at_least=True, note=by_language),
        Row("clips", len(clips), "", note=f"taken for another: {'; '.join(taken)}"),
    )
    settings = f"{MODEL}, every clip in a session of its own; the language of its one final counts."
    return Table("Which language is it?", settings, rows)


def _words(
    work: Path,
    models: Path,
    speeches: Sequence[Speech],
    split: Split,
    *,
    bar: float,
    quick: bool,
) -> tuple[Row, ...]:
    pooled = Score()
    errors: list[float] = []
    cpu_s = spoken_s = 0.0
    with programs.engine(work, *options(models)) as engine:
        for offset_ms in OFFSETS_MS[:1] if quick else OFFSETS_MS:
            run = Score()
            for speech in (speech.delayed(offset_ms) for speech in speeches):
                meter = programs.CpuMeter(engine.pid)
                shown = shown_in(_caption(engine, speech, work))
                cpu_s += meter.seconds()
                spoken_s += len(speech.samples) / material.RATE_HZ
                run.add(score(shown, speech.words, split))
            errors.append(run.word_error_percent)
            pooled.add(run)
    return tuple(_rows(pooled, errors, bar, cpu_s / spoken_s))


def _rows(pooled: Score, errors: list[float], bar: float, cores: float) -> Iterable[Row]:
    note = f"of {pooled.reference_words}; by offset {', '.join(f'{one:.1f}' for one in errors)}"
    yield Row("word errors, pooled", pooled.word_error_percent, "%", bar=bar, note=note)
    shown, settled, final = (
        pooled.shown_delays_s,
        pooled.settled_delays_s,
        pooled.final_delays_s,
    )
    yield Row("spoken word → shown right, median", median(shown), "s", bar=0.8)
    yield Row("spoken word → shown right, p95", percentile_95(shown), "s", bar=1.6)
    yield Row("spoken word → settled, median", median(settled), "s")
    yield Row("last word → final, median", median(final), "s")
    yield Row("last word → final, p95", percentile_95(final), "s")
    violations = pooled.settled_violations
    yield Row("settled text changed before its final", violations, "times", bar=0)
    yield Row("settled characters changed by the final", pooled.changed_percent, "%")
    note = "CPU seconds of the engine process for each second of the recordings"
    yield Row("CPU while somebody speaks", cores, "cores", bar=0.9, note=note)


def _caption(
    engine: programs.Engine, speech: Speech, work: Path, *, pace: str = "realtime"
) -> list[dict[str, Any]]:
    silence = np.zeros(int(_AFTER_S * material.RATE_HZ), np.float32)
    padded = replace(speech, samples=np.concatenate((speech.samples, silence)))
    chosen = ("--script", "simplified", "--pace", pace)
    path = saved(padded, work)
    with programs.captioning(engine, path, work, *chosen, silence_ms=400) as client:
        return programs.objects(client)


def _final_languages(objects: Iterable[dict[str, Any]]) -> list[str]:
    """Return the languages of the finals, each once."""
    finals = (written for written in objects if written["type"] == "final")
    return sorted({str(final["language"]) for final in finals})
