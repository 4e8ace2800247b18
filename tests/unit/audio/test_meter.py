"""The level: right in decibels, and never more often than eyes need."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.audio.feed import Feed
from app.audio.meter import FLOOR_DBFS, Meter
from tests.unit.audio.fakes import FakeClock, RecordingOutlet


def constant(amplitude: int, samples: int = 320) -> bytes:
    return np.full(samples, amplitude, "<i2").tobytes()


def test_half_of_full_scale_is_six_decibels_down() -> None:
    level = Meter(FakeClock()).feed(constant(16_384))
    assert level is not None
    assert level.rms_dbfs == pytest.approx(-6.02, abs=0.01)
    assert level.peak_dbfs == pytest.approx(-6.02, abs=0.01)


def test_silence_is_the_floor() -> None:
    level = Meter(FakeClock()).feed(constant(0))
    assert level is not None
    assert (level.rms_dbfs, level.peak_dbfs) == (FLOOR_DBFS, FLOOR_DBFS)


def test_no_audio_has_no_level() -> None:
    assert Meter(FakeClock()).feed(b"") is None


def test_at_most_fifteen_levels_a_second() -> None:
    clock = FakeClock()
    meter = Meter(clock)
    levels = 0
    for _ in range(1_000):
        levels += meter.feed(constant(100, samples=16)) is not None
        clock.now_s += 0.001
    assert 12 <= levels <= 15


def test_a_level_speaks_for_all_audio_since_the_last_one() -> None:
    clock = FakeClock()
    meter = Meter(clock)
    meter.feed(constant(0))
    assert meter.feed(constant(32_767)) is None
    clock.now_s += 1
    level = meter.feed(constant(0))
    assert level is not None
    assert level.peak_dbfs == pytest.approx(0, abs=0.01)
    assert level.rms_dbfs == pytest.approx(20 * math.log10(math.sqrt(0.5)), abs=0.01)


def test_nothing_is_measured_for_who_does_not_look() -> None:
    outlet = RecordingOutlet()
    outlet.shows_levels = False
    Feed(outlet, FakeClock()).write(b"\x01\x00" * 640)
    assert outlet.pcm == b"\x01\x00" * 640
    assert outlet.levels == []
