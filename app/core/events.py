"""What happened, in the app's own words. Times are ms of the audio since its first sample."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from app.core.emotion import Emotion

if TYPE_CHECKING:
    from app.core.errors import Problem


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody began to speak; `line` will hold the words."""

    line: int
    begin_ms: int


@dataclass(frozen=True, slots=True)
class SpeechStopped:
    """The voice of `line` ended; its final follows."""

    line: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class LinePlaced:
    """The server said which line comes before `line`; None: none does."""

    line: int
    previous: int | None


@dataclass(frozen=True, slots=True)
class Interim:
    """Snapshot of an open line. `tentative` may change; `settled` only grows until the final, but
    for once if the line is heard again after its link was lost.
    """

    line: int
    settled: str
    tentative: str
    language: str = ""
    emotion: Emotion = Emotion.NONE
    engine_id: str = ""


@dataclass(frozen=True, slots=True)
class Final:
    """The finished line. `text` is never empty (see LineRemoved)."""

    line: int
    text: str
    language: str = ""
    emotion: Emotion = Emotion.NONE
    engine_id: str = ""


@dataclass(frozen=True, slots=True)
class LineRemoved:
    """The server finished a line without words: nothing was said."""

    line: int


@dataclass(frozen=True, slots=True)
class LineFailed:
    """The server could not finish `line`: its last words stay, marked."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Audio that was lost before it could be captioned, with its exact extent."""

    begin_ms: int
    end_ms: int


LineEvent: TypeAlias = (
    SpeechStarted | SpeechStopped | LinePlaced | Interim | Final | LineRemoved | LineFailed | Gap
)


class EngineState(Enum):
    """Where a session stands between start and stop."""

    IDLE = "idle"
    CONNECTING = "connecting"  # starting the engine, TCP, TLS, handshake
    PREPARING = "preparing"  # connected; session.update sent, not yet answered
    LISTENING = "listening"  # speech would be captioned
    RECONNECTING = "reconnecting"  # the link was lost; audio is kept, a new attempt is made or due
    FINISHING = "finishing"  # session.finish sent; the last words are on their way
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self in (EngineState.IDLE, EngineState.STOPPED, EngineState.FAILED)


@dataclass(frozen=True, slots=True)
class EngineChanged:
    """The session moved to `state` with engine `engine_id`; `problem` says why it failed or is
    reconnecting, `retry_in_s` when the next attempt is due (None: one is being made).
    """

    state: EngineState
    problem: Problem | None = None
    engine_id: str = ""
    retry_in_s: float | None = None


@dataclass(frozen=True, slots=True)
class SourceTrouble:
    """The ear noticed something; None: it is well again. The session goes on."""

    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Level:
    """Loudness of the newest audio in dB relative to full scale (0 loudest, −96 silence)."""

    rms_dbfs: float
    peak_dbfs: float


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth one sentence that does not end the session, as a refused context."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much audio was heard and neither sent nor given up, in ms; told while it matters, and
    once as 0 when it is gone.
    """

    waiting_ms: int


@dataclass(frozen=True, slots=True)
class Metered:
    """What the session used of engine `engine_id` so far: seconds of audio and what they cost.

    `is_reported`: the server counted them; otherwise they are the seconds that were sent.
    `saved_bytes`: how much less was sent than the same audio as 16 kHz PCM.
    """

    engine_id: str
    audio_s: float
    cost_cny: float
    is_reported: bool
    saved_bytes: int = 0


SessionEvent: TypeAlias = (
    LineEvent | EngineChanged | SourceTrouble | Level | Notice | Backlog | Metered
)
