"""What an exported file shall hold and look like: only what its format has is asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Final, assert_never

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.export.choices import ExportChoices, with_minutes
from app.core.export.options import Background, EmotionMarks, ExportFormat, ExportOptions, Wording
from app.core.export.span import span_of
from app.shell.widgets.basics import ChoiceBox
from app.shell.widgets.field_row import FieldRow
from app.shell.widgets.form import CheckBox, Field, offer

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.export.transcript import Transcript
    from app.shell.look import Look


class Part(Enum):
    """Which lines are written."""

    ALL = "all"
    SELECTED = "selected"
    STARRED = "starred"
    SPAN = "span"  # between two times of day


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be exported, and what is known of the wish so far."""

    transcript: Transcript
    time_of_day: Callable[[int], str]
    selected: frozenset[int] = frozenset()  # ids of lines
    part: Part = Part.ALL
    has_emotions: bool = False  # whether they may be written down
    wording: Wording = Wording.ENGLISH
    choices: ExportChoices = field(default_factory=ExportChoices)
    wants_minutes: bool = False  # to begin with


_WITH_CLASSES: Final = (ExportFormat.VTT, ExportFormat.ASS)
_RECORDS: Final = (ExportFormat.JSONL, ExportFormat.CSV)
_WORDINGS: Final = {
    Wording.ENGLISH: "English",
    Wording.CHINESE: "简体中文",
    Wording.TRADITIONAL: "繁體中文",
}


class ExportForm(QWidget):
    """Remembers, while it is shown, what was chosen for each format."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matter: Matter | None = None
        self._choices = ExportChoices()
        self._parts: tuple[Part, ...] = (Part.ALL,)
        self._marks: tuple[EmotionMarks, ...] = (EmotionMarks.NONE,)
        self.format, self.part = ChoiceBox(), ChoiceBox()
        self.first, self.last = QLineEdit(), QLineEdit()
        self.emotions, self.background, self.wording = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.times, self.paragraphs, self.bom = CheckBox(), CheckBox(), CheckBox()
        self.heard, self.minutes, self.people = CheckBox(), CheckBox(), QLineEdit()
        self._people = Field(self.people)
        self._format, self._part = Field(self.format), Field(self.part)
        self._first, self._last = Field(self.first), Field(self.last)
        self._emotions, self._background = Field(self.emotions), Field(self.background)
        self._wording = Field(self.wording)
        self._rows = (
            FieldRow(self._format, self._part),
            FieldRow(self._first, self._last),
            FieldRow(self._emotions, self._background, self._wording),
            FieldRow(self._people),
        )
        self._switches = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._lay_out()
        for box in (self.format, self.part, self.emotions, self.background, self.wording):
            box.activated.connect(self._on_chosen)
        for switch in self._all_switches:
            switch.clicked.connect(self._on_chosen)
        for edit in (self.first, self.last, self.people):
            edit.textEdited.connect(self._on_chosen)

    @property
    def choices(self) -> ExportChoices:
        """What was chosen, to be remembered."""
        return self._choices

    @property
    def options(self) -> ExportOptions | None:
        """What was chosen; None: nothing begins between the two times."""
        matter, options = self._matter, self._whole
        if matter is None:
            return None
        options = replace(options, participants=self.people.text())
        match self._chosen_part:
            case Part.ALL:
                return options
            case Part.SELECTED:
                return replace(options, lines=matter.selected)
            case Part.STARRED:
                return replace(options, starred_only=True)
            case Part.SPAN:
                entries = matter.transcript.captions.entries
                span = span_of(entries, matter.time_of_day, self.first.text(), self.last.text())
                return span and replace(options, begin_ms=span[0], end_ms=span[1])
            case _:
                assert_never(self._chosen_part)

    def show_matter(self, matter: Matter) -> None:
        """Ask about the export of `matter`."""
        self._matter, self._choices = matter, matter.choices
        self.people.clear()
        if matter.wants_minutes:
            self._choices = with_minutes(matter.choices, matter.wording)
        there = {
            Part.SELECTED: bool(matter.selected),
            Part.STARRED: bool(matter.transcript.marks.starred),
        }
        self._parts = tuple(part for part in Part if there.get(part, True))
        begins = [entry.begin_ms or 0 for entry in matter.transcript.captions.entries] or [0]
        self.first.setText(matter.time_of_day(begins[0]))
        self.last.setText(matter.time_of_day(begins[-1]))
        self._offer()
        self.part.setCurrentIndex(self._parts.index(matter.part))
        self._show_format()

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._column.setSpacing(look.px(12))
        self._switches.setSpacing(look.px(18))
        for row in self._rows:
            row.apply_look(look)
        for switch in self._all_switches:
            switch.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._format.name(self.tr("Format"))
        self._part.name(self.tr("What to export"))
        self._first.name(self.tr("From"))
        self._last.name(self.tr("To"))
        self._emotions.name(self.tr("Feelings"))
        self._background.name(self.tr("Background"))
        self._wording.name(self.tr("Added words"))
        self._people.name(self.tr("Participants"))
        self.people.setPlaceholderText(self.tr("Everybody who has a name"))
        self.minutes.setText(self.tr("Minutes"))
        self.minutes.setToolTip(
            self.tr("Decisions, to-dos, notes and lines with a star before the transcript")
        )
        self.times.setText(self.tr("Times"))
        self.paragraphs.setText(self.tr("Paragraphs"))
        self.bom.setText(self.tr("For Excel"))
        self.bom.setToolTip(self.tr("A mark without which Excel garbles Chinese"))
        self.heard.setText(self.tr("As heard, too"))
        self.heard.setToolTip(self.tr("What was heard, beside the words that you put right"))
        self._offer()
        self._show_format()

    @property
    def _all_switches(self) -> tuple[CheckBox, ...]:
        return self.times, self.paragraphs, self.minutes, self.bom, self.heard

    @property
    def _chosen_part(self) -> Part:
        return self._parts[max(self.part.currentIndex(), 0)]

    @property
    def _whole(self) -> ExportOptions:
        """What was chosen for the format, without regard to the part."""
        wording = self._matter.wording if self._matter is not None else Wording.ENGLISH
        options = self._choices.options(self._choices.format, wording)
        may_feel = self._matter is not None and self._matter.has_emotions
        return options if may_feel else replace(options, emotions=EmotionMarks.NONE)

    @Slot()
    def _on_chosen(self) -> None:
        wanted = list(ExportFormat)[self.format.currentIndex()]
        if wanted is not self._choices.format:
            self._choices = replace(self._choices, format=wanted)
        else:
            self._choices = self._choices.with_options(self._read())
        self._show_format()
        self.changed.emit()

    def _read(self) -> ExportOptions:
        kept = self._choices.options(self._choices.format, Wording.ENGLISH).emotions
        may_feel = self._matter is not None and self._matter.has_emotions
        return replace(
            self._whole,
            has_times=self.times.isChecked(),
            in_paragraphs=self.paragraphs.isChecked(),
            emotions=self._marks[self.emotions.currentIndex()] if may_feel else kept,
            wording=list(Wording)[self.wording.currentIndex()],
            background=list(Background)[self.background.currentIndex()],
            has_bom=self.bom.isChecked(),
            has_heard=self.heard.isChecked(),
            is_minutes=self.minutes.isChecked(),
        )

    def _lay_out(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        for row in self._rows:
            self._column.addWidget(row)
        for switch in self._all_switches:
            self._switches.addWidget(switch)
        self._switches.addStretch(1)
        self._column.addLayout(self._switches)

    def _offer(self) -> None:
        """Fill the lists that are the same for every format."""
        titles = {
            ExportFormat.TXT: self.tr("Plain text (.txt)"),
            ExportFormat.SRT: self.tr("SubRip subtitles (.srt)"),
            ExportFormat.VTT: self.tr("WebVTT subtitles (.vtt)"),
            ExportFormat.ASS: self.tr("SubStation Alpha subtitles (.ass)"),
            ExportFormat.MARKDOWN: self.tr("Markdown (.md)"),
            ExportFormat.DOCX: self.tr("Word document (.docx)"),
            ExportFormat.JSONL: self.tr("JSON Lines (.jsonl)"),
            ExportFormat.CSV: self.tr("Table (.csv)"),
        }
        parts = {
            Part.ALL: self.tr("Everything"),
            Part.SELECTED: self.tr("The selected lines"),
            Part.STARRED: self.tr("Lines with a star"),
            Part.SPAN: self.tr("From one time to another"),
        }
        chosen = max(self.part.currentIndex(), 0)
        offer(self.part, [parts[part] for part in self._parts], chosen)
        offer(self.format, [titles[each] for each in ExportFormat], 0)
        offer(self.wording, [_WORDINGS[each] for each in Wording], 0)
        offer(self.background, [self.tr("Dark"), self.tr("Light")], 0)

    def _show_format(self) -> None:
        """Show what the format has, and what was chosen for it."""
        wanted, options = self._choices.format, self._whole
        is_record, has_classes = wanted in _RECORDS, wanted in _WITH_CLASSES
        self._marks = (EmotionMarks.NONE, EmotionMarks.WORD)
        texts = [
            self.tr("Leave out"),
            self.tr("Include") if is_record else self.tr("As words in brackets"),
        ]
        if has_classes:
            self._marks += (EmotionMarks.CLASS,)
            texts.append(self.tr("As colours"))
        marks = options.emotions if options.emotions in self._marks else EmotionMarks.WORD
        offer(self.emotions, texts, self._marks.index(marks))
        self._tell_of_emotions()
        self.format.setCurrentIndex(list(ExportFormat).index(wanted))
        self.wording.setCurrentIndex(list(Wording).index(options.wording))
        self.background.setCurrentIndex(list(Background).index(options.background))
        self.times.setChecked(options.has_times)
        self.paragraphs.setChecked(options.in_paragraphs)
        self.bom.setChecked(options.has_bom)
        self.heard.setChecked(options.has_heard)
        self.minutes.setChecked(options.is_minutes)
        is_colored = options.emotions is EmotionMarks.CLASS
        self._background.setVisible(has_classes and (is_colored or wanted is ExportFormat.ASS))
        self._wording.setVisible(not is_record)
        self._rows[1].setVisible(self._chosen_part is Part.SPAN)
        self.times.setVisible(wanted.is_prose)
        self.paragraphs.setVisible(wanted.is_prose)
        self.bom.setVisible(wanted is ExportFormat.CSV)
        self.heard.setVisible(is_record)
        self.minutes.setVisible(wanted.has_headings)
        self._rows[3].setVisible(options.has_minutes)

    def _tell_of_emotions(self) -> None:
        may_feel = self._matter is not None and self._matter.has_emotions
        self.emotions.setEnabled(may_feel)
        self._emotions.say(
            "" if may_feel else self.tr("They are not stored. The settings can change that.")
        )
