"""Word documents and PowerPoint presentations: archives of XML."""

# ruff: noqa: PLC0415  # the libraries take a while to load, and few need them
from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.documents.content import CHARS_MAX, MEGABYTE, Content, too_large, untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pptx.slide import Slide

UNPACKED_MAX: Final = 300 * MEGABYTE
PART_MAX: Final = 60 * MEGABYTE  # of XML, which takes ten times as much once it is parsed
PARTS_MAX: Final = 20_000
_OLD_CONTAINER: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_word(path: Path) -> Content:
    """Return what stands in a .docx, tables and text boxes included. Raises as `read_document`."""
    _check_archive(path)
    with untrusted(path):
        import docx
        from docx.oxml.ns import qn
        from docx.text.paragraph import Paragraph

        document = docx.Document(str(path))
        body = document.element.body
        found = (Paragraph(each, document._body) for each in body.iter(qn("w:p")))
        return _joined(
            (one.text, _is_heading(one.style.name if one.style else None)) for one in found
        )


def read_slides(path: Path) -> Content:
    """Return what the slides of a .pptx and their notes say. Raises as `read_document`."""
    _check_archive(path)
    with untrusted(path):
        import pptx

        slides = pptx.Presentation(str(path)).slides
        return _joined(line for slide in slides for line in _lines_of(slide))


def _lines_of(slide: Slide) -> Iterator[tuple[str, bool]]:
    """Yield each paragraph and whether it is the title, wherever it stands: in groups, tables."""
    from pptx.oxml.ns import qn

    title = slide.shapes.title
    title_text = title.text_frame.text if title is not None else ""
    for element in slide.element.iter(qn("a:p")):
        text = "".join(part.text or "" for part in element.iter(qn("a:t")))
        yield text, bool(text) and text == title_text
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None:
        yield notes.text, False


def _is_heading(style: str | None) -> bool:
    return style is not None and style.startswith(("Heading", "Title"))


def _joined(lines: Iterable[tuple[str, bool]]) -> Content:
    """Put the lines together, up to what is read of any document."""
    kept: list[str] = []
    headings: list[str] = []
    chars = 0
    for text, is_heading in lines:
        if chars > CHARS_MAX:
            return Content("\n".join(kept), tuple(headings), is_cut=True)
        if text.strip():
            kept.append(text)
            chars += len(text)
            if is_heading:
                headings.append(text)
    return Content("\n".join(kept), tuple(headings))


def _check_archive(path: Path) -> None:
    """Refuse what is none, and what would not stay small when it is unpacked.

    The sizes are those that the archive claims: zipfile never unpacks more than that.
    """
    with path.open("rb") as file:
        if file.read(len(_OLD_CONTAINER)) == _OLD_CONTAINER:
            is_locked = _ENCRYPTED in file.read()
            code = ErrorCode.DOCUMENT_LOCKED if is_locked else ErrorCode.DOCUMENT_UNREADABLE
            raise ZimuError(code, path=path.name)
    with untrusted(path), zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_MAX:
        raise too_large(path, UNPACKED_MAX)
    if any(
        part.file_size > PART_MAX for part in parts if part.filename.endswith((".xml", ".rels"))
    ):
        raise too_large(path, PART_MAX)
