"""What outages cost: live speech through a link that is cut in mid-word, and without any cut."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from tests.helpers.fault_proxy import FaultProxy
from tests.helpers.pulse import virtual_microphones
from tests.helpers.recorder import write_wav
from tests.perf import continuity, live, material, programs
from tests.perf.report import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.perf.continuity import FinalLine, Span

CUT_WORD_MS: Final = 250  # a word long enough to have a middle
RING_MS: Final = 120_000
TAIL_MS: Final = 1_500  # of silence, so that the last line ends by itself
LONG_OUTAGE_S: Final = 180
QUICK_LONG_OUTAGE_S: Final = 130  # hardly more than the ring holds
LONG_CUT_MS: Final = 20_000.0


@dataclass(frozen=True, slots=True)
class Case:
    """One run: an outage of so many seconds at the long word next to each of these moments."""

    outage_s: float
    cuts_ms: tuple[float, ...]


# A minute apart, after which a link counts as stable again, or closer: then the wait before the
# next attempt grows, and with it what an outage of 10 s lasts.
CASES: Final = (
    Case(1, (8_000, 75_000, 142_000)),
    Case(1, (37_000, 104_000)),
    Case(10, (15_000, 50_000, 85_000, 120_000)),
    Case(60, (12_000,)),
    Case(60, (33_000,)),
)
QUICK_CASES: Final = (Case(1, (8_000,)), Case(10, (15_000,)))


@dataclass(frozen=True, slots=True)
class Run:
    """What was written, and when the link was cut and came back, in the session's time."""

    lines: list[FinalLine]
    gaps: list[Span]
    cuts_ms: list[float]
    backs_ms: list[float]

    def away_ms(self, back_ms: float) -> float:
        """Return for how long the link had been away when it came back."""
        return back_ms - max((cut for cut in self.cuts_ms if cut < back_ms), default=back_ms)


def measure(work: Path, *, quick: bool) -> Table:
    """Speak the same with and without outages, one run after the other."""
    speech = _speech(times=1 if quick else 3)
    with programs.engine(work) as engine:
        base = _speak(engine, speech, Case(0, ()), work)
        rows: list[Row] = list(_base_rows(base, speech))
        by_length: dict[float, list[tuple[Case, Run]]] = {}
        for case in QUICK_CASES if quick else CASES:
            by_length.setdefault(case.outage_s, []).append(
                (case, _speak(engine, speech, case, work))
            )
    for outage_s, runs in by_length.items():
        rows += _rows(outage_s, runs, base, speech)
    settings = (
        f"`zimu caption - --engine URL` on {len(speech.samples) / material.RATE_HZ:.0f} s of "
        "speech (two_cities and beckett in turn) written to its standard input as it is spoken; "
        "`zimu serve` behind a proxy that resets the link in mid-word and refuses new ones "
        "meanwhile. Held against the lines of the same speech without outage."
    )
    return Table("Outages", settings, tuple(rows))


def measure_long(work: Path, *, quick: bool) -> Table:
    """Speak through a microphone, which waits for nobody, while the link is gone for minutes."""
    speech = _speech(times=4 if quick else 7)
    outage_s = QUICK_LONG_OUTAGE_S if quick else LONG_OUTAGE_S
    with programs.engine(work) as engine:
        base = _speak_aloud(engine, speech, None, work)
        run = _speak_aloud(engine, speech, outage_s, work)
    settings = (
        "The same speech through a virtual microphone, twice: with the link, and with the link "
        f"gone for {outage_s} s from {LONG_CUT_MS / 1000:.0f} s on, and then for as long as the "
        "next attempt to connect is away."
    )
    return Table(f"An outage of {outage_s} s", settings, tuple(_long_rows(run, base, speech)))


def _speech(*, times: int) -> material.Speech:
    two_cities, beckett = material.recorded("two_cities"), material.recorded("beckett")
    return live.repeated(two_cities, beckett, times=times)


def _speak(engine: programs.Engine, speech: material.Speech, case: Case, work: Path) -> Run:
    with (
        FaultProxy(engine.url) as proxy,
        live.captioner(proxy.url, work, engine.environment(), "-") as running,
    ):
        running.wait_for(live.is_listening, live.DEADLINE_S)
        cuts_ms = [_middle_of_word(speech, at_ms) for at_ms in case.cuts_ms]
        deeds = [live.Deed(at_ms, lambda: proxy.outage(case.outage_s)) for at_ms in cuts_ms]
        running.speak(live.pcm_of(speech) + _silence(TAIL_MS), deeds)
        return _run(running.objects(), cuts_ms)


def _speak_aloud(
    engine: programs.Engine, speech: material.Speech, outage_s: float | None, work: Path
) -> Run:
    with (
        TemporaryDirectory() as folder,
        virtual_microphones(Path(folder), count=1) as microphones,
        FaultProxy(engine.url) as proxy,
    ):
        spoken = write_wav(Path(folder) / "spoken.wav", live.pcm_of(speech) + _silence(TAIL_MS))
        environment = engine.environment() | microphones.variables
        source = ("--device", "mic_1")
        with live.captioner(proxy.url, work, environment, *source) as running:
            running.wait_for(live.is_listening, live.DEADLINE_S)
            with microphones.playing(spoken, ahead_ms=2_000) as player:
                running.wait_for(lambda written: written["t_ms"] >= LONG_CUT_MS, live.DEADLINE_S)
                if outage_s is not None:
                    proxy.outage(outage_s)
                assert player.wait(len(speech.samples) / material.RATE_HZ + 60) == 0
            running.interrupt()
            return _run(running.objects(), [LONG_CUT_MS])


def _run(objects: Sequence[dict[str, Any]], cuts_ms: list[float]) -> Run:
    backs_ms = [written["t_ms"] for written in objects if live.is_listening(written)][1:]
    return Run(continuity.finals(objects), continuity.gaps(objects), cuts_ms, backs_ms)


def _middle_of_word(speech: material.Speech, near_ms: float) -> float:
    """Return the middle of the long word that is spoken nearest to `near_ms`."""
    middles = [
        (word.begin_ms + word.end_ms) / 2
        for word in speech.words
        if word.begin_ms is not None
        and word.end_ms is not None
        and word.end_ms - word.begin_ms >= CUT_WORD_MS
    ]
    return min(middles, key=lambda middle: abs(middle - near_ms))


def _silence(ms: int) -> bytes:
    return bytes(ms * material.RATE_HZ // 1000 * live.SAMPLE_BYTES)


def _base_rows(base: Run, speech: material.Speech) -> Iterator[Row]:
    yield Row("without outage: finals", len(base.lines), "")
    yield Row("without outage: word errors", _error_percent(base, speech), "%")
    delays_s = [line.delay_ms / 1000 for line in base.lines]
    note = f"longest {max(delays_s):.2f} s"
    yield Row("without outage: end of line → final, median", median(delays_s), "s", note=note)


def _rows(
    outage_s: float, runs: Sequence[tuple[Case, Run]], base: Run, speech: material.Speech
) -> Iterator[Row]:
    cuts = [cut for case, _ in runs for cut in case.cuts_ms]
    what = f"{outage_s:g} s, {len(cuts)} cuts"
    lost = [line for _, run in runs for line in continuity.lost(base.lines, run.lines)]
    doubled = [pair for _, run in runs for pair in continuity.doubled(run.lines)]
    worse = sum(_error_percent(run, speech) for _, run in runs) / len(runs)
    worse -= _error_percent(base, speech)
    errors_s = sorted(
        error_ms / 1000
        for _, run in runs
        for error_ms in continuity.time_errors_ms(base.lines, run.lines)
    )
    caught_up = [
        (
            continuity.caught_up_ms(base.lines, _until(run, end_ms), back_ms) / 1000,
            run.away_ms(back_ms) / 1000,
        )
        for _, run in runs
        for back_ms, end_ms in zip(run.backs_ms, [*run.backs_ms[1:], float("inf")], strict=True)
    ]
    holes = [hole for _, run in runs for hole in run.gaps]
    yield Row(f"{what}: finals lost", len(lost), "", bar=0, note=_where(lost))
    yield Row(
        f"{what}: finals doubled", len(doubled), "", bar=0, note=_where(one for one, _ in doubled)
    )
    yield Row(f"{what}: gaps", len(holes), "", bar=0)
    yield Row(f"{what}: word errors, more than without", worse, "points", bar=2)
    yield Row(
        f"{what}: line times off by at most",
        errors_s[-1],
        "s",
        bar=0.3,
        note=f"median {median(errors_s):.2f} s",
    )
    yield Row(f"{what}: connected again", len(caught_up), "times", bar=len(cuts), at_least=True)
    yield Row(
        f"{what}: caught up after, as a share of the time without link",
        max((taken_s / away_s for taken_s, away_s in caught_up), default=float("nan")),
        "",
        bar=1,
        note=", ".join(f"{taken_s:.1f} s of {away_s:.1f}" for taken_s, away_s in caught_up),
    )


def _long_rows(run: Run, base: Run, speech: material.Speech) -> Iterator[Row]:
    shift_ms = _shift_ms(run, base)
    expected = [continuity.moved(line, shift_ms) for line in base.lines]
    (hole, *others), (back_ms, *_) = run.gaps, run.backs_ms
    kept_from_ms = back_ms - RING_MS
    lost = continuity.lost(continuity.outside(expected, run.gaps), run.lines)
    # What the gap begins or ends in is a part of a line, without all of its words and its times.
    holes = [hole, *(line.span for line in expected if line.span.overlap_ms(hole) > 0)]
    whole = continuity.outside(run.lines, holes)
    words = [word for word in speech.words if not _is_in(word, holes, shift_ms)]
    percent = 100 * continuity.word_errors(whole, words) / len(words)
    errors_s = [each / 1000 for each in continuity.time_errors_ms(expected, whole)]
    yield Row("gap lines", 1 + len(others), "", bar=1)
    yield Row(
        "length of the gap",
        (hole.end_ms - hole.begin_ms) / 1000,
        "s",
        note=f"from {hole.begin_ms / 1000:.2f} s; connected again at {back_ms / 1000:.2f} s",
    )
    yield Row(
        "gap ends 120 s before the link was back, off by",
        abs(hole.end_ms - kept_from_ms) / 1000,
        "s",
        bar=0.3,
    )
    yield Row("finals lost outside the gap", len(lost), "", bar=0, note=_where(lost))
    yield Row("finals doubled", len(continuity.doubled(run.lines)), "", bar=0)
    yield Row(
        "word errors in whole lines outside the gap, more than without",
        percent - _error_percent(base, speech),
        "points",
        bar=2,
    )
    yield Row(
        "times of whole lines off by at most",
        max(errors_s),
        "s",
        bar=0.3,
        note=f"{len(whole)} lines, median {median(errors_s):.2f} s",
    )
    yield Row(
        "connected again → caught up",
        continuity.caught_up_ms(expected, run.lines, back_ms) / 1000,
        "s",
        bar=run.away_ms(back_ms) / 1000,
    )


def _shift_ms(run: Run, base: Run) -> float:
    """Return how much later than in `base` the microphone heard the same."""
    pairs = zip(run.lines[:4], base.lines[:4], strict=True)
    return median(heard.span.begin_ms - said.span.begin_ms for heard, said in pairs)


def _is_in(word: material.SpokenWord, holes: Sequence[Span], shift_ms: float) -> bool:
    assert word.begin_ms is not None
    assert word.end_ms is not None
    spoken = continuity.Span(word.begin_ms + shift_ms, word.end_ms + shift_ms)
    return any(spoken.overlap_ms(hole) > 0 for hole in holes)


def _until(run: Run, end_ms: float) -> list[FinalLine]:
    return [line for line in run.lines if line.t_ms < end_ms]


def _error_percent(run: Run, speech: material.Speech) -> float:
    return 100 * continuity.word_errors(run.lines, speech.words) / len(speech.words)


def _where(lines: Iterable[FinalLine]) -> str:
    return ", ".join(f"{line.span.begin_ms / 1000:.1f} s" for line in lines)
