"""Words looked for in every session."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from app.core.sessions import Found, HitOrder, SessionQuery
from app.storage.library import index, schema
from app.storage.library import search as searching
from app.storage.library.search import hits_in, search
from tests.helpers.library import put_session

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

ALL = SessionQuery()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(schema.connect(tmp_path / "library.db")) as connection:
        yield connection


def ids(found: Found) -> list[str]:
    return [each.session.id for each in found.sessions]


def test_hits_come_by_session_the_newest_first(library: sqlite3.Connection) -> None:
    put_session(library, "old", ["the weather", "no", "weather again"], begun_s=1.0)
    put_session(library, "new", ["今天天气很好, weather"], begun_s=2.0)
    put_session(library, "other", ["nothing"], begun_s=3.0)
    found = search(library, "weather", ALL)
    assert ids(found) == ["new", "old"]
    assert [hit.line for hit in found.sessions[1].hits] == [1, 3]
    assert found.sessions[1].hit_count == 2
    hit = found.sessions[1].hits[1]
    assert [hit.text[begin:end] for begin, end in hit.spans] == ["weather"]
    assert hit.begin_ms == 2_000


def test_the_session_with_most_hits_can_come_first(library: sqlite3.Connection) -> None:
    put_session(library, "old", ["tea", "tea"], begun_s=1.0)
    put_session(library, "new", ["tea"], begun_s=2.0)
    assert ids(search(library, "tea", ALL, order=HitOrder.BEST)) == ["old", "new"]


def test_a_line_must_have_all_the_words(library: sqlite3.Connection) -> None:
    put_session(library, "one", ["green tea", "black coffee"])
    assert ids(search(library, "tea green", ALL)) == ["one"]
    assert ids(search(library, "tea coffee", ALL)) == []
    assert ids(search(library, '"tea green"', ALL)) == []


@pytest.mark.parametrize("query", ["气", "天气", "今天天气", "python", "用Pyth", "cafe", "CAFÉ"])
def test_parts_of_mixed_text_are_found(library: sqlite3.Connection, query: str) -> None:
    put_session(library, "one", ["今天天气好", "用Python写", "at the Café"])
    assert ids(search(library, query, ALL)) == ["one"]


@pytest.mark.parametrize("query", ["天今", "气天", "ython", "天 雨"])
def test_nothing_else_is_found(library: sqlite3.Connection, query: str) -> None:
    put_session(library, "one", ["今天天气好", "用Python写", "at the Café"])
    assert ids(search(library, query, ALL)) == []


def test_edited_words_are_what_is_searched(library: sqlite3.Connection) -> None:
    put_session(library, "one", ["their are"])
    library.execute("UPDATE lines SET edited = 'there are'")
    assert ids(search(library, "their", ALL)) == []
    assert search(library, "there", ALL).sessions[0].hits[0].text == "there are"


def test_the_note_of_a_line_is_searched_and_shown(library: sqlite3.Connection) -> None:
    put_session(library, "one", ["green tea"])
    library.execute("UPDATE lines SET note = '问问林老师'")
    hit = search(library, "老师 tea", ALL).sessions[0].hits[0]
    assert hit.text == "green tea · 问问林老师"
    assert [hit.text[begin:end] for begin, end in hit.spans] == ["tea", "老师"]
    library.execute("UPDATE lines SET note = NULL")
    assert ids(search(library, "老师", ALL)) == []
    assert ids(search(library, "tea", ALL)) == ["one"]


def test_words_that_are_still_changing_are_found_when_they_are_finished(
    library: sqlite3.Connection,
) -> None:
    put_session(library, "one", ["half a sentence"])
    library.execute("UPDATE lines SET status = 'open'")
    assert ids(search(library, "half", ALL)) == []
    library.execute("UPDATE lines SET status = 'failed'")
    assert ids(search(library, "half", ALL)) == ["one"]


def test_only_sessions_that_are_wanted_are_searched(library: sqlite3.Connection) -> None:
    put_session(library, "one", ["tea"], tags=["work"])
    put_session(library, "two", ["tea"], begun_s=2_000_000.0)
    library.execute("UPDATE sessions SET deleted_s = 5 WHERE id = 'two'")
    assert ids(search(library, "tea", ALL)) == ["one"]
    assert ids(search(library, "tea", SessionQuery(is_in_trash=True))) == ["two"]
    assert ids(search(library, "tea", SessionQuery(tags=("Work",)))) == ["one"]
    assert ids(search(library, "tea", SessionQuery(tags=("home",)))) == []


@pytest.mark.parametrize("order", HitOrder)
def test_common_words_are_found_as_rare_ones_are(
    library: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, order: HitOrder
) -> None:
    for number in range(20):
        put_session(library, f"s{number:02d}", ["tea"] * (number % 3), begun_s=float(number))
    rare = search(library, "tea", ALL, order=order, sessions=5)
    monkeypatch.setattr(searching, "_NEWEST_HITS", 3)
    assert search(library, "tea", ALL, order=order, sessions=5) == rare
    assert rare.has_more
    assert not search(library, "tea", ALL, order=order, sessions=20).has_more


def test_sessions_that_were_written_at_once_keep_their_hits_apart(
    library: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_NEWEST_HITS", 1)
    put_session(library, "one", ["tea 1"], begun_s=1.0)
    put_session(library, "two", ["tea 2"], begun_s=2.0)
    library.execute(
        "INSERT INTO lines (session, line, position, status, text)"
        " VALUES ('one', 2, 2, 'final', 'tea 3')"
    )
    found = search(library, "tea", ALL)
    assert [[hit.text for hit in each.hits] for each in found.sessions] == [
        ["tea 2"],
        ["tea 1", "tea 3"],
    ]


def test_every_hit_of_a_session_can_be_asked_for(library: sqlite3.Connection) -> None:
    put_session(library, "one", ["tea"] * 10)
    put_session(library, "two", ["tea"])
    assert len(search(library, "tea", ALL).sessions[0].hits) == searching.HITS_EACH
    assert [hit.line for hit in hits_in(library, "tea", "one")] == list(range(1, 11))
    assert hits_in(library, "", "one") == hits_in(library, "tea", "nobody") == ()


def test_no_words_find_nothing(library: sqlite3.Connection) -> None:
    put_session(library, "one", ["..."])
    assert search(library, " ?! ", ALL) == Found()


def is_whole(library: sqlite3.Connection) -> bool:
    """Whether the index has exactly the words of the lines: such as are not lead to damage."""
    library.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    [known] = library.execute("SELECT count(*) FROM search_docsize").fetchone()
    [there] = library.execute("SELECT count(*) FROM lines WHERE status <> 'open'").fetchone()
    return bool(known == there)


def always(_done: int, _total: int) -> bool:
    return True


@pytest.mark.expects_log("is mended")
def test_an_index_that_lacks_lines_is_mended(library: sqlite3.Connection) -> None:
    put_session(library, "one", ["tea"] * 450)
    assert index.mend(library, always)
    library.execute("INSERT INTO search (search) VALUES ('delete-all')")
    assert ids(search(library, "tea", ALL)) == []
    assert index.mend(library, always)
    assert [one.hit_count for one in search(library, "tea", ALL).sessions] == [450]
    assert is_whole(library)


@pytest.mark.expects_log("is mended")
def test_an_index_with_lines_that_are_not_there_is_made_anew(library: sqlite3.Connection) -> None:
    put_session(library, "one", ["tea"])
    library.execute("INSERT INTO search (rowid, text) VALUES (99, 'tea'), (100, 'milk')")
    assert index.mend(library, always)
    assert ids(search(library, "tea", ALL)) == ["one"]
    assert ids(search(library, "milk", ALL)) == []
    assert is_whole(library)


@pytest.mark.expects_log("is mended")
def test_lines_that_change_while_the_index_is_mended_are_in_it_once(
    library: sqlite3.Connection,
) -> None:
    put_session(library, "one", ["tea"] * 450)
    library.execute("INSERT INTO search (search) VALUES ('delete-all')")
    steps: list[int] = []

    def change(done: int, _total: int) -> bool:
        steps.append(done)
        first, last = 10 + len(steps), 440 - len(steps)
        library.execute("UPDATE lines SET edited = 'milk' WHERE line IN (?, ?)", (first, last))
        library.execute("DELETE FROM lines WHERE line IN (?, ?)", (first + 20, last - 20))
        library.execute(
            "INSERT INTO lines (session, line, position, status, text)"
            " VALUES ('one', ?1, ?1, 'final', 'tea')",
            (1000 + done,),
        )
        return len(steps) < 3

    assert not index.mend(library, change)
    assert index.mend(library, always)
    assert is_whole(library)
    [milk] = search(library, "milk", ALL).sessions
    [tea] = search(library, "tea", ALL).sessions
    assert (milk.hit_count, tea.hit_count) == (6, 450 - 6 - 6 + 3)
