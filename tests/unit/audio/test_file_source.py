"""Files as a source: any format, any rate, never ahead of their time, clear when unreadable."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from app.audio.file_source import FileSource, Pace, rate_of
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
    assert rate_of(write(tmp_path / "speech.wav", speech(10), rate_hz)) == rate_hz


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ZimuError) as caught:
        FileSource(tmp_path / "none.wav").start(RecordingOutlet())
    assert caught.value.problem.code is ErrorCode.FILE_NOT_FOUND
    assert caught.value.problem.facts == {"path": str(tmp_path / "none.wav")}


@pytest.mark.expects_log("cannot read the file")
@pytest.mark.parametrize("name", ["notes.wav", "notes.raw", "notes", "folder.wav"])
def test_a_file_that_is_no_audio_is_named(tmp_path: Path, name: str) -> None:
    if name == "folder.wav":
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_text("not a sound", encoding="utf-8")
    with pytest.raises(ZimuError) as caught:
        FileSource(tmp_path / name).start(RecordingOutlet())
    assert caught.value.problem.code is ErrorCode.FILE_UNREADABLE


@pytest.mark.expects_log("the file broke off")
def test_a_file_that_breaks_off_ends_with_a_trouble(tmp_path: Path) -> None:
    outlet = RecordingOutlet()
    path = write(tmp_path / "speech.flac", speech(160_000))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) // 2))
    play(path, Pace.FAST, outlet)
    assert outlet.codes == ["file_unreadable"]
