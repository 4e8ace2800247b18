"""What the user did to lines: words and feelings put right, notes, stars, what counts in minutes.
The lines stay as heard.

A line is known by its id, which stays the same while its words change and in every later session
of the same transcript.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.core.captions import Line
    from app.core.emotion import Emotion


NOTE_CHARS: Final = 2000  # of a note; what is behind is not kept


class LineMark(StrEnum):
    """What a line is in the minutes of a meeting."""

    DECISION = "decision"
    TODO = "todo"


@dataclass(frozen=True, slots=True)
class Marks:
    """What the user put in place of what was heard, and the lines that are marked."""

    edits: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    starred: frozenset[int] = frozenset()
    labels: Mapping[int, Emotion] = field(default_factory=lambda: MappingProxyType({}))
    kinds: Mapping[int, LineMark] = field(default_factory=lambda: MappingProxyType({}))
    notes: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))

    def text_of(self, line: Line) -> str:
        """Return what to read: the user's words, or those that were heard."""
        return self.edits.get(line.line, line.text)

    def emotion_of(self, line: Line) -> Emotion:
        """Return the feeling to tell: the user's word for it, or the engine's."""
        return self.labels.get(line.line, line.emotion)

    def is_edited(self, line: Line) -> bool:
        """Whether the user's words stand in place of those that were heard."""
        return line.line in self.edits

    def is_starred(self, line: Line) -> bool:
        """Whether the user marked it as one to come back to."""
        return line.line in self.starred

    def kind_of(self, line: Line) -> LineMark | None:
        """Return what the user says that it is; None: a line like any other."""
        return self.kinds.get(line.line)

    def note_of(self, line: Line) -> str:
        """Return what the user wrote about it, on one row; empty: nothing."""
        return self.notes.get(line.line, "")

    def differing(self, other: Marks) -> frozenset[int]:
        """Return the lines, by their ids, of which `other` says something else."""
        mine = (self.edits, self.labels, self.kinds, self.notes)
        theirs = (other.edits, other.labels, other.kinds, other.notes)
        changed = {
            line
            for one, another in zip(mine, theirs, strict=True)
            for line in one.keys() | another.keys()
            if one.get(line) != another.get(line)
        }
        return self.starred ^ other.starred | changed

    def with_edit(self, line: Line, text: str) -> Marks:
        """Return these marks with `text` as the words of `line`.

        Runs of white space become one space. No words at all, and those that were heard, bring
        the original back.
        """
        words = " ".join(text.split())
        if not words or words == " ".join(line.text.split()):
            return self.without_edit(line)
        return replace(self, edits=MappingProxyType({**self.edits, line.line: words}))

    def without_edit(self, line: Line) -> Marks:
        """Return these marks with the words of `line` as they were heard."""
        if line.line not in self.edits:
            return self
        others = {other: text for other, text in self.edits.items() if other != line.line}
        return replace(self, edits=MappingProxyType(others))

    def with_label(self, line: Line, emotion: Emotion) -> Marks:
        """Return these marks with `emotion` for `line`; what the engine heard needs no mark."""
        others = {other: label for other, label in self.labels.items() if other != line.line}
        own = {} if emotion is line.emotion else {line.line: emotion}
        return replace(self, labels=MappingProxyType({**others, **own}))

    def with_star(self, line: Line, *, is_starred: bool) -> Marks:
        """Return these marks with a star at `line`, or without."""
        one = frozenset((line.line,))
        return replace(self, starred=self.starred | one if is_starred else self.starred - one)

    def with_kind(self, line: Line, kind: LineMark | None) -> Marks:
        """Return these marks with `line` as a decision or to-do, or as a line like any other."""
        others = {other: known for other, known in self.kinds.items() if other != line.line}
        own = {} if kind is None else {line.line: kind}
        return replace(self, kinds=MappingProxyType({**others, **own}))

    def with_note(self, line: Line, text: str) -> Marks:
        """Return these marks with `text` as the note of `line`; no words at all: without one.

        Runs of white space become one space.
        """
        words = " ".join(text.split())[:NOTE_CHARS].rstrip()
        others = {other: note for other, note in self.notes.items() if other != line.line}
        own = {line.line: words} if words else {}
        return replace(self, notes=MappingProxyType({**others, **own}))


NO_MARKS: Final = Marks()
