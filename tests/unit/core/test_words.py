"""The words the core brings along: names of languages, problems in sentences, size of a context."""

import re
import string

import pytest

from app.core import languages
from app.core.corpus import LIMIT_TOKENS, check, estimate_tokens
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
    assert not re.search("(connects|tries|is started) again", text), "zimu check does not"
    facts = {name: "X" for _, name, _, _ in string.Formatter().parse(text) if name}
    assert "{" not in english(Problem(code, facts))


def test_facts_are_filled_in_as_they_are() -> None:
    facts = {"device": "{path} % mic"}
    assert fill("“{device}” gives only silence.", facts) == "“{path} % mic” gives only silence."


def test_no_fact_steers_a_terminal() -> None:
    facts = {"host": "h", "code": "\x1b[2J\r\n\x9b2J"}
    expected = "h reported an error ( [2J   2J). The log says more."
    assert english(Problem(ErrorCode.SERVER_ERROR, facts)) == expected


def test_a_missing_fact_does_not_hide_the_sentence() -> None:
    assert english(Problem(ErrorCode.DEVICE_SILENT)) == "“?” gives only silence. Is it muted?"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        (" \t　", 0),
        ("字幕", 2),
        ("word", 2),
        ("a word", 2),
        ("字幕 captions", 6),
        ("カナ、한글", 5),
        ("2026", 4),
        ("龘靐", 4),
        ("王 李", 3),
        ("привет", 4),
        ("Übung", 4),
        ("नमस्ते", 8),
        ("ქ", 3),
        ("🎉", 2),
        ("a\nb", 2),
    ],
)
def test_a_context_is_measured_with_some_caution(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


def test_a_context_that_fits_is_no_problem() -> None:
    assert check("字" * LIMIT_TOKENS) is None


def test_a_context_that_does_not_fit_is_refused_and_says_by_how_much() -> None:
    problem = check("字" * (LIMIT_TOKENS + 1234))
    assert problem is not None
    assert problem.code is ErrorCode.CONTEXT_TOO_LONG
    assert problem.facts == {"tokens": "11,234", "limit": "10,000", "over": "1,234"}


def test_dialects_are_listed_under_chinese() -> None:
    chinese = languages.find("zh")
    assert chinese is not None
    assert chinese.covers == "普通话、四川话、闽南语、吴语"


def test_the_warning_about_a_fixed_language_says_what_may_happen() -> None:
    assert "translate" in languages.FIXED_LANGUAGE_WARNING
