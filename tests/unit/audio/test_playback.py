"""Kept audio is played from any place, follows its clock, and stops at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from app.audio.devices import load_backend
from app.audio.piece import Piece
from app.audio.playback import Player
from app.core.errors import ErrorCode, Problem, ZimuError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE_HZ = 16_000
DEADLINE_S = 10.0


class Loudspeaker:
    """Takes what is played; when it is held, it takes nothing until it is let go."""

    def __init__(self, rate_hz: int = RATE_HZ) -> None:
        self.rate_hz = rate_hz
        self.delay_ms = 0
        self.heard: list[NDArray[np.float32]] = []
        self.began = threading.Event()
        self.lets_go = threading.Event()
        self.lets_go.set()
        self.is_closed = False

    def write(self, samples: NDArray[np.float32]) -> None:
        self.heard.append(samples)
        self.began.set()
        assert self.lets_go.wait(DEADLINE_S)

    def close(self) -> None:
        self.is_closed = True

    @property
    def samples(self) -> NDArray[np.float32]:
        return np.concatenate(self.heard) if self.heard else np.zeros(0, np.float32)


class Ear:
    """What the player told."""

    def __init__(self) -> None:
        self.is_over = threading.Event()
        self.problems: list[Problem | None] = []

    def tell(self, problem: Problem | None) -> None:
        self.problems.append(problem)
        self.is_over.set()


def piece(
    folder: Path, begin_ms: int, length_ms: int, level: float, suffix: str = ".flac"
) -> Piece:
    path = folder / f"{begin_ms}{suffix}"
    samples = np.full(RATE_HZ * length_ms // 1000, level, np.float32)
    soundfile.write(path, samples, RATE_HZ)
    return Piece(begin_ms, begin_ms + length_ms, path)


def test_it_plays_from_a_place_to_the_end(tmp_path: Path) -> None:
    speaker, ear = Loudspeaker(), Ear()
    player = Player(lambda: speaker, ear.tell)
    pieces = [piece(tmp_path, 1000, 500, 0.25), piece(tmp_path, 0, 1000, 0.5)]
    player.play(pieces, 750)
    assert ear.is_over.wait(DEADLINE_S)
    assert ear.problems == [None]
    assert len(speaker.samples) == RATE_HZ * 750 // 1000
    assert speaker.samples[0] == pytest.approx(0.5, abs=0.01)
    assert speaker.samples[-1] == pytest.approx(0.25, abs=0.01)
    assert player.position_ms == 1500
    assert speaker.is_closed


def test_the_end_is_heard_before_the_output_is_closed(tmp_path: Path) -> None:
    speaker, ear = Loudspeaker(), Ear()
    speaker.delay_ms = 100
    player = Player(lambda: speaker, ear.tell)
    player.play([piece(tmp_path, 0, 1000, 0.5)], 0)
    assert ear.is_over.wait(DEADLINE_S)
    assert len(speaker.samples) == RATE_HZ * 1100 // 1000
    assert not speaker.samples[RATE_HZ:].any()
    assert player.position_ms == 1000


def test_what_was_not_kept_is_left_out(tmp_path: Path) -> None:
    speaker, ear = Loudspeaker(), Ear()
    player = Player(lambda: speaker, ear.tell)
    player.play([piece(tmp_path, 0, 200, 0.5), piece(tmp_path, 60_000, 200, 0.5)], 0)
    assert ear.is_over.wait(DEADLINE_S)
    assert len(speaker.samples) == RATE_HZ * 400 // 1000
    assert player.position_ms == 60_200


def test_another_rate_is_resampled(tmp_path: Path) -> None:
    speaker, ear = Loudspeaker(48_000), Ear()
    Player(lambda: speaker, ear.tell).play([piece(tmp_path, 0, 1000, 0.5)], 0)
    assert ear.is_over.wait(DEADLINE_S)
    assert len(speaker.samples) == pytest.approx(48_000, abs=50)


def test_ogg_plays_as_well(tmp_path: Path) -> None:
    speaker, ear = Loudspeaker(), Ear()
    Player(lambda: speaker, ear.tell).play([piece(tmp_path, 0, 1000, 0.5, ".ogg")], 500)
    assert ear.is_over.wait(DEADLINE_S)
    assert len(speaker.samples) == pytest.approx(RATE_HZ / 2, abs=RATE_HZ / 20)


def test_a_stop_is_not_told_and_nothing_more_is_played(tmp_path: Path) -> None:
    speaker, ear = Loudspeaker(), Ear()
    speaker.lets_go.clear()
    player = Player(lambda: speaker, ear.tell)
    player.play([piece(tmp_path, 0, 5000, 0.5)], 0)
    assert speaker.began.wait(DEADLINE_S)
    was_playing = player.is_playing
    threading.Timer(0.1, speaker.lets_go.set).start()
    assert player.stop()
    assert (was_playing, player.is_playing) == (True, False)
    assert ear.problems == []
    assert len(speaker.heard) == 1
    assert speaker.is_closed


def test_playing_again_ends_what_is_played(tmp_path: Path) -> None:
    first, second, ear = Loudspeaker(), Loudspeaker(), Ear()
    speakers = [second, first]
    player = Player(speakers.pop, ear.tell)
    pieces = [piece(tmp_path, 0, 60_000, 0.5)]
    first.lets_go.clear()
    player.play(pieces, 0)
    assert first.began.wait(DEADLINE_S)
    threading.Timer(0.1, first.lets_go.set).start()
    player.play(pieces, 59_900)
    assert ear.is_over.wait(DEADLINE_S)
    assert (first.is_closed, ear.problems) == (True, [None])
    assert len(second.samples) == RATE_HZ // 10


def test_a_damaged_piece_is_told_and_the_next_one_played(tmp_path: Path) -> None:
    speaker, ear = Loudspeaker(), Ear()
    broken = Piece(0, 1000, tmp_path / "broken.flac")
    broken.path.write_bytes(b"no audio")
    Player(lambda: speaker, ear.tell).play([broken, piece(tmp_path, 1000, 100, 0.5)], 0)
    assert ear.is_over.wait(DEADLINE_S)
    [problem] = ear.problems
    assert problem is not None
    assert problem.code is ErrorCode.FILE_UNREADABLE
    assert len(speaker.samples) == RATE_HZ // 10


def test_a_loudspeaker_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    def refuse() -> Loudspeaker:
        raise ZimuError(ErrorCode.SPEAKER_UNAVAILABLE)

    ear = Ear()
    Player(refuse, ear.tell).play([piece(tmp_path, 0, 100, 0.5)], 0)
    assert ear.is_over.wait(DEADLINE_S)
    assert ear.problems == [Problem(ErrorCode.SPEAKER_UNAVAILABLE)]


def test_a_computer_without_a_loudspeaker_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        load_backend()
    except ZimuError:
        pytest.skip("PortAudio is not here")
    import sounddevice as sd  # noqa: PLC0415  # cannot be imported without PortAudio

    from app.audio.portaudio import open_speaker  # noqa: PLC0415  # see above

    looked: list[str] = []

    def none(kind: str) -> None:
        looked.append(kind)
        raise sd.PortAudioError("Error querying device -1")

    monkeypatch.setattr(sd, "query_devices", none)
    with pytest.raises(ZimuError) as caught:
        open_speaker()
    assert caught.value.problem == Problem(ErrorCode.SPEAKER_UNAVAILABLE)
    assert looked == ["output"] * 2, "it may have been connected since PortAudio looked"
