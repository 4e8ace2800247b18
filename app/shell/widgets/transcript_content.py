"""What the row of a transcript entry says, in the window's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QCoreApplication, QLocale

from app.core.captions import GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.shell.emotion_style import emotion_word
from app.shell.widgets.transcript_row import RowContent

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.captions import Entry


def content_of(entry: Entry, clock: Callable[[int], str]) -> RowContent:
    """Return what the row of `entry` says; `clock` turns its ms into a time to read."""
    match entry:
        case GapLine():
            return _gap(entry, clock(entry.begin_ms))
        case Line():
            time = "" if entry.begin_ms is None else clock(entry.begin_ms)
            return _line(entry, time)
        case _:
            assert_never(entry)


def _gap(gap: GapLine, time: str) -> RowContent:
    seconds = QLocale().toString((gap.end_ms - gap.begin_ms) / 1000, "f", 1)
    text = QCoreApplication.translate("Transcript", "{seconds} s not captioned")
    text = text.format(seconds=seconds)
    return RowContent(text, settled=len(text), time=time, is_gap=True)


def _line(line: Line, time: str) -> RowContent:
    settled = len(line.settled)
    match line.status:
        case LineStatus.OPEN:
            return RowContent(line.text, settled, time, is_open=True)
        case LineStatus.FINAL:
            emotion = line.emotion if line.emotion.is_shown else Emotion.NONE
            return RowContent(line.text, settled, time, emotion_word(emotion), emotion)
        case LineStatus.FAILED:
            note = QCoreApplication.translate("Transcript", "not finished")
            return RowContent(line.text, settled, time, note, is_warning=True)
        case _:
            assert_never(line.status)
