"""Runs the embedded engine against recorded speech faster than real time, and scores it.

The clock is virtual: audio arrives when it would have been spoken, and one decoder is busy for as
long as each real decode took. Run by hand: ``python -m tests.perf.sim_engine --help``.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from app.core.models import ModelInfo, parse
from app.models.carriers import carried_folder
from app.recognizer.decoder import Decoder, Heard, Wish
from app.recognizer.events import LineEvent, LineHeard, LineWritten, Stream
from app.recognizer.lines import Rules
from app.recognizer.models import Recogniser, recogniser
from app.recognizer.schedule import Schedule
from app.recognizer.vad import SileroDetector, speech_probability
from tests.perf import languages
from tests.perf.material import (
    CACHE,
    RATE_HZ,
    ROOT,
    Samples,
    Speech,
    load_all,
    plain_words,
    recorded,
)
from tests.perf.report import median, percentile_95
from tests.perf.scoring import Score, Shown, score

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OFFSETS_MS: Final = (0, 37, 74, 111, 148)
_CHUNK: Final = RATE_HZ * 40 // 1000
_TRAILING_SILENCE_S: Final = 7


@dataclass(slots=True)
class _Client:
    """One stream, what it still has to say, and what was shown for it."""

    stream: Stream[Decoder]
    samples: Samples
    shown: list[Shown] = field(default_factory=list)

    def show(self, events: Sequence[LineEvent], now_s: float) -> None:
        for event in events:
            match event:
                case LineHeard(line, settled, tentative):
                    self.shown.append(Shown(now_s * 1000, line, settled, tentative))
                case LineWritten(line, text):
                    self.shown.append(Shown(now_s * 1000, line, text, "", is_final=True))
                case _:
                    pass


@dataclass(slots=True)
class Outcome:
    """What a simulated run showed and what it cost."""

    shown: list[list[Shown]]
    audio_s: float
    decode_s: float


class Simulation:
    """Several clients of one decoder on a virtual clock."""

    def __init__(self, decoder: Decoder, clients: list[_Client]) -> None:
        self._decoder = decoder
        self._clients = {id(client.stream): client for client in clients}
        self._schedule: Schedule[Stream[Decoder]] = Schedule()
        self._busy: tuple[float, Stream[Decoder], Heard, float] | None = None
        self._decode_s = 0.0

    def run(self) -> Outcome:
        """Play everything to the end."""
        clients = list(self._clients.values())
        for client in clients:
            self._schedule.join(client.stream)
        longest = max(len(client.samples) for client in clients)
        for end in range(_CHUNK, longest + _CHUNK, _CHUNK):
            now_s = end / RATE_HZ
            self._work_until(now_s)
            for client in clients:
                client.show(client.stream.feed(client.samples[end - _CHUNK : end]), now_s)
            self._start(now_s)
        for client in clients:
            client.show(client.stream.flush(), longest / RATE_HZ)
        self._start(longest / RATE_HZ)
        self._work_until(float("inf"))
        return Outcome([client.shown for client in clients], longest / RATE_HZ, self._decode_s)

    def _start(self, now_s: float) -> None:
        if self._busy is not None or (stream := self._schedule.next()) is None:
            return
        if (job := stream.take_job()) is None:
            return
        # Nothing else runs in this process; some models work on threads of their own.
        began_s = time.process_time()
        heard = job.perform(self._decoder)
        cost_s = time.process_time() - began_s
        self._decode_s += cost_s
        self._busy = (now_s + cost_s, stream, heard, cost_s)

    def _work_until(self, now_s: float) -> None:
        while self._busy is not None and self._busy[0] <= now_s:
            done_s, stream, heard, cost_s = self._busy
            self._busy = None
            self._clients[id(stream)].show(stream.done(heard, cost_s=cost_s), done_s)
            self._start(done_s)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is run: on which speech, and what is wished for."""

    speeches: Sequence[Speech]
    wish: Wish
    rules: Rules
    offsets_ms: Sequence[int]
    tells_texts: bool


def simulate(
    model: Recogniser[Decoder], decoder: Decoder, speeches: Sequence[Speech], setting: Setting
) -> Outcome:
    """Run `speeches` side by side through one decoder."""
    silence = np.zeros(_TRAILING_SILENCE_S * RATE_HZ, np.float32)
    clients = [
        _Client(
            model.new_stream(SileroDetector.load(), setting.rules, setting.wish),
            np.concatenate((speech.samples, silence)),
        )
        for speech in speeches
    ]
    return Simulation(decoder, clients).run()


def rules_for(silence_ms: int, threshold: float = 0.0) -> Rules:
    """Return the rules the server would use."""
    return Rules.of(silence_ms=silence_ms, speech_probability=speech_probability(threshold))


def table_row(label: str, pooled: Score, worst_percent: float, load: float) -> str:
    """Return one line of the table that is printed."""
    return (
        f"{label:10} {pooled.word_error_percent:5.2f} {worst_percent:5.2f} "
        f"{median(pooled.shown_delays_s):6.3f} {percentile_95(pooled.shown_delays_s):6.3f} "
        f"{median(pooled.settled_delays_s):6.3f} {pooled.settled_early_percent:6.1f} "
        f"{median(pooled.final_delays_s):6.3f} {percentile_95(pooled.final_delays_s):6.3f} "
        f"{pooled.settled_violations:4d} {pooled.changed_percent:6.2f} {load:6.3f}"
    )


HEADER: Final = (
    "silence    WER%  worst  shown    p95 settled early% final     p95 viol  chg%   cores"
)


def measure(
    label: str, model: Recogniser[Decoder], setting: Setting, *, say: Callable[[str], None]
) -> None:
    """Run the whole material at every offset and print a row, with a detail per offset."""
    decoder = model.load()
    total = Score()
    worst = decode_s = audio_s = 0.0
    for offset_ms in setting.offsets_ms:
        pooled = Score()
        errors: list[int] = []
        for speech in setting.speeches:
            delayed = speech.delayed(offset_ms)
            outcome = simulate(model, decoder, [delayed], setting)
            split = languages.plain_characters if speech.language == "zh" else plain_words
            part = score(outcome.shown[0], delayed.words, split)
            errors.append(part.word_errors)
            pooled.add(part)
            decode_s += outcome.decode_s
            audio_s += outcome.audio_s
            for shown in outcome.shown[0] if setting.tells_texts else ():
                say(f"    {shown}")
        worst = max(worst, pooled.word_error_percent)
        say(f"  +{offset_ms} ms: errors {errors}, {pooled.word_error_percent:.2f} %")
        total.add(pooled)
    say(table_row(label, total, worst, decode_s / audio_s))


def catalogued(model_id: str) -> ModelInfo:
    """Return the record of a model."""
    catalogue = parse((ROOT / "resources" / "models.toml").read_text(encoding="utf-8"))
    return next(model for model in catalogue if model.id == model_id)


def main() -> None:
    """Parse the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--silence-ms", type=int, nargs="+", default=[400, 800])
    parser.add_argument("--offsets-ms", type=int, nargs="+", default=list(OFFSETS_MS))
    parser.add_argument("--model", default="moonshine-tiny-en")
    parser.add_argument("--folder", type=Path, help="with the model's files")
    parser.add_argument("--material", choices=("all", "recorded", "chinese"), default="all")
    parser.add_argument("--clips", type=Path, help="folder of more Chinese recordings")
    parser.add_argument("--together", action="store_true", help="one recording after the other")
    parser.add_argument("--language", default="", help="empty: as heard")
    parser.add_argument("--texts", action="store_true", help="print all that is shown")
    options = parser.parse_args()
    speeches: Sequence[Speech] = load_all()
    if options.material == "recorded":
        speeches = [recorded("two_cities"), recorded("beckett")]
    elif options.material == "chinese":
        speeches = languages.chinese(options.clips)
    if options.together:
        speeches = [languages.one_after_the_other(speeches)]
    info = catalogued(options.model)
    assert not info.is_streaming, "this clock runs models that hear a line as a whole"
    folder = options.folder or carried_folder(info)
    if folder is None:
        parser.error(f"{info.id} is in no installed package: name the --folder with its files")
    model = cast("Recogniser[Decoder]", recogniser(info, folder, CACHE))
    print(HEADER)
    for silence_ms in options.silence_ms:
        wish, rules = Wish(options.language), rules_for(silence_ms)
        setting = Setting(speeches, wish, rules, options.offsets_ms, options.texts)
        measure(str(silence_ms), model, setting, say=print)


if __name__ == "__main__":
    main()
