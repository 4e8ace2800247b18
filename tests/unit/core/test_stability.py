"""Which words come through in which mode, and when."""

from __future__ import annotations

import math

import pytest

from app.core.captions import Line, LineStatus
from app.core.overlay_settings import Stability
from app.core.stability import AGED_S, CLAUSE_S, Standing, let_through

BALANCED, SENTENCE = Stability.BALANCED, Stability.SENTENCE


class Talk:
    """One line in one mode, told at one time after the other."""

    def __init__(self, mode: Stability) -> None:
        self._mode = mode
        self._standing: tuple[Standing, ...] = ()
        self._line = Line(0)

    def tell(self, now_s: float, settled: str, tentative: str = "") -> str:
        self._line = Line(0, LineStatus.OPEN, settled, tentative)
        return self.look(now_s)

    def look(self, now_s: float) -> str:
        through, self._standing = let_through(self._standing, [self._line], self._mode, now_s)
        return "".join(f"{line.settled}|{line.tentative}" for line in through)

    def end(self, text: str) -> str:
        self._line = Line(0, LineStatus.FINAL, text)
        return self.look(100.0)

    @property
    def due_s(self) -> float:
        return min((standing.due_s for standing in self._standing), default=math.inf)


def test_fast_lets_everything_through() -> None:
    assert Talk(Stability.FAST).tell(0.0, "The clients", " moved fi") == "The clients| moved fi"


def test_calm_lets_only_whole_settled_words_through() -> None:
    talk = Talk(Stability.CALM)
    assert talk.tell(0.0, "", "The clients") == ""
    assert talk.tell(0.1, "The cli", "ents moved") == "The |"
    assert talk.tell(0.2, "The clients", " moved") == "The clients|"


def test_calm_takes_nothing_back_when_a_settled_word_goes_on() -> None:
    talk = Talk(Stability.CALM)
    assert talk.tell(0.0, "it cost 10") == "it cost 10|"
    assert talk.tell(0.1, "it cost 10", ",000 euros") == "it cost 10|"
    assert talk.tell(0.2, "it cost 10,000 euros") == "it cost 10,000 euros|"


@pytest.mark.parametrize("mode", Stability)
def test_a_finished_line_comes_whole(mode: Stability) -> None:
    talk = Talk(mode)
    talk.tell(0.0, "The", " clients moved")
    assert talk.end("The clients moved.") == "The clients moved.|"
    assert talk.due_s == math.inf


def test_balanced_keeps_tentative_words_back_until_they_have_stood() -> None:
    talk = Talk(BALANCED)
    assert talk.tell(1.0, "The", " clients") == "The|"
    assert talk.due_s == 1.0 + AGED_S
    assert talk.tell(1.2, "The", " clients moved") == "The|"
    assert talk.look(1.31) == "The| clients "
    assert talk.look(1.51) == "The| clients moved"
    assert talk.due_s == math.inf


def test_balanced_restarts_only_words_that_changed() -> None:
    talk = Talk(BALANCED)
    talk.tell(0.0, "", "the giants moved")
    assert talk.tell(0.2, "", "the clients moved") == ""
    assert talk.look(0.31) == "|the "
    assert talk.look(0.51) == "|the clients moved"


def test_balanced_shows_old_words_until_their_revision_has_stood() -> None:
    talk = Talk(BALANCED)
    talk.tell(0.0, "", "the giants moved")
    assert talk.look(0.4) == "|the giants moved"
    assert talk.tell(1.0, "", "the clients moved first") == "|the giants moved"
    assert talk.look(1.31) == "|the clients moved first"


def test_balanced_does_not_flicker_when_words_are_taken_back_and_come_again() -> None:
    talk = Talk(BALANCED)
    talk.tell(0.0, "", "the clients moved")
    assert talk.look(0.4) == "|the clients moved"
    assert talk.tell(1.0, "", "the") == "|the clients moved"
    assert talk.tell(1.2, "", "the clients moved first") == "|the clients moved"
    talk.tell(2.0, "", "the")
    assert talk.look(2.31) == "|the"


def test_balanced_follows_settled_words_at_once() -> None:
    talk = Talk(BALANCED)
    talk.tell(0.0, "", "the giants moved")
    talk.look(0.4)
    assert talk.tell(0.5, "the clients", " moved").startswith("the clients|")


def test_balanced_shows_no_full_stop_behind_what_is_not_over() -> None:
    talk = Talk(BALANCED)
    talk.tell(0.0, "It was", " the age.")
    assert talk.look(0.4) == "It was| the age"


def test_case_and_punctuation_do_not_make_a_word_younger() -> None:
    talk = Talk(BALANCED)
    talk.tell(0.0, "", "the clients moved")
    talk.look(0.4)
    assert talk.tell(0.5, "", "The clients, moved on") == "|The clients, moved "


def test_sentence_waits_for_the_end_of_a_clause() -> None:
    talk = Talk(SENTENCE)
    assert talk.tell(0.0, "It was the best") == ""
    assert (
        talk.tell(1.0, "It was the best of times, it was", " the") == "It was the best of times, |"
    )


def test_sentence_never_waits_longer_than_a_clause_may_take() -> None:
    talk = Talk(SENTENCE)
    talk.tell(0.0, "It was the best")
    talk.tell(2.0, "It was the best of times it was")
    assert talk.due_s == CLAUSE_S
    assert talk.look(CLAUSE_S) == "It was the best of times it was|"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("it cost 10,000 euros", ""),
        ("about 3.5 percent. And", "about 3.5 percent. |"),
        ("他说：“好。”然后", "他说：“好。”|"),
        ("一共设九座车站，其中", "一共设九座车站，|"),
        ("مرحبا، كيف", "مرحبا، |"),
    ],
)
def test_clauses_end_at_punctuation_that_ends_something(text: str, shown: str) -> None:
    assert Talk(SENTENCE).tell(0.0, text, " and") == shown
