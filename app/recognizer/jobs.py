"""What a model is asked to do, and how a decode is carried out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.recognizer.agreement import tail_after
from app.recognizer.words import join_words, split_words

if TYPE_CHECKING:
    from app.recognizer.audio import Samples
    from app.recognizer.decoder import Decoder, Heard, Wish

Model_contra = TypeVar("Model_contra", contravariant=True)


class Urgency(IntEnum):
    """Who waits for the answer; smaller goes first."""

    FINAL = 0
    CLOSING = 1
    """Speech paused; if it does not go on, the answer is the final."""
    PARTIAL = 2
    RECORDED = 3
    """Audio came faster than anybody speaks: nobody waits for words to appear."""


class Job(Protocol[Model_contra]):
    """One request to a model."""

    @property
    def urgency(self) -> Urgency:
        """Who waits for the answer."""

    def perform(self, model: Model_contra) -> Heard:
        """Return the answer. Blocks; nothing else touches what it works on meanwhile."""


@dataclass(frozen=True, slots=True)
class Context:
    """The line before and this one in one piece: a short line is hard to understand alone."""

    samples: Samples
    keys: tuple[str, ...]
    """The words of the line before."""


@dataclass(frozen=True, slots=True)
class Decode:
    """Write down this line as far as sample `end`."""

    urgency: Urgency
    line: int
    end: int
    samples: Samples
    context: Context | None
    wish: Wish

    def perform(self, model: Decoder) -> Heard:
        """Return what the line says. Touches nothing but its arguments."""
        if self.context is not None:
            heard = model.decode(self.context.samples, self.wish)
            words = split_words(heard.text)
            count, distance = tail_after(self.context.keys, words)
            if distance <= max(1, len(self.context.keys) // 3) and count < len(words):
                return replace(heard, text=join_words(words[count:]))
        return model.decode(self.samples, self.wish)
