"""Mixing and resampling: exact where it can be, the same in any chunking, true to its clock."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audio.converter import Converter, frames_of


def tone(rate_hz: int, frames: int, hz: float = 440.0) -> np.ndarray:
    seconds = np.arange(frames) / rate_hz
    return (0.5 * np.sin(2 * np.pi * hz * seconds)).astype(np.float32).reshape(-1, 1)


def samples_of(pcm: bytes) -> np.ndarray:
    return np.frombuffer(pcm, "<i2").astype(np.int32)


def test_sixteen_kilohertz_mono_comes_out_bit_by_bit() -> None:
    every_value = np.arange(-32768, 32768).astype("<i2").tobytes()
    assert Converter(16_000).feed(frames_of(every_value, 1)) == every_value


def test_channels_are_averaged() -> None:
    stereo = np.array([[1000, 3000], [-32768, 32767]], "<i2").tobytes()
    assert samples_of(Converter(16_000).feed(frames_of(stereo, 2))).tolist() == [2000, 0]


def test_what_is_too_loud_is_clipped_and_does_not_wrap() -> None:
    loud = np.array([[1.5], [-1.5]], np.float32)
    assert samples_of(Converter(16_000).feed(loud)).tolist() == [32767, -32768]


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 22_050, 44_100, 48_000, 96_000])
def test_a_tone_survives_resampling_in_full_length(rate_hz: int) -> None:
    converter = Converter(rate_hz)
    out = samples_of(converter.feed(tone(rate_hz, rate_hz)) + converter.flush())
    wanted = tone(16_000, 16_000)[:, 0] * 32768
    assert len(out) == 16_000
    inner = slice(400, -400)  # the filter rings where the tone begins and ends abruptly
    assert np.abs(out[inner] - wanted[inner]).max() < 16


@given(
    rate_hz=st.sampled_from([8_000, 44_100, 48_000]),
    cuts=st.lists(st.integers(0, 2_000), max_size=8),
)
def test_any_chunking_gives_the_same_samples(rate_hz: int, cuts: list[int]) -> None:
    frames = tone(rate_hz, 2_000)
    whole = Converter(rate_hz)
    expected = samples_of(whole.feed(frames) + whole.flush())
    pieces = Converter(rate_hz)
    out = b""
    for begin, end in zip([0, *sorted(cuts)], [*sorted(cuts), 2_000], strict=True):
        out += pieces.feed(frames[begin:end])
    out += pieces.flush()
    assert np.abs(samples_of(out) - expected).max() <= 1


@given(
    rate_hz=st.sampled_from([8_000, 16_000, 44_100, 48_000]),
    lost=st.lists(st.integers(1, 50_000), min_size=1, max_size=6),
)
def test_lost_frames_never_move_the_clock(rate_hz: int, lost: list[int]) -> None:
    converter = Converter(rate_hz)
    frames_in = samples_out = 0
    for frames in lost:
        samples_out += len(converter.feed(tone(rate_hz, 700)) + converter.flush()) // 2
        samples_out += converter.lose(frames)
        frames_in += 700 + frames
        assert abs(samples_out - frames_in * 16_000 / rate_hz) <= 1
