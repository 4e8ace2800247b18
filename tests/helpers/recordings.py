"""The recordings that come with the installed package moonshine-voice, which is never imported."""

import importlib.util
from pathlib import Path


def recording(name: str) -> Path:
    """`two_cities.wav` (44 s of English) or `beckett.wav`. Raises FileNotFoundError."""
    spec = importlib.util.find_spec("moonshine_voice")
    for folder in (spec.submodule_search_locations or []) if spec is not None else []:
        path = Path(folder) / "assets" / name
        if path.is_file():
            return path
    raise FileNotFoundError(f"{name}: the package moonshine-voice is not installed")
