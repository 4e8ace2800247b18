"""Minutes of a meeting: who was there, what was decided and is to be done, before the transcript.

Nothing here is guessed: the user marked every line that is listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.export.passages import led, printable
from app.core.export.wording import (
    decisions_title,
    names_words,
    note_words,
    notes_title,
    participants_words,
    speaker_words,
    starred_title,
    todos_title,
)
from app.core.marks import LineMark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.core.export.options import ExportOptions
    from app.core.export.passages import Passage


@dataclass(frozen=True, slots=True)
class Item:
    """A line that is listed before the transcript."""

    begin_ms: int
    text: str  # behind the name of who said it, if there is one
    note: str = ""  # what the user wrote about it, behind a word for that
    is_todo: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; there is at least one."""

    title: str
    items: tuple[Item, ...]


def participants_of(passages: Sequence[Passage], options: ExportOptions) -> str:
    """Return who took part: as the user put it, else everybody with a name; empty: nobody."""
    names = printable(options.participants) or names_words(
        dict.fromkeys(each.speaker for each in passages if each.speaker), options.wording
    )
    return participants_words(names, options.wording) if names else ""


def sections_of(passages: Sequence[Passage], options: ExportOptions) -> tuple[Section, ...]:
    """Return what was decided, what is to be done, and other lines with a star or a note."""
    wanted: tuple[tuple[str, Callable[[Passage], bool]], ...] = (
        (decisions_title(options.wording), lambda each: each.kind is LineMark.DECISION),
        (todos_title(options.wording), lambda each: each.kind is LineMark.TODO),
        (starred_title(options.wording), lambda each: each.is_starred and each.kind is None),
        (notes_title(options.wording), _has_only_a_note),
    )
    sections = (
        Section(title, tuple(_item(each, options) for each in passages if belongs(each)))
        for title, belongs in wanted
    )
    return tuple(section for section in sections if section.items)


def _has_only_a_note(passage: Passage) -> bool:
    return bool(passage.note) and not passage.is_starred and passage.kind is None


def _item(passage: Passage, options: ExportOptions) -> Item:
    name = speaker_words(passage.speaker, options.wording) if passage.speaker else ""
    text = led(name, passage.text)
    note = note_words(passage.note, options.wording) if passage.note else ""
    return Item(passage.begin_ms, text, note, is_todo=passage.kind is LineMark.TODO)
