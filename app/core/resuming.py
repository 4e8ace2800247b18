"""Where to go on with a recording of which not everything was heard. Pure."""

from __future__ import annotations

from dataclasses import replace

from app.core.captions import Captions, Line, LineStatus


def heard_for_good(captions: Captions) -> tuple[Captions, int]:
    """Return what need not be heard again, and the ms where that ends.

    What follows the last line with a final was not heard to its end, or holds no words.
    """
    end_ms = 0
    count = 0
    for number, entry in enumerate(captions.entries, 1):
        if isinstance(entry, Line) and entry.status is LineStatus.FINAL:
            count, end_ms = number, max(end_ms, entry.end_ms or entry.begin_ms or 0)
    if count == len(captions.entries):
        return captions, end_ms
    return replace(captions, entries=captions.entries[:count], wordless=(), steady=0), end_ms
