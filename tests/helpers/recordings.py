"""The recordings that come with installed packages, which are never imported."""

import importlib.util
from pathlib import Path

import numpy as np
import soundfile

PAUSE_S = 0.8


def recording(name: str) -> Path:
    """`two_cities.wav` (44 s of English) or `beckett.wav`. Raises FileNotFoundError."""
    return _in_package("moonshine_voice", f"assets/{name}")


def chinese_recording(target: Path) -> Path:
    """Write what pytest-audioeval has of Mandarin, with pauses between, to `target`; return it.

    A greeting, a pangram and counting, 20 s. Raises FileNotFoundError.
    """
    names = ("nihao_shijie", "pangrama", "jishu")
    paths = [_in_package("pytest_audioeval", f"samples/audio/zh/{name}.wav") for name in names]
    rate_hz = soundfile.info(paths[0]).samplerate
    with soundfile.SoundFile(target, "w", rate_hz, 1, "PCM_16") as joined:
        for path in paths:
            joined.write(soundfile.read(path)[0])
            joined.write(np.zeros(round(PAUSE_S * rate_hz)))
    return target


def _in_package(package: str, name: str) -> Path:
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec is not None else []:
        path = Path(folder) / name
        if path.is_file():
            return path
    raise FileNotFoundError(f"{name}: the package {package} is not installed")
