"""Sessions listed, found by their ids, named and tagged."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.core.sessions import SessionOrder, SessionQuery, SessionState
from app.storage.library import catalogue, schema
from tests.helpers.library import put_audio, put_session

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def library(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(schema.connect(tmp_path / "library.db")) as connection:
        yield connection


def ids(connection: sqlite3.Connection, query: SessionQuery) -> list[str]:
    return [each.id for each in catalogue.page(connection, query).sessions]


def put_three(library: sqlite3.Connection, folder: Path) -> None:
    put_session(library, "a1", ["zebra"] * 3, begun_s=1.0, tags=["work"], cost_cny=0.5)
    put_session(
        library,
        "b2",
        ["apple"],
        begun_s=2.0,
        starred=[1],
        languages="en zh",
        engines="local cloud-cn",
        tags=["Work", "家人"],
    )
    put_session(library, "c3", ["x"] * 2, begun_s=3.0, title="Mango", state="open")
    put_audio(library, folder, "b2", bytes(100))


def test_a_session_is_told_with_what_it_holds(library: sqlite3.Connection, tmp_path: Path) -> None:
    put_three(library, tmp_path)
    [session] = catalogue.infos(library, ["b2"])
    assert session.name == session.first_words == "apple"
    assert (session.line_count, session.star_count, session.audio_ms) == (1, 1, 1_000)
    assert (session.text_bytes, session.audio_bytes) == (5, 100)
    assert session.languages == ("en", "zh")
    assert session.engine_ids == ("local", "cloud-cn")
    assert session.tags == ("Work", "家人")
    assert session.state is SessionState.CLOSED
    assert catalogue.find(library, "c3").state is SessionState.OPEN


class Order(NamedTuple):
    """An order, and the sessions in it."""

    order: SessionOrder
    expected: str


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        Order(SessionOrder.NEWEST, "c3 b2 a1"),
        Order(SessionOrder.OLDEST, "a1 b2 c3"),
        Order(SessionOrder.NAME, "b2 c3 a1"),
        Order(SessionOrder.LONGEST, "a1 c3 b2"),
        Order(SessionOrder.LARGEST, "b2 a1 c3"),
        Order(SessionOrder.DEAREST, "a1 c3 b2"),
    ],
)
def test_sessions_come_in_the_order_that_is_asked_for(
    library: sqlite3.Connection, tmp_path: Path, order: SessionOrder, expected: str
) -> None:
    put_three(library, tmp_path)
    assert " ".join(ids(library, SessionQuery(order=order))) == expected


class Wish(NamedTuple):
    """A query, and the sessions it has."""

    query: SessionQuery
    expected: str


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        Wish(SessionQuery(since_s=2.0), "c3 b2"),
        Wish(SessionQuery(until_s=2.0), "a1"),
        Wish(SessionQuery(tags=("#WORK",)), "b2 a1"),
        Wish(SessionQuery(tags=("work", "家人")), "b2"),
        Wish(SessionQuery(language="zh"), "b2"),
        Wish(SessionQuery(language="z"), ""),
        Wish(SessionQuery(engine_id="cloud-cn"), "b2"),
        Wish(SessionQuery(has_stars=True), "b2"),
        Wish(SessionQuery(has_audio=True), "b2"),
        Wish(SessionQuery(is_in_trash=True), ""),
    ],
)
def test_only_the_sessions_that_are_asked_for_come(
    library: sqlite3.Connection, tmp_path: Path, query: SessionQuery, expected: str
) -> None:
    put_three(library, tmp_path)
    assert " ".join(ids(library, query)) == expected


def test_pages_follow_each_other_and_know_how_many_there_are(library: sqlite3.Connection) -> None:
    for number in range(7):
        put_session(library, f"s{number}", ["x"], begun_s=1.0)  # at the same moment
    pages = [catalogue.page(library, SessionQuery(), first=at, count=3) for at in (0, 3, 6)]
    assert [each.id for page in pages for each in page.sessions] == [f"s{n}" for n in range(7)]
    assert {page.total for page in pages} == {7}


def test_more_sessions_than_a_statement_takes_are_told(library: sqlite3.Connection) -> None:
    wanted = [put_session(library, f"s{number:04d}") for number in range(1_100)]
    assert [each.id for each in catalogue.infos(library, wanted)] == wanted


def test_the_beginning_of_an_id_is_enough(library: sqlite3.Connection) -> None:
    for each in ("abc1", "abc2", "abc22", "b_"):
        put_session(library, each)
    assert catalogue.find(library, " B").id == "b_"
    assert catalogue.find(library, "abc2").id == "abc2"  # though another one begins so
    with pytest.raises(ZimuError) as ambiguous:
        catalogue.find(library, "abc")
    assert ambiguous.value.problem.code is ErrorCode.SESSION_AMBIGUOUS
    assert ambiguous.value.problem.facts["sessions"] == "abc1, abc2, abc22"
    for beginning in ("", "zz", "abc2%", "_", "'; --"):
        with pytest.raises(ZimuError) as unknown:
            catalogue.find(library, beginning)
        assert unknown.value.problem.code is ErrorCode.SESSION_UNKNOWN


def test_a_title_stands_in_the_place_of_the_first_words(library: sqlite3.Connection) -> None:
    put_session(library, "one", ["first words"])
    catalogue.rename(library, "one", "  A\n title ")
    assert catalogue.find(library, "one").name == "A title"
    catalogue.rename(library, "one", " ")
    assert catalogue.find(library, "one").name == "first words"
    catalogue.rename(library, "one", "half \ud800")
    assert catalogue.find(library, "one").name == "half ?"


def test_long_first_words_are_cut_at_a_word_or_a_clause(library: sqlite3.Connection) -> None:
    put_session(library, "one", ["word " * 30])
    put_session(library, "two", ["天气很好，" * 20])
    for each, end in (("one", "word…"), ("two", "天气很好…")):
        name = catalogue.find(library, each).name
        assert name.endswith(end)
        assert len(name) <= catalogue.NAME_CHARS + 1


def test_edited_words_are_the_name(library: sqlite3.Connection) -> None:
    put_session(library, "one", ["herd"])
    library.execute("UPDATE lines SET edited = 'heard'")
    assert catalogue.find(library, "one").name == "heard"


def test_tags_are_tidied_and_counted(library: sqlite3.Connection) -> None:
    put_session(library, "one")
    put_session(library, "two", tags=["Work"])
    catalogue.set_tags(library, "one", ["#Work", " team  a, b", "", "#"])
    catalogue.set_tags(library, "nobody", ["ghost"])
    assert catalogue.find(library, "one").tags == ("team a b", "Work")
    assert [(use.tag, use.session_count) for use in catalogue.tags(library)] == [
        ("team a b", 1),
        ("Work", 2),
    ]


def test_notes_are_kept(library: sqlite3.Connection) -> None:
    put_session(library, "one")
    catalogue.set_notes(library, "one", "two\nlines")
    assert catalogue.find(library, "one").notes == "two\nlines"


def test_sizes_follow_what_is_edited_and_deleted(
    library: sqlite3.Connection, tmp_path: Path
) -> None:
    put_session(library, "one", ["1234", "12"])
    put_audio(library, tmp_path, "one", bytes(7))
    library.execute("UPDATE lines SET edited = '好' WHERE line = 1")
    library.execute("UPDATE audio_chunks SET bytes = 9")
    assert catalogue.sizes(library) == catalogue.Sizes(1, 0, 2, 5, 9)
    library.execute("DELETE FROM lines WHERE line = 2")
    library.execute("DELETE FROM audio_chunks")
    assert catalogue.sizes(library) == catalogue.Sizes(1, 0, 1, 3, 0)
