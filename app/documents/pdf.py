"""PDF: what its pages say, as far as they hold text and not pictures of it."""

# ruff: noqa: PLC0415  # the library takes a while to load, and few need it
from __future__ import annotations

import logging
import re
import time
import unicodedata
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.documents.content import CHARS_MAX, HEADINGS_MAX, Content, untrusted

if TYPE_CHECKING:
    from pathlib import Path

    from pypdf import PdfReader

PAGES_MAX: Final = 2000
TIME_MAX_S: Final = 30.0

# What fonts put in the place of letters: ligatures, and radicals that look like Chinese characters.
_ALIKE: Final = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2E80, 0x2FE0), *range(0xFB00, 0xFB07))
} | {ord("\t"): " ", ord("\xa0"): " "}
_BLANKS: Final = re.compile(r" {2,}| +(?=\n)")
# Where the font changes, some lines are torn at the punctuation of Chinese.
# Whole runs of blanks: to try every part of one takes hours where a page is full of them.
_TORN: Final = re.compile(
    r"(?<!\s)(?=[^\S\n]*+\n)\s++(?=[、，。；：！？）》」』”])|(?<=[、，；：（《「『“])\n"
)
_HYPHENATED: Final = re.compile(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])")
# A line that is long and ends no sentence goes on in the next one.
_WRAPPED: Final = re.compile(r"(?m)(?<=^.{40})(.*[^.!?:;。！？：；\n])\n(?=\S)")
_WRAPPED_HAN: Final = re.compile(r"(?m)(?<=^.{15})(.*[\u3040-\u9fff，、])\n(?=[\u3040-\u9fff])")


def read(path: Path) -> Content:
    """Return what the pages say, and the outline as headings. Raises as `read_document`."""
    # It warns of every flaw of a file, and flaws are what damaged files are made of.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    deadline_s = time.monotonic() + TIME_MAX_S
    with untrusted(path):
        import pypdf

        with pypdf.PdfReader(path) as reader:
            if reader.is_encrypted:
                _unlock(reader, path)
            pages: list[str] = []
            chars = 0
            for page in reader.pages:
                is_late = time.monotonic() > deadline_s
                if is_late or len(pages) == PAGES_MAX or chars > CHARS_MAX:
                    return Content("\n".join(pages), _outline(reader), is_cut=True)
                pages.append(flowing(page.extract_text()))
                chars += len(pages[-1])
            return Content("\n".join(pages), _outline(reader))


def flowing(text: str) -> str:
    """Return the text of a page with lines joined that belong together, and letters apart."""
    text = _TORN.sub("", _BLANKS.sub(_one_blank, text.translate(_ALIKE)))
    text = _HYPHENATED.sub("", text)
    return _WRAPPED.sub(r"\1 ", _WRAPPED_HAN.sub(r"\1", text)).strip()


def _one_blank(blanks: re.Match[str]) -> str:
    return "" if blanks.string[blanks.end() : blanks.end() + 1] == "\n" else " "


def _unlock(reader: PdfReader, path: Path) -> None:
    """Open what only forbids printing or copying: then the password is empty."""
    from pypdf import PasswordType

    if reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise ZimuError(ErrorCode.DOCUMENT_LOCKED, path=path.name)


def _outline(reader: PdfReader) -> tuple[str, ...]:
    from pypdf.generic import Destination

    found: list[str] = []
    waiting: list[object] = [reader.outline]
    while waiting and len(found) < HEADINGS_MAX:
        entry = waiting.pop()
        if isinstance(entry, list):
            waiting.extend(reversed(entry))
        elif isinstance(entry, Destination) and entry.title:
            found.append(entry.title)
    return tuple(found)
