"""Settled words are those that hypotheses agree on, and they are only ever appended to."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recognizer.agreement import (
    EARLY_MS,
    EARLY_STABLE_MS,
    STABLE_MS,
    WRITTEN_AFTER_MS,
    YOUNG_MS,
    Agreement,
    Snapshot,
    tail_after,
)
from app.recognizer.words import split_words

WORDS = st.sampled_from(
    ["it", "was", "the", "best", "worst", "of", "times,", "Times.", "—", "don't"]
)
HYPOTHESES = st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=12)


def hear_all(hypotheses: list[str], step_ms: int = STABLE_MS) -> list[Snapshot]:
    agreement = Agreement()
    return [
        agreement.hear(text, heard_ms=EARLY_MS + i * step_ms) for i, text in enumerate(hypotheses)
    ]


def test_one_hypothesis_settles_nothing() -> None:
    assert hear_all(["It was the"]) == [Snapshot("", "It was the")]


def test_words_that_stand_settle_but_the_last_is_held_back() -> None:
    assert hear_all(["It was the", "It was the"])[-1] == Snapshot("It was", " the")


def test_case_and_punctuation_are_no_disagreement() -> None:
    assert hear_all(["it, was the", "It was the"])[-1] == Snapshot("It was", " the")


def test_agreement_needs_time_and_not_only_a_second_hypothesis() -> None:
    assert hear_all(["it was the", "it was the"], STABLE_MS - 1)[-1].settled == ""


def test_a_line_that_has_only_begun_settles_nothing() -> None:
    agreement = Agreement()
    for heard_ms in range(0, YOUNG_MS, 100):
        assert agreement.hear("it was the", heard_ms=heard_ms).settled == ""
    assert agreement.hear("it was the", heard_ms=YOUNG_MS).settled == "it was"


def test_early_in_a_line_words_have_to_stand_for_longer() -> None:
    agreement = Agreement()
    agreement.hear("it was the", heard_ms=YOUNG_MS)
    at_ms = YOUNG_MS + EARLY_STABLE_MS
    assert at_ms < EARLY_MS
    assert agreement.hear("it was the", heard_ms=at_ms - 1).settled == ""
    assert agreement.hear("it was the", heard_ms=at_ms).settled == "it was"


def test_at_a_pause_two_hypotheses_are_enough_and_the_last_word_is_whole() -> None:
    agreement = Agreement()
    agreement.hear("try again", heard_ms=500)
    assert agreement.hear("Try again.", heard_ms=600, is_paused=True) == Snapshot("Try again", ".")


def test_what_may_come_to_belong_to_the_next_line_does_not_settle_yet() -> None:
    agreement = Agreement()
    cut_ms = EARLY_MS + 2_000
    late_ms = cut_ms + WRITTEN_AFTER_MS + 1
    agreement.hear("it was the", heard_ms=cut_ms, cut_ms=cut_ms)
    agreement.hear("it was the best of", heard_ms=late_ms, cut_ms=cut_ms)
    heard = agreement.hear("it was the best of times", heard_ms=late_ms + 1_000, cut_ms=cut_ms)
    assert heard == Snapshot("it was the", " best of times")
    heard = agreement.hear("it was the best of times", heard_ms=late_ms + 1_100, cut_ms=late_ms)
    assert heard == Snapshot("it was the best of", " times")


def test_a_word_that_changes_starts_to_stand_anew() -> None:
    heard = hear_all(["it was best of", "it is best of", "it is best of"])
    assert [snapshot.settled for snapshot in heard] == ["", "it", "it is best"]


def test_closing_punctuation_is_held_back_until_the_next_word_settles() -> None:
    heard = hear_all(["best of times, it", "best of times. It", "best of times, it was"])
    assert heard[1] == Snapshot("best of times", ". It")
    assert heard[2] == Snapshot("best of times, it", " was")


def test_a_contradiction_leaves_settled_words_and_finds_the_tail_behind_them() -> None:
    heard = hear_all(["we all go direct", "we all go direct", "we were all going direct to heaven"])
    assert heard[-1].settled == "we all go"
    assert heard[-1].tentative.split()[-2:] == ["to", "heaven"]


def test_a_loop_is_not_shown() -> None:
    assert hear_all(["its being" + " tho" * 20 + " th"]) == [Snapshot("", "its being tho")]


@given(HYPOTHESES)
def test_settled_text_is_only_appended_to(hypotheses: list[str]) -> None:
    for earlier, later in pairwise(hear_all(hypotheses)):
        assert later.settled.startswith(earlier.settled)


@given(HYPOTHESES)
def test_the_two_parts_are_one_well_spaced_text(hypotheses: list[str]) -> None:
    for snapshot in hear_all(hypotheses):
        whole = snapshot.settled + snapshot.tentative
        assert whole == " ".join(whole.split())


@given(st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=1))
def test_a_hypothesis_that_stays_settles_all_but_its_last_word(texts: list[str]) -> None:
    said = split_words(texts[0])
    snapshot = hear_all(texts * 2)[-1]
    assert len(split_words(snapshot.settled + " x")) - 1 <= max(0, len(said) - 1)


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=8))
def test_what_is_known_is_found_whole_in_what_continues_it(
    known: list[str], more: list[str]
) -> None:
    words = split_words(" ".join(known))
    text = split_words(" ".join(known + more))
    keys = [word.key for word in words]
    count, distance = tail_after(keys, text)
    assert (count, distance) == (len(words), 0)


def test_marks_behind_the_last_settled_word_are_all_held_back() -> None:
    heard = hear_all(["it", "it — — was", "it — — was"])
    assert heard[-1] == Snapshot("it", " — — was")


def test_a_mark_without_letters_belongs_to_a_word() -> None:
    assert [word.written for word in split_words("— well — yes")] == ["— well —", "yes"]
    assert split_words("— …") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("你好，世界。", Snapshot("你好，世", "界。")), ("ที่นี่ดี", Snapshot("ที่นี่", "ดี"))],
)
def test_where_there_are_no_spaces_text_settles_by_the_character(
    text: str, expected: Snapshot
) -> None:
    agreement = Agreement()
    shown = [agreement.hear(text, heard_ms=heard_ms) for heard_ms in (1_500, 1_900, 2_300)]
    assert shown[-1] == expected
