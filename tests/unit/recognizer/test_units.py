"""In which units a text grows."""

from __future__ import annotations

import pytest

from app.recognizer.units import agreed, complete, split_units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", []),
        ("so it is", ["so", " it", " is"]),
        (" so it", [" so", " it"]),
        ("so ", ["so", " "]),
        ("你好。", ["你", "好", "。"]),
        ("用 Python 写的", ["用", " Python", " 写", "的"]),
        ("HELLO你好", ["HELLO", "你", "好"]),
        ("カタカナ", ["カ", "タ", "カ", "ナ"]),
        ("안녕 하세요", ["안녕", " 하세요"]),
        ("ไทย ok", ["ไ", "ท", "ย", " ok"]),
    ],
)
def test_words_and_chinese_characters_are_units(text: str, units: list[str]) -> None:
    assert split_units(text) == units


@pytest.mark.parametrize(
    ("text", "sure"),
    [("so it is", "so it"), ("你好", "你好"), ("你好hel", "你好"), ("hel", ""), ("", "")],
)
def test_only_a_last_word_may_still_grow(text: str, sure: str) -> None:
    assert "".join(complete(split_units(text))) == sure


def test_what_two_texts_begin_with_is_agreed() -> None:
    assert agreed(["so", " it", " is"], ["so", " it", " was", " so"]) == ["so", " it"]
    assert agreed([], ["so"]) == []
