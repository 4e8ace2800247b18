"""What the decoder is asked to do, and how one request is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from app.recognizer.agreement import split_words, tail_after

if TYPE_CHECKING:
    from app.recognizer.audio import Samples
    from app.recognizer.decoder import Decoder


class Urgency(IntEnum):
    """Who waits for the answer; smaller goes first."""

    FINAL = 0
    CLOSING = 1
    """Speech paused; if it does not go on, the answer is the final."""
    PARTIAL = 2


@dataclass(frozen=True, slots=True)
class Context:
    """The line before and this one in one piece: a short line is hard to understand alone."""

    samples: Samples
    keys: tuple[str, ...]
    """The words of the line before."""


@dataclass(frozen=True, slots=True)
class Job:
    """One request: write down this line as far as sample `end`."""

    urgency: Urgency
    line: int
    end: int
    samples: Samples
    context: Context | None


def perform(job: Job, decoder: Decoder) -> str:
    """Return the line's text. Blocks; touches nothing but its arguments."""
    if job.context is not None:
        words = split_words(decoder.decode(job.context.samples))
        count, distance = tail_after(job.context.keys, words)
        if distance <= max(1, len(job.context.keys) // 3) and count < len(words):
            return " ".join(word.written for word in words[count:])
    return decoder.decode(job.samples)
