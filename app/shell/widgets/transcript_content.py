"""What the row of a transcript entry says, in the window's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QCoreApplication, QLocale

from app.core.alerts import mentions
from app.core.captions import GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.core.marks import LineMark, Marks
from app.shell.emotion_style import emotion_word
from app.shell.widgets.transcript_row import RowContent

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.captions import Entry

translate = QCoreApplication.translate


def session_clock(ms: int) -> str:
    """Return `ms` as 1:02:03, for a pane that was told no time of day."""
    seconds = ms // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@dataclass(frozen=True, slots=True)
class Telling:
    """How entries are told: what the user wants to see of them, and did to them."""

    clock: Callable[[int], str] = session_clock  # turns ms of the audio into a time to read
    marks: Marks = field(default_factory=Marks)
    shows_emotions: bool = True
    alert_words: tuple[str, ...] = ()

    def words_of(self, entry: Entry) -> str:
        """Return the words that were said, or put in their place; none for a gap."""
        return self.marks.text_of(entry) if isinstance(entry, Line) else ""

    def found_in(self, entry: Entry) -> str:
        """Return what is looked through: the words and, behind a line break, the note on them."""
        note = self.marks.note_of(entry) if isinstance(entry, Line) else ""
        return f"{self.words_of(entry)}\n{note}" if note else self.words_of(entry)

    def text_of(self, entry: Entry) -> str:
        """Return what the row of `entry` reads, but for what is remarked on it."""
        return _gap_text(entry) if isinstance(entry, GapLine) else self.words_of(entry)

    def time_of(self, entry: Entry) -> str:
        """Return when `entry` began; empty if that is not known."""
        return "" if entry.begin_ms is None else self.clock(entry.begin_ms)

    def content_of(self, entry: Entry) -> RowContent:
        """Return all that the row of `entry` says."""
        time = self.time_of(entry)
        match entry:
            case GapLine():
                text = _gap_text(entry)
                return RowContent(text, settled=len(text), time=time, is_gap=True)
            case Line():
                return self._line(entry, time)
            case _:
                assert_never(entry)

    def _line(self, line: Line, time: str) -> RowContent:
        text, is_edited = self.words_of(line), self.marks.is_edited(line)
        is_final, is_failed = line.status is LineStatus.FINAL, line.status is LineStatus.FAILED
        felt = self.marks.emotion_of(line)
        is_felt = is_final and self.shows_emotions and felt.is_shown
        emotion = felt if is_felt else Emotion.NONE
        remarks = (
            _kind_word(self.marks.kind_of(line)),
            emotion_word(emotion),
            translate("Transcript", "not finished") if is_failed else "",
            translate("Transcript", "edited") if is_edited else "",
        )
        return RowContent(
            text,
            len(text) if is_edited else len(line.settled),
            time,
            " · ".join(filter(None, remarks)),
            emotion,
            is_open=line.status is LineStatus.OPEN,
            is_warning=is_failed,
            is_starred=self.marks.is_starred(line),
            alerts=mentions(text, self.alert_words) if self.alert_words else (),
            remark=self.marks.note_of(line),
        )


def spoken(content: RowContent) -> str:
    """Return the row as a screen reader says it."""
    star = translate("Transcript", "starred") if content.is_starred else ""
    remark = translate("Transcript", "note: {note}").format(note=content.remark)
    said = (content.time, content.text, content.note, star, remark if content.remark else "")
    return ", ".join(filter(None, said))


def _kind_word(kind: LineMark | None) -> str:
    match kind:
        case None:
            return ""
        case LineMark.DECISION:
            return translate("Transcript", "decision")
        case LineMark.TODO:
            return translate("Transcript", "to-do")
        case _:
            assert_never(kind)


def _gap_text(gap: GapLine) -> str:
    seconds = QLocale().toString((gap.end_ms - gap.begin_ms) / 1000, "f", 1)
    return translate("Transcript", "{seconds} s not captioned").format(seconds=seconds)
