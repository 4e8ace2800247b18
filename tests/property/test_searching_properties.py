"""Any text can be found by any of its words, nothing else is found, and nothing is ever raised."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from app.core.searching import EXCERPT_CHARS, excerpt, expression, indexed, phrases, places
from app.storage.library import schema, tables

LETTERS = st.sampled_from("aAbéÉzß1 　.,-\"'*天气好学교카ไทยหि😀👍\ufe0f\u0301\u200dＡ")  # noqa: RUF001
TEXTS = st.text(LETTERS | st.characters(codec="utf-8"), max_size=40)
LINES = st.lists(TEXTS, max_size=6)


def found_in(texts: list[str], query: str) -> list[int]:
    """Which of the texts SQLite finds, with the triggers and the index of the library."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        schema.prepare(connection)
        for statement in tables.MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute("INSERT INTO sessions (id, begun_s) VALUES ('one', 0)")
        connection.executemany(
            "INSERT INTO lines (id, session, line, position, status, text)"
            " VALUES (?1, 'one', ?1, ?1, 'final', ?2)",
            enumerate(texts),
        )
        wanted = phrases(query)
        if not wanted:
            return []
        rows = connection.execute(
            "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid", (expression(wanted),)
        )
        return [row[0] for row in rows]


@given(TEXTS)
def test_words_are_stable(text: str) -> None:
    assert indexed(indexed(text)) == indexed(text)


@given(LINES, st.data())
def test_a_text_is_found_by_each_of_its_words(texts: list[str], data: st.DataObject) -> None:
    for number, text in enumerate(texts):
        if words := indexed(text).split():
            word = data.draw(st.sampled_from(words))
            assert number in found_in(texts, word)
            assert number in found_in(texts, f'"{word}"')


@given(LINES, st.data())
def test_a_text_is_found_by_words_that_stand_together(
    texts: list[str], data: st.DataObject
) -> None:
    for number, text in enumerate(texts):
        if words := indexed(text).split():
            begin = data.draw(st.integers(0, len(words) - 1))
            end = data.draw(st.integers(begin + 1, len(words)))
            assert number in found_in(texts, f'"{" ".join(words[begin:end])}"')


@given(LINES, TEXTS)
def test_what_is_found_is_what_has_places_to_show_for_each_word(
    texts: list[str], query: str
) -> None:
    wanted = phrases(query)
    expected = [
        number
        for number, text in enumerate(texts)
        if wanted and all(places(text, [phrase]) for phrase in wanted)
    ]
    assert found_in(texts, query) == expected


@given(st.text(max_size=600))
def test_no_query_raises(query: str) -> None:
    found_in(["some text", "天气"], query)


@given(st.text(LETTERS, max_size=400), TEXTS)
def test_an_excerpt_is_a_part_of_the_text_with_its_places(text: str, query: str) -> None:
    wanted = phrases(query)
    shown = excerpt(text, wanted)
    assert len(shown.text) <= EXCERPT_CHARS
    assert shown.text in text
    assert bool(shown.spans) == bool(places(text, wanted))
    for begin, end in shown.spans:
        assert 0 <= begin < end <= len(shown.text)


@given(st.lists(st.text("ab 天气好", max_size=12), min_size=1, max_size=5), st.data())
def test_edited_and_deleted_words_are_not_found_any_more(
    texts: list[str], data: st.DataObject
) -> None:
    edits = data.draw(st.lists(st.text("ab 天气好", max_size=12), max_size=len(texts)))
    gone = data.draw(st.integers(0, len(texts) - 1))
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        schema.prepare(connection)
        for statement in tables.MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute("INSERT INTO sessions (id, begun_s) VALUES ('one', 0)")
        connection.executemany(
            "INSERT INTO lines (id, session, line, position, status, text)"
            " VALUES (?1, 'one', ?1, ?1, 'final', ?2)",
            enumerate(texts),
        )
        for number, edit in enumerate(edits):
            connection.execute("UPDATE lines SET edited = ? WHERE id = ?", (edit, number))
        connection.execute("DELETE FROM lines WHERE id = ?", (gone,))
        now = [*edits, *texts[len(edits) :]]
        for word in "ab天气好":
            rows = connection.execute(
                "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid", (f'"{word}"',)
            )
            expected = [
                number
                for number, text in enumerate(now)
                if number != gone and word in indexed(text).split()
            ]
            assert [row[0] for row in rows] == expected
