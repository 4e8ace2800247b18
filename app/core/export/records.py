"""A transcript for other programs: JSON Lines and CSV (docs/EXPORTS.md describes both)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from app.core.captions import GapLine
from app.core.export.options import EmotionMarks
from app.core.export.passages import printable
from app.core.export.wording import clock_ms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.core.export.options import ExportOptions
    from app.core.export.passages import Passage
    from app.core.export.transcript import Transcript

SCHEMA_VERSION: Final = 1
_BOM: Final = "\ufeff"
# A spreadsheet takes what begins so, or with the wide twin of such a sign, for a formula; behind an
# apostrophe it is text. What has such apostrophes already gets one more, so that taking
# one away always gives what was said.
_FORMULA: Final = re.compile("'*[=+\\-@\uff1d\uff0b\uff0d\uff20]")
_COLUMNS: Final = (
    *("kind", "begin", "end", "begin_ms", "end_ms", "line", "status", "speaker", "emotion"),
    *("language", "starred", "mark", "note", "edited", "engine", "text", "heard"),
)


def jsonl(transcript: Transcript, passages: Sequence[Passage], options: ExportOptions) -> str:
    """Return one object a line: what is known of the session, then its lines and gaps."""
    head = {
        "type": "transcript",
        "version": SCHEMA_VERSION,
        "title": printable(transcript.title),
        "begun": transcript.begun or None,
        "engine": printable(transcript.engine),
    }
    records = (head, *(_record(passage, options) for passage in passages))
    return "".join(
        json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n" for record in records
    )


def csv(passages: Sequence[Passage], options: ExportOptions) -> str:
    """Return RFC 4180 with a header; every cell is quoted."""
    unwanted = {"emotion": not _has_emotions(options), "heard": not options.has_heard}
    columns = [name for name in _COLUMNS if not unwanted.get(name)]
    table: list[Iterable[object]] = [
        columns,
        *(_cells(passage, columns, options) for passage in passages),
    ]
    return (_BOM if options.has_bom else "") + "".join(map(csv_row, table))


def _has_emotions(options: ExportOptions) -> bool:
    return options.emotions is not EmotionMarks.NONE


def _record(passage: Passage, options: ExportOptions) -> dict[str, object]:
    entry = passage.entry
    if isinstance(entry, GapLine):
        return {"type": "gap", "begin_ms": entry.begin_ms, "end_ms": entry.end_ms}
    record: dict[str, object] = {
        "type": "line",
        "line": entry.line,
        "begin_ms": entry.begin_ms,
        "end_ms": entry.end_ms,
        "status": entry.status.value,
        "text": passage.words,
        "language": printable(entry.language),
        "engine": printable(entry.engine_id),
        "speaker": passage.speaker,
        "starred": passage.is_starred,
        "mark": "" if passage.kind is None else passage.kind.value,
        "note": passage.note,
        "edited": passage.heard is not None,
    }
    if passage.heard is not None and options.has_heard:
        record["heard"] = passage.heard
    if _has_emotions(options):
        record["emotion"] = passage.emotion.value
    return record


def _cells(passage: Passage, columns: Iterable[str], options: ExportOptions) -> list[object]:
    record = _record(passage, options)
    record["kind"] = record["type"]
    for side in ("begin", "end"):
        ms = record[f"{side}_ms"]
        record[side] = clock_ms(ms, ".") if isinstance(ms, int) else ""
    record.setdefault("text", passage.words)
    return [record.get(column) for column in columns]


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return f"'{value}" if _FORMULA.match(value) else value
        case _:
            return str(value)


def csv_row(cells: Iterable[object]) -> str:
    """Return one line of RFC 4180. No spreadsheet takes a cell for a formula."""
    texts = map(_cell, cells)
    quoted = (f'"{text.replace(chr(34), chr(34) * 2)}"' for text in texts)
    return ",".join(quoted) + "\r\n"
