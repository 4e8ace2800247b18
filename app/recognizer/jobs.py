"""What a model is asked to do, and how a decode is carried out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.recognizer.agreement import tail_after
from app.recognizer.decoder import Linguist
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
    language: str = ""
    """The language of the line before, if the model told it."""


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
        context = self.context
        if context is not None and not self._is_another_language(model, context.language):
            heard = model.decode(context.samples, self.wish)
            words = split_words(heard.text)
            count, distance = tail_after(context.keys, words)
            if distance <= max(1, len(context.keys) // 3) and count < len(words):
                return replace(heard, text=join_words(words[count:]))
        return model.decode(self.samples, self.wish)

    def _is_another_language(self, model: Decoder, before: str) -> bool:
        """Whether the line before is in another language: with it, the model would write this line
        in that one, too. Partials, which are soon replaced, do not wait for the answer.
        """
        is_asked = self.wish.is_final and not self.wish.language and before
        if not is_asked or not isinstance(model, Linguist):
            return False
        return model.is_another_language(self.samples, before)
