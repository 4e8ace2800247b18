"""How a short line gets its text out of one decode with the line before it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from app.recognizer.audio import Samples
from app.recognizer.decoder import Heard, Wish
from app.recognizer.jobs import Context, Decode, Urgency

ALONE = np.zeros(10, np.float32)
TOGETHER = np.zeros(20, np.float32)


@dataclass
class Teller:
    """A decoder that tells one text for the line alone and one for both lines."""

    alone: str
    together: str
    asked: list[int] = field(default_factory=list)

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        self.asked.append(len(samples))
        return Heard(self.alone if len(samples) == len(ALONE) else self.together)


def text_of(decoder: Teller, *, before: str | None) -> str:
    context = None if before is None else Context(TOGETHER, tuple(before.split()))
    return Decode(Urgency.FINAL, 1, 0, ALONE, context, Wish()).perform(decoder).text


def test_without_context_the_line_is_decoded_alone() -> None:
    decoder = Teller("Fare again.", "")
    assert text_of(decoder, before=None) == "Fare again."


@pytest.mark.parametrize("together", ["Try again. Fail again.", "Tried again, Fail again."])
def test_the_words_of_the_line_before_are_left_out(together: str) -> None:
    decoder = Teller("Fare again.", together)
    assert text_of(decoder, before="try again") == "Fail again."
    assert decoder.asked == [len(TOGETHER)]


@pytest.mark.parametrize("together", ["Try again.", "", "Something else altogether was said."])
def test_a_text_that_does_not_retell_the_line_before_is_not_used(together: str) -> None:
    decoder = Teller("Fare again.", together)
    assert text_of(decoder, before="try again and then once more") == "Fare again."


def test_the_characters_of_the_line_before_are_left_out() -> None:
    decoder = Teller("再试一次。", "试过了，再试一次。")
    assert text_of(decoder, before="试 过 了") == "再试一次。"


@dataclass
class Polyglot(Teller):
    """One that tells languages, and hears the same one always."""

    spoken: str = "en"

    def is_another_language(self, samples: Samples, language: str) -> bool:
        assert len(samples) == len(ALONE)
        return language != self.spoken


@pytest.mark.parametrize(
    ("before", "wish", "is_used"),
    [
        ("en", Wish(is_final=True), True),
        ("zh", Wish(is_final=True), False),
        ("", Wish(is_final=True), True),
        ("zh", Wish("zh", is_final=True), True),
        ("zh", Wish(), True),
    ],
)
def test_a_final_in_another_language_than_the_line_before_is_decoded_alone(
    before: str, wish: Wish, *, is_used: bool
) -> None:
    decoder = Polyglot("Alone.", "Yi er. Together.")
    context = Context(TOGETHER, ("yi", "er"), before)
    heard = Decode(Urgency.FINAL, 1, 0, ALONE, context, wish).perform(decoder)
    assert heard.text == ("Together." if is_used else "Alone.")
