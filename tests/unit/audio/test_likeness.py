"""The measure of the end-to-end tests notices what it is there to notice."""

from __future__ import annotations

import numpy as np
import pytest

from tests.helpers.likeness import RATE_HZ, compare, speechlike

SAID = speechlike(4)
QUIET = bytes(RATE_HZ)


def test_an_exact_copy_within_silence_is_exact() -> None:
    likeness = compare(QUIET + SAID + QUIET, SAID)
    assert likeness.is_exact
    assert likeness.correlation == pytest.approx(1)
    assert likeness.stretch_ms == 0


def test_one_wrong_bit_is_not_exact() -> None:
    wrong = bytearray(QUIET + SAID + QUIET)
    wrong[len(wrong) // 2] ^= 1
    assert not compare(bytes(wrong), SAID).is_exact


@pytest.mark.parametrize("samples", [16, 160])
def test_lost_samples_shorten_it(samples: int) -> None:
    middle = len(SAID) // 2
    shorter = QUIET + SAID[:middle] + SAID[middle + 2 * samples :] + QUIET
    assert compare(shorter, SAID).stretch_ms == pytest.approx(-samples / 16, abs=0.1)


def test_zeros_put_between_lengthen_it() -> None:
    middle = len(SAID) // 2
    longer = QUIET + SAID[:middle] + bytes(320) + SAID[middle:] + QUIET
    assert compare(longer, SAID).stretch_ms == pytest.approx(10, abs=0.1)


def test_a_delay_of_half_a_sample_is_no_loss() -> None:
    samples = np.frombuffer(SAID, "<i2")
    spectrum = np.fft.rfft(samples)
    turn = np.exp(-1j * np.pi * np.arange(len(spectrum)) / len(samples))
    shifted = np.fft.irfft(spectrum * turn, len(samples)).astype("<i2").tobytes()
    likeness = compare(QUIET + shifted + QUIET, SAID)
    assert not likeness.is_exact
    assert likeness.correlation > 0.999


def test_noise_on_top_lowers_the_likeness() -> None:
    samples = np.frombuffer(SAID, "<i2").astype(float)
    noise = np.random.default_rng(1).normal(0, 0.1 * samples.std(), len(samples))
    noisy = (samples + noise).astype("<i2").tobytes()
    assert 0.99 < compare(QUIET + noisy + QUIET, SAID).correlation < 0.999
