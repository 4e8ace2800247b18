"""The way of the transcript into a file: what is asked, what is shown, what is remembered."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from app.core.captions import Captions, Line, LineStatus
from app.core.emotion import Emotion
from app.core.export import EmotionMarks, ExportFormat, Wording
from app.core.marks import LineMark
from app.core.settings import EmotionSettings, Settings
from app.session.sink import Stamp
from app.shell.exporter import CHOICES, Exporter
from app.shell.wardrobe import Wardrobe
from app.shell.widgets.export_options import ExportForm, Part
from app.shell.widgets.export_sheet import ExportSheet
from app.shell.widgets.transcript_menu import menu_for
from tests.helpers.stage import Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one

MakeSpy = Callable[[SignalInstance], QSignalSpy]
MakeStage = Callable[..., Stage]

KEEPING = Settings(emotion=EmotionSettings(is_kept=True, is_explained=True))
LINES = tuple(
    Line(at, LineStatus.FINAL, f"Line {at}.", begin_ms=at * 60_000, emotion=Emotion.ANGRY)
    for at in range(1, 5)
)


class Way:
    """A stage with lines, and an exporter that remembers in a file."""

    def __init__(self, stage: Stage, places: Path) -> None:
        self.stage = stage
        self.document = stage.document
        stage.jobs.start()
        self.document.begin_session(0)
        self.document.receive(Captions(LINES, 1), Stamp(0.0, 0))
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.wardrobe = Wardrobe(application)
        self.places = QSettings(str(places), QSettings.Format.IniFormat)
        self.exporter = Exporter(stage.window, stage.studio, self.wardrobe, self.places)
        stage.window.show()

    @property
    def sheet(self) -> ExportSheet:
        return self.stage.window.findChildren(ExportSheet)[-1]

    @property
    def form(self) -> ExportForm:
        return self.sheet.form

    def ask(self, *lines: int, part: Part = Part.ALL) -> ExportForm:
        self.exporter.ask(frozenset(lines), part)
        return self.form

    def choose(self, wanted: ExportFormat) -> None:
        pick(self.form.format, list(ExportFormat).index(wanted))

    def write(self, path: Path, make_spy: MakeSpy, qtbot: QtBot) -> str:
        """Accept the sheet and the system's dialog; return what was written."""
        exported = make_spy(self.document.exported)
        self.sheet.go_on.click()
        dialog = self.stage.window.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(path))
        dialog.close()
        qtbot.waitUntil(lambda: exported.count() == 1)
        return path.read_text("utf-8")


def pick(box: QComboBox, index: int) -> None:
    """Choose as the user does."""
    box.setCurrentIndex(index)
    box.activated.emit(index)


@pytest.fixture
def way(make_stage: MakeStage, tmp_path: Path) -> Iterator[Way]:
    way = Way(make_stage(settings=KEEPING), tmp_path / "places.ini")
    yield way
    way.exporter.close()


def test_every_format_is_offered_and_previewed(way: Way) -> None:
    form = way.ask()
    assert form.format.count() == len(ExportFormat)
    for wanted in ExportFormat:
        way.choose(wanted)
        assert form.options is not None
        assert form.options.format is wanted
        assert "Line 1." in way.sheet.preview.toPlainText()


def test_only_what_the_format_has_is_asked(way: Way) -> None:
    form = way.ask()
    shown = {}
    for wanted in ExportFormat:
        way.choose(wanted)
        boxes = (form.times, form.paragraphs, form.bom, form.heard, form.wording, form.background)
        shown[wanted] = [box.isVisible() for box in boxes]
    assert shown == {
        ExportFormat.TXT: [True, True, False, False, True, False],
        ExportFormat.SRT: [False, False, False, False, True, False],
        ExportFormat.VTT: [False, False, False, False, True, False],
        ExportFormat.ASS: [False, False, False, False, True, True],
        ExportFormat.MARKDOWN: [True, True, False, False, True, False],
        ExportFormat.DOCX: [True, True, False, False, True, False],
        ExportFormat.JSONL: [False, False, False, True, False, False],
        ExportFormat.CSV: [False, False, True, True, False, False],
    }


def test_what_was_heard_is_written_once_it_is_asked_for_and_not_the_next_time(way: Way) -> None:
    [line, *_] = way.document.captions.entries
    assert isinstance(line, Line)
    way.document.edit(line, "One, put right.")
    form = way.ask()
    way.choose(ExportFormat.JSONL)
    assert "Line 1." not in way.sheet.preview.toPlainText()
    form.heard.click()
    assert '"heard":"Line 1."' in way.sheet.preview.toPlainText()
    way.sheet.go_on.click()
    way.stage.window.findChildren(QFileDialog)[-1].close()
    assert not way.ask().heard.isChecked()


def test_feelings_are_a_word_or_a_colour_once_they_are_stored(way: Way) -> None:
    form = way.ask()
    way.choose(ExportFormat.SRT)
    assert form.emotions.count() == 2
    pick(form.emotions, 1)
    assert "[angry] Line 1." in way.sheet.preview.toPlainText()
    way.choose(ExportFormat.VTT)
    pick(form.emotions, 2)
    assert "<c.angry>Line 1.</c>" in way.sheet.preview.toPlainText()
    assert form.background.isVisible()
    way.choose(ExportFormat.SRT)
    assert "[angry]" in way.sheet.preview.toPlainText()


def test_feelings_that_are_not_stored_are_not_written(
    make_stage: MakeStage, tmp_path: Path
) -> None:
    way = Way(make_stage(), tmp_path / "places.ini")
    remembered = {"format": "srt", "formats": {"srt": {"emotions": "word"}}}
    way.places.setValue(CHOICES, json.dumps(remembered))
    form = way.ask()
    assert not form.emotions.isEnabled()
    assert "settings" in form.emotions.accessibleDescription()
    assert "angry" not in way.sheet.preview.toPlainText()
    pick(form.wording, 1)  # which must not forget what was chosen for feelings
    kept = form.choices.options(ExportFormat.SRT, Wording.ENGLISH)
    assert (kept.emotions, kept.wording) == (EmotionMarks.WORD, Wording.CHINESE)
    way.exporter.close()


def test_a_file_is_written_as_it_was_shown_and_the_choices_are_remembered(
    way: Way, tmp_path: Path, make_spy: MakeSpy, qtbot: QtBot
) -> None:
    form = way.ask()
    way.choose(ExportFormat.TXT)
    form.times.click()
    previewed = way.sheet.preview.toPlainText()
    assert previewed.startswith("[00:01:00] Line 1.")
    assert way.write(tmp_path / "a.txt", make_spy, qtbot) == previewed
    assert not way.document.is_unsaved
    again = way.ask()
    assert again.format.currentIndex() == list(ExportFormat).index(ExportFormat.TXT)
    assert again.times.isChecked()


@pytest.mark.skipif(sys.platform != "linux", reason="others keep the user's folders elsewhere")
def test_the_usual_folder_is_looked_for_when_a_file_is_asked_for_and_no_earlier(
    way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "home" / "Documents"
    monkeypatch.setenv("HOME", str(documents.parent))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    documents.mkdir(parents=True)  # there since the window is
    way.ask()
    way.sheet.go_on.click()
    dialog = way.stage.window.findChildren(QFileDialog)[-1]
    assert Path(dialog.directory().absolutePath()) == documents
    dialog.close()


def test_a_title_with_a_dot_keeps_its_suffix(way: Way) -> None:
    way.document.rename("Version 2.5")
    way.ask()
    way.choose(ExportFormat.VTT)
    way.sheet.go_on.click()
    dialog = way.stage.window.findChildren(QFileDialog)[-1]
    assert [Path(each).name for each in dialog.selectedFiles()] == ["Version 2.5.vtt"]
    dialog.close()


@pytest.mark.parametrize(
    ("typed", "there", "written"),
    [
        ("Version 2.5", "", "Version 2.5.srt"),
        ("Version 2.5", "Version 2.5.srt", "Version 2.5"),
        ("notes.TXT", "", "notes.TXT"),
    ],
)
def test_a_name_with_a_dot_gets_a_suffix_unless_such_a_file_is_there(
    way: Way, make_spy: MakeSpy, qtbot: QtBot, tmp_path: Path, typed: str, there: str, written: str
) -> None:
    if there:
        (tmp_path / there).write_text("older")
    exported = make_spy(way.document.exported)
    way.ask()
    way.choose(ExportFormat.SRT)
    way.sheet.go_on.click()
    dialog = way.stage.window.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(tmp_path / typed))
    dialog.close()
    qtbot.waitUntil(lambda: exported.count() == 1)
    assert (tmp_path / written).exists()
    assert not there or (tmp_path / there).read_text() == "older"


def test_a_part_is_written_and_the_rest_counts_as_unsaved(
    way: Way, tmp_path: Path, make_spy: MakeSpy, qtbot: QtBot
) -> None:
    way.ask(2, 3, part=Part.SELECTED)
    way.choose(ExportFormat.TXT)
    assert way.write(tmp_path / "a.txt", make_spy, qtbot) == "Line 2.\nLine 3.\n"
    assert way.document.is_unsaved


def test_parts_that_there_are_none_of_are_not_offered(way: Way) -> None:
    assert way.ask().part.count() == 2
    way.sheet.reject()
    way.document.star(LINES[0], is_starred=True)
    form = way.ask(3)
    assert form.part.count() == 4
    pick(form.part, 2)
    assert form.options is not None
    assert form.options.starred_only


def test_a_stretch_of_time_is_asked_for_as_it_stands_beside_the_lines(way: Way) -> None:
    form = way.ask()
    way.choose(ExportFormat.TXT)
    assert not form.first.isVisible()
    pick(form.part, 1)
    assert form.first.isVisible()
    form.first.setText(way.document.time_of_day(LINES[1].begin_ms or 0))
    form.last.setText(way.document.time_of_day(LINES[2].begin_ms or 0))
    form.last.textEdited.emit(form.last.text())
    assert way.sheet.preview.toPlainText() == "Line 2.\nLine 3.\n"
    form.first.setText("soon")
    form.first.textEdited.emit("soon")
    assert form.options is None
    assert not way.sheet.go_on.isEnabled()


def test_giving_up_on_the_sheet_or_on_the_place_is_told(way: Way, make_spy: MakeSpy) -> None:
    given_up = make_spy(way.exporter.given_up)
    way.ask()
    way.sheet.cancel.click()
    assert given_up.count() == 1
    way.ask()
    way.sheet.go_on.click()
    assert given_up.count() == 1
    way.stage.window.findChildren(QFileDialog)[-1].reject()
    assert given_up.count() == 2


def test_the_sheet_is_worked_by_keyboard_alone(way: Way, qtbot: QtBot, make_spy: MakeSpy) -> None:
    form = way.ask()
    chosen = make_spy(way.sheet.chosen)
    qtbot.waitUntil(form.format.hasFocus)
    names = []
    for _ in range(6):
        focused = way.sheet.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName() or focused.property("text"))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert names == [
        *("Format", "What to export", "Feelings", "Added words", "How it begins", "Cancel"),
    ]
    QTest.keyClick(way.sheet, Qt.Key.Key_Return)
    assert chosen.count() == 1
    way.stage.window.findChildren(QFileDialog)[-1].reject()


def test_the_selection_is_exported_from_its_menu(way: Way, make_spy: MakeSpy) -> None:
    pane = way.stage.window.pane
    wanted: QSignalSpy = make_spy(pane.export_wanted)
    assert not action(menu_for(pane, None)).isEnabled()
    pane.select_all()
    assert pane.selected_lines == {1, 2, 3, 4}
    entry = action(menu_for(pane, None))
    assert entry.isEnabled()
    entry.trigger()
    assert wanted.count() == 1


def action(menu: QMenu) -> QAction:
    """Return the entry that exports."""
    return next(each for each in menu.actions() if each.text() == "Export selection…")


# Minutes


def test_minutes_are_offered_for_documents_and_shown_as_they_will_begin(way: Way) -> None:
    way.document.mark(LINES[2], LineMark.DECISION)
    form = way.ask()
    assert not form.minutes.isVisible()
    way.choose(ExportFormat.DOCX)
    assert form.minutes.isVisible()
    assert not form.people.isVisible()
    form.minutes.click()
    assert form.people.isVisible()
    QTest.keyClicks(form.people, "Anna, Bo")
    assert "Participants: Anna, Bo" in way.sheet.preview.toPlainText()
    assert "## Decisions\n\n- `00:03:00` Line 3." in way.sheet.preview.toPlainText()
    assert form.options is not None
    assert (form.options.has_minutes, form.options.participants) == (True, "Anna, Bo")


def test_people_of_one_meeting_are_not_those_of_the_next(way: Way) -> None:
    form = way.ask()
    way.choose(ExportFormat.MARKDOWN)
    form.minutes.click()
    QTest.keyClicks(form.people, "Anna")
    way.sheet.reject()
    assert way.ask().people.text() == ""


def test_the_sheet_is_out_of_sight_while_every_caption_is(way: Way) -> None:
    way.ask()
    way.exporter.set_blanked(True)
    assert not way.sheet.isVisible()
    way.exporter.set_blanked(False)
    assert way.sheet.isVisible()
    way.sheet.reject()
    way.exporter.set_blanked(True)
    way.ask()
    assert not way.sheet.isVisible()
    way.exporter.set_blanked(False)
    assert not way.sheet.isVisible()
