"""The lines of one stream of audio: cuts them, asks for decodes, settles words.

For a model that hears a line as a whole. What a line's final says depends on the audio alone, never
on how fast it came or how long decoding took.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, assert_never

from app.recognizer.agreement import Agreement, Snapshot
from app.recognizer.audio import RATE_HZ, Samples
from app.recognizer.decoder import Heard, Wish
from app.recognizer.events import (
    LineClosed,
    LineEvent,
    LineFailed,
    LineHeard,
    LineOpened,
    LineWritten,
)
from app.recognizer.framing import Framing, to_ms
from app.recognizer.guards import without_loop
from app.recognizer.jobs import Context, Decode, Urgency
from app.recognizer.lines import (
    FRAME_SAMPLES,
    SETTLE_FRAMES,
    Closed,
    Opened,
    State,
)
from app.recognizer.tidy import ends_sentence, tidy
from app.recognizer.words import join_words, split_words

if TYPE_CHECKING:
    from app.recognizer.lines import Cut, Rules
    from app.recognizer.vad import Detector

_FIRST_PARTIAL_SAMPLES: Final = RATE_HZ * 45 // 100
_LEAST_INTERVAL_S: Final = 0.2
# How much longer the interval is when the model does not keep up; None: there are no partials.
_EASED_INTERVAL: Final = (1.0, 3.0, None)
# A partial ends at the quietest place of the newest audio, where a word is least likely cut in two:
# fewer junk words and loops for 0.06 s of delay.
_WORD_END_SAMPLES: Final = RATE_HZ * 16 // 100
# A word that may be followed by silence is complete one frame later.
_MID_WORD_PAUSE_FRAMES: Final = 1
_CONTEXT_GAP_SAMPLES: Final = RATE_HZ * 13 // 10
_ANYTHING: Final = Wish()


@dataclass(frozen=True, slots=True)
class Habits:
    """How a model is best asked; what suits Moonshine, if nothing is said."""

    interval_per_cost: float = 2.0
    """From partial to partial, in costs of one: what costs more is decoded less often."""
    helped_s: float = 2.5
    """How long lines are whose finals are decoded together with the line before."""
    help_s: float = 6.0
    """How long the line before may be for that."""
    helped_partials_s: float = 0.0
    """Up to which length of the line partials are helped so, too."""


_HABITS: Final = Habits()


@dataclass(slots=True)
class _Line:
    number: int
    begin: int
    speech: int
    agreement: Agreement = field(default_factory=Agreement)
    heard_to: int = 0
    cost_s: float = 0.0
    shown: Snapshot | None = None
    prepared: tuple[int, Heard] | None = None
    """Where the audio ended for what may be the final, and what was heard."""
    has_failed: bool = False
    """Whether the model failed on it: then only the final is tried once more."""


@dataclass(frozen=True, slots=True)
class _Span:
    begin: int
    speech: int
    speech_end: int


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A closed line without its final. It holds its own audio, however long it must wait."""

    line: int
    end: int
    samples: Samples
    context: Samples | None
    is_cut_off: bool


class LineStream:
    """Recognition of one stream. Not thread-safe."""

    def __init__(
        self,
        detector: Detector,
        rules: Rules,
        wish: Wish = _ANYTHING,
        habits: Habits = _HABITS,
    ) -> None:
        self._framing = Framing(detector, rules)
        self._cutter, self._audio = self._framing.cutter, self._framing.audio
        self._habits = habits
        self._wish = wish
        self._lines = 0
        self._open: _Line | None = None
        self._waiting: deque[_Waiting] = deque()
        self._closed: _Span | None = None
        self._written_keys: tuple[str, ...] | None = ()
        """The words of the last line with a final; None: it failed, and nobody knows them."""
        self._begins_sentence = True
        self._language = self._written_language = ""
        self._in_flight: Decode | None = None
        self._interval: float | None = _EASED_INTERVAL[0]

    @property
    def is_idle(self) -> bool:
        """Whether every closed line has its final."""
        return not self._waiting

    @property
    def backlog_s(self) -> float:
        """Seconds of closed lines that wait for their finals."""
        return sum(len(waiting.samples) for waiting in self._waiting) / RATE_HZ

    @property
    def heard_ms(self) -> int:
        """How much audio was fed."""
        return self._framing.heard_ms

    @property
    def done_ms(self) -> int:
        """Up to where no closed line waits for its final."""
        if not self._waiting:
            return self.heard_ms
        oldest = self._waiting[0]
        return to_ms(oldest.end - len(oldest.samples))

    def feed(self, samples: Samples) -> list[LineEvent]:
        """Take more audio."""
        cuts = self._framing.feed(samples)
        return [event for frame_cuts in cuts for event in self._apply(frame_cuts)]

    def flush(self) -> list[LineEvent]:
        """End the open line here."""
        return self._apply(self._cutter.flush())

    def ease(self, level: int) -> None:
        """Cut partials back from now on: 0 not at all, 1 rarer ones, 2 none."""
        self._interval = _EASED_INTERVAL[level]

    def urgency(self) -> Urgency | None:
        """Return how urgent the next job is; None while one is out or none is due."""
        if self._in_flight is not None:
            return None
        if self._waiting:
            return Urgency.FINAL
        if self._open is None or self._open.has_failed:
            return None
        if self._is_closing(self._open):
            return Urgency.CLOSING
        return Urgency.PARTIAL if self._is_partial_due(self._open) else None

    def take_job(self) -> Decode | None:
        """Return the next job; there is no other until `done` has its answer."""
        urgency = self.urgency()
        if urgency is not None and self._waiting:
            self._in_flight = self._final_job(self._waiting[0])
        elif urgency is not None and self._open is not None:
            self._in_flight = self._open_job(self._open, urgency)
        return self._in_flight

    def done(self, heard: Heard, *, cost_s: float) -> list[LineEvent]:
        """Take the answer to the job that is out, and the seconds it took."""
        job, self._in_flight = self._in_flight, None
        if job is None:
            return []
        if heard.text:
            self._language = heard.language
        heard = replace(heard, text=tidy(heard.text, begins_sentence=self._begins_sentence))
        if self._waiting:
            return self._finish(self._waiting[0], job, heard)
        line = self._open
        if line is None or line.number != job.line:
            return []
        line.cost_s = cost_s
        return self._show(line, job, heard)

    def failed(self) -> list[LineEvent]:
        """Give up the job that is out: a line whose final fails has none."""
        job, self._in_flight = self._in_flight, None
        if job is None:
            return []
        if self._open is not None and self._open.number == job.line:
            self._open.has_failed = True
        if not self._waiting or not _is_final_of(job, self._waiting[0]):
            return []
        self._waiting.popleft()
        self._written_keys = None
        return [LineFailed(job.line)]

    def _finish(self, waiting: _Waiting, job: Decode, heard: Heard) -> list[LineEvent]:
        if not _is_final_of(job, waiting):
            return []
        self._waiting.popleft()
        # In the middle of a word the model may not find its end.
        if waiting.is_cut_off:
            heard = replace(heard, text=join_words(without_loop(split_words(heard.text))))
        return [self._written(job.line, heard)]

    def _show(self, line: _Line, job: Decode, heard: Heard) -> list[LineEvent]:
        if job.urgency is Urgency.CLOSING:
            line.prepared = (job.end, heard)
        if not heard.text:
            return []
        shown = line.agreement.hear(
            heard.text,
            heard_ms=to_ms(job.end - line.speech),
            is_paused=job.urgency is Urgency.CLOSING,
            cut_ms=self._cut_ms(line),
        )
        if shown == line.shown:
            return []
        line.shown = shown
        told = (shown.settled, shown.tentative, heard.language, heard.emotion)
        return [LineHeard(line.number, *told)]

    def _apply(self, cuts: tuple[Cut, ...]) -> list[LineEvent]:
        events: list[LineEvent] = []
        for cut in cuts:
            match cut:
                case Opened():
                    events.append(self._open_line(cut))
                case Closed():
                    events += self._close_line(cut)
                case _:
                    assert_never(cut)
        return events

    def _open_line(self, cut: Opened) -> LineOpened:
        self._lines += 1
        line = _Line(self._lines, cut.begin * FRAME_SAMPLES, cut.speech * FRAME_SAMPLES)
        self._open = line
        return LineOpened(line.number, to_ms(line.speech))

    def _close_line(self, cut: Closed) -> list[LineEvent]:
        line, self._open = self._open, None
        if line is None:
            return []
        end = cut.end * FRAME_SAMPLES
        span = _Span(line.begin, line.speech, cut.speech_end * FRAME_SAMPLES)
        events: list[LineEvent] = [LineClosed(line.number, to_ms(span.speech_end))]
        if line.prepared is not None and line.prepared[0] == end:
            events.append(self._written(line.number, line.prepared[1]))
        else:
            samples = self._audio.copy(line.begin, end)
            context = self._context_audio(line, speech_end=span.speech_end, end=end)
            is_cut_off = cut.end == cut.speech_end
            self._waiting.append(_Waiting(line.number, end, samples, context, is_cut_off))
        self._closed = span
        return events

    def _written(self, line: int, heard: Heard) -> LineWritten:
        self._written_keys = tuple(word.key for word in split_words(heard.text))
        if heard.text:
            self._written_language = heard.language
            self._begins_sentence = ends_sentence(heard.text)
        return LineWritten(line, heard.text, heard.language, heard.emotion)

    def _is_closing(self, line: _Line) -> bool:
        return (
            self._cutter.state is State.PAUSE
            and self._cutter.pause_frames >= SETTLE_FRAMES
            and (line.prepared is None or line.prepared[0] != self._settled_end())
        )

    def _is_partial_due(self, line: _Line) -> bool:
        if self._interval is None or self._cutter.pause_frames > _MID_WORD_PAUSE_FRAMES:
            return False
        interval_s = self._interval * max(
            _LEAST_INTERVAL_S, self._habits.interval_per_cost * line.cost_s
        )
        now = self._audio.end
        return (
            now - line.speech >= _FIRST_PARTIAL_SAMPLES
            and now - line.heard_to >= interval_s * RATE_HZ
        )

    def _cut_ms(self, line: _Line) -> int | None:
        cut = self._cutter.likely_cut
        return None if cut is None else to_ms(cut * FRAME_SAMPLES - line.speech)

    def _settled_end(self) -> int:
        return self._cutter.settled_end * FRAME_SAMPLES

    def _final_job(self, waiting: _Waiting) -> Decode:
        return self._job(Urgency.FINAL, waiting.line, waiting.end, waiting.samples, waiting.context)

    def _open_job(self, line: _Line, urgency: Urgency) -> Decode:
        line.heard_to = self._audio.end
        if urgency is Urgency.CLOSING:
            end = self._settled_end()
            speech_end = end - SETTLE_FRAMES * FRAME_SAMPLES
            context = self._context_audio(line, speech_end=speech_end, end=end)
        else:
            end = self._audio.quietest_end(_WORD_END_SAMPLES)
            is_young = end - line.speech < self._habits.helped_partials_s * RATE_HZ
            context = self._context_audio(line, speech_end=end, end=end) if is_young else None
        return self._job(urgency, line.number, end, self._audio.copy(line.begin, end), context)

    def _job(
        self, urgency: Urgency, line: int, end: int, samples: Samples, context: Samples | None
    ) -> Decode:
        keys = self._written_keys
        known = None
        if context is not None and keys is not None:
            known = Context(context, keys, self._written_language)
        is_final = urgency is not Urgency.PARTIAL
        # What a partial heard depends on when it was asked for, and a final must not.
        likely = self._written_language if is_final else self._language
        wish = replace(self._wish, is_final=is_final, likely_language=likely)
        return Decode(urgency, line, end, samples, known, wish)

    def _context_audio(self, line: _Line, *, speech_end: int, end: int) -> Samples | None:
        """Return the line before and this one as one piece of audio, if that is any help."""
        before, habits = self._closed, self._habits
        if (
            before is None
            or speech_end - line.speech >= habits.helped_s * RATE_HZ
            or line.speech - before.speech_end > _CONTEXT_GAP_SAMPLES
            or before.speech_end - before.speech > habits.help_s * RATE_HZ
        ):
            return None
        return self._audio.copy(before.begin, end)


def _is_final_of(job: Decode, waiting: _Waiting) -> bool:
    """Whether the answer to `job` is the final. A partial may happen to end where the line does,
    but is heard otherwise.
    """
    is_final = job.urgency is not Urgency.PARTIAL
    return is_final and (job.line, job.end) == (waiting.line, waiting.end)
