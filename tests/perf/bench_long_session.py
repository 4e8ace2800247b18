"""Eight hours of captions in the shipped window, faster than they are said: what grows."""

from __future__ import annotations

import json
import operator
import random
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil

from app.core.settings import EmotionSettings, Settings
from tests.helpers import caption_script
from tests.helpers.caption_script import AwaitAudio, Script
from tests.helpers.caption_server import CaptionServer, Received
from tests.helpers.children import end
from tests.helpers.desk import virtual_desk
from tests.helpers.shipped import store_settings
from tests.perf.library_text import lines
from tests.perf.programs import ROOT
from tests.perf.report import Row, Table, median, percentile, percentile_95

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.helpers.caption_script import Step

HOURS: Final = 8
SPEED: Final = 60  # times faster than it is said
GROWN_MB: Final = 20
TIMES: Final = 1.2
BUSY_MS: Final = 16
WARM_UP_MIN: Final = 10
APPEND_MS: Final = 100  # of audio in one message of the client's
RATE_HZ: Final = 16_000
LATIN_MS: Final = 66  # for one character
CHINESE_MS: Final = 220
PAUSE_MS: Final = (300, 900)
INTERIMS: Final = (0.25, 0.5, 0.75, 0.95)  # of the line is heard
FINAL_MS: Final = 500  # from the last word on
EMOTIONS: Final = ("neutral", "neutral", "neutral", "happy", "sad", "angry", "surprised")
DEADLINE_S: Final = 300.0  # for what is left when everything was said
FEW: Final = 5  # samples of which the middle one counts
_MIN_MS: Final = 60_000
_TIMED: Final = {
    "a final shown": "final",
    "an interim shown": "interim",
    "a final taken in by the session": "told_final",
    "an interim taken in by the session": "told_interim",
    "a final written, of this": "kept_final",
    "an interim noted, of this": "kept_interim",
}
_SEED: Final = 8


@dataclass(frozen=True, slots=True)
class Talk:
    """What is said: the finals in order, when the server says what, and how long it all takes."""

    words: tuple[str, ...]
    steps: tuple[Step, ...]
    length_ms: int


@dataclass(frozen=True, slots=True)
class Sample:
    """What the program had at a minute of captions."""

    minute: int
    resident_mb: float
    own_mb: float  # of it, what no file is behind
    handles: int
    threads: int
    spent_s: Mapping[int, float]  # of the processor so far, by thread


@dataclass
class Watch:
    """Counts the audio that the server gets, and looks at the program every captioned minute."""

    appends: int = 0
    process: psutil.Process | None = None
    samples: list[Sample] = field(default_factory=list)

    def received(self, message: Received) -> None:
        """Called on the server's thread."""
        if message.type != "input_audio_buffer.append":
            return
        self.appends += 1
        minute, rest = divmod(self.appends * APPEND_MS, _MIN_MS)
        if not rest and self.process is not None:
            self.samples.append(_sample(self.process, minute))


@dataclass(frozen=True)
class Run:
    """What one run told."""

    talk: Talk
    samples: Sequence[Sample]
    figures: Mapping[str, list[tuple[float, float]]]
    stalls_ms: Sequence[float]  # of each beat, as is the next
    busy_ms: Sequence[float]
    threads: Mapping[str, int]
    kept: tuple[str, ...]
    library_bytes: int

    @cached_property
    def first(self) -> tuple[int, int]:
        """From and to which minute the first hour lasts."""
        return WARM_UP_MIN, WARM_UP_MIN + 60

    @cached_property
    def last(self) -> tuple[int, int]:
        """From and to which minute the last hour lasts."""
        minutes = self.talk.length_ms // _MIN_MS
        return minutes - 60, minutes

    def costs(self, name: str, hour: tuple[int, int]) -> list[float]:
        """Return the ms that each took in that hour."""
        begin, end_ = (minute * 60 for minute in hour)
        return [took for at_s, took in self.figures[name] if begin <= at_s < end_]

    def beats(self, of_each: Sequence[float], hour: tuple[int, int]) -> Sequence[float]:
        """Return what was noted of each beat in that hour."""
        counts = [int(count) for count in self.costs("beats", hour)]
        return of_each[counts[0] : counts[-1]]

    def during(self, hour: tuple[int, int]) -> list[Sample]:
        """Return the samples of that hour."""
        return [one for one in self.samples if hour[0] <= one.minute <= hour[1]]


def measure(work: Path, *, quick: bool) -> Table:
    """Let the window caption for so long, and see what has grown."""
    run = _run(work, hours=2 if quick else HOURS)
    minutes = run.talk.length_ms // _MIN_MS
    settings = (
        f"The shipped window and overlay under Xvfb, openbox and picom; {minutes} minutes of "
        f"silence, sent up to {SPEED} times faster than real time to a server that says "
        f"{len(run.talk.words):,} lines, English and Chinese, each with {len(INTERIMS)} interims "
        "and an emotion, when the audio is there; all are kept, the audio is not. The first hour "
        f"begins when {WARM_UP_MIN} minutes are captioned, as does the growth, in which the "
        "figures themselves have no part. Times are of the processor."
    )
    return Table("A long session", settings, tuple(_rows(run)))


def _rows(run: Run) -> Iterator[Row]:
    begin, end_ = run.during(run.first)[:FEW], run.samples[-FEW:]
    yield from _grown(run, begin, end_)
    for what, name in _TIMED.items():
        first, last = run.costs(name, run.first), run.costs(name, run.last)
        yield Row(
            f"{what}: last hour of first", median(last) / median(first), "times", TIMES,
            note=f"median {median(first):.3f} ms, p95 {percentile_95(first):.3f} ms; in the last "
            f"hour {median(last):.3f} ms, {percentile_95(last):.3f} ms",
        )  # fmt: skip
    for what, thread in run.threads.items():
        first_s, last_s = (_spent_s(run.during(hour), thread) for hour in (run.first, run.last))
        yield Row(f"all that the {what} thread does: last hour of first", last_s / first_s,
                  "times", TIMES, note=f"{first_s:.1f} s; {last_s:.1f} s")  # fmt: skip
    busy, stalls = (
        [percentile(run.beats(noted, hour), 0.99) for hour in (run.first, run.last)]
        for noted in (run.busy_ms, run.stalls_ms)
    )
    yield Row("the GUI thread at work at a stretch in the last hour, p99", busy[1], "ms", BUSY_MS,
              note=f"{busy[0]:.1f} ms in the first; stalls, with what else ran here: "
              f"{stalls[0]:.1f} and {stalls[1]:.1f} ms")  # fmt: skip
    wrong = sum(map(operator.ne, run.kept, run.talk.words))
    wrong += abs(len(run.kept) - len(run.talk.words))
    yield Row("finals lost, doubled, changed or out of order in the library", wrong, "", 0)
    yield Row("library.db", run.library_bytes / 2**20, "MB",
              note=f"{run.library_bytes / len(run.kept):.0f} bytes a line")  # fmt: skip


def _grown(run: Run, begin: Sequence[Sample], end_: Sequence[Sample]) -> Iterator[Row]:
    resident, own = (
        (_middle(begin, name), _middle(end_, name)) for name in ("resident_mb", "own_mb")
    )
    yield Row("resident memory grown by", resident[1] - resident[0], "MB", GROWN_MB,
              note=f"from {resident[0]:.1f} to {resident[1]:.1f} MB; "
              f"{own[1] - own[0]:.1f} MB without mapped files, such as fonts")  # fmt: skip
    middle = run.during((run.last[1] // 2, run.last[1]))
    yield Row("of this, in the second half", resident[1] - _middle(middle[:FEW], "resident_mb"),
              "MB")  # fmt: skip
    settled = run.during(run.first)[-FEW:]
    for what, name in (("files and sockets open", "handles"), ("threads", "threads")):
        before, after = _middle(settled, name), _middle(end_, name)
        yield Row(f"{what}: more than after the first hour", after - before, "", 0,
                  note=f"{before:.0f}; {after:.0f}")  # fmt: skip


def _middle(samples: Sequence[Sample], name: str) -> float:
    return median([float(getattr(sample, name)) for sample in samples])


def _spent_s(samples: Sequence[Sample], thread: int) -> float:
    return samples[-1].spent_s[thread] - samples[0].spent_s[thread]


def say(hours: float) -> Talk:
    """Make up what is said in so many hours: English and Chinese, with interims and emotions."""
    chance = random.Random(_SEED)
    words: list[str] = []
    steps: list[Step] = []
    at_ms = 1000
    for language, text in lines(round(hours * 1200), seed=_SEED):
        if at_ms > hours * 60 * _MIN_MS:
            break
        end_ms = at_ms + len(text) * (LATIN_MS if language == "en" else CHINESE_MS)
        steps += _line(len(words), text, at_ms, end_ms, language, chance.choice(EMOTIONS))
        words.append(text)
        at_ms = end_ms + chance.randint(*PAUSE_MS)
    else:
        raise RuntimeError("there is not enough to say")
    return Talk(tuple(words), tuple(steps), at_ms + 2000)


def _line(
    number: int, text: str, begin_ms: int, end_ms: int, language: str, emotion: str
) -> Iterator[Step]:
    item = f"item_{number}"
    yield AwaitAudio(begin_ms + 200)
    yield caption_script.started(item, begin_ms)
    for share in INTERIMS:
        heard = round(len(text) * share)
        settled = heard * 2 // 3
        yield AwaitAudio(begin_ms + round((end_ms - begin_ms) * share))
        yield caption_script.interim(
            item, text[:settled], text[settled:heard], language=language, emotion=emotion
        )
    yield AwaitAudio(end_ms + FINAL_MS)
    previous = f"item_{number - 1}" if number else None
    yield caption_script.stopped(item, end_ms)
    yield caption_script.committed(item, previous)
    yield caption_script.created(item, previous)
    yield caption_script.final(item, text, language=language, emotion=emotion)


def _run(work: Path, *, hours: float) -> Run:
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    talk = say(hours)
    silence = _write_silence(work / "silence.wav", talk.length_ms)
    data = work / "data"
    wanted = Settings(emotion=EmotionSettings(is_explained=True))
    store_settings(data, wanted)
    watch = Watch()
    script = Script(talk.steps, max_pace=SPEED)
    figures = work / "figures.json"
    with (
        virtual_desk(work / "desk") as desk,
        CaptionServer(script, on_received=watch.received) as server,
        (work / "window.out").open("wb") as output,
    ):
        process = subprocess.Popen(
            (
                *(sys.executable, "-P", "-m", "tests.perf.long_session_program", str(figures)),
                *("--data-dir", str(data), "run", "--engine", server.url),
                *("--source", str(silence), "--start", "--quit-when-done"),
            ),
            cwd=ROOT,
            env={**desk.environment, "PYTHONPATH": str(ROOT)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        watch.process = psutil.Process(process.pid)
        try:
            code = process.wait(talk.length_ms / 1000 / SPEED * 3 + DEADLINE_S)
        finally:
            end(process)
        connections = server.connections
    if code or connections != 1:
        raise RuntimeError(f"it ended with {code} after {connections} connections; see {work}")
    told = json.loads(figures.read_text(encoding="utf-8"))
    library = data / "data" / "library.db"
    return Run(
        talk,
        watch.samples,
        told,
        told.pop("stalls_ms"),
        told.pop("busy_ms"),
        {"GUI": process.pid, "session's": told.pop("session_thread")},
        _kept(library),
        library.stat().st_size,
    )


def _write_silence(path: Path, length_ms: int) -> Path:
    """Write a recording in which nobody speaks, and which takes no room on the disk."""
    size = length_ms * RATE_HZ // 1000 * 2
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE_HZ, 2 * RATE_HZ, 2, 16)
    head = struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + form
    with path.open("wb") as target:
        target.write(head + struct.pack("<4sI", b"data", size))
        target.truncate(len(head) + 8 + size)
    return path


def _sample(process: psutil.Process, minute: int) -> Sample:
    told = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    kib = {name: int(size) for name, size in re.findall(r"(Rss\w+|VmRSS):\s+(\d+) kB", told)}
    spent_s = {thread.id: thread.user_time + thread.system_time for thread in process.threads()}
    return Sample(
        minute,
        kib["VmRSS"] / 1024,
        kib["RssAnon"] / 1024,
        process.num_fds(),
        len(spent_s),
        spent_s,
    )


def _kept(library: Path) -> tuple[str, ...]:
    with closing(sqlite3.connect(library)) as connection:
        rows = connection.execute("SELECT text FROM lines WHERE status = 'final' ORDER BY position")
        return tuple(text for (text,) in rows)
