"""Words as the index has them, and where they stand in a text."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from app.core.searching import EXCERPT_CHARS, Phrase, excerpt, expression, indexed, phrases, places


class Word(NamedTuple):
    """A text, and its words."""

    text: str
    words: str


@pytest.mark.parametrize(
    ("text", "words"),
    [
        Word("It's C++, isn't it?", "it s c isn t it"),
        Word("Straße ÉCOLE naïve", "strasse ecole naive"),
        Word("e\u0301cole", "ecole"),
        Word("\uff21\uff22\uff23\uff11", "abc1"),
        Word("今天天气good很好", "今 天 天 气 good 很 好"),
        Word("カラオケ", "カ ラ オ ケ"),
        Word("학교에", "학 교 에"),
        Word("हिन्दी शब्द", "हिन्दी शब्द"),
        Word("ok 👍🏽 ❤\ufe0f", "ok 👍 🏽 ❤"),
        Word("soft\u00adhyphen", "softhyphen"),
        Word("a\x00b\ud800c", "a b c"),
        Word("“…” —", ""),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_words_are_folded_and_parted(text: str, words: str) -> None:
    assert indexed(text) == words


def test_blanks_part_what_is_looked_for_and_quotes_keep_it_together() -> None:
    assert phrases('red “blue sky" 天气') == (
        Phrase(("red",), is_begun=True),
        Phrase(("blue", "sky")),
        Phrase(("天", "气")),
    )


def test_a_single_letter_is_no_beginning() -> None:
    assert phrases("c") == (Phrase(("c",)),)


def test_words_beside_chinese_are_found_by_their_beginnings() -> None:
    assert phrases("用pyth") == (Phrase(("用", "pyth"), is_begun=True),)


@pytest.mark.parametrize("query", ["", " ", '"', '""', "* - ( ) ^ : + NOT"])
def test_what_means_something_to_fts5_means_nothing_here(query: str) -> None:
    assert expression(phrases(query)) in ("", '"not" *')


def test_operators_are_words() -> None:
    assert expression(phrases("a OR NEAR(b)")) == '"a" AND "or" * AND "near b"'


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("The Wörld is worldly", "world", ["Wörld", "worldly"]),
        ("The world is worldly", '"world"', ["world"]),
        ("今天天气很好", "天气", ["天气"]),
        ("天天天", "天天", ["天天天"]),
        ("e\u0301cole Ecole", "ecole", ["e\u0301cole", "Ecole"]),
        ("a ﬁne day", "fine", ["ﬁne"]),
        ("red blue", "blue red", ["red", "blue"]),
        ("nothing", "some", []),
    ],
)
def test_places_take_in_whole_words(text: str, query: str, found: list[str]) -> None:
    assert [text[begin:end] for begin, end in places(text, phrases(query))] == found


def test_a_short_text_is_shown_whole() -> None:
    shown = excerpt("a word", phrases("word"))
    assert (shown.text, shown.spans) == ("a word", ((2, 6),))
    assert (shown.is_cut_before, shown.is_cut_behind) == (False, False)


def test_of_a_long_text_the_part_with_the_words_is_shown() -> None:
    shown = excerpt("before " * 50 + "needle " + "behind " * 50, phrases("needle"))
    [(begin, end)] = shown.spans
    assert shown.text[begin:end] == "needle"
    assert shown.text.startswith("before")
    assert len(shown.text) <= EXCERPT_CHARS
    assert shown.is_cut_before
    assert shown.is_cut_behind


def test_of_a_long_text_without_spaces_a_part_is_shown_too() -> None:
    shown = excerpt("前" * 300 + "针" + "后" * 10, phrases("针"))
    [(begin, end)] = shown.spans
    assert shown.text[begin:end] == "针"
    assert not shown.is_cut_behind
