"""The judge of captions, judged: every number it gives is known here beforehand."""

from __future__ import annotations

import math

import pytest

from tests.perf.material import SpokenWord, plain_words
from tests.perf.report import median, percentile_95
from tests.perf.scoring import Score, Shown, score


def spoken(text: str, *, each_ms: int = 500) -> list[SpokenWord]:
    """`text` at one word every `each_ms`, without pauses."""
    return [SpokenWord(word, i * each_ms, (i + 1) * each_ms) for i, word in enumerate(text.split())]


def final(t_ms: float, text: str, line: int = 1) -> Shown:
    return Shown(t_ms, line, text, "", is_final=True)


def test_case_and_punctuation_are_no_errors() -> None:
    result = score(
        [final(9000, "It was — the BEST, of times.")], spoken("it was the best of times")
    )
    assert (result.word_errors, result.reference_words) == (0, 6)


@pytest.mark.parametrize(
    ("said", "errors"),
    [("it was a best", 1), ("it was best", 1), ("it was the very best", 1), ("", 4)],
)
def test_substituted_dropped_and_added_words_count(said: str, errors: int) -> None:
    assert score([final(9000, said)], spoken("it was the best")).word_errors == errors


def test_nothing_shown_is_all_wrong() -> None:
    result = score([], spoken("it was"))
    assert result.word_error_percent == 100
    assert math.isnan(median(result.shown_delays_s))


def test_delays_run_from_the_end_of_a_word_to_its_first_right_showing() -> None:
    shown = [
        Shown(700, 1, "", "it"),
        Shown(1200, 1, "", "it is"),
        Shown(1500, 1, "it", " was the"),
        final(2000, "It was the."),
    ]
    result = score(shown, spoken("it was the"))
    assert result.shown_delays_s == pytest.approx([0.2, 0.5, 0.0])
    assert result.settled_delays_s == pytest.approx([1.0, 1.0, 0.5])
    assert result.final_delays_s == pytest.approx([0.5])


def test_a_word_that_is_wrong_in_the_end_has_no_delay() -> None:
    result = score([final(2000, "it is")], spoken("it was"))
    assert result.shown_delays_s == pytest.approx([1.5])


def test_only_long_lines_count_for_words_settled_early() -> None:
    long = spoken("a b c d e f g h")
    shown = [Shown(3000, 1, "a b c d e f", " g"), final(5000, "a b c d e f g h")]
    assert score(shown, long).settled_early_percent == 75
    assert score(shown[1:], long).settled_early_percent == 0
    assert score([final(3000, "a b c")], long[:3]).long_line_words == 0


def test_settled_text_that_changes_is_a_violation() -> None:
    shown = [Shown(1, 1, "it was", ""), Shown(2, 1, "it is", ""), final(3, "it is")]
    assert score(shown, spoken("it is")).settled_violations == 1


def test_settled_characters_that_the_final_changed_are_counted() -> None:
    shown = [Shown(1, 1, "it was the", " best"), final(2, "It was the best of times.")]
    result = score(shown, spoken("it was the best of times"))
    assert result.changed_percent == pytest.approx(10)


def test_lines_are_taken_in_order_of_first_sight() -> None:
    shown = [Shown(1, 1, "", "one"), Shown(2, 2, "", "two"), final(4, "two", 2), final(3, "one", 1)]
    assert score(shown, spoken("one two")).word_errors == 0


def test_a_line_without_a_final_does_not_count_as_said() -> None:
    assert score([Shown(1, 1, "", "one two")], spoken("one two")).word_errors == 2


def test_scores_pool() -> None:
    total = Score()
    total.add(score([final(1000, "one")], spoken("one")))
    total.add(score([final(1000, "too")], spoken("two")))
    assert total.word_error_percent == 50


def test_the_95th_percentile_is_one_of_the_delays() -> None:
    assert percentile_95([float(n) for n in range(1, 101)]) == 95
    assert percentile_95([1.0]) == 1


def test_words_keep_their_apostrophes() -> None:
    assert plain_words("Don’t — stop, it's\nlate!") == ["don't", "stop", "it's", "late"]
