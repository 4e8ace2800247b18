"""What subtitles show from when to when: cues of two rows that never overlap."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from app.core.export.options import EmotionMarks, ExportFormat
from app.core.export.passages import SHORTEST_MS, led, named, with_emotion
from app.core.export.splitting import rows, split
from app.core.export.turns import in_turn
from app.core.textlayout import UNITS_PER_COLUMN, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.export.options import ExportOptions
    from app.core.export.passages import Passage

SHORTEST_CUE_MS: Final = 1000
LONGEST_CUE_MS: Final = 7000
PAUSE_MS: Final = 84  # two frames at 24 a second
LATEST_MS: Final = 1500  # so much behind its words a cue may begin
# SubRip has no escapes, nor has SubStation Alpha any that every reader knows: what they would take
# for markup is written as its wide twin.
_MARKUP: Final = {ExportFormat.SRT: "<>{}\\", ExportFormat.ASS: "{}\\"}
_TWIN: Final = 0xFEE0  # from a character to its twin
HANG_MS: Final = 1500  # so much longer than its words a cue may stay for its readers
READING_COLUMNS_PER_S: Final = 20  # 20 Latin characters, or 9 Chinese ones


@dataclass(frozen=True, slots=True)
class Cue:
    """At most two rows, none empty, from `begin_ms` to `end_ms`; `passage`: what it is from."""

    begin_ms: int
    end_ms: int
    rows: tuple[str, ...]
    passage: Passage


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a passage, and when it was likely said."""

    begin_ms: int
    end_ms: int
    text: str
    passage: Passage


def cues_of(passages: Sequence[Passage], options: ExportOptions) -> tuple[Cue, ...]:
    """Return the passages as cues. Each ends before, or as, the next begins."""
    pieces: list[_Piece] = []
    twins = {ord(char): ord(char) + _TWIN for char in _MARKUP.get(options.format, "")}
    for passage, name in named(in_turn(passages), options.wording):
        has_word = emotion_is_word(options)
        text = with_emotion(passage, options.wording) if has_word else passage.text
        pieces += _pieces(passage, led(name, text).translate(twins))
    return _paced(pieces)


def emotion_is_word(options: ExportOptions) -> bool:
    """Whether an emotion is written as a word: also where its class has no place."""
    has_classes = options.format in (ExportFormat.VTT, ExportFormat.ASS)
    return not (has_classes and options.emotions is EmotionMarks.CLASS)


def _pieces(passage: Passage, text: str) -> list[_Piece]:
    duration_ms = passage.end_ms - passage.begin_ms
    if passage.is_gap:  # it is told once, however long it is
        return [_Piece(passage.begin_ms, passage.end_ms, text, passage)]
    parts = split(text, duration_ms, shortest_ms=SHORTEST_CUE_MS, longest_ms=LONGEST_CUE_MS)
    ends, total = [0], 0
    for part in parts:
        total += units(part)
        ends.append(total)
    times = [passage.begin_ms + duration_ms * end // max(total, 1) for end in ends]
    return [
        _Piece(begin_ms, end_ms, part, passage)
        for part, (begin_ms, end_ms) in zip(parts, pairwise(times), strict=True)
    ]


def _paced(pieces: Sequence[_Piece]) -> tuple[Cue, ...]:
    """Give each piece the time it needs to be read.

    It stays after its words if there is room, and the next one waits for it, though not longer
    than LATEST_MS: what comes faster than that is shown as long as can be.
    """
    begins: list[int] = []
    for piece in pieces:
        begin_ms = piece.begin_ms
        if begins:
            patient_ms = min(begins[-1] + SHORTEST_CUE_MS + PAUSE_MS, begin_ms + LATEST_MS)
            begin_ms = max(begin_ms, patient_ms, begins[-1] + SHORTEST_MS)
        begins.append(begin_ms)
    cues = []
    for at, piece in enumerate(pieces):
        following = begins[at + 1] if at + 1 < len(begins) else None
        end_ms = _end_ms(piece, begins[at], following)
        cues.append(Cue(begins[at], end_ms, rows(piece.text), piece.passage))
    return tuple(cues)


def _end_ms(piece: _Piece, begin_ms: int, following_ms: int | None) -> int:
    reading_ms = units(piece.text) * 1000 // (UNITS_PER_COLUMN * READING_COLUMNS_PER_S)
    read_ms = min(begin_ms + reading_ms, piece.end_ms + HANG_MS)
    shortest_ms = begin_ms + SHORTEST_CUE_MS
    end_ms = min(max(piece.end_ms, read_ms, shortest_ms), begin_ms + LONGEST_CUE_MS)
    if following_ms is None:
        return end_ms
    return min(end_ms, max(following_ms - PAUSE_MS, min(shortest_ms, following_ms)))
