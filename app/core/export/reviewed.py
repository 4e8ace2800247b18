"""A kept session as what can be exported: with the user's words and labels, and names."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from app.core.export.transcript import Transcript

if TYPE_CHECKING:
    from app.core.review import Review


def transcript_of(review: Review, *, begun: str, engine: str) -> Transcript:
    """Return what of `review` goes into a file; `begun` and `engine` are as `Transcript` has them.

    Emotions are those that were kept; the marks have the user's in place of what was heard.
    """
    speakers = {
        line.line: name
        for line in review.lines
        if (name := review.names.get(review.channel_of(line)))
    }
    return Transcript(
        review.captions,
        review.marks,
        review.session.name,
        begun,
        engine,
        MappingProxyType(speakers),
    )
