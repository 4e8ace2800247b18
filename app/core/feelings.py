"""Whether emotions are wanted, and captions without those that nobody wanted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.core.captions import Captions, Line
from app.core.emotion import Emotion

if TYPE_CHECKING:
    from app.core.captions import Entry
    from app.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Sifted:
    """Captions as they came, and what may be kept of them."""

    heard: Captions = field(default_factory=Captions)
    kept: Captions = field(default_factory=Captions)


def sift_anew(captions: Captions) -> Sifted:
    """Return what to sift from when `captions` were shown, and other emotions are dropped now.

    What comes of it is in another epoch: it may differ from `captions` anywhere.
    """
    return Sifted(kept=Captions(epoch=captions.epoch + 1))


def sift(heard: Captions, before: Sifted, first_felt: int) -> Sifted:
    """Return `heard` and the same without the emotions of lines whose id is below `first_felt`.

    `before` is the result for earlier captions, with the same `first_felt`: what is the same in
    both costs next to nothing, and is the same object afterwards.
    """
    if heard is before.heard:
        return before
    goes_on = heard.epoch == before.heard.epoch
    same = before.heard.steady if goes_on else 0
    former = zip(before.heard.entries[same:], before.kept.entries[same:], strict=True)
    known = {id(came): kept for came, kept in former}
    entries = tuple(
        known.get(id(entry)) or _without(entry, first_felt) for entry in heard.entries[same:]
    )
    wordless = tuple(_without_line(line, first_felt) for line in heard.wordless)
    epoch = before.kept.epoch if goes_on else before.kept.epoch + 1
    kept = before.kept.entries[:same] + entries
    return Sifted(heard, Captions(kept, heard.revision, wordless, epoch, heard.steady))


def _without(entry: Entry, first_felt: int) -> Entry:
    return _without_line(entry, first_felt) if isinstance(entry, Line) else entry


def _without_line(line: Line, first_felt: int) -> Line:
    if line.line >= first_felt or line.emotion is Emotion.NONE:
        return line
    return replace(line, emotion=Emotion.NONE)


def keeps_emotions(settings: Settings) -> bool:
    """Whether emotions are written down: only after whoever decides so was told what they are."""
    return settings.emotion.is_kept and settings.emotion.is_explained


def wants_emotions(settings: Settings) -> bool:
    """Whether anything is done with emotions: else they are not even kept in memory."""
    shows = settings.emotion.is_shown or settings.overlay.shows_emotion
    return shows or keeps_emotions(settings)
