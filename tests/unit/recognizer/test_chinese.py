"""Chinese comes in the script that is asked for, everything else as it was."""

from __future__ import annotations

import pytest

from app.core.script import ChineseScript
from app.recognizer.chinese import in_script

pytest.importorskip("opencc", reason="the extra multilingual is not installed")

MIXED = "皇后在後面，发展頭髮"


@pytest.mark.parametrize(
    ("script", "written"),
    [
        (ChineseScript.SIMPLIFIED, "皇后在后面，发展头发"),
        (ChineseScript.TRADITIONAL, "皇后在後面，發展頭髮"),
        (ChineseScript.AS_HEARD, MIXED),
    ],
)
def test_mixed_chinese_comes_in_one_script(script: ChineseScript, written: str) -> None:
    assert in_script(MIXED, "zh", script) == written


def test_cantonese_is_chinese() -> None:
    assert in_script("廣東話", "yue", ChineseScript.SIMPLIFIED) == "广东话"


@pytest.mark.parametrize("language", ["ja", "ko", "en", ""])
def test_other_languages_keep_their_characters(language: str) -> None:
    assert in_script("東京の広場", language, ChineseScript.SIMPLIFIED) == "東京の広場"
