"""Spaces between pieces of speech."""

import pytest

from app.core.spacing import is_lone, joined, space_between


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["It was.", "The best"], "It was. The best"),
        (["今天天气", "怎么样？", "很好"], "今天天气怎么样？很好"),
        (["今日は", "カメラ"], "今日はカメラ"),
        (["오늘은", "맑음"], "오늘은 맑음"),
        (["我用", "Python", "写代码"], "我用Python写代码"),
        (["", "only", ""], "only"),
        (["ends ", "already"], "ends already"),
        ([], ""),
    ],
)
def test_pieces_of_one_text(pieces: list[str], text: str) -> None:
    assert joined(pieces) == text


def test_only_scripts_without_signs_between_words_have_lone_characters() -> None:
    assert all(map(is_lone, "字々〇ㄅかﾖヨ\uac00ถក\U00020bb7"))
    assert not any(map(is_lone, "aéяعक1 。，「"))


def test_nothing_has_no_space_beside_it() -> None:
    assert space_between("", "a") == space_between("a", "") == ""
