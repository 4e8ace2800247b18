"""When a word that somebody waits for is worth a call."""

from __future__ import annotations

from dataclasses import replace

from app.core.alerts import EVERY_S, Call, WordWatch
from app.core.captions import Captions, Entry, GapLine, Line, LineStatus

ANNA = ("Anna",)


def final(line: int, text: str, begin_ms: int, end_ms: int) -> Line:
    return Line(line, LineStatus.FINAL, text, begin_ms=begin_ms, end_ms=end_ms)


class Ear:
    """A watch, with lines and a clock for it."""

    def __init__(self, words: tuple[str, ...] = ANNA) -> None:
        self.watch = WordWatch()
        self.words = words
        self.now_s = 100.0

    def hear(self, *entries: Entry) -> list[str]:
        calls = self.watch.calls(Captions(entries), self.words, self.now_s)
        return [call.word for call in calls]


def test_a_call_says_the_word_and_when() -> None:
    line = final(1, "Is anna there?", 4000, 5000)
    assert WordWatch().calls(Captions((line,)), ANNA, 0.0) == (Call("Anna", 4000),)


def test_a_line_calls_once_for_each_word() -> None:
    ear = Ear(("Anna", "Ben"))
    settled = Line(1, settled="Anna, ", tentative="is", begin_ms=0)
    assert ear.hear(settled) == ["Anna"]
    ear.now_s += 2 * EVERY_S
    assert ear.hear(replace(settled, settled="Anna, is Anna with ", tentative="Be")) == []
    assert ear.hear(final(1, "Anna, is Anna with Ben?", 0, 900)) == ["Ben"]


def test_tentative_words_call_nobody() -> None:
    ear = Ear()
    assert ear.hear(Line(1, settled="Is ", tentative="Anna there", begin_ms=0)) == []
    assert ear.hear(Line(1, settled="Is Anna ", tentative="there", begin_ms=0)) == ["Anna"]


def test_a_settled_beginning_of_a_longer_word_calls_nobody() -> None:
    ear = Ear()
    assert ear.hear(Line(1, settled="Anna", begin_ms=0)) == []
    assert ear.hear(Line(1, settled="Anna", tentative="bel", begin_ms=0)) == []
    assert ear.hear(final(1, "Annabel", 0, 900)) == []


def test_a_word_calls_again_when_enough_time_has_passed() -> None:
    ear = Ear()
    lines = [final(number, "Anna!", number * 1000, number * 1000 + 500) for number in range(3)]
    assert ear.hear(lines[0]) == ["Anna"]
    ear.now_s += EVERY_S - 0.1
    assert ear.hear(*lines[:2]) == []
    ear.now_s += 0.2
    assert ear.hear(*lines) == ["Anna"]


def test_one_word_does_not_hold_another_back() -> None:
    ear = Ear(("Anna", "张伟"))
    assert ear.hear(final(1, "Anna", 0, 500)) == ["Anna"]
    assert ear.hear(final(1, "Anna", 0, 500), final(2, "请张伟说", 600, 900)) == ["张伟"]


def test_audio_that_is_heard_again_calls_nobody() -> None:
    ear = Ear()
    first = final(1, "Ask Anna.", 1000, 3000)
    assert ear.hear(first) == ["Anna"]
    ear.now_s += 60
    assert ear.hear(first, final(2, "Ask Anna.", 1200, 2900)) == []
    assert ear.hear(first, final(3, "Anna again.", 3200, 4000)) == ["Anna"]


def test_a_line_that_goes_on_covers_its_audio_to_the_end() -> None:
    ear = Ear()
    assert ear.hear(Line(1, settled="Anna ", tentative="and", begin_ms=1000)) == ["Anna"]
    whole = final(1, "Anna and more.", 1000, 5000)
    ear.hear(whole)
    ear.now_s += 60
    assert ear.hear(whole, final(2, "Anna and more.", 1500, 4900)) == []


def test_a_new_word_is_not_looked_for_in_old_lines() -> None:
    ear = Ear(())
    line = final(1, "Anna spoke.", 0, 900)
    assert ear.hear(line) == []
    ear.words = ANNA
    assert ear.hear(line) == []
    assert ear.hear(line, final(2, "Anna!", 1000, 1500)) == ["Anna"]


def test_what_is_brought_back_calls_nobody() -> None:
    ear = Ear()
    ear.watch.skip(Captions((GapLine(0, 500), final(1, "Anna spoke.", 500, 900))))
    assert ear.hear(final(1, "Anna spoke.", 500, 900)) == []


def test_a_new_transcript_knows_nothing_of_the_one_before() -> None:
    ear = Ear()
    assert ear.hear(final(1, "Anna!", 0, 900)) == ["Anna"]
    ear.watch.skip(Captions())
    ear.now_s += 60
    assert ear.hear(final(1, "Anna!", 0, 400)) == ["Anna"]


def test_an_open_line_that_was_touched_does_not_call_again() -> None:
    ear = Ear()
    settled = Line(1, settled="Anna ", tentative="is", begin_ms=0)
    assert ear.hear(settled) == ["Anna"]
    ear.watch.skip(Captions((replace(settled, language="en"),)))
    ear.now_s += 60
    assert ear.hear(final(1, "Anna is here.", 0, 900)) == []


def test_lines_without_times_call_too() -> None:
    ear = Ear()
    assert ear.hear(Line(1, LineStatus.FINAL, "Anna!", seen_ms=700)) == ["Anna"]


def test_a_line_without_its_final_calls_for_what_was_settled() -> None:
    ear = Ear()
    assert ear.hear(Line(1, LineStatus.FAILED, "Is Anna", " he", begin_ms=0)) == ["Anna"]


def test_a_long_session_is_not_remembered_whole() -> None:
    ear = Ear()
    lines = [final(number, "Words.", number * 1000, number * 1000 + 900) for number in range(600)]
    for number in range(1, 601):
        ear.hear(*lines[max(0, number - 40) : number])
    assert ear.hear(*lines[:40]) == []
