"""Context packs in the window: chosen by one click, edited without losing a word, imported."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
)

from app.core.corpus import LIMIT_TOKENS, estimate_tokens
from app.core.errors import ErrorCode, Problem
from app.core.packs import Pack
from app.core.settings import Settings
from app.documents.apart import DocumentReader
from app.documents.imported import Imported
from app.shell.jobs import Jobs
from app.shell.look import Look
from app.shell.pack_desk import PackDesk
from app.shell.pack_opener import PackOpener
from app.shell.pack_reading import MOST_WAITING, PackReading
from app.shell.style import DARK
from app.shell.wardrobe import Wardrobe
from app.shell.widgets.pack_editor import PackEditor
from app.shell.widgets.pack_text import CHARS_MAX
from app.storage.packs import PackStore
from app.storage.paths import resource
from tests.helpers.documents import word
from tests.helpers.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtCore import SignalInstance
    from PySide6.QtTest import QSignalSpy
    from pytestqt.qtbot import QtBot

FINANCE = "example:finance"

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class PackStage:
    """A window and the editor of its packs; two packs of the user's own are there."""

    def __init__(self, settings: Settings, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.stage = Stage(settings=settings)
        self.stage.jobs.start()
        self.choices = self.stage.choices
        self.desk: PackDesk = self.stage.studio.packs
        self.store = PackStore(self.folder, resource("resources/packs"))
        self.team = self.store.save(Pack("", "Team", "Ada\nGrace", "de"))
        self.terms = self.store.save(Pack("", "Terms", "EBITDA"))
        self.editor = PackEditor(self.desk)
        self.editor.retranslate()
        self.editor.apply_look(Look(DARK, 1.0))
        self.desk.load()
        qtbot.waitUntil(lambda: self.desk.is_known)

    @property
    def folder(self) -> Path:
        from pathlib import Path  # noqa: PLC0415

        return Path(self.stage.folder.name) / "packs"

    @property
    def box(self) -> QComboBox:
        found = self.stage.window.sidebar.context.findChild(QComboBox)
        assert found is not None
        return found

    @property
    def hints(self) -> list[str]:
        labels = self.stage.window.sidebar.context.findChildren(QLabel)
        return [label.text() for label in labels if label.objectName() == "hint"]

    def stored(self) -> dict[str, str]:
        """Return the user's own packs as they are on the disk, by name."""
        return {pack.name: pack.text for pack in self.store.load().packs if not pack.is_example}

    def settle(self) -> None:
        """Wait until every job is done and told."""
        done = threading.Event()
        self.stage.jobs.submit(lambda: None, lambda _: done.set(), lambda _: done.set())
        self._qtbot.waitUntil(done.is_set)

    def pick(self, title: str) -> None:
        """Choose in the sidebar as a person does."""
        at = self.box.findText(title)
        assert at >= 0
        self.box.setCurrentIndex(at)
        self.box.activated.emit(at)

    def open(self, pack_id: str) -> None:
        """Show the editor at that pack."""
        self.editor.open_at(self.desk.find(pack_id))
        self.settle()
        assert self.editor.page.pack is not None
        assert self.editor.page.pack.id == pack_id

    def type(self, text: str) -> None:
        """Replace the text, as typing would, and wait for the pause after it."""
        self.editor.page.text.editor.setPlainText(text)
        self.editor.page.flush()

    def names(self) -> list[str]:
        """Return what the editor lists."""
        return [self.editor.names.item(at).text() for at in range(self.editor.names.count())]

    def wait(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition)

    def take_down(self) -> None:
        self.editor.close()
        self.settle()
        self.editor.deleteLater()
        self.stage.take_down()


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Callable[..., PackStage]]:
    stages: list[PackStage] = []

    def build(**how: str) -> PackStage:
        settings = replace(Settings(engine_id="cloud-cn"), **how)  # type: ignore[arg-type]
        stages.append(PackStage(settings, qtbot))
        return stages[-1]

    yield build
    for stage in stages:
        stage.take_down()


@pytest.fixture
def packs(make: Callable[..., PackStage]) -> PackStage:
    return make()


def test_the_sidebar_offers_none_own_packs_and_examples(packs: PackStage) -> None:
    titles = [packs.box.itemText(at) for at in range(packs.box.count())]
    assert titles[:4] == ["None", "Team", "Terms", "Examples"]
    assert len(titles) == 8
    assert packs.box.currentText() == "None"


def test_one_click_uses_a_pack_with_its_language(packs: PackStage) -> None:
    packs.pick("Team")
    settings = packs.choices.settings
    assert (settings.context, settings.pack, settings.language) == ("Ada\nGrace", "team", "de")
    tokens = estimate_tokens("Ada\nGrace")
    assert packs.hints == [f"{tokens} of 10,000 tokens"]
    packs.pick("None")
    assert (packs.choices.settings.context, packs.choices.settings.pack) == ("", "")


def test_what_is_typed_into_the_pack_in_use_is_used_and_not_yet_saved(packs: PackStage) -> None:
    packs.pick("Team")
    packs.open("team")
    packs.type("Ada\nGrace\nLinus")
    assert packs.choices.settings.context == "Ada\nGrace\nLinus"
    assert packs.hints[0].endswith(", not saved")
    assert "Team, changed ✓" in packs.names()
    packs.editor.page.save.click()
    packs.settle()
    assert packs.stored()["Team"] == "Ada\nGrace\nLinus"
    assert not packs.hints[0].endswith(", not saved")


def test_another_pack_can_be_used_meanwhile_and_nothing_typed_is_lost(packs: PackStage) -> None:
    packs.pick("Team")
    packs.open("team")
    packs.type("Linus")
    packs.pick("Terms")
    assert packs.choices.settings.context == "EBITDA"
    packs.pick("Team")
    assert packs.choices.settings.context == "Linus"


def test_what_was_typed_is_kept_when_the_editor_is_closed(packs: PackStage) -> None:
    packs.open("terms")
    packs.editor.page.text.editor.setPlainText("EBITDA, WACC")
    packs.editor.close()
    packs.settle()
    assert packs.stored()["Terms"] == "EBITDA, WACC"
    assert packs.choices.settings.context == ""


def test_choosing_another_row_hands_over_what_was_typed(packs: PackStage) -> None:
    packs.open("team")
    packs.editor.page.text.editor.setPlainText("Linus")
    packs.editor.names.setCurrentRow(1)
    assert packs.editor.page.text.text == "EBITDA"
    assert packs.names()[0] == "Team, changed"
    packs.editor.names.setCurrentRow(0)
    assert packs.editor.page.text.text == "Linus"


def test_changes_can_be_undone(packs: PackStage) -> None:
    packs.open("team")
    packs.type("Linus")
    packs.editor.page.revert.click()
    assert packs.editor.page.text.text == "Ada\nGrace"
    assert packs.editor.page.save.isHidden()


def test_save_as_new_leaves_the_first_as_it_was(packs: PackStage) -> None:
    packs.pick("Team")
    packs.open("team")
    packs.type("Linus")
    packs.editor.page.save_as.click()
    packs.settle()
    assert packs.stored() == {"Team": "Ada\nGrace", "Team 2": "Linus", "Terms": "EBITDA"}
    assert packs.choices.settings.pack == "team-2"
    assert packs.editor.page.pack is not None
    assert packs.editor.page.pack.id == "team-2"


def test_editing_an_example_makes_a_copy_that_is_used_in_its_place(packs: PackStage) -> None:
    packs.desk.choose(FINANCE)
    packs.open(FINANCE)
    packs.type("Bulge Bracket")
    packs.editor.page.save.click()
    packs.settle()
    assert packs.stored()["Finance · 金融"] == "Bulge Bracket"
    assert packs.choices.settings.context == "Bulge Bracket"
    used = packs.desk.in_use
    assert used is not None
    assert not used.is_example
    example = packs.desk.find(FINANCE)
    assert example is not None
    assert len(example.text) > 500
    assert not packs.desk.is_changed(example)


def test_a_pack_is_renamed_and_gets_a_language(packs: PackStage) -> None:
    packs.pick("Team")
    packs.open("team")
    name = packs.editor.page.findChild(QLineEdit)
    assert name is not None
    name.selectAll()
    QTest.keyClicks(name, "People")
    name.editingFinished.emit()
    packs.settle()
    box = packs.editor.page.findChild(QComboBox)
    assert box is not None
    at = box.findText("日本語")
    box.setCurrentIndex(at)
    box.activated.emit(at)
    packs.settle()
    kept = next(pack for pack in packs.store.load().packs if pack.id == "team")
    assert (kept.name, kept.language) == ("People", "ja")
    assert packs.choices.settings.language == "ja"
    assert packs.box.currentText() == "People"


def test_a_new_pack_waits_for_its_name(packs: PackStage) -> None:
    packs.open("team")
    packs.editor.new.click()
    packs.settle()
    assert packs.editor.page.pack is not None
    assert packs.editor.page.pack.name == "New pack"
    assert "New pack" in packs.stored()


def test_duplicate_makes_a_second_one(packs: PackStage) -> None:
    packs.open("team")
    packs.editor.page.duplicate.click()
    packs.settle()
    assert packs.stored()["Team 2"] == "Ada\nGrace"


def test_a_deleted_pack_comes_back_with_what_was_typed_and_in_use(packs: PackStage) -> None:
    packs.pick("Team")
    packs.open("team")
    packs.type("Linus")
    packs.editor.page.delete.click()
    packs.settle()
    assert "Team" not in packs.stored()
    assert packs.choices.settings.context == ""
    assert packs.editor.message.text == "“Team” was deleted."
    undo = packs.editor.message.findChild(QPushButton)
    assert undo is not None
    undo.click()
    packs.settle()
    assert packs.stored()["Team"] == "Ada\nGrace"
    assert packs.choices.settings.context == "Linus"


def test_a_deleted_pack_that_was_not_in_use_comes_back_with_what_was_typed(
    packs: PackStage,
) -> None:
    packs.open("team")
    packs.type("Linus")
    packs.editor.page.delete.click()
    packs.settle()
    packs.desk.undo_remove()
    packs.settle()
    team = packs.desk.find("team")
    assert team is not None
    assert packs.desk.is_changed(team)
    packs.editor.close()
    packs.settle()
    assert packs.stored()["Team"] == "Linus"


def test_what_follows_at_once_on_a_change_keeps_it(packs: PackStage) -> None:
    packs.open("team")
    packs.type("Linus")
    page = packs.editor.page
    name = page.findChild(QLineEdit)
    assert name is not None
    name.selectAll()
    QTest.keyClicks(name, "People")
    name.editingFinished.emit()  # as the click on a button, which takes the focus, makes it do
    page.save.click()
    packs.settle()
    assert packs.stored() == {"People": "Linus", "Terms": "EBITDA"}
    packs.type("Barbara")
    page.save.click()
    team = packs.desk.find("team")
    assert team is not None
    packs.desk.set_language(team, "ja")
    packs.settle()
    kept = next(pack for pack in packs.store.load().packs if pack.id == "team")
    assert kept == Pack("team", "People", "Barbara", "ja")
    assert packs.desk.find("team") == kept


def test_a_name_that_was_typed_is_kept_by_the_keys_that_leave_it(packs: PackStage) -> None:
    packs.open("team")
    name = packs.editor.page.findChild(QLineEdit)
    assert name is not None
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "People")
    QTest.keyClick(packs.editor, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    packs.settle()
    assert packs.stored() == {"People": "Ada\nGrace", "New pack": "", "Terms": "EBITDA"}


def test_of_an_example_one_copy_is_made(packs: PackStage) -> None:
    packs.open(FINANCE)
    packs.type("Bulge Bracket")
    packs.editor.page.save.click()
    packs.editor.page.save.click()
    packs.editor.close()
    packs.desk.flush()
    packs.settle()
    own = [pack.name for pack in packs.store.load().packs if not pack.is_example]
    assert own == ["Finance · 金融", "Team", "Terms"]


def test_what_was_typed_outlives_a_crash(packs: PackStage, qtbot: QtBot) -> None:
    packs.open("team")
    packs.type("Linus")
    qtbot.waitUntil(lambda: packs.store.load().drafts == {"team": "Linus"})
    jobs = Jobs("after a crash")
    jobs.start()
    reader = DocumentReader((), {})
    desk = PackDesk(packs.choices, packs.store, reader, jobs)
    desk.load()
    qtbot.waitUntil(lambda: desk.is_known)
    team = desk.find("team")
    assert team is not None
    assert (team.text, desk.text_of(team)) == ("Ada\nGrace", "Linus")
    assert jobs.stop()
    packs.editor.page.save.click()
    packs.settle()
    assert packs.stored()["Team"] == "Linus"
    qtbot.waitUntil(lambda: packs.store.load().drafts == {})


def test_what_was_typed_is_saved_on_the_way_out(packs: PackStage) -> None:
    packs.open(FINANCE)
    packs.editor.page.text.editor.setPlainText("Bulge Bracket")
    packs.editor.close()  # and nobody hears any more what became of it
    packs.desk.stop()
    written = threading.Event()
    packs.stage.jobs.submit(written.set, lambda _: None, lambda _: None)
    assert written.wait(10)
    found = packs.store.load()
    own = [(pack.name, pack.text) for pack in found.packs if not pack.is_example]
    assert own[0] == ("Finance · 金融", "Bulge Bracket")
    assert len(own) == 3
    assert found.drafts == {}


def test_what_could_not_be_saved_is_still_a_draft(packs: PackStage, qtbot: QtBot) -> None:
    packs.open("team")
    packs.type("Linus")
    said: list[Problem] = []
    packs.desk.failed.connect(said.append)
    (packs.folder / "team.toml").unlink()
    (packs.folder / "team.toml").mkdir()
    packs.editor.page.save.click()
    qtbot.waitUntil(lambda: bool(said))
    team = packs.desk.find("team")
    assert team is not None
    assert packs.desk.text_of(team) == "Linus"
    qtbot.waitUntil(lambda: packs.store.load().drafts == {"team": "Linus"})
    (packs.folder / "team.toml").rmdir()
    packs.editor.page.save.click()
    packs.settle()
    assert packs.stored()["Team"] == "Linus"


def test_what_is_typed_is_tidy_before_anybody_uses_it(packs: PackStage) -> None:
    packs.pick("Team")
    packs.open("team")
    packs.type("Ada\x0cGrace\x1b")
    assert packs.choices.settings.context == "Ada\nGrace"
    team = packs.desk.find("team")
    assert team is not None
    assert not packs.desk.is_changed(team)


def test_a_deleted_pack_stays_away_when_the_editor_is_closed_at_once(packs: PackStage) -> None:
    packs.open("team")
    packs.type("Linus")
    packs.editor.page.delete.click()
    packs.editor.close()
    packs.settle()
    assert packs.stored() == {"Terms": "EBITDA"}
    packs.desk.undo_remove()
    packs.settle()
    packs.desk.flush()
    packs.settle()
    assert packs.stored() == {"Team": "Linus", "Terms": "EBITDA"}


def test_examples_cannot_be_deleted(packs: PackStage) -> None:
    packs.open(FINANCE)
    assert not packs.editor.page.delete.isEnabled()


def test_a_context_of_an_earlier_version_becomes_a_pack(make: Callable[..., PackStage]) -> None:
    packs = make(context="Lazard, Evercore")
    packs.settle()
    assert packs.stored()["My words"] == "Lazard, Evercore"
    assert packs.choices.settings.pack == "my-words"
    assert packs.box.currentText() == "My words"


def test_words_that_the_command_line_took_the_place_of_stay_in_their_pack(
    packs: PackStage, qtbot: QtBot
) -> None:
    packs.pick("Team")
    desks = []
    for before in (
        Settings(context="EBITDA, WACC", pack="terms"),
        Settings(context="in no pack", pack="gone"),
        Settings(context="Ada\nGrace", pack="team"),
    ):
        desk = PackDesk(packs.choices, packs.store, DocumentReader((), {}), packs.stage.jobs)
        desks.append(desk)  # else the last job of each would delete it, on its own thread
        desk.rescue(before)
        desk.load()
        qtbot.waitUntil(lambda desk=desk: desk.is_known)  # type: ignore[misc]
        desk.flush()
    packs.settle()
    assert packs.stored() == {
        **{"My words": "in no pack", "Team": "Ada\nGrace", "Terms": "EBITDA, WACC"}
    }
    assert packs.choices.settings.pack == "team"


def test_words_that_are_in_no_pack_become_one_and_no_more(packs: PackStage) -> None:
    packs.choices.change(replace(packs.choices.settings, context="Lazard", pack="gone"))
    packs.desk.load()
    packs.desk.load()
    packs.settle()
    packs.settle()
    own = [pack.name for pack in packs.store.load().packs if not pack.is_example]
    assert own == ["My words", "Team", "Terms"]
    assert packs.choices.settings.pack == "my-words"


def test_words_that_are_in_no_pack_stay_when_another_is_chosen(packs: PackStage) -> None:
    packs.choices.change(replace(packs.choices.settings, context="Lazard", pack="gone"))
    packs.pick("Team")
    packs.settle()
    assert packs.stored()["My words"] == "Lazard"
    assert packs.choices.settings.pack == "team"


def test_words_that_are_in_no_pack_are_shown_as_such(packs: PackStage) -> None:
    packs.choices.change(replace(packs.choices.settings, context="Lazard", pack="gone"))
    assert packs.box.currentIndex() == -1
    assert packs.box.placeholderText() == "My words"
    packs.choices.change(replace(packs.choices.settings, context=""))
    assert packs.box.currentText() == "None"


@pytest.mark.expects_log("a context pack cannot be read")
def test_a_damaged_pack_in_use_keeps_its_words(make: Callable[..., PackStage]) -> None:
    packs = make(context="Ada\nGrace", pack="team", language="de")
    said: list[Problem] = []
    packs.desk.failed.connect(said.append)
    (packs.folder / "team.toml").write_text("damaged", "utf-8")
    packs.desk.load()
    packs.settle()
    packs.settle()
    assert [problem.code for problem in said] == [ErrorCode.PACK_DAMAGED]
    assert packs.stored()["My words"] == "Ada\nGrace"
    assert packs.choices.settings.pack == "my-words"


def test_what_is_too_much_is_struck_out(packs: PackStage) -> None:
    packs.open("team")
    packs.type("😀" + "字" * (LIMIT_TOKENS + 500))
    marks = packs.editor.page.text.editor.extraSelections()
    assert len(marks) == 1
    assert len(marks[0].cursor.selectedText()) == 502
    hints = [label.text() for label in packs.editor.page.text.findChildren(QLabel)]
    assert hints == ["10,502 of 10,000 tokens: 502 too many. Shorten it to use it."]
    packs.type("字" * 9_500)
    assert packs.editor.page.text.editor.extraSelections() == []
    hints = [label.text() for label in packs.editor.page.text.findChildren(QLabel)]
    assert hints == ["9,500 of 10,000 tokens: nearly full"]


def test_of_a_huge_text_only_so_much_is_pasted(packs: PackStage) -> None:
    packs.open("team")
    editor = packs.editor.page.text.editor
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QGuiApplication.clipboard().setText("lorem ipsum " * 100_000)
    editor.paste()
    assert len(editor.toPlainText()) == CHARS_MAX
    assert editor.toPlainText().startswith("Ada\nGracelorem ipsum")
    editor.paste()
    assert len(editor.toPlainText()) == CHARS_MAX
    editor.selectAll()
    QGuiApplication.clipboard().setText("Linus")
    editor.paste()
    assert editor.toPlainText() == "Linus"
    editor.undo()
    assert len(editor.toPlainText()) == CHARS_MAX


def drop(packs: PackStage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    packs.editor.dropEvent(event)


def test_a_dropped_document_is_previewed_and_becomes_a_pack(
    packs: PackStage, tmp_path: Path, qtbot: QtBot
) -> None:
    packs.open("team")
    path = word(tmp_path / "Q3.docx", "We met Ada Lovelace and Lazard.", "Then EBITDA was shown.")
    drop(packs, path)
    preview = packs.editor.preview
    qtbot.waitUntil(preview.isVisible)
    assert preview.terms.text() == "Names and terms (3)"
    assert preview.text.text == "Ada Lovelace\nLazard\nEBITDA"
    preview.whole.setChecked(True)
    assert preview.text.text.startswith("We met")
    preview.terms.setChecked(True)
    preview.make.click()
    packs.settle()
    assert packs.stored()["Q3"] == "Ada Lovelace\nLazard\nEBITDA"
    assert packs.editor.page.pack is not None
    assert packs.editor.page.pack.name == "Q3"


def test_of_a_long_document_the_first_terms_are_kept(
    packs: PackStage, tmp_path: Path, qtbot: QtBot
) -> None:
    packs.open("team")
    path = tmp_path / "long.txt"
    path.write_text("".join(f"then Person{at} Of{at} came. " for at in range(3000)), "utf-8")
    drop(packs, path)
    preview = packs.editor.preview
    qtbot.waitUntil(preview.isVisible)
    hints = [label.text() for label in preview.text.findChildren(QLabel)]
    assert hints[0].endswith("tokens are too many: the first 10,000 are kept.")
    assert len(preview.text.editor.extraSelections()) == 1
    preview.make.click()
    packs.settle()
    assert LIMIT_TOKENS - 30 < estimate_tokens(packs.stored()["long"]) <= LIMIT_TOKENS


def test_a_pack_that_cannot_be_brought_back_yet_is_not_lost(packs: PackStage) -> None:
    packs.desk.remove(packs.team)
    packs.settle()
    away = packs.folder.rename(packs.folder.with_name("away"))
    packs.folder.write_text("in the way")
    packs.desk.undo_remove()
    packs.settle()
    assert packs.desk.find("team") is None
    assert packs.editor.message.text
    packs.folder.unlink()
    away.rename(packs.folder)
    packs.desk.undo_remove()
    packs.settle()
    assert packs.stored()["Team"] == "Ada\nGrace"


def test_many_documents_are_looked_into_one_after_another(
    packs: PackStage, tmp_path: Path, make_spy: Callable[[SignalInstance], QSignalSpy]
) -> None:
    class Held(DocumentReader):
        """Waits before each document."""

        def __init__(self) -> None:
            super().__init__((), {})
            self.may_go_on = threading.Event()

        def look_into(self, path: Path) -> Imported:
            assert self.may_go_on.wait(10)
            return Imported(path.stem, "Ada", 1)

    reader = Held()
    reading = PackReading(reader)
    found, left_out = make_spy(reading.found), make_spy(reading.too_many)
    for at in range(MOST_WAITING + 2):
        reading.read(tmp_path / f"{at}.txt")
    assert left_out.count() == 1
    reader.may_go_on.set()
    packs.wait(lambda: found.count() == MOST_WAITING + 1)
    assert [found.at(at)[0].name for at in (0, 1, MOST_WAITING)] == ["0", "1", "100"]
    assert reading.stop()


def test_that_documents_were_left_out_is_said(packs: PackStage) -> None:
    packs.open("team")
    packs.desk.reading.too_many.emit()
    assert packs.editor.message.text == "Too many documents at once: some were left out."


def test_a_document_that_cannot_be_read_is_said(
    packs: PackStage, tmp_path: Path, qtbot: QtBot
) -> None:
    packs.open("team")
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"not a pdf")
    drop(packs, path)
    qtbot.waitUntil(lambda: bool(packs.editor.message.text))
    assert packs.editor.message.text.startswith("scan.pdf cannot be read")


def test_an_exported_pack_is_imported_with_name_and_language(
    packs: PackStage, tmp_path: Path, qtbot: QtBot
) -> None:
    packs.open("team")
    pack = packs.desk.find("team")
    assert pack is not None
    for suffix in (".toml", ".txt", ".md"):
        packs.desk.export(pack, tmp_path / f"team{suffix}")
    packs.settle()
    assert packs.editor.message.text == "Saved as team.md."
    assert (tmp_path / "team.txt").read_text("utf-8") == "Ada\nGrace\n"
    assert (tmp_path / "team.md").read_text("utf-8") == "# Team\n\nAda\nGrace\n"
    drop(packs, tmp_path / "team.toml")
    qtbot.waitUntil(packs.editor.preview.isVisible)
    packs.editor.preview.make.click()
    packs.settle()
    again = next(pack for pack in packs.store.load().packs if pack.name == "Team 2")
    assert (again.text, again.language) == ("Ada\nGrace", "de")


def test_an_exported_pack_gets_the_suffix_of_its_format_whatever_its_name(
    packs: PackStage, tmp_path: Path, qapp: QApplication
) -> None:
    opener = PackOpener(packs.desk, Wardrobe(qapp), packs.stage.window)
    opener.open()
    [editor] = packs.stage.window.findChildren(PackEditor)
    for typed, kind, written in (
        ("Q3.2026", "Markdown (*.md)", "Q3.2026.md"),
        ("Terms.txt", "Markdown (*.md)", "Terms.txt"),
        ("Version 2.5", "Plain text (*.txt)", "Version 2.5.txt"),
    ):
        editor.export_wanted.emit(packs.terms)
        dialog = editor.findChildren(QFileDialog)[-1]
        dialog.filterSelected.emit(kind)
        dialog.fileSelected.emit(str(tmp_path / typed))
        packs.wait((tmp_path / written).exists)
        dialog.reject()
    assert len(list(tmp_path.iterdir())) == 3
    opener.close()


def test_the_keyboard_saves_duplicates_and_deletes(packs: PackStage, qtbot: QtBot) -> None:
    packs.open("team")
    qtbot.waitUntil(packs.editor.isActiveWindow)
    packs.type("Linus")
    QTest.keyClick(packs.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    packs.settle()
    assert packs.stored()["Team"] == "Linus"
    packs.editor.names.setFocus()
    QTest.keyClick(packs.editor.names, Qt.Key.Key_Delete)
    packs.settle()
    assert "Team" not in packs.stored()
    packs.editor.message.dismiss()
    packs.editor.names.setFocus()
    QTest.keyClick(packs.editor.names, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    packs.settle()
    assert "Team" in packs.stored()


def test_every_button_is_within_reach_at_twice_the_size(packs: PackStage) -> None:
    packs.editor.apply_look(Look(DARK, 2.0))
    packs.open(packs.terms.id)
    packs.type("EBITDA\nEBIT")
    packs.editor.resize(packs.editor.minimumSizeHint())
    [area] = packs.editor.findChildren(QScrollArea)
    wanted = packs.editor.page.minimumSizeHint()
    assert area.viewport().width() >= wanted.width()
    assert area.viewport().height() < wanted.height()
    assert area.verticalScrollBar().maximum() > 0


def test_marks_of_a_pack_with_a_long_name_are_seen(packs: PackStage) -> None:
    named = packs.store.save(Pack("", "Names of everybody in the project", "Ada"))
    packs.desk.load()
    packs.settle()
    packs.desk.choose(named.id)
    names = packs.editor.names
    [item] = [names.item(at) for at in range(names.count()) if "Names" in names.item(at).text()]
    seen = names.fontMetrics().elidedText(item.text(), names.textElideMode(), 120)
    assert seen.endswith("✓")
    assert "…" in seen
