"""Files as a source: any format, any rate, never ahead of their time, clear when unreadable."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from app.audio.file_source import FileSource, Measure, Pace, measure_of
from app.core.errors import ErrorCode, ZimuError
from tests.helpers.waiting import until
from tests.unit.audio.fakes import RecordingOutlet

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def speech(samples: int, seed: int = 3) -> NDArray[np.int16]:
    return np.random.default_rng(seed).integers(-8000, 8000, samples).astype(np.int16)


def play(path: Path, pace: Pace, outlet: RecordingOutlet) -> None:
    source = FileSource(path, pace)
    source.start(outlet)
    assert outlet.ended.wait(20)
    source.stop()


def write(path: Path, samples: NDArray[np.int16], rate_hz: int = 16_000) -> Path:
    soundfile.write(path, samples, rate_hz)
    return path


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_sixteen_kilohertz_mono_is_played_bit_by_bit(tmp_path: Path, suffix: str) -> None:
    samples, outlet = speech(5_000), RecordingOutlet()
    play(write(tmp_path / f"speech{suffix}", samples), Pace.FAST, outlet)
    assert outlet.pcm == samples.tobytes()
    assert outlet.troubles == []


@pytest.mark.parametrize(
    ("suffix", "rate_hz"), [(".wav", 44_100), (".flac", 8_000), (".ogg", 48_000)]
)
def test_any_rate_and_number_of_channels_gives_the_full_length(
    tmp_path: Path, suffix: str, rate_hz: int
) -> None:
    outlet = RecordingOutlet()
    stereo = speech(2 * rate_hz).reshape(-1, 2)
    play(write(tmp_path / f"speech{suffix}", stereo, rate_hz), Pace.FAST, outlet)
    assert len(outlet.pcm) == 16_000 * 2


class TimedOutlet(RecordingOutlet):
    """Notes when each piece came, and the number of its last sample."""

    def __init__(self) -> None:
        super().__init__()
        self.releases: list[tuple[float, int]] = []

    def write(self, pcm16k: bytes) -> None:
        super().write(pcm16k)
        self.releases.append((time.monotonic(), len(self.pcm) // 2 - 1))


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100])
def test_no_sample_is_released_before_its_time(tmp_path: Path, rate_hz: int) -> None:
    outlet = TimedOutlet()
    path = write(tmp_path / "speech.wav", speech(rate_hz // 2), rate_hz)
    play(path, Pace.REALTIME, outlet)
    begin_s = outlet.releases[0][0]
    early = [last for at_s, last in outlet.releases if at_s - begin_s < last / 16_000]
    assert early == []
    assert outlet.releases[-1][1] == 7_999


@pytest.mark.parametrize("pace", list(Pace))
def test_a_file_waits_for_room_and_loses_nothing(tmp_path: Path, pace: Pace) -> None:
    samples, outlet = speech(4_000), RecordingOutlet(room=1_000)
    source = FileSource(write(tmp_path / "speech.wav", samples), pace)
    source.start(outlet)
    until(lambda: len(outlet.pcm) >= 640 * 2, "as much as there was room for")
    outlet.make_room(10_000)
    assert outlet.ended.wait(10)
    source.stop()
    assert outlet.pcm == samples.tobytes()


@pytest.mark.parametrize("pace", list(Pace))
def test_stopping_ends_the_thread_at_once_and_is_no_end(tmp_path: Path, pace: Pace) -> None:
    outlet = RecordingOutlet(room=1_000)
    source = FileSource(write(tmp_path / "speech.wav", speech(160_000)), pace)
    source.start(outlet)
    until(lambda: bool(outlet.pieces), "the first audio")
    source.stop()
    source.stop()
    assert "zimu-file" not in [thread.name for thread in threading.enumerate()]
    assert not outlet.ended.is_set()


def test_a_file_without_samples_just_ends(tmp_path: Path) -> None:
    outlet = RecordingOutlet()
    play(write(tmp_path / "empty.wav", speech(0)), Pace.REALTIME, outlet)
    assert (outlet.pcm, outlet.troubles) == (b"", [])


def test_samples_that_are_no_numbers_are_silence(tmp_path: Path) -> None:
    outlet = RecordingOutlet()
    broken = np.array([0.5, np.nan, np.inf, -np.inf, 0.25], np.float32)
    soundfile.write(tmp_path / "broken.wav", broken, 16_000, subtype="FLOAT")
    play(tmp_path / "broken.wav", Pace.FAST, outlet)
    assert np.frombuffer(outlet.pcm, "<i2").tolist() == [16_384, 0, 32_767, -32_768, 8_192]


@pytest.mark.parametrize("rate_hz", [8_000, 44_100])
def test_the_rate_of_a_file_is_known_before_it_is_played(tmp_path: Path, rate_hz: int) -> None:
    path = write(tmp_path / "speech.wav", speech(2 * rate_hz), rate_hz)
    assert measure_of(path) == Measure(rate_hz, 2_000)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are text")
def test_a_name_that_is_no_text_is_played(tmp_path: Path) -> None:
    samples, outlet = speech(5_000), RecordingOutlet()
    written = write(tmp_path / "speech.wav", samples)
    named = written.rename(tmp_path / os.fsdecode(b"caf\xe9.wav"))
    play(named, Pace.FAST, outlet)
    assert outlet.pcm == samples.tobytes()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ZimuError) as caught:
        FileSource(tmp_path / "none.wav").start(RecordingOutlet())
    assert caught.value.problem.code is ErrorCode.FILE_NOT_FOUND
    assert caught.value.problem.facts == {"path": str(tmp_path / "none.wav")}


@pytest.mark.parametrize("name", ["notes.wav", "notes.raw", "notes", "folder.wav"])
def test_a_file_that_is_no_audio_is_named(tmp_path: Path, name: str) -> None:
    if name == "folder.wav":
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_text("not a sound", encoding="utf-8")
    with pytest.raises(ZimuError) as caught:
        FileSource(tmp_path / name).start(RecordingOutlet())
    # The second where no PyAV is installed, which might have read it.
    assert caught.value.problem.code in {ErrorCode.FILE_UNREADABLE, ErrorCode.MEDIA_UNAVAILABLE}


@pytest.mark.expects_log("the file breaks off")
def test_a_file_that_breaks_off_ends_with_a_trouble(tmp_path: Path) -> None:
    outlet = RecordingOutlet()
    path = write(tmp_path / "speech.flac", speech(160_000))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) // 2))
    play(path, Pace.FAST, outlet)
    assert outlet.codes == ["file_broken_off"]


def test_what_comes_before_the_break_is_played(tmp_path: Path) -> None:
    samples, outlet = speech(160_000), RecordingOutlet()
    path = write(tmp_path / "speech.wav", samples)
    path.write_bytes(path.read_bytes()[: 44 + 2 * 50_000])
    play(path, Pace.FAST, outlet)
    assert outlet.pcm == samples[:50_000].tobytes()


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_a_file_is_played_from_where_it_is_wanted(tmp_path: Path, suffix: str) -> None:
    samples, outlet = speech(40_000), RecordingOutlet()
    source = FileSource(write(tmp_path / f"a{suffix}", samples), Pace.FAST, begin_ms=1_500)
    source.start(outlet)
    assert outlet.ended.wait(20)
    source.stop()
    assert outlet.pcm == samples[24_000:].tobytes()


def test_behind_the_end_of_a_file_there_is_nothing(tmp_path: Path) -> None:
    outlet = RecordingOutlet()
    source = FileSource(write(tmp_path / "a.wav", speech(4_000)), Pace.FAST, begin_ms=60_000)
    source.start(outlet)
    assert outlet.ended.wait(20)
    source.stop()
    assert (outlet.pcm, outlet.troubles) == (b"", [])


@pytest.mark.parametrize(
    ("suffix", "subtype"), [(".ogg", "VORBIS"), (".ogg", "OPUS"), (".mp3", "MPEG_LAYER_III")]
)
def test_compressed_recordings_are_played_and_begun_anywhere(
    tmp_path: Path, suffix: str, subtype: str
) -> None:
    path = tmp_path / f"tone{suffix}"
    soundfile.write(path, tone(4 * 48_000, 48_000), 48_000, subtype=subtype)
    for begin_ms in (0, 2_500):
        outlet = RecordingOutlet()
        source = FileSource(path, Pace.FAST, begin_ms=begin_ms)
        source.start(outlet)
        assert outlet.ended.wait(20)
        source.stop()
        assert abs(len(outlet.pcm) // 32 - (4_000 - begin_ms)) <= 60
        assert np.abs(np.frombuffer(outlet.pcm, "<i2")).max() > 8_000


def tone(samples: int, rate_hz: int) -> NDArray[np.float32]:
    return (0.5 * np.sin(np.arange(samples) * 2 * np.pi * 440 / rate_hz)).astype(np.float32)


@pytest.mark.parametrize("channels", [33, 200])
def test_a_header_that_makes_no_sense_is_not_believed(tmp_path: Path, channels: int) -> None:
    path = tmp_path / "many.wav"
    soundfile.write(path, np.zeros((10, channels), np.int16), 16_000)
    with pytest.raises(ZimuError) as caught:
        FileSource(path).start(RecordingOutlet())
    assert caught.value.problem.code is ErrorCode.FILE_UNREADABLE
