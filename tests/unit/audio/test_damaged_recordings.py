"""Recordings that are damaged anywhere: one clear error at most, and an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from app.audio.file_source import FileSource, Pace
from app.core.errors import ErrorCode, ZimuError
from tests.helpers.damage import damaged
from tests.unit.audio.fakes import RecordingOutlet

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = range(12)
REFUSALS = {"", ErrorCode.FILE_UNREADABLE.value, ErrorCode.MEDIA_UNAVAILABLE.value}
FORMATS = {
    ".wav": "PCM_16",
    ".flac": "PCM_16",
    ".ogg": "VORBIS",
    ".opus": "OPUS",
    ".mp3": "MPEG_LAYER_III",
}


def sound(path: Path, suffix: str) -> bytes:
    whole = path / f"whole{'.ogg' if suffix == '.opus' else suffix}"
    noise = np.random.default_rng(1).normal(0, 0.1, 48_000).astype(np.float32)
    soundfile.write(whole, noise, 48_000, subtype=FORMATS[suffix])
    return whole.read_bytes()


@pytest.mark.allows_log("the file breaks off")
@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_damaged_recording_is_played_as_far_as_it_goes(
    tmp_path: Path, suffix: str, seed: int
) -> None:
    path = tmp_path / f"damaged{suffix}"
    path.write_bytes(damaged(sound(tmp_path, suffix), seed))
    outlet = RecordingOutlet()
    source = FileSource(path, Pace.FAST)
    try:
        source.start(outlet)
    except ZimuError as exc:
        refusal = exc.problem.code.value
    else:
        refusal = ""
    assert refusal in REFUSALS
    if refusal:
        return
    assert outlet.ended.wait(20)
    source.stop()
    assert outlet.codes in ([], ["file_broken_off"])
