"""What becomes of the app's audio on its way to the wire."""

import io
import struct
import sys
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from app.audio.encoding import Encoder, encoder_for
from app.audio.source import RATE_HZ
from app.core.errors import ErrorCode, ZimuError
from app.protocol.config import AudioFormat, WireConfig

LOW_RATE = WireConfig(sample_rate=8_000)
OPUS = WireConfig(audio=AudioFormat.OPUS)
CHUNK_BYTES = RATE_HZ // 10 * 2
FRAME_GRANULES = 2_880  # 60 ms at the 48 kHz that Opus counts in
LOUDEST = 16_384


def tone(seconds: float, hz: float = 440.0) -> bytes:
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (LOUDEST * np.sin(2 * np.pi * hz * times)).astype("<i2").tobytes()


def encoded(encoder: Encoder, pcm: bytes, chunk_bytes: int = CHUNK_BYTES) -> bytes:
    chunks = (pcm[at : at + chunk_bytes] for at in range(0, len(pcm), chunk_bytes))
    return b"".join(encoder.encode(chunk) for chunk in chunks) + encoder.finish()


def loudness(samples: np.ndarray, rate_hz: int, hz: float) -> float:
    """How much of one frequency there is in the middle of `samples`."""
    middle = samples[len(samples) // 4 : -len(samples) // 4].astype(np.float64)
    wave = np.exp(-2j * np.pi * hz * np.arange(len(middle)) / rate_hz)
    return float(2 * abs(np.mean(middle * wave)))


class Page(NamedTuple):
    """One page of an Ogg stream."""

    granule: int
    packets: int
    body: bytes


def pages(stream: bytes) -> Iterator[Page]:
    while stream:
        magic, granule, segments = struct.unpack_from("<4sxxq12xB", stream)
        assert magic == b"OggS"
        sizes = stream[27 : 27 + segments]
        end = 27 + segments + sum(sizes)
        yield Page(granule, sum(size < 255 for size in sizes), stream[27 + segments : end])
        stream = stream[end:]


def test_pcm_goes_as_it_is() -> None:
    encoder = encoder_for(WireConfig())
    pcm = tone(0.5)
    assert encoded(encoder, pcm) == pcm
    assert encoder.bytes_in == encoder.bytes_out == len(pcm)


def test_at_a_low_rate_voices_stay_and_what_is_above_goes() -> None:
    voice = np.frombuffer(encoded(encoder_for(LOW_RATE), tone(1, 1_000)), "<i2")
    hiss = np.frombuffer(encoded(encoder_for(LOW_RATE), tone(1, 6_000)), "<i2")
    assert len(voice) == len(hiss) == 8_000
    assert loudness(voice, 8_000, 1_000) == pytest.approx(LOUDEST, rel=0.01)
    assert loudness(hiss, 8_000, 2_000) < LOUDEST / 1_000


@given(chunk_samples=st.integers(1, 4_000))
def test_at_a_low_rate_chunks_make_no_difference(chunk_samples: int) -> None:
    pcm = tone(0.3)
    whole = np.frombuffer(encoded(encoder_for(LOW_RATE), pcm, len(pcm)), "<i2").astype(int)
    cut = np.frombuffer(encoded(encoder_for(LOW_RATE), pcm, 2 * chunk_samples), "<i2").astype(int)
    assert len(whole) == len(cut)
    assert np.abs(whole - cut).max() <= 1


@pytest.mark.parametrize("config", [LOW_RATE, OPUS])
def test_less_goes_out_than_comes_in(config: WireConfig) -> None:
    encoder = encoder_for(config)
    pcm = tone(2)
    stream = encoded(encoder, pcm)
    assert (encoder.bytes_in, encoder.bytes_out) == (len(pcm), len(stream))
    assert len(stream) <= len(pcm) / 2


def test_an_opus_stream_has_one_packet_of_60_ms_on_each_page() -> None:
    head, tags, *audio = pages(encoded(encoder_for(OPUS), tone(1.8)))
    assert head.body.startswith(b"OpusHead\x01\x01")  # version 1, one channel
    assert tags.body.startswith(b"OpusTags")
    assert [page.packets for page in audio] == [1] * len(audio)
    granules = [page.granule for page in audio]
    assert granules[:-1] == [FRAME_GRANULES * (1 + at) for at in range(len(audio) - 1)]
    assert granules[-2] < granules[-1] <= granules[-2] + FRAME_GRANULES


def test_an_opus_page_goes_out_with_the_next_frame_at_the_latest() -> None:
    encoder = encoder_for(OPUS)
    frame = tone(0.06)
    encoder.encode(frame)
    for _ in range(20):
        assert len(list(pages(encoder.encode(frame)))) == 1


def test_an_opus_stream_decodes_to_what_was_heard() -> None:
    samples, rate_hz = soundfile.read(io.BytesIO(encoded(encoder_for(OPUS), tone(2))))
    assert len(samples) / rate_hz == pytest.approx(2, abs=0.01)
    assert loudness(samples, rate_hz, 440) == pytest.approx(LOUDEST / 32_768, rel=0.1)


def test_nothing_encoded_ends_without_an_error() -> None:
    for config in (WireConfig(), LOW_RATE, OPUS):
        encoder = encoder_for(config)
        assert encoder.encode(b"") == b""
        assert encoder.finish() == b""


def test_opus_that_is_not_installed_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "app.audio.opus", raising=False)
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(ZimuError) as caught:
        encoder_for(OPUS)
    assert caught.value.problem.code is ErrorCode.OPUS_UNAVAILABLE
