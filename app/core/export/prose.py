"""A transcript to read again: plain text and Markdown, in lines or in paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.core.export.minutes import participants_of, sections_of
from app.core.export.passages import led, named, printable, with_emotion
from app.core.export.wording import STAR, clock, title_of, transcript_title
from app.core.punctuation import ends_sentence
from app.core.spacing import joined
from app.core.textlayout import UNITS_PER_COLUMN, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.export.minutes import Item
    from app.core.export.options import ExportOptions
    from app.core.export.passages import Passage
    from app.core.export.transcript import Transcript

# A paragraph ends with a sentence once it is this long, or before a silence this long; where no
# sentence ends, before a long silence, or when it is twice as long.
LONG_COLUMNS: Final = 400
PAUSE_MS: Final = 3000
LONG_PAUSE_MS: Final = 10_000
_MARKUP: Final = re.compile(r"[\\`*_\[\]<>~|$]|&(?=#?\w+;)")
_LEADING: Final = re.compile(r"^(?:[#+\-=:]|(\d+)(?=[.)]))")
_TRAILING: Final = re.compile(r"(?<!\\)#$")  # behind a heading it would be left out
_BEGUN: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of one passage as they stand in a paragraph."""

    text: str  # with the emotion's word, if it is to be written
    passage: Passage


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What belongs together: a stretch of one speaker, or a gap."""

    begin_ms: int
    speaker: str  # "Anna:" where it differs from the one before, otherwise empty
    pieces: tuple[Piece, ...]

    @property
    def is_gap(self) -> bool:
        """Whether nothing was heard here."""
        return self.pieces[0].passage.is_gap


def paragraphs_of(passages: Sequence[Passage], options: ExportOptions) -> tuple[Paragraph, ...]:
    """Return the passages in paragraphs, or each by itself, as the options say."""
    groups: list[list[Passage]] = []
    for passage in passages:
        if groups and options.in_paragraphs and _goes_on(groups[-1], passage):
            groups[-1].append(passage)
        else:
            groups.append([passage])
    names = {id(passage): name for passage, name in named(passages, options.wording)}
    return tuple(
        Paragraph(
            group[0].begin_ms,
            names[id(group[0])],
            tuple(Piece(with_emotion(one, options.wording), one) for one in group),
        )
        for group in groups
    )


def txt(passages: Sequence[Passage], options: ExportOptions) -> str:
    """Return the words; with its time each line or paragraph begins with [01:02:03]."""
    written = []
    for paragraph in paragraphs_of(passages, options):
        words = led(paragraph.speaker, joined(_starred(piece) for piece in paragraph.pieces))
        written.append(f"[{clock(paragraph.begin_ms)}] {words}" if options.has_times else words)
    between = "\n\n" if options.in_paragraphs else "\n"
    return between.join(written) + "\n" if written else ""


def markdown(transcript: Transcript, passages: Sequence[Passage], options: ExportOptions) -> str:
    """Return CommonMark: a title, when it was, paragraphs or a list of lines."""
    blocks = [f"# {escaped(title_of(printable(transcript.title), options.wording))}"]
    if about := facts_of(transcript, passages):
        blocks.append(escaped(about))
    if options.has_minutes:
        blocks += _minutes(passages, options)
    lines = []
    for paragraph in paragraphs_of(passages, options):
        words = joined(_starred(piece) for piece in paragraph.pieces)
        words = f"*{escaped(words)}*" if paragraph.is_gap else escaped(words)
        name = f"**{escaped(paragraph.speaker)}**" if paragraph.speaker else ""
        time = f"`{clock(paragraph.begin_ms)}`" if options.has_times else ""
        lines.append(" ".join(filter(None, (time, name, words))))
    if options.in_paragraphs:
        blocks += lines
    elif lines:
        blocks.append("\n".join(f"- {line}" for line in lines))
    return "\n\n".join(blocks) + "\n"


def _minutes(passages: Sequence[Passage], options: ExportOptions) -> list[str]:
    """Return what stands before the transcript in minutes, and its heading."""
    blocks = [escaped(participants_of(passages, options))]
    for section in sections_of(passages, options):
        blocks += [f"## {escaped(section.title)}", "\n".join(map(_item, section.items))]
    if passages:
        blocks.append(f"## {escaped(transcript_title(options.wording))}")
    return [block for block in blocks if block]


def _item(item: Item) -> str:
    box = "[ ] " if item.is_todo else ""
    note = f"\n  - {escaped(item.note)}" if item.note else ""
    return f"- {box}`{clock(item.begin_ms)}` {escaped(item.text)}{note}"


def facts_of(transcript: Transcript, passages: Sequence[Passage]) -> str:
    """Return when it began, how long it is and what recognised it, as far as that is known."""
    begun = _BEGUN.match(transcript.begun)
    parts = (
        f"{begun[1]} {begun[2]}" if begun else "",
        clock(max(each.end_ms for each in passages)) if passages else "",
        printable(transcript.engine),
    )
    return " · ".join(filter(None, parts))


def escaped(text: str) -> str:
    """Return `text` so that Markdown takes nothing in it for markup."""
    safe = _MARKUP.sub(lambda found: f"\\{found[0]}", text)
    safe = _LEADING.sub(lambda found: f"{found[1]}\\" if found[1] else f"\\{found[0]}", safe)
    return _TRAILING.sub(r"\\#", safe)


def _starred(piece: Piece) -> str:
    return f"{STAR} {piece.text}" if piece.passage.is_starred else piece.text


def _goes_on(group: Sequence[Passage], passage: Passage) -> bool:
    """Whether `passage` belongs to the paragraph that `group` is so far."""
    last = group[-1]
    if last.is_gap or passage.is_gap or last.speaker != passage.speaker:
        return False
    if last.is_starred is not passage.is_starred:  # or nobody could tell where a star ends
        return False
    columns = sum(units(one.words) for one in group) // UNITS_PER_COLUMN
    pause_ms = passage.begin_ms - max(one.end_ms for one in group)
    if ends_sentence(last.text):
        return columns < LONG_COLUMNS and pause_ms < PAUSE_MS
    return columns < 2 * LONG_COLUMNS and pause_ms < LONG_PAUSE_MS
