"""The words the core brings along: names of languages, problems in sentences, size of a context."""

import re
import string

import pytest

from app.core import languages
from app.core.corpus import LIMIT_TOKENS, estimate_tokens
from app.core.emotion import Emotion, parse_emotion
from app.core.errors import ErrorCode, Problem
from app.core.problem_text import ENGLISH, english, fill


@pytest.mark.parametrize("emotion", Emotion)
def test_every_emotion_is_known_by_its_word_on_the_wire(emotion: Emotion) -> None:
    assert parse_emotion(emotion.value) is emotion
    assert emotion.is_shown == (emotion.value not in ("", "neutral"))


def test_the_languages_are_those_of_the_protocol() -> None:
    assert len(languages.CODES) == 27
    assert len(set(languages.CODES)) == 27
    assert languages.CODES[:3] == ("zh", "yue", "en")


@pytest.mark.parametrize("language", languages.LANGUAGES, ids=lambda language: language.code)
def test_every_language_has_all_its_names(language: languages.Language) -> None:
    assert language.own_name
    assert language.english_name.isascii()
    assert re.fullmatch(r"[\u4e00-\u9fff]+", language.chinese_name)
    assert languages.own_name(language.code) == language.own_name


def test_names_are_not_mixed_up() -> None:
    for attribute in ("own_name", "english_name", "chinese_name"):
        names = {getattr(language, attribute) for language in languages.LANGUAGES}
        assert len(names) == len(languages.LANGUAGES)


def test_a_language_only_a_server_knows_stands_for_itself() -> None:
    assert languages.find("tlh") is None
    assert languages.own_name("tlh") == "tlh"


@pytest.mark.parametrize("code", ErrorCode)
def test_every_problem_has_a_sentence(code: ErrorCode) -> None:
    text = ENGLISH[code]
    assert text == text.strip()
    assert "!" not in text
    facts = {name: "X" for _, name, _, _ in string.Formatter().parse(text) if name}
    assert "{" not in english(Problem(code, facts))


def test_facts_are_filled_in_as_they_are() -> None:
    facts = {"device": "{path} % mic"}
    assert fill("“{device}” gives only silence.", facts) == "“{path} % mic” gives only silence."


def test_a_missing_fact_does_not_hide_the_sentence() -> None:
    assert english(Problem(ErrorCode.DEVICE_SILENT)) == "“?” gives only silence. Is it muted?"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        (" \n\t　", 0),
        ("字幕", 2),
        ("word", 1),
        ("words", 2),
        ("字幕 captions", 4),
        ("カナ、한글", 5),
        ("a" * 40_000, LIMIT_TOKENS),
        ("字" * 10_000, LIMIT_TOKENS),
    ],
)
def test_a_context_is_measured_by_the_rule_of_thumb(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens
