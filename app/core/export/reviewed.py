"""A kept session as what can be exported: with the user's words and labels, and names."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.core.captions import Captions, Line
from app.core.export.transcript import Transcript

if TYPE_CHECKING:
    from app.core.review import Review


def transcript_of(review: Review, *, begun: str, engine: str) -> Transcript:
    """Return what of `review` goes into a file; `begun` and `engine` are as `Transcript` has them.

    Emotions are those that were kept, with the user's in place of what was heard.
    """
    speakers = {
        line.line: name
        for line in review.lines
        if (name := review.names.get(review.channel_of(line)))
    }
    entries = tuple(
        replace(entry, emotion=review.marks.emotion_of(entry)) if isinstance(entry, Line) else entry
        for entry in review.captions.entries
    )
    return Transcript(
        Captions(entries),
        review.marks,
        review.session.name,
        begun,
        engine,
        MappingProxyType(speakers),
    )
