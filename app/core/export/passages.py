"""What is written of a transcript, in order, and when each piece of it was said."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.core.captions import GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.core.export.options import EmotionMarks
from app.core.export.wording import CUT_OFF, emotion_words, gap_words, speaker_words
from app.core.textlayout import is_wide

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.core.captions import Entry
    from app.core.export.options import ExportOptions, Wording
    from app.core.export.transcript import Transcript
    from app.core.marks import LineMark

SHORTEST_MS: Final = 100  # of two lines that begin together the later is moved by as much
_READING_MS_PER_CHAR: Final = 60
_SHORTEST_READING_MS: Final = 1000
_CONTROL_CATEGORIES: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
# Readers take the first for a sign of how the file is encoded, and XML has no place for the others.
_ODD: Final = {0xFEFF: "\u2060", 0xFFFE: " ", 0xFFFF: " "}


@dataclass(frozen=True, slots=True)
class Passage:
    """A line with words, or a gap. Passages are in order.

    Within a line a gap may lie, and another speaker's line; those of one speaker never overlap.
    The times are those of `entry` where they make sense, and likely ones elsewhere.
    """

    entry: Entry
    begin_ms: int
    end_ms: int
    words: str  # printable, on one row; of a gap: what stands for it
    emotion: Emotion = Emotion.NONE  # as far as it is to be written
    speaker: str = ""
    is_starred: bool = False
    kind: LineMark | None = None
    note: str = ""  # what the user wrote about it
    heard: str | None = None  # the words of the engine, where the user put others in their place
    is_cut_off: bool = False

    @property
    def is_gap(self) -> bool:
        """Whether nothing was heard here."""
        return isinstance(self.entry, GapLine)

    @property
    def text(self) -> str:
        """What to read."""
        return f"{self.words} {CUT_OFF}" if self.is_cut_off else self.words


def passages_of(transcript: Transcript, options: ExportOptions) -> tuple[Passage, ...]:
    """Return what `options` ask for. Lines without anything printable are left out."""
    kept = [each for each in _all(transcript, options) if _is_within(each, options)]
    if options.starred_only:
        kept = [each for each in kept if each.is_starred]
    if options.lines is not None:
        kept = _chosen(kept, options.lines)
    return tuple(kept)


def printable(text: str) -> str:
    """Return `text` as one row: control characters and runs of white space become one space."""
    if text.isprintable():  # as nearly all are
        return " ".join(text.split())
    kept = (" " if unicodedata.category(char) in _CONTROL_CATEGORIES else char for char in text)
    return " ".join("".join(kept).translate(_ODD).split())


def with_emotion(passage: Passage, wording: Wording) -> str:
    """Return what to read, behind the emotion's word if there is one to write."""
    return led(emotion_words(passage.emotion, wording), passage.text)


def named(passages: Iterable[Passage], wording: Wording) -> Iterator[tuple[Passage, str]]:
    """Yield each passage with the name that stands before it: where another speaker begins."""
    before = ""
    for passage in passages:
        is_new = bool(passage.speaker) and passage.speaker != before
        yield passage, speaker_words(passage.speaker, wording) if is_new else ""
        if not passage.is_gap:
            before = passage.speaker


def led(lead: str, text: str) -> str:
    """Return `text` behind a name or a sign; wide ones bring their own space."""
    return f"{lead}{'' if not lead or is_wide(lead[-1]) else ' '}{text}"


def _all(transcript: Transcript, options: ExportOptions) -> list[Passage]:
    passages: list[Passage] = []
    latest: dict[str, int] = {}  # where the last line of each speaker is
    for entry in transcript.captions.entries:
        bare = _passage(transcript, entry, options)
        if not bare.words:
            continue
        last = passages[-1] if passages else None
        passage = _timed(bare, after=last)
        if last and last.end_ms != last.entry.end_ms:  # a likely one, if nothing follows
            _end(passages, -1, passage.begin_ms)
        if not passage.is_gap:
            if passage.speaker in latest:
                _end(passages, latest[passage.speaker], passage.begin_ms)
            latest[passage.speaker] = len(passages)
        passages.append(passage)
    return passages


def _end(passages: list[Passage], at: int, end_ms: int) -> None:
    """Let the passage at `at` end by `end_ms`."""
    passages[at] = replace(passages[at], end_ms=min(passages[at].end_ms, end_ms))


def _passage(transcript: Transcript, entry: Entry, options: ExportOptions) -> Passage:
    if isinstance(entry, GapLine):
        return Passage(entry, 0, 0, gap_words(entry, options.wording))
    marks = transcript.marks
    heard = printable(entry.text) if marks.is_edited(entry) else None
    return Passage(
        entry,
        0,
        0,
        printable(marks.text_of(entry)),
        Emotion.NONE if options.emotions is EmotionMarks.NONE else marks.emotion_of(entry),
        printable(transcript.speakers.get(entry.line, "")),
        is_starred=marks.is_starred(entry),
        kind=marks.kind_of(entry),
        note=printable(marks.note_of(entry)),
        heard=heard,
        is_cut_off=entry.status is LineStatus.FAILED and heard is None,
    )


def _timed(passage: Passage, *, after: Passage | None) -> Passage:
    """Where no start is known it begins as the last one ends; no end: as long as reading takes."""
    begin_ms = passage.entry.begin_ms
    if begin_ms is None:
        begin_ms = after.end_ms if after else 0
    if after:
        begin_ms = max(begin_ms, after.begin_ms + SHORTEST_MS)
    end_ms = passage.entry.end_ms
    if end_ms is None or end_ms <= begin_ms:
        end_ms = begin_ms + max(_SHORTEST_READING_MS, _READING_MS_PER_CHAR * len(passage.words))
    return replace(passage, begin_ms=begin_ms, end_ms=end_ms)


def _is_within(passage: Passage, options: ExportOptions) -> bool:
    is_past = options.begin_ms is not None and passage.end_ms <= options.begin_ms
    is_beyond = options.end_ms is not None and passage.begin_ms >= options.end_ms
    return not (is_past or is_beyond)


def _chosen(passages: list[Passage], lines: frozenset[int]) -> list[Passage]:
    """Return the passages of these lines, and the gaps between them."""

    def is_chosen(passage: Passage) -> bool:
        return isinstance(passage.entry, Line) and passage.entry.line in lines

    places = [at for at, passage in enumerate(passages) if is_chosen(passage)]
    if not places:
        return []
    span = passages[places[0] : places[-1] + 1]
    return [passage for passage in span if passage.is_gap or is_chosen(passage)]
