"""`make bench`: the figures of docs/PERFORMANCE.md, as tables on stdout and in build/bench/."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tests.perf import (
    bench_bring_in,
    bench_client,
    bench_engine,
    bench_kill,
    bench_languages,
    bench_library,
    bench_library_window,
    bench_link,
    bench_long_session,
    bench_microphone,
    bench_noise,
    bench_overlay,
    bench_terms,
    bench_transcript,
    bench_window,
    bench_wss,
)
from tests.perf.programs import ROOT
from tests.perf.report import Table, machine, save

if TYPE_CHECKING:
    from collections.abc import Callable

WORK = ROOT / "build" / "bench"


def main() -> int:
    """Run the chosen parts, print their tables, keep them."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one run each, short sounds")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long wss takes")
    parser.add_argument("--clips", type=Path, help="folder of more Chinese recordings")
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"of {', '.join(_parts(quick=True, minutes=0, clips=None))}",
    )
    options = parser.parse_args()
    parts = _parts(quick=options.quick, minutes=options.minutes, clips=options.clips)
    wrong = set(options.parts) - set(parts)
    if wrong:
        parser.error(f"no such part: {', '.join(sorted(wrong))}")
    WORK.mkdir(parents=True, exist_ok=True)
    tables: list[Table] = []
    print(f"Made on {datetime.now(UTC):%Y-%m-%d}: {machine()}.\n")
    for name in options.parts or parts:
        tables.append(parts[name]())
        print(tables[-1].markdown(), flush=True)
        save(tables, WORK / "results.json")
    missed = [row.what for table in tables for row in table.rows if "missed" in row.verdict]
    print(f"{len(missed)} bars missed{': ' if missed else '.'}{', '.join(missed)}")
    return 0


def _parts(*, quick: bool, minutes: float, clips: Path | None) -> dict[str, Callable[[], Table]]:
    models = WORK / "models"
    whisper = bench_languages.options(models)
    return {
        "words-400": lambda: bench_engine.measure(WORK / "w400", silence_ms=400, quick=quick),
        "words-800": lambda: bench_engine.measure(WORK / "w800", silence_ms=800, quick=quick),
        "bring-in": lambda: bench_bring_in.measure(WORK / "bring-in", quick=quick),
        "native": lambda: bench_engine.measure_native(WORK / "native"),
        "streams": lambda: bench_engine.measure_streams(WORK / "streams"),
        "cpu": lambda: bench_client.measure(WORK / "cpu", quick=quick),
        "outages": lambda: bench_link.measure(WORK / "outages", quick=quick),
        "long-outage": lambda: bench_link.measure_long(WORK / "long-outage", quick=quick),
        "kill": lambda: bench_kill.measure(WORK / "kill", quick=quick),
        "transcript": lambda: bench_transcript.measure(WORK / "transcript", quick=quick),
        "long-session": lambda: bench_long_session.measure(WORK / "long-session", quick=quick),
        "window": lambda: bench_window.measure(WORK / "window", quick=quick),
        "overlay": bench_overlay.measure,
        "library-window": lambda: bench_library_window.measure(
            WORK / "library-window", quick=quick
        ),
        "library": lambda: bench_library.measure(WORK / "library", quick=quick),
        "microphone": lambda: bench_microphone.measure(WORK / "microphone", quick=quick),
        "proxy": lambda: bench_engine.measure_behind_a_dead_proxy(WORK / "proxy"),
        "wss": lambda: bench_wss.measure(WORK / "wss", minutes=1 if quick else minutes),
        "terms": lambda: bench_terms.measure(WORK / "terms", quick=quick),
        "noise": lambda: bench_noise.measure(WORK / "noise", quick=quick),
        "words-zh": lambda: bench_languages.measure_chinese(
            WORK / "zh", models, clips=clips, quick=quick
        ),
        "words-whisper": lambda: bench_languages.measure_english(
            WORK / "whisper", models, quick=quick
        ),
        "languages": lambda: bench_languages.measure_languages(WORK / "languages", models),
        "noise-whisper": lambda: bench_noise.measure(WORK / "noise-whisper", *whisper, quick=quick),
    }


if __name__ == "__main__":
    sys.exit(main())
