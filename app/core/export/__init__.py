"""Captions as files: subtitles (.srt, .vtt) and plain text (.txt).

Everything that has words is written, the open line too; where the user put words right, theirs. A
line that failed ends in "[…]". A gap is written like words, "[2.4 s not captioned]": whoever reads
the file later must not take a hole for silence. In plain text, which is for reading again, a line
with a star begins with "★". Emotions are not written: that needs the consent of those who were
heard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.core.export.cues import cues_of
from app.core.export.formats import srt, txt, vtt
from app.core.marks import NO_MARKS

if TYPE_CHECKING:
    from app.core.captions import Captions
    from app.core.marks import Marks

SUFFIXES: Final = (".srt", ".vtt", ".txt")


def render(captions: Captions, suffix: str, marks: Marks = NO_MARKS) -> str:
    """Return the text of a file with this suffix. Raises ZimuError(EXPORT_FAILED) for others."""
    cues = cues_of(captions, marks)
    match suffix.lower():
        case ".srt":
            return srt(cues)
        case ".vtt":
            return vtt(cues)
        case ".txt":
            return txt(cues)
        case _:
            reason = f"only {', '.join(SUFFIXES)} files can"
            raise ZimuError(ErrorCode.EXPORT_FAILED, path=suffix or "a file", reason=reason)
