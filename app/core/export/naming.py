"""Names of files that every system takes."""

from __future__ import annotations

import re
from typing import Final

from app.core.export.passages import printable
from app.core.textlayout import cluster_starts

MAX_CHARS: Final = 80
MAX_BYTES: Final = 200  # most systems take 255; a number and a suffix may follow
_NONE: Final = "captions"
# What Windows has other uses for, and what turns the direction of a name around.
_NOT_IN_NAMES: Final = re.compile('[\\\\/:*?"<>|\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
_TAKEN: Final = re.compile(  # names of devices on Windows, with any suffix
    r"(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|$)", re.IGNORECASE
)


def file_stem(title: str) -> str:
    """Return a file name, without suffix, that every system takes."""
    words = printable(_NOT_IN_NAMES.sub(" ", title))
    stem = words[: _length(words)].strip(" .")
    return _TAKEN.sub(r"\1_", stem, count=1) if _TAKEN.match(stem) else stem or _NONE


def _length(words: str) -> int:
    """Return how many of the characters fit, whole ones as people see them."""
    ends = [*cluster_starts(words)[1:], len(words)]
    fitting = (
        end for end in ends if end <= MAX_CHARS and len(words[:end].encode("utf-8")) <= MAX_BYTES
    )
    return max(fitting, default=0)
