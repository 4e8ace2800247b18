"""Which language a text is in."""

from __future__ import annotations

import pytest

from app.recognizer.spoken import spoken


@pytest.mark.parametrize(
    ("text", "languages", "asked", "language"),
    [
        ("hello", ["en"], "", "en"),
        ("hello", ["en"], "zh", "en"),
        ("", ["en"], "", "en"),
        ("hello", ["zh", "en"], "zh", "zh"),
        ("hello", ["zh", "en"], "", "en"),
        ("用 Python 写的", ["zh", "en"], "", "zh"),
        ("", ["zh", "en"], "", ""),
        ("hallo", ["de", "en"], "", ""),
        ("hallo", ["de", "en"], "de", "de"),
        ("hallo", ["de", "en"], "fr", ""),
        ("これは日本", ["zh", "ja", "en"], "", "ja"),
        ("日本", ["zh", "ja", "en"], "", "zh"),
        ("안녕", ["zh", "ko", "en"], "", "ko"),
        ("你好", ["zh"], "", "zh"),
        ("привет", ["en", "ru", "zh"], "", ""),
    ],
)
def test_characters_tell_where_the_model_does_not(
    text: str, languages: list[str], asked: str, language: str
) -> None:
    assert spoken(text, languages, asked) == language
