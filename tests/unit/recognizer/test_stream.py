"""One stream: what is decoded when, and what becomes of the texts."""

from __future__ import annotations

import numpy as np

from app.recognizer.audio import RATE_HZ, Samples
from app.recognizer.decoder import Heard
from app.recognizer.events import (
    LineClosed,
    LineEvent,
    LineFailed,
    LineHeard,
    LineOpened,
    LineWritten,
)
from app.recognizer.jobs import Decode, Urgency
from app.recognizer.lines import FRAME_SAMPLES, SETTLE_FRAMES, Rules
from app.recognizer.stream import Habits, LineStream

SPEECH = np.ones(FRAME_SAMPLES, np.float32)
SILENCE = np.zeros(FRAME_SAMPLES, np.float32)
RULES = Rules.of(silence_ms=400, speech_probability=0.5)
END = RULES.end_frames


class LoudIsSpeech:
    """A detector for the frames above."""

    def probability(self, frame: Samples) -> float:
        return float(frame[0])


def new_stream() -> LineStream:
    return LineStream(LoudIsSpeech(), RULES)


def feed(stream: LineStream, frame: Samples, count: int) -> list[LineEvent]:
    return [event for _ in range(count) for event in stream.feed(frame)]


def take(stream: LineStream) -> Decode:
    job = stream.take_job()
    assert job is not None
    return job


def decode(stream: LineStream, text: str, cost_s: float = 0.01) -> list[LineEvent]:
    """Carry out the next job: it says `text`."""
    take(stream)
    return stream.done(Heard(text), cost_s=cost_s)


def say_line(stream: LineStream, frames: int, text: str) -> list[LineEvent]:
    """Speak and pause; decode only the final."""
    events = feed(stream, SPEECH, frames) + feed(stream, SILENCE, END)
    return events + decode(stream, text)


def test_quiet_asks_for_nothing() -> None:
    stream = new_stream()
    assert feed(stream, SILENCE, 50) == []
    assert stream.urgency() is None
    assert stream.take_job() is None


def test_a_line_is_announced_when_speech_is_sure_with_the_time_it_began() -> None:
    stream = new_stream()
    assert feed(stream, SILENCE, 10) == []
    assert feed(stream, SPEECH, 8) == [LineOpened(1, 320)]


def test_the_first_words_are_asked_for_within_0_6_s() -> None:
    stream = new_stream()
    frames = 0
    while stream.urgency() is None:
        feed(stream, SPEECH, 1)
        frames += 1
    assert 0.4 <= frames * FRAME_SAMPLES / RATE_HZ <= 0.6
    assert take(stream).urgency is Urgency.PARTIAL


def test_one_job_is_out_at_a_time() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 30)
    take(stream)
    feed(stream, SPEECH, 30)
    assert stream.urgency() is None
    assert stream.done(Heard("So"), cost_s=0.01) == [LineHeard(1, "", "So")]
    assert stream.urgency() is Urgency.PARTIAL


def test_what_costs_more_is_decoded_less_often() -> None:
    def frames_until_due(cost_s: float) -> int:
        stream = new_stream()
        feed(stream, SPEECH, 30)
        decode(stream, "So", cost_s=cost_s)
        frames = 0
        while stream.urgency() is None:
            feed(stream, SPEECH, 1)
            frames += 1
        return frames

    assert frames_until_due(0.5) > 3 * frames_until_due(0.01)


def test_a_text_prepared_during_the_pause_is_the_final_at_once() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 60)
    feed(stream, SILENCE, SETTLE_FRAMES)
    job = take(stream)
    assert job.urgency is Urgency.CLOSING
    assert len(job.samples) == (60 + SETTLE_FRAMES) * FRAME_SAMPLES
    assert stream.done(Heard("So it is"), cost_s=0.01) == [LineHeard(1, "", "So it is")]
    events = feed(stream, SILENCE, END)
    assert events == [LineClosed(1, 60 * 32), LineWritten(1, "So it is")]
    assert stream.is_idle


def test_a_prepared_text_still_out_when_the_line_closes_becomes_the_final() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 60)
    feed(stream, SILENCE, SETTLE_FRAMES)
    take(stream)
    assert feed(stream, SILENCE, END) == [LineClosed(1, 60 * 32)]
    assert not stream.is_idle
    assert stream.done(Heard("So it is"), cost_s=0.3) == [LineWritten(1, "So it is")]


def test_a_prepared_text_is_not_the_final_when_speech_went_on() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 60)
    feed(stream, SILENCE, SETTLE_FRAMES)
    decode(stream, "So it")
    feed(stream, SPEECH, 5)
    feed(stream, SILENCE, END)
    assert stream.urgency() is Urgency.FINAL
    assert decode(stream, "So it is") == [LineWritten(1, "So it is")]


def test_a_stale_partial_of_a_closed_line_is_dropped_and_the_final_follows() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 60)
    take(stream)
    feed(stream, SILENCE, END)
    assert stream.done(Heard("So"), cost_s=0.5) == []
    assert decode(stream, "So it is", cost_s=0.1) == [LineWritten(1, "So it is")]


def test_a_short_line_is_decoded_with_the_line_before_it() -> None:
    stream = new_stream()
    say_line(stream, 60, "So, it was.")
    feed(stream, SPEECH, 20)
    feed(stream, SILENCE, END)
    job = take(stream)
    assert job.context is not None
    assert job.context.keys == ("so", "it", "was")
    assert len(job.context.samples) == (60 + END + 20 + SETTLE_FRAMES) * FRAME_SAMPLES


def test_a_short_line_long_after_the_last_one_stands_alone() -> None:
    stream = new_stream()
    say_line(stream, 60, "So it was")
    feed(stream, SILENCE, 100)
    feed(stream, SPEECH, 20)
    feed(stream, SILENCE, END)
    assert take(stream).context is None


def test_audio_that_comes_all_at_once_gives_the_same_finals_in_order() -> None:
    stream = new_stream()
    speech = np.concatenate([SPEECH] * 60 + [SILENCE] * 20)
    stream.feed(np.tile(speech, 6)[: 15 * RATE_HZ])
    assert stream.backlog_s > 8
    written: list[LineEvent] = []
    lengths: list[int] = []
    while not stream.is_idle:
        job = take(stream)
        lengths.append(len(job.samples))
        written += stream.done(Heard(f"Line {job.line}"), cost_s=0.01)
    assert written == [LineWritten(n, f"Line {n}") for n in range(1, 6)]
    assert set(lengths[1:]) == {(60 + SETTLE_FRAMES + 11) * FRAME_SAMPLES}


def test_flush_closes_the_open_line() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 30)
    assert stream.flush() == [LineClosed(1, 30 * 32)]
    assert decode(stream, "So") == [LineWritten(1, "So")]
    assert stream.flush() == []


def test_audio_in_odd_pieces_is_cut_alike() -> None:
    speech = np.concatenate([SPEECH] * 40 + [SILENCE] * 20)
    whole, pieces = new_stream(), new_stream()
    expected = whole.feed(speech)
    events = [
        event for at in range(0, len(speech), 77) for event in pieces.feed(speech[at : at + 77])
    ]
    assert events == expected


def test_a_line_after_a_full_stop_begins_with_a_capital() -> None:
    stream = new_stream()
    say_line(stream, 60, "so it was.")
    assert say_line(stream, 60, "and so it is,")[-1] == LineWritten(2, "And so it is,")
    assert say_line(stream, 60, "and will be.")[-1] == LineWritten(3, "and will be.")


def test_the_same_words_are_told_once() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 60)
    assert decode(stream, "So") == [LineHeard(1, "", "So")]
    feed(stream, SPEECH, 10)
    assert decode(stream, "So") == []


def test_a_final_that_was_cut_off_in_speech_does_not_loop() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 60)
    stream.flush()
    looped = "The best of times. The best of times. The best of times."
    assert decode(stream, looped) == [LineWritten(1, "The best of times.")]


def test_a_final_before_a_pause_keeps_what_was_said_again_and_again() -> None:
    assert say_line(new_stream(), 60, "No no no no no no.")[-1] == LineWritten(
        1, "No no no no no no."
    )


def test_it_is_done_with_the_audio_before_the_oldest_line_without_a_final() -> None:
    stream, done_ms = new_stream(), []
    feed(stream, SPEECH, 60)
    assert stream.done_ms == stream.heard_ms  # no line has ended
    for _ in range(2):
        feed(stream, SILENCE, END)
        done_ms.append(stream.done_ms)
        feed(stream, SPEECH, 60)
    take(stream)
    stream.done(Heard("Yes."), cost_s=0.01)
    assert done_ms[0] == done_ms[1] < stream.done_ms < stream.heard_ms
    take(stream)
    stream.done(Heard("Yes."), cost_s=0.01)
    assert stream.done_ms == stream.heard_ms


def test_the_likely_language_of_a_partial_is_what_was_heard_last() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 60)
    assert take(stream).wish.likely_language == ""
    stream.done(Heard("你好", "zh"), cost_s=0.01)
    feed(stream, SPEECH, 30)
    assert take(stream).wish.likely_language == "zh"


def test_the_likely_language_of_a_final_is_that_of_the_final_before() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 60)
    feed(stream, SILENCE, END)
    take(stream)
    stream.done(Heard("你好", "zh"), cost_s=0.01)
    feed(stream, SPEECH, 60)
    take(stream)
    stream.done(Heard("Hello", "en"), cost_s=0.01)
    feed(stream, SILENCE, END)
    job = take(stream)
    assert job.wish.is_final
    assert job.wish.likely_language == "zh"


def test_habits_say_which_lines_are_helped_by_the_one_before() -> None:
    def is_helped(habits: Habits) -> bool:
        stream = LineStream(LoudIsSpeech(), RULES, habits=habits)
        say_line(stream, 60, "So it was.")
        feed(stream, SPEECH, 150)
        feed(stream, SILENCE, END)
        return take(stream).context is not None

    assert not is_helped(Habits())
    assert is_helped(Habits(helped_s=12.0))
    assert not is_helped(Habits(helped_s=12.0, help_s=1.0))


def test_a_line_whose_partial_failed_is_asked_about_once_more() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 60)
    take(stream)
    assert stream.failed() == []
    feed(stream, SPEECH, 60)
    feed(stream, SILENCE, SETTLE_FRAMES)
    assert stream.urgency() is None
    feed(stream, SILENCE, END - SETTLE_FRAMES)
    assert stream.urgency() is Urgency.FINAL
    assert decode(stream, "So it was.") == [LineWritten(1, "So it was.")]


def test_a_line_whose_final_failed_has_none_and_helps_no_other() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 60)
    feed(stream, SILENCE, END)
    take(stream)
    assert stream.failed() == [LineFailed(1)]
    assert stream.is_idle
    feed(stream, SPEECH, 30)
    feed(stream, SILENCE, END)
    assert take(stream).context is None
    assert stream.done(Heard("So it was."), cost_s=0.01) == [LineWritten(2, "So it was.")]
    feed(stream, SPEECH, 30)
    feed(stream, SILENCE, END)
    assert take(stream).context is not None


def test_a_partial_that_ends_where_the_line_does_is_not_its_final() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 70)
    stream.feed(np.zeros(0, np.float32))
    partial = take(stream)
    stream.flush()
    waiting_end = 70 * FRAME_SAMPLES
    assert partial.end == waiting_end
    assert stream.done(Heard("So it"), cost_s=0.01) == []
    assert decode(stream, "So it was.") == [LineWritten(1, "So it was.")]


def test_what_partials_heard_does_not_decide_how_a_final_is_heard() -> None:
    stream = new_stream()
    feed(stream, SPEECH, 60)
    feed(stream, SILENCE, END)
    take(stream)
    stream.done(Heard("Hello.", "en"), cost_s=0.01)
    feed(stream, SPEECH, 40)
    take(stream)
    stream.done(Heard("你好", "zh"), cost_s=0.01)
    feed(stream, SILENCE, END)
    context = take(stream).context
    assert context is not None
    assert context.language == "en"
