"""Sounds that hold no words, as 16 kHz mono, made here and the same every time."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import mido
import numpy as np
import soundfile
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

RATE_HZ = 16_000
SOUNDFONT = Path("/usr/share/sounds/sf2/default-GM.sf2")

Audio: TypeAlias = NDArray[np.float32]


def silence(seconds: int, _work: Path) -> Audio:
    """Half digital silence, half the last bits of a good preamplifier (6 LSB)."""
    count = seconds * RATE_HZ
    audio = np.zeros(count, np.float32)
    audio[count // 2 :] = np.random.default_rng(1).normal(0, 6 / 32768, count - count // 2)
    return audio


def hiss(seconds: int, _work: Path) -> Audio:
    """White noise that swells from −60 to −25 dBFS and back twice a minute."""
    count = seconds * RATE_HZ
    level_dbfs = -42.5 - 17.5 * np.cos(2 * np.pi * np.arange(count) / (30 * RATE_HZ))
    noise = np.random.default_rng(2).normal(0, 1, count)
    return np.asarray(noise * 10 ** (level_dbfs / 20), np.float32)


def fan(seconds: int, _work: Path) -> Audio:
    """Brown noise, mains hum and the flutter of blades, about −30 dBFS."""
    count = seconds * RATE_HZ
    time_s = np.arange(count) / RATE_HZ
    white = np.fft.rfft(np.random.default_rng(3).normal(0, 1, count))
    tilt = 1 / np.maximum(np.fft.rfftfreq(count, 1 / RATE_HZ), 20.0)
    brown = np.fft.irfft(white * tilt, count)
    flutter = 1 + 0.3 * np.sin(2 * np.pi * 23 * time_s)
    hum = sum(0.3 / n * np.sin(2 * np.pi * 50 * n * time_s) for n in (1, 2, 3, 4))
    return np.asarray(0.03 * (brown / brown.std() * flutter + hum), np.float32)


def clicks(seconds: int, _work: Path) -> Audio:
    """Keys, mouse and cups: damped bursts between −30 and −3 dBFS, alone and in runs."""
    chance = random.Random(4)
    draw = np.random.default_rng(4)
    audio = np.zeros(seconds * RATE_HZ, np.float32)
    at_s = 0.5
    while at_s < seconds - 1:
        length = int(chance.uniform(0.004, 0.06) * RATE_HZ)
        ring = np.exp(-np.arange(length) / (length / chance.uniform(4, 9)))
        tone = np.sin(2 * np.pi * chance.uniform(300, 6000) * np.arange(length) / RATE_HZ)
        burst = (0.6 * draw.normal(0, 1, length) + tone) * ring
        begin = int(at_s * RATE_HZ)
        loud = 10 ** (chance.uniform(-30, -3) / 20)
        audio[begin : begin + length] += np.asarray(burst / np.abs(burst).max() * loud, np.float32)
        at_s += chance.choice([0.08, 0.12, 0.2, 0.2, 0.9, 2.5])
    return np.clip(audio, -1, 1)


def music(seconds: int, work: Path) -> Audio:
    """An instrumental piece for General MIDI instruments and drums, rendered by fluidsynth."""
    midi, wav = work / "music.mid", work / "music.wav"
    _compose(seconds).save(midi)
    subprocess.run(
        ["fluidsynth", "-ni", "-g", "0.6", "-r", str(RATE_HZ), "-F", wav, SOUNDFONT, midi],
        check=True,
        capture_output=True,
    )
    audio, rate_hz = soundfile.read(wav, dtype="float32", always_2d=True)
    assert rate_hz == RATE_HZ, rate_hz
    mono = audio.mean(axis=1)[: seconds * RATE_HZ]
    assert np.abs(mono).max() > 0.05, "the soundfont rendered nothing"
    return np.asarray(np.pad(mono, (0, seconds * RATE_HZ - len(mono))), np.float32)


SOUNDS: dict[str, Callable[[int, Path], Audio]] = {
    "silence": silence,
    "hiss": hiss,
    "fan": fan,
    "clicks": clicks,
    "music": music,
}

_LEADS = (0, 40, 56, 65, 73, 24, 11)  # piano, violin, trumpet, alto sax, flute, guitar, vibraphone
_CHORDS = ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14))
_SCALE = (0, 2, 4, 5, 7, 9, 11, 12, 14, 16)


def _compose(seconds: int) -> mido.MidiFile:
    """Phrases of four bars at 100 beats a minute; the lead changes with the phrase."""
    chance = random.Random(5)
    song = mido.MidiFile(ticks_per_beat=480)
    melody, chords, bass, drums = (mido.MidiTrack() for _ in range(4))
    song.tracks.extend((melody, chords, bass, drums))
    melody.append(mido.MetaMessage("set_tempo", tempo=600_000))
    chords.append(mido.Message("program_change", channel=1, program=48))
    bass.append(mido.Message("program_change", channel=2, program=33))
    for bar in range(int(seconds / 2.4) + 1):
        if bar % 4 == 0:
            lead = _LEADS[bar // 4 % len(_LEADS)]
            melody.append(mido.Message("program_change", channel=0, program=lead))
        chord = _CHORDS[bar % 4]
        for _ in range(8):
            _note(melody, 0, 60 + chance.choice(_SCALE), 240, chance.randint(60, 110))
        _notes(chords, 1, [48 + tone for tone in chord], 1920, 60)
        for _ in range(4):
            _note(bass, 2, 36 + chord[0], 480, 80)
            _note(drums, 9, chance.choice([36, 38, 42]), 480, 80)
    return song


def _note(track: mido.MidiTrack, channel: int, pitch: int, ticks: int, velocity: int) -> None:
    _notes(track, channel, [pitch], ticks, velocity)


def _notes(
    track: mido.MidiTrack, channel: int, pitches: list[int], ticks: int, velocity: int
) -> None:
    for pitch in pitches:
        track.append(mido.Message("note_on", channel=channel, note=pitch, velocity=velocity))
    for index, pitch in enumerate(pitches):
        off_ticks = ticks if index == 0 else 0
        track.append(mido.Message("note_off", channel=channel, note=pitch, time=off_ticks))
