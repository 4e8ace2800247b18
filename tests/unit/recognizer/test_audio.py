"""The newest audio can be had by sample number."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recognizer.audio import RecentAudio, from_pcm

CAPACITY = 10


def test_pcm_is_scaled_to_one() -> None:
    assert from_pcm(b"\x00\x80\xff\x7f\x00\x00").tolist() == [-1.0, 32767 / 32768, 0.0]


@given(st.lists(st.integers(0, CAPACITY), max_size=30))
def test_the_last_samples_are_there_however_they_came(lengths: list[int]) -> None:
    audio = RecentAudio(CAPACITY)
    for length in lengths:
        audio.add(np.arange(audio.end, audio.end + length, dtype=np.float32))
    begin = max(0, audio.end - CAPACITY)
    assert audio.copy(begin, audio.end).tolist() == list(range(begin, audio.end))


def test_what_was_forgotten_is_an_error() -> None:
    audio = RecentAudio(CAPACITY)
    for _ in range(5):
        audio.add(np.zeros(CAPACITY, np.float32))
    with pytest.raises(IndexError):
        audio.copy(0, CAPACITY)
    with pytest.raises(IndexError):
        audio.copy(45, 51)


def test_the_quietest_place_of_the_newest_audio_is_found() -> None:
    audio = RecentAudio(4000)
    samples = np.ones(3200, np.float32)
    samples[1600:1920] = 0.1  # within the last 2560 samples
    samples[0:320] = 0  # before them
    audio.add(samples)
    assert audio.quietest_end(2560) == 1920


def test_where_all_is_equally_loud_the_newest_audio_ends_at_its_end() -> None:
    audio = RecentAudio(4000)
    audio.add(np.ones(3200, np.float32))
    assert audio.quietest_end(2560) == 3200
