"""The options that say which files are written, and how."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from app.arguments.values import session_ms
from app.core.export import (
    SUFFIXES,
    EmotionMarks,
    ExportOptions,
    Wording,
    format_of,
    usual,
)


def add_export(parser: argparse.ArgumentParser) -> None:
    """Add the option that names files; their suffixes say what they are."""
    parser.add_argument(
        "-o",
        "--export",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="PATH",
        help=f"write the captions to PATH: {', '.join(SUFFIXES)}",
    )


def add_export_details(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is in the files."""
    group = parser.add_argument_group("what is in the files")
    group.add_argument(
        "--times",
        action=argparse.BooleanOptionalAction,
        help="when a line was said; if not told, all but .txt say it",
    )
    group.add_argument(
        "--paragraphs",
        action=argparse.BooleanOptionalAction,
        help="lines put together; if not told, .md and .docx do it",
    )
    group.add_argument(
        "--emotions",
        choices=[marks.value for marks in EmotionMarks],
        default=EmotionMarks.NONE.value,
        help="the feeling in voices: as a word, or as a class with a colour where there is such",
    )
    group.add_argument(
        "--excel",
        action="store_true",
        help="in .csv, a mark without which Excel garbles Chinese",
    )
    group.add_argument(
        "--heard",
        action="store_true",
        help="in .jsonl and .csv, what was heard where the words were put right",
    )
    group.add_argument(
        "--starred", dest="starred_only", action="store_true", help="lines with a star alone"
    )
    group.add_argument(
        "--from",
        dest="begin_ms",
        type=session_ms,
        metavar="TIME",
        help="from this time of the session on, such as 1:02:03",
    )
    group.add_argument(
        "--to", dest="end_ms", type=session_ms, metavar="TIME", help="up to this time"
    )
    group.add_argument(
        "--wording",
        choices=[wording.value for wording in Wording],
        default=Wording.ENGLISH.value,
        help="the language of what nobody said, as of gaps",
    )


def check_export(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Refuse files of a kind that is none of ours, and no time at all. Exits then."""
    for path in getattr(options, "export", ()):
        if path.suffix.lower() not in SUFFIXES:
            parser.error(f"cannot export {path}: choose from {', '.join(SUFFIXES)}")
    begin_ms, end_ms = getattr(options, "begin_ms", None), getattr(options, "end_ms", None)
    if end_ms is not None and end_ms <= (begin_ms or 0):
        parser.error("--to must be later than --from")


def export_options(options: argparse.Namespace, suffix: str) -> ExportOptions:
    """Return what a file with this suffix shall be like. Raises as `format_of`."""
    chosen = usual(format_of(suffix))
    return replace(
        chosen,
        has_times=chosen.has_times if options.times is None else options.times,
        in_paragraphs=chosen.in_paragraphs if options.paragraphs is None else options.paragraphs,
        emotions=EmotionMarks(options.emotions),
        has_bom=options.excel,
        has_heard=options.heard,
        starred_only=options.starred_only,
        begin_ms=options.begin_ms,
        end_ms=options.end_ms,
        wording=Wording(options.wording),
    )
