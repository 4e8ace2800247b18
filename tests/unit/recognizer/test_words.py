"""Texts with and without spaces are split into words, and joined into the same text."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recognizer.words import join_words, split_words


class Case(NamedTuple):
    """A text, its words as written and what they are compared by."""

    name: str
    text: str
    written: list[str]
    keys: list[str]


CASES = (
    Case("English", "So it — was.", ["So", "it —", "was."], ["so", "it", "was"]),
    Case("a dash ahead", "— what", ["— what"], ["what"]),
    Case("an apostrophe", "Don’t 'go'", ["Don’t", "'go'"], ["don't", "go"]),
    Case("Chinese", "你好，世界。", ["你", "好，", "世", "界。"], ["你", "好", "世", "界"]),
    Case(
        "Latin inside",
        "我用ChatGPT写",
        ["我", "用", "ChatGPT", "写"],
        ["我", "用", "chatgpt", "写"],
    ),
    Case("a number inside", "超50%。是", ["超", "50%。", "是"], ["超", "50", "是"]),
    Case("brackets", "说「你好」", ["说", "「你", "好」"], ["说", "你", "好"]),
    Case("a list of numbers", "12。34。", ["12。", "34。"], ["12", "34"]),
    Case("kana", "ガー、です", ["ガ", "ー、", "で", "す"], ["ガ", "ー", "で", "す"]),
    Case("Thai marks stay on", "ที่นี่", ["ที่", "นี่"], ["ที่", "นี่"]),
    Case("Hindi has spaces", "हिन्दी में।", ["हिन्दी", "में।"], ["हिन्दी", "में"]),
    Case("Korean has spaces", "안녕 세계", ["안녕", "세계"], ["안녕", "세계"]),
    Case("nothing said", "— …", [], []),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_text_is_split_into_its_words(case: Case) -> None:
    words = split_words(case.text)
    assert [word.written for word in words] == case.written
    assert [word.key for word in words] == case.keys


@pytest.mark.parametrize("case", CASES[:-1], ids=lambda case: case.name)
def test_joined_again_it_is_the_same_text(case: Case) -> None:
    assert join_words(split_words(case.text)) == case.text


@given(st.text(alphabet="a 你，「」ガ。ี่ท1-' ", max_size=20))
def test_nothing_but_white_space_changes(text: str) -> None:
    words = split_words(text)
    if words:
        assert join_words(words) == " ".join(text.split())
