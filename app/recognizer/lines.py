"""Cuts a stream into lines: stretches of speech between pauses, at most twelve seconds long.

Pure: it is told how likely each frame is speech and how loud it is, and answers where lines begin
and end. Frames are counted from the start of the stream.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

FRAME_SAMPLES: Final = 512
FRAME_MS: Final = 32

PRE_ROLL_FRAMES: Final = 11
# Clicks and breaths hold less speech than this.
LEAST_SPEECH_FRAMES: Final = 8
# How long something too short to be a line may wait for more speech.
CANDIDATE_FRAMES: Final = 12
# This long after the last speech its words are complete, and the final can be prepared.
SETTLE_FRAMES: Final = 5
# From this length on, a short pause is enough to end a line.
PATIENT_FRAMES: Final = 250
IMPATIENT_PAUSE_FRAMES: Final = 10
LONGEST_FRAMES: Final = 375
# A line without any pause is cut at the quietest place of this last part.
_CUT_WINDOW_FRAMES: Final = 94
_LEAST_WINDOW_FRAMES: Final = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """What a client may choose."""

    speech_probability: float
    end_frames: int

    @classmethod
    def of(cls, *, silence_ms: int, speech_probability: float) -> Rules:
        """Return rules that close a line after at least `silence_ms` without speech."""
        return cls(speech_probability, -(-silence_ms // FRAME_MS))


@dataclass(frozen=True, slots=True)
class Opened:
    """A line began; its audio starts at `begin`, a little before the first word at `speech`."""

    begin: int
    speech: int


@dataclass(frozen=True, slots=True)
class Closed:
    """The line's last speech ended at `speech_end`; the audio worth decoding ends at `end`."""

    speech_end: int
    end: int


Cut = Opened | Closed


class State(Enum):
    """What the newest frame belongs to."""

    QUIET = auto()
    CANDIDATE = auto()
    SPEECH = auto()
    PAUSE = auto()


class LineCutter:
    """The lines of one stream. Feed it every frame, in order."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._state = State.QUIET
        self._frames = 0
        self._begin = 0
        self._first_speech = 0
        self._free_from = 0
        self._last_speech = 0
        self._speech_frames = 0
        self._levels: deque[float] = deque(maxlen=_CUT_WINDOW_FRAMES)

    @property
    def state(self) -> State:
        """What the newest frame belongs to."""
        return self._state

    @property
    def pause_frames(self) -> int:
        """How many frames ago the last speech was heard."""
        return self._frames - 1 - self._last_speech

    @property
    def settled_end(self) -> int:
        """Where the audio of the open line ends if no more speech comes."""
        return self._last_speech + 1 + SETTLE_FRAMES

    @property
    def likely_cut(self) -> int | None:
        """Where the open line would be cut if nobody paused; None: that is not in sight yet.

        It only moves forward.
        """
        in_window = self._frames - self._begin - LONGEST_FRAMES + _CUT_WINDOW_FRAMES
        is_open = self._state in (State.SPEECH, State.PAUSE)
        return self._quietest(in_window) if is_open and in_window >= _LEAST_WINDOW_FRAMES else None

    def feed(self, probability: float, level: float) -> tuple[Cut, ...]:
        """Take the next frame: how likely it is speech, and any measure of how loud it is."""
        self._frames += 1
        self._levels.append(level)
        if probability >= self._rules.speech_probability:
            return self._speech()
        return self._silence()

    def flush(self) -> tuple[Cut, ...]:
        """End the open line here, if there is one."""
        if self._state in (State.SPEECH, State.PAUSE):
            return (self._close(self._last_speech + 1),)
        self._state = State.QUIET
        return ()

    def _speech(self) -> tuple[Cut, ...]:
        now = self._frames - 1
        if self._state is State.QUIET:
            self._state = State.CANDIDATE
            self._first_speech = now
            self._begin = max(self._free_from, now - PRE_ROLL_FRAMES)
            self._speech_frames = 0
        self._last_speech = now
        self._speech_frames += 1
        if self._state is State.CANDIDATE:
            if self._speech_frames < LEAST_SPEECH_FRAMES:
                return ()
            self._state = State.SPEECH
            return (Opened(self._begin, self._first_speech),)
        self._state = State.SPEECH
        return self._halve_if_too_long()

    def _silence(self) -> tuple[Cut, ...]:
        if self._state is State.QUIET:
            return ()
        if self._state is State.CANDIDATE:
            if self.pause_frames >= CANDIDATE_FRAMES:
                self._state = State.QUIET
            return ()
        self._state = State.PAUSE
        if self.pause_frames >= self._enough_pause():
            return (self._close(self._last_speech + 1),)
        return self._halve_if_too_long()

    def _enough_pause(self) -> int:
        long_enough = self._last_speech - self._begin >= PATIENT_FRAMES
        return min(
            self._rules.end_frames, IMPATIENT_PAUSE_FRAMES if long_enough else LONGEST_FRAMES
        )

    def _halve_if_too_long(self) -> tuple[Cut, ...]:
        if self._frames - self._begin < LONGEST_FRAMES:
            return ()
        cut = self._quietest()
        if cut > self._last_speech:
            # Nothing of a line behind the cut was heard yet; more speech would begin one.
            return (self._close(self._last_speech + 1),)
        closed = Closed(speech_end=cut, end=cut)
        self._begin = self._free_from = cut
        self._speech_frames = self._frames - cut
        return closed, Opened(cut, cut)

    def _quietest(self, newest: int = _CUT_WINDOW_FRAMES) -> int:
        """Return the quietest of the `newest` frames but the outermost, with its neighbours."""
        window = list(self._levels)[-newest:]
        loudness = [sum(three) for three in zip(window, window[1:], window[2:], strict=False)]
        return self._frames - len(window) + loudness.index(min(loudness)) + 1

    def _close(self, speech_end: int) -> Closed:
        end = min(self._frames, speech_end + SETTLE_FRAMES)
        self._state = State.QUIET
        self._free_from = end
        return Closed(speech_end, end)
