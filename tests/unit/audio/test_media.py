"""Sound out of films: played as other recordings are, and nothing but the file itself is opened."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.audio.file_source import FileSource, Pace, measure_of
from app.core.errors import ErrorCode, ZimuError
from tests.helpers.damage import damaged
from tests.unit.audio.fakes import RecordingOutlet

av = pytest.importorskip("av")

if TYPE_CHECKING:
    from pathlib import Path

RATE_HZ = 48_000
SECONDS = 4


def film(path: Path, codec: str, *, begin_s: float = 0.0) -> Path:
    """Write four seconds: one quiet, one loud, and so on. The picture begins before them."""
    loud = np.sin(np.arange(RATE_HZ) * 2 * np.pi * 440 / RATE_HZ).astype(np.float32) * 0.5
    samples = np.concatenate([np.zeros(RATE_HZ, np.float32), loud] * (SECONDS // 2))
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=RATE_HZ, layout="stereo")
        if begin_s:
            picture = container.add_stream("mpeg4", rate=1)
            picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
            for second in range(SECONDS):
                still = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
                still.pts = second
                container.mux(picture.encode(still))
            container.mux(picture.encode(None))
        step = stream.codec_context.frame_size or 1024
        for at in range(0, len(samples), step):
            piece = np.stack([samples[at : at + step]] * 2)
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = RATE_HZ, at + round(begin_s * RATE_HZ)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def played(path: Path, begin_ms: int = 0) -> RecordingOutlet:
    outlet = RecordingOutlet()
    source = FileSource(path, Pace.FAST, begin_ms=begin_ms)
    source.start(outlet)
    assert outlet.ended.wait(20)
    source.stop()
    return outlet


def outcome(path: Path) -> tuple[list[str], int]:
    """Return what is told of the file, and how many ms of it are heard."""
    try:
        outlet = played(path)
    except ZimuError as exc:
        return [exc.problem.code.value], 0
    return outlet.codes, len(outlet.pcm) // 32


def level_at(outlet: RecordingOutlet, ms: int) -> int:
    samples = np.frombuffer(outlet.pcm, "<i2").astype(int)
    return int(np.abs(samples[ms * 16 : (ms + 200) * 16]).max())


@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "aac"), ("a.mkv", "aac"), ("a.m4a", "aac")])
def test_the_sound_of_a_film_is_played(tmp_path: Path, name: str, codec: str) -> None:
    path = film(tmp_path / name, codec)
    outlet = played(path)
    assert outlet.troubles == []
    assert abs(len(outlet.pcm) // 32 - 1000 * SECONDS) <= 100
    assert level_at(outlet, 300) < 500
    assert level_at(outlet, 1_300) > 8_000
    measure = measure_of(path)
    assert measure.rate_hz == RATE_HZ
    assert measure.length_ms is not None
    assert abs(measure.length_ms - 1000 * SECONDS) <= 100


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_it_is_played_from_where_it_is_wanted(tmp_path: Path, name: str) -> None:
    outlet = played(film(tmp_path / name, "aac"), begin_ms=2_500)
    assert abs(len(outlet.pcm) // 32 - 1_500) <= 100
    assert level_at(outlet, 100) < 500
    assert level_at(outlet, 800) > 8_000


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
@pytest.mark.parametrize("begin_ms", [0, 400, 1_000])
def test_sound_that_begins_after_the_picture_is_heard_when_it_is_in_the_film(
    tmp_path: Path, name: str, begin_ms: int
) -> None:
    outlet = played(film(tmp_path / name, "aac", begin_s=0.75), begin_ms=begin_ms)
    assert level_at(outlet, 1_450 - begin_ms) < 500
    assert level_at(outlet, 1_850 - begin_ms) > 8_000
    assert abs(len(outlet.pcm) // 32 - (1000 * SECONDS + 750 - begin_ms)) <= 100


def test_packets_that_are_damaged_cost_no_more_than_themselves(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", "aac")
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 2000] = np.random.default_rng(5).bytes(2000)
    path.write_bytes(whole)
    outlet = played(path)
    assert outlet.troubles == []
    assert 100 < sum(outlet.skips) // 16 < 300
    assert abs(len(outlet.pcm) // 32 + sum(outlet.skips) // 16 - 1000 * SECONDS) <= 100


@pytest.mark.expects_log("the file breaks off")
@pytest.mark.parametrize("codec", ["aac", "libopus"])
def test_sound_that_breaks_off_before_its_length_is_told(tmp_path: Path, codec: str) -> None:
    path = film(tmp_path / "a.mkv", codec)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    outlet = played(path)
    assert outlet.codes == ["file_broken_off"]
    assert 500 < len(outlet.pcm) // 32 < 1000 * SECONDS


@pytest.mark.allows_log("the file breaks off")
@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "aac"), ("a.mkv", "flac"), ("a.m4a", "aac")])
def test_whatever_is_damaged_there_is_an_end_and_one_error_at_most(
    tmp_path: Path, name: str, codec: str
) -> None:
    whole = film(tmp_path / name, codec).read_bytes()
    path = tmp_path / f"damaged-{name}"
    for seed in range(40):
        path.write_bytes(damaged(whole, seed, at_head=seed % 2 == 0))
        codes, heard_ms = outcome(path)
        assert codes in ([], ["file_unreadable"], ["file_broken_off"]), seed
        # A time that is damaged may make a gap; it must not make hours of silence.
        assert heard_ms <= 3_600_000, seed


def test_a_list_of_other_files_is_no_recording(tmp_path: Path) -> None:
    film(tmp_path / "secret.ts", "aac")
    playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nsecret.ts\n#EXT-X-ENDLIST\n"
    (tmp_path / "list.m3u8").write_text(playlist, encoding="ascii")
    with pytest.raises(ZimuError) as caught:
        measure_of(tmp_path / "list.m3u8")
    assert caught.value.problem.code is ErrorCode.FILE_UNREADABLE


def test_without_the_package_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = film(tmp_path / "a.mp4", "aac")
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.delitem(sys.modules, "app.audio.media")
    with pytest.raises(ZimuError) as caught:
        measure_of(path)
    assert caught.value.problem.code is ErrorCode.MEDIA_UNAVAILABLE
