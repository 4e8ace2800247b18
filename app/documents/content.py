"""What was read from a document, and how much of one is read at most."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.core.packs import tidy_line, tidy_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEGABYTE: Final = 1_000_000
BYTES_MAX: Final = 100 * MEGABYTE
CHARS_MAX: Final = 1_000_000  # a thick book
HEADINGS_MAX: Final = 2000


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a document. `is_cut`: it has more than is read."""

    text: str
    headings: tuple[str, ...] = ()
    is_cut: bool = False


def gathered(content: Content) -> Content:
    """Return `content` without what cannot be seen, and not longer than CHARS_MAX."""
    text = tidy_text(content.text[:CHARS_MAX]).strip()
    headings = map(tidy_line, content.headings[:HEADINGS_MAX])
    is_cut = content.is_cut or len(content.text) > CHARS_MAX
    return replace(content, text=text, headings=tuple(filter(None, headings)), is_cut=is_cut)


def too_large(path: Path, limit_bytes: int) -> ZimuError:
    """Return what to raise for a document of more than `limit_bytes`."""
    return ZimuError(
        ErrorCode.DOCUMENT_TOO_LARGE, path=path.name, megabytes=str(limit_bytes // MEGABYTE)
    )


@contextmanager
def untrusted(path: Path) -> Iterator[None]:
    """Turn whatever a library raises over the document at `path` into DOCUMENT_UNREADABLE."""
    try:
        yield
    except (ZimuError, OSError):
        raise
    except Exception as exc:  # a damaged file leads a parser anywhere
        raise ZimuError(ErrorCode.DOCUMENT_UNREADABLE, path=path.name) from exc
