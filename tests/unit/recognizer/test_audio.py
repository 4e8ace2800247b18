"""The newest audio can be had by sample number."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recognizer.audio import RATE_HZ, Reader, RecentAudio, from_pcm

CAPACITY = 10


def test_pcm_is_scaled_to_one() -> None:
    assert from_pcm(b"\x00\x80\xff\x7f\x00\x00").tolist() == [-1.0, 32767 / 32768, 0.0]


def test_audio_at_the_full_rate_is_read_as_it_is() -> None:
    pcm = bytes(range(256))
    reader = Reader(RATE_HZ)
    assert reader.read(pcm).tolist() == from_pcm(pcm).tolist()
    assert reader.flush().tolist() == []


@pytest.mark.parametrize("chunk", [2, 320, 1_600, 16_000])
def test_audio_at_half_the_rate_becomes_twice_as_many_samples(chunk: int) -> None:
    reader = Reader(RATE_HZ // 2)
    wave = np.sin(2 * np.pi * 440 * np.arange(RATE_HZ // 2) / (RATE_HZ // 2))
    pcm = (wave * 16_384).astype("<i2").tobytes()
    for _ in range(2):  # after a flush it begins anew
        pieces = [reader.read(pcm[at : at + chunk]) for at in range(0, len(pcm), chunk)]
        heard = np.concatenate([*pieces, reader.flush()])
        assert len(heard) == RATE_HZ
        expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE_HZ) / RATE_HZ)
        middle = slice(RATE_HZ // 8, -RATE_HZ // 8)
        assert np.abs(heard - expected)[middle].max() < 0.001


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
