"""What a model can be asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from app.core.emotion import Emotion
from app.core.script import ChineseScript

if TYPE_CHECKING:
    from app.recognizer.audio import Samples


@dataclass(frozen=True, slots=True)
class Wish:
    """How a stretch of speech is to be written down.

    `language` is a code, or empty for whatever the model hears; `likely_language` is then what was
    heard just before. `terms` are names and words to expect. `is_final`: nothing comes after it, so
    it may take longer than what is soon replaced. Models that write both Chinese scripts, as the
    word takes them, write the one of `script`.
    """

    language: str = ""
    terms: tuple[str, ...] = ()
    is_final: bool = False
    script: ChineseScript = ChineseScript.SIMPLIFIED
    likely_language: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a model makes of a stretch of speech. `language` is empty if it does not tell."""

    text: str
    language: str = ""
    emotion: Emotion = Emotion.NONE


class Decoder(Protocol):
    """A model that hears a line as a whole. Called from one thread at a time, any thread."""

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        """Return what `samples` say; blocks for the time it takes."""
        ...


@runtime_checkable
class Linguist(Protocol):
    """A decoder that can tell languages apart without writing anything down."""

    def is_another_language(self, samples: Samples, language: str) -> bool:
        """Return whether something else than `language` is surely spoken; blocks, but not long."""
        ...


class Hearing(Protocol):
    """One line that a model hears as it comes. Called from one thread at a time, any thread."""

    def feed(self, samples: Samples) -> Heard:
        """Take more audio; return all that the line says so far."""
        ...

    def finish(self) -> Heard:
        """Return all that the line says; nothing may follow."""
        ...


class Follower(Protocol):
    """A model that hears speech as it comes. Called from one thread at a time, any thread."""

    def open(self, wish: Wish) -> Hearing:
        """Begin a line."""
        ...
