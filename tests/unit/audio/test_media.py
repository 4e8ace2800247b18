"""Sound out of films: played as other recordings are, and nothing but the file itself is opened."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.audio.file_source import FileSource, Pace, measure_of
from app.core.errors import ErrorCode, ZimuError
from tests.unit.audio.fakes import RecordingOutlet

av = pytest.importorskip("av")

if TYPE_CHECKING:
    from pathlib import Path

RATE_HZ = 48_000
SECONDS = 4


def film(path: Path, codec: str) -> Path:
    """Write four seconds: one quiet, one loud, and so on."""
    loud = np.sin(np.arange(RATE_HZ) * 2 * np.pi * 440 / RATE_HZ).astype(np.float32) * 0.5
    samples = np.concatenate([np.zeros(RATE_HZ, np.float32), loud] * (SECONDS // 2))
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=RATE_HZ, layout="stereo")
        step = stream.codec_context.frame_size or 1024
        for at in range(0, len(samples), step):
            piece = np.stack([samples[at : at + step]] * 2)
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = RATE_HZ, at
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


def test_a_film_that_is_cut_off_is_played_that_far(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", "aac")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    outlet = played(path)
    assert 500 < len(outlet.pcm) // 32 < 1000 * SECONDS


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
