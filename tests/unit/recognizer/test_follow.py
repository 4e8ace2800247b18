"""One stream that a model hears as it comes: what it hears when, and what becomes of the text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.recognizer.decoder import Heard, Wish
from app.recognizer.events import (
    LineClosed,
    LineEvent,
    LineFailed,
    LineHeard,
    LineOpened,
    LineWritten,
)
from app.recognizer.follow import Follow, FollowStream
from app.recognizer.jobs import Urgency
from app.recognizer.lines import FRAME_SAMPLES, PRE_ROLL_FRAMES, SETTLE_FRAMES, Rules
from tests.helpers.following import LoudIsSpeech, Reader, Reading, frames, hear, work

RULES = Rules.of(silence_ms=400, speech_probability=0.5)
END = RULES.end_frames
WORDS = [f" w{number}" for number in range(300)]


def new_stream(*, revises: bool = False, wish: Wish = Wish()) -> FollowStream:  # noqa: B008
    return FollowStream(LoudIsSpeech(), RULES, wish, revises=revises)


class Correction(Reading):
    """Writes the third word otherwise once more than a line was heard."""

    def __init__(self, script: Sequence[str]) -> None:
        super().__init__(script, Wish())

    def _text(self, more: int = 0) -> str:
        text = super()._text(more)
        return text.replace(" w2 ", " otherwise ") if " w40" in text else text


class Corrector:
    """A model that takes one word back."""

    def open(self, wish: Wish) -> Correction:
        return Correction(WORDS)


def take(stream: FollowStream) -> Follow:
    job = stream.take_job()
    assert job is not None
    return job


def texts(events: list[LineEvent]) -> list[str]:
    return [event.text for event in events if isinstance(event, LineWritten)]


def test_quiet_asks_for_nothing() -> None:
    stream, model = new_stream(), Reader(WORDS)
    assert hear(stream, model, frames(100, 0)) == []
    assert stream.urgency() is None
    assert model.hearings == []


def test_a_line_is_opened_heard_closed_and_written_in_this_order() -> None:
    stream, model = new_stream(), Reader(WORDS)
    events = hear(stream, model, np.concatenate([frames(20, 0), frames(40), frames(END, 0)]))
    kinds = [type(event) for event in events]
    assert kinds[0] is LineOpened
    assert kinds[-2:] == [LineClosed, LineWritten]
    assert set(kinds[1:-2]) == {LineHeard}
    assert events[0] == LineOpened(1, 640)
    assert events[-2] == LineClosed(1, 60 * 32)
    assert stream.is_idle


def test_each_sample_of_a_line_is_heard_once_and_none_behind_its_end() -> None:
    stream, model = new_stream(), Reader(WORDS)
    audio = np.concatenate([frames(30, 0), frames(40), frames(100, 0), frames(20), frames(50, 0)])
    audio += np.linspace(0, 1e-4, len(audio), dtype=np.float32)
    hear(stream, model, audio)
    first, second = model.hearings
    for hearing, begin, end in ((first, 30, 70), (second, 170, 190)):
        from_, to = begin - PRE_ROLL_FRAMES, end + SETTLE_FRAMES
        np.testing.assert_array_equal(
            hearing.heard, audio[from_ * FRAME_SAMPLES : to * FRAME_SAMPLES]
        )
        assert hearing.is_finished


def test_all_but_the_last_word_is_settled_and_is_only_added_to() -> None:
    stream, model = new_stream(), Reader(WORDS)
    events = hear(stream, model, frames(80))
    shown = [event for event in events if isinstance(event, LineHeard)]
    assert shown[0] == LineHeard(1, "", "w0")
    assert shown[3] == LineHeard(1, "w0 w1 w2", " w3")
    assert [len(event.settled) for event in shown] == sorted(len(event.settled) for event in shown)


def test_chinese_is_settled_to_the_last_character_and_joined_without_spaces() -> None:
    stream, model = new_stream(), Reader("你好，世界。再见，世界。")
    events = hear(stream, model, np.concatenate([frames(40), frames(END, 0)]))
    assert LineHeard(1, "你好，", "") in events
    assert texts(events) == ["你好，世界"]


def test_the_final_of_a_model_that_does_not_revise_goes_on_from_what_is_settled() -> None:
    stream, model = new_stream(), Reader(WORDS)
    events = hear(stream, model, np.concatenate([frames(70), frames(END, 0)]))
    settled = [event.settled for event in events if isinstance(event, LineHeard)][-1]
    assert texts(events)[0].startswith(settled)
    assert texts(events) == ["w0 w1 w2 w3 w4 w5 w6 w7"]


def show(stream: FollowStream, *said: str) -> list[LineEvent]:
    """Let the model say so, one after the other."""
    events = []
    for text in said:
        stream.feed(frames(10))
        take(stream)
        events += stream.done(Heard(text), cost_s=0.01)
    return events


def test_a_word_that_may_be_taken_back_settles_when_it_is_heard_twice() -> None:
    stream = new_stream(revises=True)
    assert show(stream, "a bay", "a bee in", "a bee in the") == [
        LineHeard(1, "", "a bay"),
        LineHeard(1, "a", " bee in"),
        LineHeard(1, "a bee in", " the"),
    ]


def test_what_is_settled_stays_even_if_the_model_takes_it_back() -> None:
    stream = new_stream(revises=True)
    shown = show(stream, "a bee in", "a bee in the", "the bay on the end")
    assert shown[-1] == LineHeard(1, "a bee in", " the end")


def test_the_same_answer_is_no_second_hearing() -> None:
    stream = new_stream(revises=True)
    answers = []
    for _ in range(3):
        stream.feed(frames(10))
        take(stream)
        answers.append(stream.done(Heard("a bee in the"), cost_s=0.01))
    assert answers == [[LineHeard(1, "", "a bee in the")], [], []]


def test_one_job_is_out_at_a_time() -> None:
    stream = new_stream()
    stream.feed(frames(20))
    take(stream)
    stream.feed(frames(20))
    assert stream.urgency() is None
    assert stream.take_job() is None


def test_a_line_that_closes_while_it_is_heard_is_finished_by_the_next_job() -> None:
    stream, model = new_stream(), Reader(WORDS)
    stream.feed(frames(20))
    job = take(stream)
    stream.feed(frames(END, 0))
    assert not stream.is_idle
    assert stream.done(job.perform(model), cost_s=0.5) == []
    assert stream.urgency() is Urgency.FINAL
    assert texts(work(stream, model)) == ["w0 w1 w2"]
    assert stream.is_idle


def test_finals_come_in_order_and_before_the_open_line() -> None:
    stream, model = new_stream(), Reader(WORDS)
    for _ in range(3):
        stream.feed(np.concatenate([frames(20), frames(40, 0)]))
    stream.feed(frames(20))
    events = work(stream, model)
    assert [type(event) for event in events] == [*[LineWritten] * 3, LineHeard]
    assert [event.line for event in events] == [1, 2, 3, 4]


def test_what_waits_is_heard_in_pieces_and_done_piece_by_piece() -> None:
    stream, model = new_stream(), Reader(WORDS)
    stream.feed(np.concatenate([frames(200), frames(40, 0)] * 4))
    assert stream.backlog_s > 15
    done_ms = []
    for _ in range(3):
        assert len(take(stream).samples) == 16_000
        stream.done(Heard(""), cost_s=0.1)
        done_ms.append(stream.done_ms)
    assert [after - done_ms[0] for after in done_ms] == [0, 1000, 2000]
    work(stream, model)
    assert stream.backlog_s == 0
    assert stream.done_ms == stream.heard_ms


def test_flushing_ends_the_line_where_it_is() -> None:
    stream, model = new_stream(), Reader(WORDS)
    events = hear(stream, model, frames(40))
    events += stream.flush() + work(stream, model)
    assert events[-2:] == [LineClosed(1, 40 * 32), LineWritten(1, "w0 w1 w2 w3 w4")]
    assert len(model.hearings[0].heard) == 40 * FRAME_SAMPLES
    assert stream.flush() == []


def test_a_line_that_is_too_long_is_divided_while_the_model_hears_on() -> None:
    stream, model = new_stream(), Reader(WORDS)
    audio = np.concatenate([frames(500), frames(END, 0)])
    events = hear(stream, model, audio)
    assert len(model.hearings) == 1
    np.testing.assert_array_equal(
        model.hearings[0].heard, audio[: (500 + SETTLE_FRAMES) * FRAME_SAMPLES]
    )
    said = 505 * FRAME_SAMPLES // 5_120 + 1
    assert " ".join(texts(events)) == "".join(WORDS[:said]).strip()
    assert len(texts(events)) == 2
    _, closed, opened, _ = [event for event in events if isinstance(event, LineClosed | LineOpened)]
    assert isinstance(closed, LineClosed)
    assert isinstance(opened, LineOpened)
    assert closed.end_ms == opened.begin_ms


def test_a_word_taken_back_after_a_division_does_not_cut_the_next_in_two() -> None:
    stream = new_stream(revises=True)
    events = hear(stream, Corrector(), np.concatenate([frames(500), frames(END, 0)]))
    first, second = texts(events)
    assert first.split()[2] == "w2"
    assert f"{first} {second}" == "".join(WORDS[: len(first.split()) + len(second.split())]).strip()


def test_nobody_is_heard_in_one_go_for_ever() -> None:
    stream, model = new_stream(), Reader(WORDS)
    hear(stream, model, frames(4_000))
    stream.flush()
    work(stream, model)
    assert [hearing.is_finished for hearing in model.hearings] == [True, True]
    heard = sum(len(hearing.heard) for hearing in model.hearings)
    assert heard == 4_000 * FRAME_SAMPLES
    assert len(model.hearings[0].heard) <= 75 * 16_000


def test_the_wish_reaches_the_model() -> None:
    wish = Wish("zh", ("字幕",))
    stream, model = new_stream(wish=wish), Reader(WORDS)
    hear(stream, model, frames(20))
    assert model.hearings[0].wish == wish


def test_partials_are_cut_back_by_hearing_larger_pieces() -> None:
    def pieces(level: int) -> int:
        stream, model = new_stream(), Reader(WORDS)
        stream.ease(level)
        count = 0
        for _ in range(150):
            stream.feed(frames(1))
            if (job := stream.take_job()) is not None:
                stream.done(job.perform(model), cost_s=0.01)
                count += 1
        return count

    assert pieces(0) > 2 * pieces(1) > 4 * pieces(2) > 0


def test_a_line_without_words_is_written_empty() -> None:
    stream, model = new_stream(), Reader([])
    events = hear(stream, model, np.concatenate([frames(40), frames(END, 0)]))
    assert events == [LineOpened(1, 0), LineClosed(1, 40 * 32), LineWritten(1, "")]


def test_an_open_line_that_the_model_failed_on_fails_when_it_closes() -> None:
    stream, model = new_stream(), Reader(WORDS)
    stream.feed(frames(30))
    take(stream)
    assert stream.failed() == []
    stream.feed(frames(30))
    assert stream.urgency() is None
    closed, failed = stream.feed(frames(END, 0))
    assert isinstance(closed, LineClosed)
    assert failed == LineFailed(1)
    assert stream.is_idle
    assert texts(hear(stream, model, np.concatenate([frames(40), frames(END, 0)])))


def test_a_closed_line_that_the_model_fails_on_fails_at_once() -> None:
    stream, model = new_stream(), Reader(WORDS)
    stream.feed(np.concatenate([frames(60), frames(END, 0)]))
    take(stream)
    assert stream.failed() == [LineFailed(1)]
    assert stream.is_idle
    assert texts(hear(stream, model, np.concatenate([frames(40), frames(END, 0)])))


def test_a_line_without_pauses_that_the_model_failed_on_goes_on_with_another_ear() -> None:
    stream, model = new_stream(), Reader(WORDS)
    stream.feed(frames(100))
    take(stream)
    stream.failed()
    events = hear(stream, model, np.concatenate([frames(500), frames(END, 0)]))
    assert LineFailed(1) in events
    assert texts(events)
    assert len(model.hearings) == 1
