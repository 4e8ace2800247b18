"""Alert words: where they are said, and where something else is."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.alerts import mentions


class Case(NamedTuple):
    id: str
    text: str
    words: tuple[str, ...]
    said: tuple[str, ...]


CASES = (
    Case("a word", "Ask Anna about it", ("Anna",), ("Anna",)),
    Case("at both ends", "Anna, this is for Anna", ("Anna",), ("Anna", "Anna")),
    Case("in another case", "ANNA and anna", ("Anna",), ("ANNA", "anna")),
    Case("part of a longer word", "Annabel and Joanna", ("Anna",), ()),
    Case("with a genitive", "Anna's slides", ("Anna",), ("Anna",)),
    Case("beside digits", "Anna2 and 2Anna", ("Anna",), ()),
    Case("with an accent of its own", "Zoë is here", ("Zoë",), ("Zoë",)),
    Case("another letter by its accent", "Annà spoke, Anna\u0300 too", ("Anna",), ()),
    Case("German", "Die GRÖSSE von Jürgen", ("jürgen",), ("Jürgen",)),
    Case("Russian", "Спросите Анну, не Аннушку", ("анну",), ("Анну",)),
    Case("Arabic", "اسأل سارة الآن", ("سارة",), ("سارة",)),
    Case("Hindi with another vowel", "रामा आया", ("राम",), ()),
    Case("Hindi inside a word", "पुराम और रामायण", ("राम",), ()),
    Case("Hindi that goes on after a vowel", "माताओं", ("माता",), ()),
    Case("Hindi by itself", "आज राम आया", ("राम",), ("राम",)),
    Case("of two parts", "is Mary  Ann there", ("Mary Ann",), ("Mary  Ann",)),
    Case("with punctuation", "We use C++ and C here", ("C++", "c"), ("C++", "C")),
    Case("Chinese anywhere", "请张伟来说一下", ("张伟",), ("张伟",)),
    Case("Latin between Chinese", "请Anna来说一下", ("Anna",), ("Anna",)),
    Case("Chinese between Latin", "Ask张伟now", ("张伟",), ("张伟",)),
    Case("Chinese and Latin", "小A同学", ("小A",), ("小A",)),
    Case("its Latin end goes on", "小App", ("小A",), ()),
    Case("Japanese", "田中さんお願いします", ("田中",), ("田中",)),
    Case("Korean with a particle", "민수야 들리니", ("민수",), ("민수",)),
    Case("Bopomofo", "ㄅㄆAnnaㄇ", ("Anna", "ㄆ"), ("ㄆ", "Anna")),
    Case("Thai", "ถามสมชายหน่อย", ("สมชาย",), ("สมชาย",)),
    Case("the longer of two", "Anna Lee spoke", ("Anna", "Anna Lee"), ("Anna Lee",)),
    Case("the shorter where the longer is not said", "Anna Leeds", ("Anna", "Anna Lee"), ("Anna",)),
    Case("nothing to wait for", "Anna", (), ()),
    Case("empty words", "Anna", ("", "  "), ()),
    Case("no text", "", ("Anna",), ()),
    Case("signs of patterns", "a.b axb", ("a.b",), ("a.b",)),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_words_are_found_where_they_are_said(case: Case) -> None:
    found = mentions(case.text, case.words)
    assert tuple(case.text[begin:end] for begin, end in found) == case.said


TEXTS = st.text(alphabet="anAN ëé'-2张伟 は한\u0301\n", max_size=30)


@given(TEXTS, st.lists(TEXTS, max_size=4).map(tuple))
def test_places_are_in_order_apart_and_not_empty(text: str, words: tuple[str, ...]) -> None:
    end_before = 0
    for begin, end in mentions(text, words):
        assert end_before <= begin < end <= len(text)
        end_before = end


@given(TEXTS.filter(str.strip))
def test_a_word_by_itself_is_found(word: str) -> None:
    assert mentions(word, (word,))
