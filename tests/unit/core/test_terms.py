"""Terms out of a context, and put right in what was recognised."""

from __future__ import annotations

import subprocess
import sys

import pytest

from app.core.terms import sounds
from app.core.terms.correction import correct
from app.core.terms.listing import LONGEST_CHARS, MOST_TERMS, listed_terms
from app.core.terms.syllables import distance, reading, term_readings

PEOPLE = (
    *("Kubernetes", "Zimu", "Ask Not", "metformin", "Claire", "Shaun Wright", "Chen", "Redis"),
    *("Ingrid Solberg", "Crohn's disease"),
)
CHINESE = ("字幕", "张三", "重庆银行", "声纹", "石家庄", "微服务")


@pytest.mark.parametrize(
    ("context", "terms"),
    [
        ("Kubernetes\nZimu\n\nAsk Not", ("Kubernetes", "Zimu", "Ask Not")),
        ("Kubernetes, Zimu; Ask Not", ("Kubernetes", "Zimu", "Ask Not")),
        ("张三、李四，王小明；字幕", ("张三", "李四", "王小明", "字幕")),
        ("- Zimu\n* Ask Not\n3. Kafka", ("Zimu", "Ask Not", "Kafka")),
        ("Speakers: Anna Berg, Bo Lee", ("Anna Berg", "Bo Lee")),
        ("讲者：张三、李四。", ("张三", "李四")),
        ("Zimu (captions), “Kafka”", ("Zimu", "Kafka")),
        ("zimu, Zimu, ZIMU", ("zimu",)),
        ("Apple Inc., Dr. No", ("Apple Inc.", "Dr. No")),
        ("12, 3.5, —", ()),
        ("", ()),
    ],
)
def test_terms_are_taken_from_a_list(context: str, terms: tuple[str, ...]) -> None:
    assert listed_terms(context) == terms


@pytest.mark.parametrize(
    "prose",
    [
        "Today we talk about Kubernetes, Docker, and how they are deployed.",
        "This is a lecture. It is long",
        "今天我们讨论云原生技术，容器和编排。",
        "The board meets to decide on the merger, the budget",
    ],
)
def test_prose_is_no_list_of_terms(prose: str) -> None:
    assert listed_terms(prose) == ()
    assert listed_terms(f"Zimu\n{prose}\nKafka") == ("Zimu", "Kafka")


def test_a_list_has_an_end() -> None:
    assert len(listed_terms("\n".join(f"Name{n}" for n in range(MOST_TERMS + 50)))) == MOST_TERMS
    assert listed_terms("x" * (LONGEST_CHARS + 1) + ", ok") == ("ok",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Catherine", "Katherine"), ("Philip", "Filip"), ("knot", "not"), ("Wright", "rite"),
        ("Sarah", "Sara"), ("night", "nite"), ("Schmidt", "shmidt"), ("Zoë", "zoe"),
    ],
)  # fmt: skip
def test_spellings_of_one_sound_sound_alike(one: str, other: str) -> None:
    assert sounds.phones(one) == sounds.phones(other)


def test_sounds_that_are_easily_confused_are_nearer_than_others() -> None:
    near = sounds.distance(sounds.phones("Kubernetes"), sounds.phones("cupernetties"))
    far = sounds.distance(sounds.phones("Kubernetes"), sounds.phones("cucumbers"))
    assert near < 0.6
    assert far > 1.5
    assert sounds.phones("Иван") == sounds.phones("4") == ""


@pytest.mark.parametrize(
    ("heard", "char", "far"),
    [("字", "字", 0), ("子", "字", 0.1), ("山", "三", 0.2), ("国", "三", None)],
)
def test_syllables_are_near_by_tone_and_by_what_many_confuse(
    heard: str, char: str, far: float | None
) -> None:
    assert distance(heard, char, term_readings(char)[0]) == far


def test_a_term_is_read_as_a_whole() -> None:
    assert [one[0].family for one in term_readings("重庆")] == ["con", "qin"]
    assert reading("x") is None


@pytest.mark.parametrize(
    ("heard", "corrected"),
    [
        ("We run the cooper netties on it.", "We run the Kubernetes on it."),
        ("The cooper netties's nodes", "The Kubernetes's nodes"),
        ("the zoom you server", "the Zimu server"),
        ("as knot what your country", "Ask Not what your country"),
        ("take met foreman daily", "take metformin daily"),
        ("Met foreman helps", "Metformin helps"),
        ("with Sean Right today", "with Shaun Wright today"),
        ("Clair said so", "Claire said so"),
        ("Riddy's keeps Clair's notes", "Redis keeps Claire's notes"),
        ("Ingrid's albert spoke", "Ingrid Solberg spoke"),
        ("Claire's and Redis's", "Claire's and Redis's"),
        ("it is crone's disease", "it is Crohn's disease"),
    ],
)
def test_what_sounds_like_a_term_becomes_the_term(heard: str, corrected: str) -> None:
    assert correct(heard, PEOPLE).text == corrected


@pytest.mark.parametrize(
    ("heard", "corrected"),
    [
        ("我们用子木来显示", "我们用字幕来显示"),
        ("张山说", "张三说"),
        ("去十家庄", "去石家庄"),
        ("在重庆银杭工作", "在重庆银行工作"),
    ],
)
def test_what_sounds_like_a_chinese_term_becomes_the_term(heard: str, corrected: str) -> None:
    assert correct(heard, CHINESE).text == corrected


@pytest.mark.parametrize(
    "text",
    [
        "It is clear to me",
        "a strong chin",
        "kubernetes and KUBERNETES and ask not",
        "cooper, netties",
        "the Kubernetes a cluster",
        "The right answer",
        "字幕和张三",
        "子，木",
        "这目的",
        "由字母组成",
        "作为服务器",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert correct(text, (*PEOPLE, *CHINESE)).text == text


def test_what_is_not_certain_is_proposed_and_stays() -> None:
    corrected = correct("a strong chin, marked by links", ("Chen",))
    assert corrected.text == "a strong chin, marked by links"
    (proposed,) = corrected.replacements
    assert (proposed.heard, proposed.term, proposed.is_applied) == ("chin", "Chen", False)
    assert 0.8 <= proposed.certainty < 1


def test_what_is_no_word_takes_no_time() -> None:
    text = "kub" * 100_000
    assert correct(text, PEOPLE).text == text


def test_latin_terms_load_no_tables_of_chinese() -> None:
    program = """
import sys
from app.core.terms.correction import correct
assert correct("cooper netties 子木", ("Kubernetes",)).text == "Kubernetes 子木"
assert "pypinyin" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_a_replacement_says_where_it_was() -> None:
    (one,) = correct("so cooper netties", PEOPLE).replacements
    assert (one.begin, one.end, one.heard, one.term) == (3, 17, "cooper netties", "Kubernetes")
    assert one.is_applied


def test_words_that_may_begin_a_term_are_not_settled_yet() -> None:
    text = "we like cooper netties both ways"
    settled = []
    for end in (7, 14, 22, 32):
        corrected = correct(text, ("Kubernetes",), settled_chars=end)
        assert corrected.text == "we like Kubernetes both ways"
        settled.append(corrected.text[: corrected.settled_chars].rstrip())
    assert settled == ["we like", "we like", "we like", "we like Kubernetes both ways"]


def test_tentative_words_do_not_change_what_is_settled() -> None:
    corrected = correct("use cooper netties", ("Kubernetes",), settled_chars=10)
    assert corrected.text[: corrected.settled_chars] == "use "
    corrected = correct("use cooper.", ("Kubernetes",), settled_chars=11)
    assert corrected.text[: corrected.settled_chars] == "use cooper."
