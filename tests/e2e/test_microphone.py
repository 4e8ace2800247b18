"""A virtual microphone, heard through PortAudio: exact, and clear about every trouble."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.helpers.likeness import compare, speechlike
from tests.helpers.pulse import Microphones, virtual_microphones
from tests.helpers.recorder import RATE_HZ, record_spoken, recording, write_wav

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AUDIBLE = 1000


@pytest.fixture
def only_microphone(tmp_path: Path) -> Iterator[Microphones]:
    """A sound server of its own with mic_1 alone: with another left, streams would move there."""
    folder = tmp_path / "pulse"
    folder.mkdir()
    with virtual_microphones(folder, count=1) as running:
        yield running


def test_sixteen_kilohertz_mono_arrives_bit_by_bit(
    microphones: Microphones, tmp_path: Path
) -> None:
    pcm = speechlike(8)
    heard = record_spoken(microphones, tmp_path, pcm, exact=True)
    assert heard.program.complaint() == ""
    assert compare(heard.pcm, pcm).is_exact
    heard.program.wait_for("device.opened", rate_hz=16_000, channels=1)
    heard.program.wait_for("device.closed", overflows=0, dropped_frames=0)


def test_at_the_devices_own_rate_length_and_sound_are_kept(
    microphones: Microphones, tmp_path: Path
) -> None:
    pcm = speechlike(8)
    heard = record_spoken(microphones, tmp_path, pcm, exact=False)
    assert heard.program.complaint() == ""
    likeness = compare(heard.pcm, pcm)
    assert likeness.correlation >= 0.999
    assert abs(likeness.stretch_ms) <= 1
    heard.program.wait_for("device.opened", rate_hz=44_100, channels=2)
    heard.program.wait_for("device.closed", overflows=0, dropped_frames=0)


def test_the_microphone_is_let_go_at_once(microphones: Microphones, tmp_path: Path) -> None:
    with recording("mic_1", tmp_path, microphones.environment) as heard:
        heard.wait_for_samples(RATE_HZ // 4)
        heard.finish()
        done = heard.program.wait_for("recorder.done")
        assert heard.program.wait() == 0
    stop_ms = done.fields["stop_ms"]
    assert isinstance(stop_ms, int)
    assert stop_ms <= 1000


def test_a_pulled_cable_is_told_and_its_return_heard(
    only_microphone: Microphones, tmp_path: Path
) -> None:
    with recording("mic_1", tmp_path, only_microphone.environment) as heard:
        heard.wait_for_samples(RATE_HZ // 4)
        only_microphone.unplug(1)
        heard.program.wait_for("told", code="device_gone")
        only_microphone.plug(1)
        heard.wait_for_samples(RATE_HZ // 4)
        heard.program.wait_for("told", code="")
        heard.program.wait_for("device.opened", count=2)
        heard.finish()
        assert heard.program.wait() == 0


def test_a_stream_is_not_heard_from_another_microphone_than_the_chosen_one(
    microphones: Microphones, tmp_path: Path
) -> None:
    with recording("mic_2", tmp_path, microphones.environment) as heard:
        heard.wait_for_samples(RATE_HZ // 4)
        microphones.unplug(2)  # the server moves the stream to mic_1
        heard.program.wait_for("told", code="device_gone")
        microphones.plug(2)
        heard.wait_for_samples(RATE_HZ // 4)
        heard.program.wait_for("told", code="")
        heard.finish()
        assert heard.program.wait() == 0


def test_the_default_microphone_is_whatever_the_system_says(
    microphones: Microphones, tmp_path: Path
) -> None:
    spoken = write_wav(tmp_path / "spoken.wav", speechlike(2))
    with recording("pulse", tmp_path, microphones.environment) as heard:
        heard.wait_for_samples(RATE_HZ // 4)
        microphones.set_default(2)
        before = heard.samples
        microphones.play(spoken, 2)
        microphones.set_default(1)
        microphones.play(spoken, 1)
        heard.wait_for_samples(RATE_HZ // 4)
        heard.finish()
        assert heard.program.complaint() == ""
    pcm = np.frombuffer(heard.pcm, "<i2")[before:]
    halves = np.array_split(np.abs(pcm.astype(np.int32)), 2)
    assert all(half.max() > AUDIBLE for half in halves)


def test_what_the_loudspeakers_play_does_not_stand_in_for_a_microphone_that_went(
    only_microphone: Microphones, tmp_path: Path
) -> None:
    # Every real computer has loudspeakers: what they play becomes the default source.
    load = ("pactl", "load-module", "module-null-sink", "sink_name=loudspeakers")
    subprocess.run(load, env=only_microphone.environment, check=True, capture_output=True)
    with recording("pulse", tmp_path, only_microphone.environment) as heard:
        heard.wait_for_samples(RATE_HZ // 4)
        only_microphone.unplug(1)
        heard.program.wait_for("told", code="device_gone")
        heard.program.wait_for("device.closed")
        only_microphone.plug(1)
        heard.program.wait_for("told", code="")
        heard.finish()
        assert heard.program.wait() == 0
        assert len(heard.program.records("device.opened")) == 2


def test_ten_seconds_of_silence_are_told_and_taken_back(
    microphones: Microphones, tmp_path: Path
) -> None:
    noise = write_wav(tmp_path / "noise.wav", speechlike(2))
    with recording("mic_1", tmp_path, microphones.environment) as heard:
        heard.program.wait_for("told", code="device_silent")
        assert heard.samples >= 10 * RATE_HZ * 0.95
        microphones.play(noise)
        heard.program.wait_for("told", code="")
        heard.finish()


def test_a_microphone_that_sends_nothing_is_told(
    only_microphone: Microphones, tmp_path: Path
) -> None:
    # A pipe that nobody writes to: a source that promises audio and never delivers.
    load = (
        "pactl", "load-module", "module-pipe-source", "source_name=mic_2",
        f"file={tmp_path / 'nobody'}", f"rate={RATE_HZ}", "channels=1", "format=s16le",
    )  # fmt: skip
    subprocess.run(load, env=only_microphone.environment, check=True, capture_output=True)
    with recording("mic_2", tmp_path, only_microphone.environment) as heard:
        heard.program.wait_for("told", code="device_stalled")
        heard.finish()
        assert heard.program.wait() == 0


def test_a_device_that_cannot_be_opened_is_told(
    only_microphone: Microphones, tmp_path: Path
) -> None:
    # Listed, because ALSA's configuration names it, but there is no such source.
    with recording("mic_2", tmp_path, only_microphone.environment) as heard:
        heard.program.wait_for("told", code="device_refused")
        heard.finish()
        assert heard.program.wait() == 0


def test_without_any_sound_system_the_list_is_empty_and_nothing_breaks(tmp_path: Path) -> None:
    question = "from app.audio.devices import list_devices; print(list_devices())"
    environment = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", question],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.stdout.strip() == "()"
