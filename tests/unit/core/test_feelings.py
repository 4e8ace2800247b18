"""Emotions that nobody wanted kept leave the captions, and nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.captions import Captions, Entry, GapLine, Line, LineStatus
from app.core.emotion import Emotion
from app.core.feelings import Sifted, sift, sift_anew, wants_emotions
from app.core.overlay_settings import OverlaySettings
from app.core.settings import EmotionSettings, Settings

ALL = 10**9


def line(number: int, emotion: Emotion, text: str = "words") -> Line:
    return Line(number, LineStatus.FINAL, text, begin_ms=number * 1000, emotion=emotion)


def emotions(captions: Captions) -> list[Emotion]:
    return [entry.emotion for entry in captions.entries if isinstance(entry, Line)]


def test_only_the_emotion_is_left_out() -> None:
    heard = Captions((line(1, Emotion.ANGRY), GapLine(2000, 3000), line(4, Emotion.SAD)), 7)
    kept = sift(heard, Sifted(), ALL).kept
    assert kept.entries == (line(1, Emotion.NONE), GapLine(2000, 3000), line(4, Emotion.NONE))
    assert kept.revision == 7


def test_lines_that_have_no_words_yet_keep_no_emotion_either() -> None:
    heard = Captions(wordless=(line(1, Emotion.HAPPY, ""),))
    assert sift(heard, Sifted(), ALL).kept.wordless == (line(1, Emotion.NONE, ""),)


def test_later_lines_may_have_one() -> None:
    heard = Captions((line(1, Emotion.ANGRY), line(2, Emotion.ANGRY)))
    assert emotions(sift(heard, Sifted(), 2).kept) == [Emotion.NONE, Emotion.ANGRY]


def test_what_stayed_the_same_is_the_same_object() -> None:
    first = Captions(tuple(line(number, Emotion.SAD) for number in range(600)))
    before = sift(first, Sifted(), ALL)
    changed = (*first.entries[:-1], line(599, Emotion.SAD, "more words"))
    after = sift(Captions(changed, 1), before, ALL)
    pairs = zip(before.kept.entries[:-1], after.kept.entries[:-1], strict=True)
    assert all(old is new for old, new in pairs)
    assert sift(after.heard, after, ALL) is after


def test_what_is_steady_stays_so_in_an_epoch_of_its_own() -> None:
    entries = tuple(line(number, Emotion.SAD) for number in range(600))
    shown = Captions(entries, 600, epoch=3, steady=300)
    before = sift(shown, sift_anew(shown), ALL)
    assert before.kept.epoch != shown.epoch
    after = sift(replace(shown, entries=(*entries, line(600, Emotion.SAD))), before, ALL)
    assert (after.kept.epoch, after.kept.steady) == (before.kept.epoch, 300)
    other = (line(0, Emotion.SAD, "other"), *entries[1:])
    changed = sift(replace(shown, entries=other, epoch=4), after, ALL)
    assert changed.kept.epoch != after.kept.epoch
    assert changed.kept.entries[0] == line(0, Emotion.NONE, "other")


NUMBERS = st.integers(min_value=0, max_value=700)
LINES = st.builds(line, NUMBERS, st.sampled_from(Emotion), st.sampled_from(("a", "b")))
STREAM = st.lists(LINES, min_size=500, max_size=520).map(tuple)


@given(STREAM, NUMBERS, LINES, st.integers(min_value=0, max_value=499))
def test_what_is_known_already_changes_nothing(
    entries: tuple[Entry, ...], first_felt: int, new: Line, place: int
) -> None:
    before = sift(Captions(entries), Sifted(), first_felt)
    now = Captions((*entries[:place], new, *entries[place + 1 :]), 1)
    assert sift(now, before, first_felt).kept == sift(now, Sifted(), first_felt).kept


@pytest.mark.parametrize(
    ("emotion", "in_overlay", "are_wanted"),
    [
        (EmotionSettings(), False, True),
        (EmotionSettings(is_shown=False), False, False),
        (EmotionSettings(is_shown=False), True, True),
        (EmotionSettings(is_shown=False, is_kept=True), False, False),
        (EmotionSettings(is_shown=False, is_kept=True, is_explained=True), False, True),
        (EmotionSettings(is_shown=False, is_explained=True), False, False),
    ],
)
def test_emotions_are_wanted_where_they_are_shown_or_were_allowed_to_be_kept(
    emotion: EmotionSettings, in_overlay: bool, are_wanted: bool
) -> None:
    settings = Settings(emotion=emotion, overlay=OverlaySettings(shows_emotion=in_overlay))
    assert wants_emotions(settings) is are_wanted
