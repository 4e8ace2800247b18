"""What is written down is what there is to read, whatever happens and whenever nothing can be."""

import functools
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.captions import Captions, Entry, Line, LineStatus, reduce
from app.core.events import Final, Gap, Interim, LineEvent
from app.core.marks import LineMark, Marks
from app.storage.library import schema, statements
from app.storage.library.journal import SessionWriter
from app.storage.library.records import Head, Kept
from app.storage.library.rows import Rows
from app.storage.library.tables import COUNTED
from tests.property.test_captions_properties import EVENTS

HEAD = Head("s", 1.0, "me")
# Some lines are said in a place of their own, so that others come before and between them.
MANY: st.SearchStrategy[LineEvent] = st.one_of(
    EVENTS,
    st.builds(Final, st.integers(0, 40), st.just("words")),
    st.builds(Gap, st.integers(0, 90_000), st.integers(0, 90_000)),
)


class Folder:
    """A folder for a library, which can be taken away."""

    def __init__(self, root: str) -> None:
        self._there, self._away = Path(root) / "there", Path(root) / "away"
        self._there.mkdir()
        self.library = self._there / "library.db"

    def set_there(self, *, is_there: bool) -> None:
        if is_there and self._away.exists():
            self._there.unlink()
            self._away.rename(self._there)
        elif not is_there and not self._away.exists():
            self._there.rename(self._away)
            self._there.touch()

    def read(self) -> Kept | None:
        with closing(schema.connect(self.library)) as connection:
            for column, how in COUNTED.items():
                told = connection.execute(f"SELECT {column}, {how} FROM sessions").fetchone()  # noqa: S608
                assert told is None or told[0] == told[1], column
            return statements.read(connection, "s")


def as_read(entries: tuple[Entry, ...]) -> list[Entry]:
    """What is read back of `entries`: words are either finished or will never be."""
    return [
        Line(
            one.line,
            LineStatus.FINAL if one.status is LineStatus.FINAL else LineStatus.FAILED,
            one.text,
            "",
            *(one.begin_ms, one.end_ms, one.language, one.emotion),
            *(one.previous, one.engine_id, one.seen_ms),
        )
        if isinstance(one, Line)
        else one
        for one in entries
    ]


@pytest.mark.expects_log("nothing is kept")
@given(st.lists(st.tuples(MANY, st.sampled_from(["write", "wait", "fail"])), max_size=40))
def test_what_is_read_back_is_what_was_shown_whenever_nothing_could_be_written(
    steps: list[tuple[LineEvent, str]],
) -> None:
    captions = Captions()
    with TemporaryDirectory() as root:
        folder = Folder(root)
        writer = SessionWriter(folder.library, Kept(HEAD), lambda: True)
        for event, then in steps:
            captions = reduce(captions, event)
            writer.note(event, captions)
            if then != "wait":
                folder.set_there(is_there=then == "write")
                assert writer.write() is (then == "write")
                assert (writer.problem is None) is (then == "write")
        folder.set_there(is_there=True)
        assert writer.write()
        writer.release()
        kept = folder.read()
    assert kept is not None
    assert list(kept.captions.entries) == as_read(captions.entries)


@given(st.lists(st.tuples(MANY, st.integers(0, 40), st.sampled_from(["star", "edit", "todo", ""]))))
def test_what_the_user_did_to_lines_is_written_with_them(
    steps: list[tuple[LineEvent, int, str]],
) -> None:
    captions, marks, rows = Captions(), Marks(), Rows()
    known: dict[int, tuple[str | None, bool, LineMark | None]] = {}
    for event, number, what in steps:
        captions = reduce(captions, event)
        rows.follow(captions)
        line = captions.find(number)
        if line is not None and what:
            match what:
                case "star":
                    marks = marks.with_star(line, is_starred=True)
                case "edit":
                    marks = marks.with_edit(line, "mine")
                case _:
                    is_one = marks.kind_of(line) is not None
                    marks = marks.with_kind(line, None if is_one else LineMark.TODO)
            rows.mark(marks)
        for one in rows.take().placed:
            if isinstance(one.entry, Line):
                known[one.entry.line] = (one.edited, one.is_starred, one.kind)
    for entry in captions.entries:
        if isinstance(entry, Line):
            expected = (marks.is_starred(entry), marks.kind_of(entry))
            assert known[entry.line] == (marks.edits.get(entry.line), *expected)


@given(st.lists(MANY), st.lists(MANY))
def test_what_is_passed_over_is_never_written_and_all_else_is(
    before: list[LineEvent], after: list[LineEvent]
) -> None:
    passed_over = functools.reduce(reduce, before, Captions())
    captions, marks, rows = passed_over, Marks(), Rows(passed_over)
    for event in after:
        captions = reduce(captions, event)
        rows.follow(captions)
    for line in lines_of(captions.entries):
        marks = marks.with_star(line, is_starred=True)
    rows.mark(marks)
    rows.owe_all()
    changes = rows.take()
    old = {line.line for line in lines_of((*passed_over.entries, *passed_over.wordless))}
    new = {line.line for line in lines_of(captions.entries)}
    assert {line.line for line in lines_of(one.entry for one in changes.placed)} == new - old
    assert not changes.keys & {(False, line) for line in old}


def lines_of(entries: Iterable[Entry]) -> list[Line]:
    return [entry for entry in entries if isinstance(entry, Line)]


@given(st.lists(MANY, min_size=1))
def test_an_interim_changes_one_row_and_no_other(events: list[LineEvent]) -> None:
    captions, rows = Captions(), Rows()
    for event in events:
        captions = reduce(captions, event)
        rows.follow(captions)
    rows.take()
    captions = reduce(captions, Interim(99, "new", ""))
    rows.follow(captions)
    rows.take()
    changed = reduce(captions, Interim(99, "new words", ""))
    rows.follow(changed)
    assert rows.take().keys == {(False, 99)}
