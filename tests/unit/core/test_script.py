"""How Chinese is written for whom."""

import pytest

from app.core.script import ChineseScript, script_of


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("zh_CN", ChineseScript.SIMPLIFIED),
        ("zh-Hans-HK", ChineseScript.SIMPLIFIED),
        ("zh_SG", ChineseScript.SIMPLIFIED),
        ("zh", ChineseScript.SIMPLIFIED),
        ("zh_TW.UTF-8", ChineseScript.TRADITIONAL),
        ("zh-Hant", ChineseScript.TRADITIONAL),
        ("zh_HK", ChineseScript.TRADITIONAL),
        ("yue_HK", ChineseScript.TRADITIONAL),
        ("en_HK", ChineseScript.SIMPLIFIED),
        ("C", ChineseScript.SIMPLIFIED),
        ("", ChineseScript.SIMPLIFIED),
    ],
)
def test_chinese_is_written_as_its_readers_are_used_to(
    locale: str, expected: ChineseScript
) -> None:
    assert script_of(locale) is expected
