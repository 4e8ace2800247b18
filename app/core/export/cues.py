"""What to show from when to when: captions as cues that never overlap."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.core.captions import GapLine, Line, LineStatus

if TYPE_CHECKING:
    from app.core.captions import Captions, Entry
    from app.core.marks import Marks

_SHORTEST_MS: Final = 100  # of two lines that begin together the later is moved by as much
_READING_MS_PER_CHAR: Final = 60  # about 17 characters a second
_SHORTEST_READING_MS: Final = 1000
_FAILED_MARK: Final = " […]"
_CONTROL_CATEGORIES: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of printable text, never empty, with `begin_ms` < `end_ms`."""

    begin_ms: int
    end_ms: int
    text: str
    is_starred: bool = False


def cues_of(captions: Captions, marks: Marks) -> tuple[Cue, ...]:
    """Return a cue for each entry, in the same order: each ends before the next begins.

    The user's words stand in place of those that were heard. Where no start is known a cue begins
    as the last one ends; where no end is known it lasts as long as reading takes.
    """
    cues: list[Cue] = []
    for entry in captions.entries:
        text = _text(entry, marks)
        if not text:
            continue
        cue = _cue(entry, text, after=cues[-1] if cues else None)
        if isinstance(entry, Line) and marks.is_starred(entry):
            cue = replace(cue, is_starred=True)
        if cues:
            cues[-1] = replace(cues[-1], end_ms=min(cues[-1].end_ms, cue.begin_ms))
        cues.append(cue)
    return tuple(cues)


def _cue(entry: Entry, text: str, *, after: Cue | None) -> Cue:
    begin_ms = entry.begin_ms
    if begin_ms is None:
        begin_ms = after.end_ms if after else 0
    if after:
        begin_ms = max(begin_ms, after.begin_ms + _SHORTEST_MS)
    end_ms = entry.end_ms
    if end_ms is None or end_ms <= begin_ms:
        end_ms = begin_ms + max(_SHORTEST_READING_MS, _READING_MS_PER_CHAR * len(text))
    return Cue(begin_ms, end_ms, text)


def _text(entry: Entry, marks: Marks) -> str:
    if isinstance(entry, GapLine):
        return f"[{max(0.1, (entry.end_ms - entry.begin_ms) / 1000):.1f} s not captioned]"
    words = _printable(marks.text_of(entry))
    is_cut_off = entry.status is LineStatus.FAILED and not marks.is_edited(entry)
    return words + _FAILED_MARK if words and is_cut_off else words


def _printable(text: str) -> str:
    """Return `text` as one line: control characters and runs of white space become one space."""
    kept = (" " if unicodedata.category(char) in _CONTROL_CATEGORIES else char for char in text)
    return " ".join("".join(kept).split())
