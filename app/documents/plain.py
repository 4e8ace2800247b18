"""Plain text and Markdown, in whatever encoding it was written."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.documents.content import Content

if TYPE_CHECKING:
    from pathlib import Path

_READ_BYTES: Final = 4_000_000  # of a longer text the beginning is read
_MARKED: Final = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT: Final = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"GIF8", b"\xff\xd8")
_FEW: Final = 0.02
_MOST: Final = 0.7
_HEADING: Final = re.compile(r"^#{1,6}[ \t]+(.+)$", re.MULTILINE)
# What GB 2312 has: punctuation and the common characters of Chinese.
_COMMON_ROWS: Final = range(0xA1, 0xD8)


def read(path: Path) -> Content:
    """Return the text of `path`. Raises OSError, ZimuError(DOCUMENT_UNREADABLE)."""
    with path.open("rb") as file:
        content = file.read(_READ_BYTES)
        is_cut = bool(file.read(1))
    text = decode(content)
    if text is None:
        raise ZimuError(ErrorCode.DOCUMENT_UNREADABLE, path=path.name)
    found = _HEADING.finditer(text) if path.suffix.lower() == ".md" else ()
    return Content(text, tuple(_without_closing(match[1]) for match in found), is_cut)


def _without_closing(heading: str) -> str:
    """Return `heading` without the marks that may stand behind it, after a space."""
    words = heading.rstrip()
    bare = words.rstrip("#")
    return bare if bare.endswith((" ", "\t")) else words


def decode(content: bytes) -> str | None:
    """Return `content` as text; None: it is none.

    By its mark, else UTF-8, UTF-16 or GB 18030 where that makes sense, else as Western Windows
    writes it. A character that was cut at the end is left out.
    """
    if content.startswith(_NO_TEXT):
        return None
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").rstrip("\ufffd")
    if b"\0" in content:
        return _utf_16(content)
    for text in (_utf_8(content), _gb_18030(content)):
        if text is not None:
            return text
    return content.decode("cp1252", errors="replace")


def _utf_8(content: bytes) -> str | None:
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return None


def _utf_16(content: bytes) -> str | None:
    """Take it for UTF-16 if every other byte of much of it is zero, as in any Western text."""
    for encoding, high in (("utf-16-le", content[1::2]), ("utf-16-be", content[::2])):
        low_zeros = content.count(0) - high.count(0)
        if high.count(0) > _MOST * len(high) / 2 and low_zeros <= _FEW * len(high):
            return content.decode(encoding, errors="replace")
    return None


def _gb_18030(content: bytes) -> str | None:
    """Take it for Chinese if that makes common characters: Western letters make rare ones."""
    try:
        text = codecs.getincrementaldecoder("gb18030")().decode(content)
    except UnicodeDecodeError:
        return None
    other = [char for char in text if not char.isascii()]
    common = sum(_is_common(char) for char in other)
    return text if common >= _MOST * len(other) else None


def _is_common(char: str) -> bool:
    try:
        return char.encode("gb2312")[0] in _COMMON_ROWS
    except UnicodeEncodeError:
        return False
