"""Recordings that are odd or damaged: all of them that can be heard is, and the rest is said."""

from __future__ import annotations

import os
import struct
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from app.audio.file_source import FileSource, Pace, measure_of
from app.audio.ring import Chunk, Hole, Ring
from app.core.errors import ErrorCode, ZimuError
from app.session.outlet import SessionOutlet
from tests.helpers.waiting import until
from tests.unit.audio.fakes import RecordingOutlet

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE_HZ = 48_000


def noise(seconds: float, rate_hz: int = RATE_HZ) -> NDArray[np.float32]:
    return np.random.default_rng(1).normal(0, 0.1, round(seconds * rate_hz)).astype(np.float32)


def written(path: Path, subtype: str, seconds: float = 3.0, rate_hz: int = RATE_HZ) -> bytes:
    soundfile.write(path, noise(seconds, rate_hz), rate_hz, subtype=subtype)
    return path.read_bytes()


def played(path: Path, begin_ms: int = 0) -> RecordingOutlet:
    outlet = RecordingOutlet()
    source = FileSource(path, Pace.FAST, begin_ms=begin_ms)
    source.start(outlet)
    assert outlet.ended.wait(30)
    source.stop()
    return outlet


def heard_ms(outlet: RecordingOutlet) -> int:
    return len(outlet.pcm) // 32


def refusal(path: Path) -> ErrorCode:
    with pytest.raises(ZimuError) as caught:
        measure_of(path)
    return caught.value.problem.code


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in folders there")
def test_a_pipe_that_nobody_writes_into_is_turned_down_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    assert refusal(tmp_path / "pipe.wav") is ErrorCode.FILE_UNREADABLE


def test_a_file_that_the_system_refuses_is_told_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / f"{'x' * 300}.wav"
    with pytest.raises(ZimuError) as caught:
        FileSource(path).start(RecordingOutlet())
    if sys.platform != "win32":  # where so long a name is just one that is not there
        assert caught.value.problem.code is ErrorCode.FILE_NOT_OPENED
        assert caught.value.problem.facts["reason"]


def test_a_flac_that_does_not_know_its_length_is_heard_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "piped.flac"
    data = bytearray(written(path, "PCM_16", rate_hz=16_000))
    data[21] &= 0xF0  # how many samples there are: 36 bits of its first block
    data[22:26] = bytes(4)
    path.write_bytes(data)
    assert measure_of(path).length_ms is None
    outlet = played(path)
    assert (heard_ms(outlet), outlet.troubles) == (3000, [])
    assert played(path, 2000).pcm == outlet.pcm[2000 * 32 :]


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "FLOAT"])
@pytest.mark.parametrize("told_bytes", [0, 32_000])
def test_a_wav_whose_recorder_was_killed_is_heard(
    tmp_path: Path, subtype: str, told_bytes: int
) -> None:
    path = tmp_path / "killed.wav"
    data = bytearray(written(path, subtype, rate_hz=16_000))
    at = data.index(b"data") + 4
    data[4:8] = data[at : at + 4] = struct.pack("<I", told_bytes)
    path.write_bytes(data)
    assert measure_of(path).length_ms == 3000
    outlet = played(path)
    assert (heard_ms(outlet), outlet.troubles) == (3000, [])
    assert played(path, 2000).pcm == outlet.pcm[2000 * 32 :]


def test_what_follows_the_sound_in_a_wav_is_not_heard(tmp_path: Path) -> None:
    path = tmp_path / "named.wav"
    data = written(path, "PCM_16", rate_hz=16_000)
    path.write_bytes(data + b"LIST" + struct.pack("<I", 5000) + bytes(5000))
    assert heard_ms(played(path)) == 3000


@pytest.mark.parametrize("begin_ms", [0, 1000])
def test_a_header_and_nothing_else_is_an_empty_recording(tmp_path: Path, begin_ms: int) -> None:
    path = tmp_path / "begun.wav"
    data = written(path, "PCM_16", seconds=0.0)
    path.write_bytes(data)
    outlet = played(path, begin_ms)
    assert (outlet.pcm, outlet.troubles) == (b"", [])


@pytest.mark.parametrize("subtype", ["VORBIS", "OPUS"])
def test_recordings_that_were_joined_to_one_ogg_are_all_heard(tmp_path: Path, subtype: str) -> None:
    path = tmp_path / "joined.ogg"
    links = [written(path, subtype, seconds) for seconds in (1.0, 2.0, 1.5)]
    # Each stream has a number of its own, or they were never told apart.
    assert len({link[14:18] for link in links}) == len(links)
    path.write_bytes(b"".join(links))
    assert measure_of(path).length_ms == 4500
    assert heard_ms(played(path)) == 4500
    assert heard_ms(played(path, 1500)) == 3000
    assert heard_ms(played(path, 3500)) == 1000


@pytest.mark.expects_log("the file breaks off")
def test_what_goes_on_at_another_rate_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "joined.ogg"
    first = written(path, "VORBIS", 1.0)
    path.write_bytes(first + written(path, "VORBIS", 1.0, rate_hz=44_100))
    outlet = played(path)
    assert (heard_ms(outlet), outlet.codes) == (1000, ["file_broken_off"])


# What an MP3 loses is not all told: its decoder passes over some of it.
@pytest.mark.parametrize(
    ("suffix", "subtype", "off_ms"), [(".flac", "PCM_16", 0), (".mp3", "MPEG_LAYER_III", 200)]
)
def test_damage_in_the_middle_costs_what_is_damaged(
    tmp_path: Path, suffix: str, subtype: str, off_ms: int
) -> None:
    path = tmp_path / f"scratched{suffix}"
    data = bytearray(written(path, subtype, 10.0))
    middle = len(data) // 2
    data[middle : middle + 1500] = np.random.default_rng(2).bytes(1500)
    path.write_bytes(data)
    outlet = played(path)
    assert outlet.troubles == []
    lost_ms = sum(outlet.skips) // 16
    assert 0 < lost_ms <= 500
    assert abs(heard_ms(outlet) + lost_ms - 10_000) <= off_ms


def test_a_long_damage_pushes_out_nothing_that_waits_to_be_sent(tmp_path: Path) -> None:
    path = tmp_path / "scratched.flac"
    data = bytearray(written(path, "PCM_16", 300.0, rate_hz=8_000))
    begin, end = len(data) // 3, 2 * len(data) // 3
    data[begin:end] = bytes(end - begin)
    path.write_bytes(data)
    ring = Ring()
    outlet = SessionOutlet(ring, time.monotonic, lambda: None)
    outlet.wants_levels = False
    source = FileSource(path, Pace.FAST)
    source.start(outlet)
    until(lambda: ring.cursors.written > 95 * 16_000, "all that is before the damage")
    heard = lost = 0
    while not ring.is_drained:
        until(lambda: ring.waiting() > 0 or ring.is_drained, "more of it, or its end")
        match ring.take(16_000):
            case Chunk(pcm=pcm):
                heard += len(pcm) // 2
            case Hole(begin_sample=first, end_sample=last):
                lost += last - first
    source.stop()
    assert abs(heard - 200 * 16_000) <= 16_000
    assert heard + lost == 300 * 16_000


def test_an_mp3_behind_a_heap_of_pictures_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "cover.mp3"
    sound = written(path, "MPEG_LAYER_III")
    tag = b"ID3\x04\0\0\0\0\x7f\x7f" + np.random.default_rng(3).bytes(16_383)
    path.write_bytes(tag + sound)
    assert abs(heard_ms(played(path)) - 3000) <= 60
