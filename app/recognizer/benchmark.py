"""Whether a model keeps up with speech on this computer: about ten seconds of it, heard live.

The stream that captions are made with is fed in the time of the audio, and whoever asks the model
waits as long as it really takes; so what is measured is the work that captioning will be.
"""

from __future__ import annotations

import importlib.util
import time
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import msgspec
import numpy as np
import soundfile
import soxr

from app.core.errors import ZimuError
from app.core.problem_text import english
from app.recognizer.audio import RATE_HZ, Samples
from app.recognizer.decoder import Wish
from app.recognizer.jobs import Urgency
from app.recognizer.lines import Rules
from app.recognizer.models import recogniser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.core.models import ModelInfo
    from app.recognizer.events import Stream
    from app.recognizer.jobs import Job

SPEECH_S: Final = 10.0
_RECORDING: Final = ("moonshine_voice", "assets/two_cities.wav")
_RULES: Final = Rules.of(silence_ms=400, speech_probability=0.5)
_STEP_SAMPLES: Final = RATE_HZ * 4 // 100
_WARM_UP_S: Final = 2.0
# The rest is for listening for voices, for the protocol, and for other programs.
_MOST_WORK: Final = 0.8
# Who waits longer than this for words does not take them for live.
_MOST_DELAY_S: Final = 1.0
# What partials cost when they are rarer (`Stream.ease`), as a share of what they cost otherwise.
_RARER: Final = 1 / 3
# Seconds of work per second of speech; nobody waits for the rest.
_HOPELESS: Final = 3.0


class Verdict(StrEnum):
    """How well a model keeps up."""

    KEEPS_UP = "keeps-up"
    FEWER_PARTIALS = "fewer-partials"
    FINALS_ONLY = "finals-only"
    TOO_SLOW = "too-slow"

    @property
    def shows_partials(self) -> bool:
        """Whether words come before their line is over."""
        return self in (Verdict.KEEPS_UP, Verdict.FEWER_PARTIALS)


_SAYS: Final = {
    Verdict.KEEPS_UP: "keeps up",
    Verdict.FEWER_PARTIALS: "keeps up with fewer partials",
    Verdict.FINALS_ONLY: "keeps up with finals only",
    Verdict.TOO_SLOW: "does not keep up",
}


@dataclass(slots=True)
class Costs:
    """Seconds of work of one run through `speech_s` of speech."""

    speech_s: float
    partials_s: list[float] = field(default_factory=list)
    finals_s: list[float] = field(default_factory=list)

    @property
    def partial_work(self) -> float:
        """Of partials, per second of speech."""
        return sum(self.partials_s) / self.speech_s

    @property
    def final_work(self) -> float:
        """Of finals, per second of speech."""
        return sum(self.finals_s) / self.speech_s

    @property
    def partial_s(self) -> float:
        """The mean of a partial."""
        return sum(self.partials_s) / max(len(self.partials_s), 1)

    @property
    def is_hopeless(self) -> bool:
        """Whether there is no use in measuring on."""
        return self.partial_work + self.final_work > _HOPELESS

    def verdict(self, *, is_streaming: bool) -> Verdict:
        """Say how well such a model keeps up. One that follows speech hears all or nothing."""
        work = self.partial_work + self.final_work
        is_too_much = is_streaming or self.is_hopeless or self.final_work > _MOST_WORK
        if work > _MOST_WORK and is_too_much:
            return Verdict.TOO_SLOW
        if work <= _MOST_WORK and self.partial_s <= _MOST_DELAY_S:
            return Verdict.KEEPS_UP
        is_enough = self.final_work + self.partial_work * _RARER <= _MOST_WORK
        return Verdict.FEWER_PARTIALS if is_enough else Verdict.FINALS_ONLY


class Report(msgspec.Struct, frozen=True, tag="benchmark", tag_field="type"):
    """What was found out about one model; work is in seconds per second of speech."""

    model: str
    verdict: Verdict
    audio: str  # "recorded" or "generated"
    speech_s: float
    load_s: float
    partial_work: float
    final_work: float
    partial_s: float

    @property
    def work(self) -> float:
        """Of partials and finals together."""
        return round(self.partial_work + self.final_work, 4)

    def sentence(self) -> str:
        """Return it for people."""
        return (
            f"{self.model}: {_SAYS[self.verdict]}. A second of speech takes {self.work:.2f} s of "
            f"work ({self.partial_work:.2f} partials, {self.final_work:.2f} finals), a partial "
            f"{self.partial_s:.2f} s, loading {self.load_s:.1f} s; measured on "
            f"{self.speech_s:.0f} s of {self.audio} speech."
        )


class LoudIsSpeech:
    """Tells speech by its level, so that every model is given the same lines."""

    _SOFTEST_RMS: Final = 0.01

    def probability(self, frame: Samples) -> float:
        """Return 1 or 0."""
        return float(np.sqrt(np.mean(np.square(frame))) > self._SOFTEST_RMS)


def benchmark(
    models: Iterable[tuple[ModelInfo, Path]],
    cache_dir: Path,
    remember: Callable[[Report], None],
    *,
    as_json: bool,
    out: TextIO,
    say: Callable[[str], None],
) -> int:
    """Try `models`, each with the folder of its files; return the exit code.

    `remember` gets each report, and may raise ZimuError.
    """
    speech, audio = speech_to_hear()
    code = 0
    for model, folder in models:
        try:
            report = examine(model, folder, cache_dir, speech, audio)
            text = msgspec.json.encode(report).decode() if as_json else report.sentence()
            out.write(f"{text}\n")
            out.flush()
            remember(report)
        except ZimuError as exc:
            say(english(exc.problem))
            code = 1
    return code


def examine(model: ModelInfo, folder: Path, cache_dir: Path, speech: Samples, audio: str) -> Report:
    """Load a model and let it hear `speech`. Raises ZimuError."""
    loaded: Any = recogniser(model, folder, cache_dir)
    begin_s = time.perf_counter()
    weights = loaded.load()
    load_s = time.perf_counter() - begin_s
    wish = Wish(model.languages[0] if len(model.languages) == 1 else "")
    warm_up = speech[: int(_WARM_UP_S * RATE_HZ)]
    hear(loaded.new_stream(LoudIsSpeech(), _RULES, wish), weights, warm_up)
    costs = hear(loaded.new_stream(LoudIsSpeech(), _RULES, wish), weights, speech)
    return Report(
        model=model.id,
        verdict=costs.verdict(is_streaming=model.is_streaming),
        audio=audio,
        speech_s=len(speech) / RATE_HZ,
        load_s=round(load_s, 3),
        partial_work=round(costs.partial_work, 4),
        final_work=round(costs.final_work, 4),
        partial_s=round(costs.partial_s, 4),
    )


def hear(
    stream: Stream[Any],
    weights: object,
    speech: Samples,
    clock: Callable[[], float] = time.perf_counter,
) -> Costs:
    """Feed `speech` to a stream as if it were spoken; return what the model's work was."""
    costs = Costs(len(speech) / RATE_HZ)
    free_s = 0.0
    for at in range(0, len(speech), _STEP_SAMPLES):
        stream.feed(speech[at : at + _STEP_SAMPLES])
        now_s = (at + _STEP_SAMPLES) / RATE_HZ
        if now_s >= free_s and (job := stream.take_job()) is not None:
            free_s = now_s + _carry_out(stream, job, weights, costs, clock)
    stream.flush()
    while not costs.is_hopeless and (job := stream.take_job()) is not None:
        _carry_out(stream, job, weights, costs, clock)
    return costs


def _carry_out(
    stream: Stream[Any], job: Job[Any], weights: object, costs: Costs, clock: Callable[[], float]
) -> float:
    # The answer is there at once, which no stream minds, and the model is busy for so long.
    begin_s = clock()
    heard = job.perform(weights)
    cost_s = clock() - begin_s
    kind = costs.partials_s if job.urgency is Urgency.PARTIAL else costs.finals_s
    kind.append(cost_s)
    stream.done(heard, cost_s=cost_s)
    return cost_s


def speech_to_hear() -> tuple[Samples, str]:
    """Return ten seconds of speech, and whether they are "recorded" or "generated"."""
    package, name = _RECORDING
    spec = importlib.util.find_spec(package)
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        path = Path(place, name)
        if path.is_file():
            samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
            mono = soxr.resample(samples.mean(axis=1), rate_hz, RATE_HZ).astype(np.float32)
            return mono[: int(SPEECH_S * RATE_HZ)], "recorded"
    return like_speech(SPEECH_S), "generated"


def like_speech(seconds: float) -> Samples:
    """Return a voice that says nothing: syllables of a gliding hum, in phrases of three seconds."""
    at_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    pitch_hz = 120 + 25 * np.sin(2 * np.pi * 0.4 * at_s)
    phase = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
    hum = sum(np.sin(n * phase) / n for n in range(1, 25))
    syllables = 0.6 + 0.4 * np.sin(2 * np.pi * 4 * at_s)
    phrases = at_s % 3.5 < 3.0  # noqa: PLR2004  # half a second to breathe
    return (0.1 * hum * syllables * phrases).astype(np.float32)
