"""Speech in other languages: recordings of other packages, and of a folder that somebody names."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from tests.perf.material import RATE_HZ, Speech, SpokenWord, plain_words, read

if TYPE_CHECKING:
    from collections.abc import Iterable

# Forced alignment of the spoken characters by Whisper base itself, on the whole recordings.
_ALIGNED: Final = Path(__file__).parent / "data" / "chinese.words.json"
_FOLDERS: Final = Path("samples", "audio")
_GAP_S: Final = 1.5

_DIGITS: Final = "零一二三四五六七八九"
_NUMBER: Final = re.compile(r"(\d+)(%?)")
_TWO_DIGITS: Final = 2


def clips() -> tuple[Speech, ...]:
    """Everything in the installed package pytest-audioeval, nine languages, without times."""
    spec = importlib.util.find_spec("pytest_audioeval")
    places = spec.submodule_search_locations if spec is not None else None
    if not places:
        raise FileNotFoundError("pytest-audioeval is not installed: pip install --group bench")
    found = sorted(Path(places[0]).joinpath(_FOLDERS).glob("*/*.wav"))
    return tuple(
        Speech(path.stem, read(path), _untimed(path.with_suffix(".txt")), path.parent.name)
        for path in found
    )


def chinese(folder: Path | None) -> tuple[Speech, ...]:
    """The Chinese of `clips`, and zh-long.wav and zh-mid.wav of a folder if there is one."""
    samples = {clip.name: clip.samples for clip in clips() if clip.language == "zh"}
    if folder is not None:
        samples |= {name: read(folder / f"{name}.wav") for name in ("zh-long", "zh-mid")}
    aligned = json.loads(_ALIGNED.read_text(encoding="utf-8"))
    return tuple(
        Speech(
            name,
            samples[name],
            tuple(SpokenWord(char, begin * 1000, end * 1000) for char, begin, end in aligned[name]),
            "zh",
        )
        for name in aligned
        if name in samples
    )


def one_after_the_other(speeches: Iterable[Speech]) -> Speech:
    """Return several recordings as one, with pauses before and between them."""
    gap = np.zeros(int(_GAP_S * RATE_HZ), np.float32)
    samples = np.zeros(0, np.float32)
    words: list[SpokenWord] = []
    language = ""
    for speech in speeches:
        samples = np.concatenate((samples, gap))
        moved = Speech(speech.name, speech.samples, speech.words).delayed(
            len(samples) * 1000 // RATE_HZ
        )
        words += moved.words
        samples = np.concatenate((samples, speech.samples))
        language = speech.language
    return Speech("together", samples, tuple(words), language)


def plain_characters(text: str) -> list[str]:
    """Split Chinese into characters, without punctuation, with numbers as they are said.

    A number of up to two digits is read as a number, a longer one digit by digit.
    """
    said = _NUMBER.sub(lambda found: _said(found[1], is_percent=bool(found[2])), text)
    return [char for char in said if char.isalnum()]


def _said(digits: str, *, is_percent: bool) -> str:
    return ("百分之" if is_percent else "") + _number(digits)


def _number(digits: str) -> str:
    if len(digits) != _TWO_DIGITS or digits[0] == "0":
        return "".join(_DIGITS[int(digit)] for digit in digits)
    tens, ones = (int(digit) for digit in digits)
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


def _untimed(path: Path) -> tuple[SpokenWord, ...]:
    words = plain_words(path.read_text(encoding="utf-8"))
    return tuple(SpokenWord(word, None, None) for word in words)
