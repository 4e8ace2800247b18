"""The library in a window: found, named, tagged, deleted and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from app.core.emotion import Emotion
from app.core.sessions import PAGE_SESSIONS, HitOrder, SessionOrder, SessionQuery
from app.shell.library_desk import LibraryDesk, Wish
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.widgets.library_model import FEELINGS_ROLE, HitRow, SessionRow
from app.shell.widgets.library_side import Shelf
from app.shell.widgets.library_window import LibraryWindow
from app.storage.library.search import SESSIONS
from tests.helpers.library_shelf import asked, change, keep, said
from tests.helpers.tabbing import nameless, unreached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

NOW_S = 1_800_000_000.0 + 3600.0

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class LibraryStage:
    """A library of three sessions, and its window."""

    def __init__(self, library: Path, qtbot: QtBot) -> None:
        self.library, self._qtbot = library, qtbot
        keep(library, "aa", said(1, "Budget first."), title="Monday", begun_s=NOW_S - 9000)
        keep(
            library,
            "bb",
            said(1, "The budget is late.", Emotion.ANGRY),
            said(2, "预算星期四评审。", Emotion.NEUTRAL),
            title="Tuesday",
            begun_s=NOW_S - 6000,
        )
        keep(library, "cc", said(1, "Nothing about money."), begun_s=NOW_S - 3000)
        self.desk = LibraryDesk(library, lambda: NOW_S)
        self.window = LibraryWindow(self.desk)
        self.window.retranslate()
        self.window.apply_look(Look(DARK, 1.0))
        self.window.resize(1000, 680)  # whatever the screen of the tests is
        self.opened: list[tuple[str, object]] = []
        self.window.opened.connect(lambda session, line: self.opened.append((session, line)))

    @property
    def rows(self) -> list[str]:
        model = self.window.list.rows
        found = [model.row(number) for number in range(model.rowCount())]
        return [
            row.session.id if isinstance(row, SessionRow) else f"{row.session.id}:{row.hit.line}"
            for row in found
            if row is not None
        ]

    def open(self) -> None:
        self.window.open_in_front()
        self.wait_for("cc", "bb", "aa")

    def wait_for(self, *rows: str) -> None:
        self._qtbot.waitUntil(lambda: self.rows == list(rows))

    def wait(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition)

    def look_for(self, words: str) -> None:
        self.window.search.field.setText(words)
        self.window.search.flush()

    def press(self, text: str) -> None:
        """Press the button that says so."""

        def found() -> list[QAbstractButton]:
            buttons = self.window.findChildren(QAbstractButton)
            return [each for each in buttons if each.text() == text and not each.isHidden()]

        self.wait(lambda: len(found()) == 1)
        found()[0].click()

    def take_down(self) -> None:
        self.window.close()
        assert self.desk.stop()
        self.window.deleteLater()


@pytest.fixture
def shelf(tmp_path: Path, qtbot: QtBot) -> Iterator[LibraryStage]:
    stage = LibraryStage(tmp_path / "library.db", qtbot)
    yield stage
    stage.take_down()


def test_the_newest_session_comes_first(shelf: LibraryStage) -> None:
    shelf.open()
    first = shelf.window.list.rows.row(0)
    assert isinstance(first, SessionRow)
    assert first.session.name == "Nothing about money."


def test_another_order_is_asked_for(shelf: LibraryStage) -> None:
    shelf.open()
    order = shelf.window.order
    order.setCurrentIndex(order.findData(SessionOrder.NAME))
    order.activated.emit(order.currentIndex())
    shelf.wait_for("aa", "cc", "bb")


def test_words_are_found_in_every_session_and_lead_to_their_line(shelf: LibraryStage) -> None:
    shelf.open()
    shelf.look_for("budget")
    shelf.wait_for("bb", "bb:1", "aa", "aa:1")
    hit = shelf.window.list.rows.row(1)
    assert isinstance(hit, HitRow)
    assert [hit.hit.text[begin:end] for begin, end in hit.hit.spans] == ["budget"]
    shelf.window.list.choose(1)
    QTest.keyClick(shelf.window.list, Qt.Key.Key_Return)
    assert shelf.opened == [("bb", 1)]


def test_what_has_most_hits_can_come_first(shelf: LibraryStage) -> None:
    lines = (said(1, "budget"), said(2, "budget"))
    keep(shelf.library, "most", *lines, begun_s=NOW_S - 90_000)
    shelf.window.open_in_front()
    shelf.look_for("budget")
    shelf.wait(lambda: shelf.rows[:1] == ["bb"])
    order = shelf.window.order
    order.setCurrentIndex(order.findData(HitOrder.BEST))
    order.activated.emit(order.currentIndex())
    shelf.wait(lambda: shelf.rows[:3] == ["most", "most:1", "most:2"])


def test_a_chinese_word_of_two_characters_is_found(shelf: LibraryStage) -> None:
    shelf.open()
    shelf.look_for("评审")
    shelf.wait_for("bb", "bb:2")


def test_what_was_looked_for_before_more_was_typed_is_never_shown(shelf: LibraryStage) -> None:
    shelf.open()
    shown: list[list[str]] = []
    shelf.window.list.rows.modelReset.connect(lambda: shown.append(shelf.rows))
    shelf.look_for("nothing")
    shelf.look_for("budget")
    shelf.look_for("late")
    shelf.wait_for("bb", "bb:1")
    assert shown == [["bb", "bb:1"]]


def test_no_words_bring_the_sessions_back(shelf: LibraryStage) -> None:
    shelf.open()
    shelf.look_for("late")
    shelf.wait_for("bb", "bb:1")
    QTest.keyClick(shelf.window.search.field, Qt.Key.Key_Escape)
    shelf.wait_for("cc", "bb", "aa")
    assert shelf.window.isVisible()


def test_nothing_found_says_so(shelf: LibraryStage) -> None:
    shelf.open()
    shelf.look_for("elephant")
    shelf.wait_for()
    assert "elephant" in shelf.window.list.accessibleDescription()


def test_a_session_is_renamed_where_it_stands(shelf: LibraryStage) -> None:
    shelf.open()
    shelf.window.list.choose(1)
    shelf.window.list.rename()
    editor = shelf.window.list.findChild(QLineEdit, "rowEditor")
    assert editor is not None
    assert editor.text() == "Tuesday"
    editor.setText("Budget talk")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    titles = "SELECT title FROM sessions WHERE id = 'bb'"
    shelf.wait(lambda: asked(shelf.library, titles) == [("Budget talk",)])
    shelf.wait(lambda: shelf.window.list.rows.index(1).data() == "Budget talk")


def test_a_name_that_is_being_typed_stays_when_the_list_is_read_again(shelf: LibraryStage) -> None:
    shelf.open()
    shelf.window.list.choose(1)
    shelf.window.list.rename()
    editor = shelf.window.list.findChild(QLineEdit, "rowEditor")
    assert editor is not None
    editor.setText("Budget ta")
    read: list[int] = []
    shelf.desk.page_read.connect(lambda _page, number: read.append(number))
    QTest.keyClick(shelf.window, Qt.Key.Key_F5)
    shelf.wait(lambda: bool(read))
    assert editor.text() == "Budget ta"


def test_what_is_gone_to_is_selected_whatever_keys_are_held(shelf: LibraryStage) -> None:
    shelf.open()
    shelf.window.list.choose(0)
    QTest.keyPress(shelf.window.list, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    try:
        shelf.window.list.choose(0)
        assert [session.id for session in shelf.window.list.sessions] == ["cc"]
    finally:
        QTest.keyRelease(shelf.window.list, Qt.Key.Key_Control)


def test_deleted_sessions_can_be_brought_back(shelf: LibraryStage) -> None:
    shelf.open()
    shelf.window.list.choose(1)
    QTest.keyClick(shelf.window.list, Qt.Key.Key_Delete)
    shelf.wait_for("cc", "aa")
    assert "Tuesday" in shelf.window.message.text
    assert shelf.window.list.currentIndex().row() == 1
    shelf.press("Undo")
    shelf.wait_for("cc", "bb", "aa")


def test_several_are_deleted_and_put_back_from_the_trash(shelf: LibraryStage) -> None:
    shelf.open()
    shelf.window.list.selectAll()
    shelf.press("Delete")
    shelf.wait_for()
    shelf.window.side.choose(Shelf.TRASH)
    shelf.wait_for("cc", "bb", "aa")
    shelf.window.list.choose(0)
    shelf.press("Put back")
    shelf.wait_for("bb", "aa")
    shelf.window.side.choose(Shelf.EVERY)
    shelf.wait_for("cc")


def test_only_an_answer_deletes_for_good(shelf: LibraryStage) -> None:
    shelf.open()
    shelf.window.list.choose(0)
    shelf.press("Delete")
    shelf.wait_for("bb", "aa")
    shelf.window.side.choose(Shelf.TRASH)
    shelf.wait_for("cc")
    shelf.press("Delete for good…")
    assert asked(shelf.library, "SELECT id FROM sessions WHERE id = 'cc'") == [("cc",)]
    shelf.press("Delete for good")
    shelf.wait_for()
    assert asked(shelf.library, "SELECT id FROM sessions WHERE id = 'cc'") == []


def test_tags_of_several_sessions_are_typed_at_once_and_listed(shelf: LibraryStage) -> None:
    change(shelf.library, "INSERT INTO tags VALUES ('aa', 'work')")
    shelf.open()
    shelf.window.list.selectAll()
    shelf.press("Tags…")
    shelf.window.tags.field.setText("money, 预算")
    QTest.keyClick(shelf.window.tags.field, Qt.Key.Key_Return)
    tags = "SELECT tag FROM tags WHERE session = 'aa' ORDER BY tag"
    shelf.wait(lambda: asked(shelf.library, tags) == [("money",), ("work",), ("预算",)])
    side = shelf.window.side
    shelf.wait(lambda: side.count() == len(Shelf) + 3)
    [work] = [at for at in range(side.count()) if side.item(at).text() == "# work"]
    side.setCurrentRow(work)
    shelf.wait_for("aa")


def test_shelves_ask_for_what_they_are_called(shelf: LibraryStage) -> None:
    side = shelf.window.side
    queries = {}
    for each in Shelf:
        side.choose(each)
        queries[each] = side.query()
    assert queries[Shelf.EVERY] == SessionQuery()
    assert queries[Shelf.STARRED].has_stars
    assert queries[Shelf.AUDIO].has_audio
    assert queries[Shelf.WEEK].since_s == NOW_S - 7 * 86_400
    assert queries[Shelf.TRASH].is_in_trash


def test_what_was_felt_is_shown_where_it_was_kept(shelf: LibraryStage) -> None:
    shelf.open()
    model = shelf.window.list.rows
    felt = {Emotion.ANGRY: 1, Emotion.NEUTRAL: 1}
    shelf.wait(lambda: model.index(1).data(FEELINGS_ROLE) == felt)
    assert model.index(0).data(FEELINGS_ROLE) is None


def test_a_session_of_another_program_appears_when_it_is_looked_at_again(
    shelf: LibraryStage,
) -> None:
    shelf.open()
    keep(shelf.library, "dd", said(1, "From the terminal."), begun_s=NOW_S - 10)
    QTest.keyClick(shelf.window, Qt.Key.Key_F5)
    shelf.wait_for("dd", "cc", "bb", "aa")


def test_a_library_that_cannot_be_read_is_said(shelf: LibraryStage) -> None:
    shelf.library.with_name("library.db-wal").unlink(missing_ok=True)
    shelf.library.write_bytes(b"no library at all" * 1000)
    shelf.window.open_in_front()
    shelf.wait(lambda: shelf.window.message.text != "")


def test_only_pages_in_view_are_read(tmp_path: Path, qtbot: QtBot) -> None:
    library = tmp_path / "many.db"
    keep(library, "first", said(1, "One."))
    count = 20 * PAGE_SESSIONS
    change(
        library,
        "INSERT INTO sessions (id, title, begun_s, state) WITH RECURSIVE n (i) AS"
        " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
        " SELECT 'n' || i, 'Number ' || i, i, 'closed' FROM n",
        count,
    )
    desk = LibraryDesk(library, lambda: NOW_S)
    window = LibraryWindow(desk)
    window.apply_look(Look(DARK, 1.0))
    pages: list[int] = []
    desk.page_read.connect(lambda _, number: pages.append(number))
    window.open_in_front()
    model = window.list.rows
    qtbot.waitUntil(lambda: model.rowCount() == count + 1)
    window.list.scrollToBottom()
    qtbot.waitUntil(lambda: model.row(count) is not None)
    assert set(pages) <= {0, 19, 20}
    window.close()
    assert desk.stop()
    window.deleteLater()


def test_nothing_is_told_after_looking_away(shelf: LibraryStage, qtbot: QtBot) -> None:
    told: list[object] = []
    shelf.desk.page_read.connect(lambda page, _: told.append(page))
    shelf.desk.look(Wish())
    shelf.desk.look_away()
    done: list[bool] = []
    shelf.desk.do(lambda _: True, done.append)
    qtbot.waitUntil(lambda: done == [True])
    assert told == []


def test_every_control_has_a_name_and_is_reached_by_tab(shelf: LibraryStage, qtbot: QtBot) -> None:
    shelf.open()
    qtbot.waitUntil(shelf.window.isActiveWindow)
    assert nameless(shelf.window) == []
    assert unreached(shelf.window) == set()


def test_a_session_that_is_being_written_is_not_said_to_be_deleted(shelf: LibraryStage) -> None:
    keep(shelf.library, "dd", said(1, "Now."), title="Live", begun_s=NOW_S - 10, is_closed=False)
    shelf.window.open_in_front()
    shelf.wait_for("dd", "cc", "bb", "aa")
    shelf.window.list.selectAll()
    shelf.press("Delete")
    shelf.wait_for("dd")
    shelf.wait(lambda: "Live is still going on" in shelf.window.message.text)


def test_what_is_done_to_all_is_done_to_those_that_were_never_in_view(
    tmp_path: Path, qtbot: QtBot
) -> None:
    library = tmp_path / "library.db"
    count = 3 * PAGE_SESSIONS + 5
    for number in range(count):
        keep(library, f"s{number:03}", said(1, "Words."), begun_s=NOW_S - number)
    desk = LibraryDesk(library, lambda: NOW_S)
    window = LibraryWindow(desk)
    window.retranslate()
    window.apply_look(Look(DARK, 1.0))
    window.resize(1000, 400)
    window.open_in_front()
    qtbot.waitUntil(lambda: window.list.rows.rowCount() == count)
    window.list.selectAll()
    assert window.list.awaited > 0
    qtbot.waitUntil(lambda: len(window.list.sessions) == count)
    window.foot.delete_wanted.emit()
    qtbot.waitUntil(lambda: window.list.rows.rowCount() == 0)
    window.close()
    assert desk.stop()
    window.deleteLater()


def test_more_hits_than_are_listed_are_told_of(shelf: LibraryStage) -> None:
    for number in range(SESSIONS + 1):
        keep(shelf.library, f"x{number}", said(1, "Tea."), begun_s=NOW_S - 100 - number)
    shelf.window.open_in_front()
    shelf.wait(lambda: shelf.window.list.rows.rowCount() == SESSIONS + 4)
    shelf.look_for("tea")
    shelf.wait(lambda: shelf.window.list.rows.is_search)
    assert "There are more" in shelf.window.foot.count.text()
    shelf.look_for("budget")
    shelf.wait_for("bb", "bb:1", "aa", "aa:1")
    assert "There are more" not in shelf.window.foot.count.text()
