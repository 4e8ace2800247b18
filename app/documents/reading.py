"""One document, whatever its kind, as plain text with its headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.documents import office, pdf, plain
from app.documents.content import BYTES_MAX, Content, gathered, too_large

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_READERS: Final[dict[str, Callable[[Path], Content]]] = {
    ".txt": plain.read,
    ".md": plain.read,
    ".docx": office.read_word,
    ".pptx": office.read_slides,
    ".pdf": pdf.read,
}
SUFFIXES: Final = tuple(_READERS)


def read_document(path: Path) -> Content:
    """Return what is in the document at `path`. Blocks; needs no trust in what is there.

    Raises ZimuError: FILE_NOT_FOUND and DOCUMENT_UNKNOWN, _UNREADABLE, _LOCKED, _EMPTY or
    _TOO_LARGE.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ZimuError(ErrorCode.DOCUMENT_UNKNOWN, path=path.name, kinds=", ".join(SUFFIXES))
    try:
        size_bytes = path.stat().st_size
        if not path.is_file():  # what is read from a device or a pipe may never end
            raise ZimuError(ErrorCode.DOCUMENT_UNREADABLE, path=path.name)
        if size_bytes > BYTES_MAX:
            raise too_large(path, BYTES_MAX)
        content = gathered(reader(path))
    except FileNotFoundError as exc:
        raise ZimuError(ErrorCode.FILE_NOT_FOUND, path=path.name) from exc
    except OSError as exc:
        raise ZimuError(ErrorCode.DOCUMENT_UNREADABLE, path=path.name) from exc
    if not content.text:
        raise ZimuError(ErrorCode.DOCUMENT_EMPTY, path=path.name)
    return content
