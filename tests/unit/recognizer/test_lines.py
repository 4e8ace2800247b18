"""Where lines begin and end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.recognizer.lines import (
    CANDIDATE_FRAMES,
    FRAME_MS,
    IMPATIENT_PAUSE_FRAMES,
    LEAST_SPEECH_FRAMES,
    LONGEST_FRAMES,
    PATIENT_FRAMES,
    PRE_ROLL_FRAMES,
    SETTLE_FRAMES,
    Closed,
    Cut,
    LineCutter,
    Opened,
    Rules,
    State,
)

RULES = Rules.of(silence_ms=400, speech_probability=0.5)
END = RULES.end_frames


def cut(frames: str, *, rules: Rules = RULES, quiet: frozenset[int] = frozenset()) -> list[Cut]:
    """Feed `frames`: "#" is speech, "." is not; frames in `quiet` are the quietest."""
    cutter = LineCutter(rules)
    cuts: list[Cut] = []
    for i, frame in enumerate(frames):
        cuts += cutter.feed(1.0 if frame == "#" else 0.0, 0.0 if i in quiet else 1.0)
    return cuts


def test_silence_is_at_least_as_long_as_asked() -> None:
    assert END * FRAME_MS >= 400 > (END - 1) * FRAME_MS


def test_a_line_starts_before_its_first_word() -> None:
    assert cut("." * 30 + "#" * 20)[0] == Opened(30 - PRE_ROLL_FRAMES, 30)


def test_a_line_never_starts_before_the_stream_or_inside_the_last_line() -> None:
    opened, closed, again = cut("#" * 20 + "." * END + "#" * 20)
    assert opened == Opened(0, 0)
    assert closed == Closed(20, 20 + SETTLE_FRAMES)
    assert again == Opened(closed.end, 20 + END)


def test_a_pause_that_is_too_short_ends_nothing() -> None:
    assert len(cut("#" * 20 + "." * (END - 1) + "#" * 20)) == 1


def test_clicks_are_no_line() -> None:
    click = "#" * (LEAST_SPEECH_FRAMES - 1) + "." * CANDIDATE_FRAMES
    assert cut(click * 10) == []


def test_a_short_word_in_two_parts_is_a_line() -> None:
    assert len(cut("####..####")) == 1


def test_a_long_line_ends_at_a_short_pause() -> None:
    words = "#" * PATIENT_FRAMES
    cuts = cut(words + "#" + "." * IMPATIENT_PAUSE_FRAMES)
    assert cuts[-1] == Closed(PATIENT_FRAMES + 1, PATIENT_FRAMES + 1 + SETTLE_FRAMES)


def test_a_line_without_a_pause_is_cut_at_its_quietest_place_and_goes_on() -> None:
    quiet = frozenset({LONGEST_FRAMES - 41, LONGEST_FRAMES - 40, LONGEST_FRAMES - 39})
    _, closed, opened = cut("#" * LONGEST_FRAMES, quiet=quiet)
    assert closed == Closed(LONGEST_FRAMES - 40, LONGEST_FRAMES - 40)
    assert opened == Opened(LONGEST_FRAMES - 40, LONGEST_FRAMES - 40)


@given(st.lists(st.integers(0, 9), min_size=LONGEST_FRAMES, max_size=LONGEST_FRAMES))
def test_where_a_line_would_be_cut_moves_forward_until_it_is_cut_there(levels: list[int]) -> None:
    cutter = LineCutter(RULES)
    likely: list[int] = []
    for level in levels[:-1]:
        assert not [closed for closed in cutter.feed(1.0, level) if isinstance(closed, Closed)]
        if cutter.likely_cut is not None:
            likely.append(cutter.likely_cut)
    closed, opened = cutter.feed(1.0, levels[-1])
    assert isinstance(closed, Closed)
    assert opened == Opened(closed.end, closed.end)
    assert [*likely, closed.end] == sorted([*likely, closed.end])
    assert likely[-1] == closed.end or closed.end == LONGEST_FRAMES - 2


def test_a_short_line_has_no_cut_in_sight() -> None:
    cutter = LineCutter(RULES)
    for _ in range(200):
        cutter.feed(1.0, 1.0)
        assert cutter.likely_cut is None


def test_flush_ends_what_is_open_and_only_once() -> None:
    cutter = LineCutter(RULES)
    for _ in range(20):
        cutter.feed(1.0, 1.0)
    assert cutter.flush() == (Closed(20, 20),)
    assert cutter.flush() == ()
    assert cutter.state is State.QUIET


def test_a_line_that_grows_too_long_in_a_pause_ends_with_its_last_speech() -> None:
    patient = Rules.of(silence_ms=6000, speech_probability=0.5)
    quiet = frozenset(range(300, 400))
    _, closed, again = cut("#" * 220 + "." * 180 + "#" * 20, rules=patient, quiet=quiet)
    assert closed == Closed(220, 220 + SETTLE_FRAMES)
    assert again == Opened(400 - PRE_ROLL_FRAMES, 400)


@given(
    st.lists(st.tuples(st.sampled_from("#."), st.integers(1, 240)), max_size=40),
    st.sampled_from([200, 400, 800, 6000]),
    st.frozensets(st.integers(0, 2_000)),
)
def test_lines_alternate_stay_in_order_and_are_never_too_long(
    runs: list[tuple[str, int]], silence_ms: int, quiet: frozenset[int]
) -> None:
    frames = "".join(kind * length for kind, length in runs)
    rules = Rules.of(silence_ms=silence_ms, speech_probability=0.5)
    begin, end = None, 0
    for event in cut(frames, rules=rules, quiet=quiet):
        match event:
            case Opened():
                assert begin is None
                assert end <= event.begin <= event.speech
                begin = event.begin
            case Closed():
                assert begin is not None
                assert begin < event.speech_end <= event.end <= len(frames)
                assert event.end - begin <= LONGEST_FRAMES
                begin, end = None, event.end
