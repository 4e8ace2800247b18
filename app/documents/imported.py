"""What a context pack can be made of: a document, or a pack that was exported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.core.corpus import estimate_tokens
from app.core.errors import ErrorCode, ZimuError
from app.core.gleaning import Find, glean
from app.core.packs import tidy_name
from app.core.packs_form import load_pack
from app.documents.content import MEGABYTE, too_large
from app.documents.reading import SUFFIXES, read_document

if TYPE_CHECKING:
    from pathlib import Path

PACK_SUFFIX: Final = ".toml"
IMPORT_SUFFIXES: Final = (*SUFFIXES, PACK_SUFFIX)
_PACK_BYTES_MAX: Final = 4 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Imported:
    """The plain text of a document, and the names and terms in it; a pack has only its text."""

    name: str
    text: str
    tokens: int  # of the text: to count those of a book takes a while
    finds: tuple[Find, ...] = ()
    language: str = ""
    is_pack: bool = False
    is_cut: bool = False  # the document has more than is read


def look_into(path: Path) -> Imported:
    """Return what can be made of the file at `path`. Blocks. Raises as `read_document`."""
    name = tidy_name(path.stem)
    if path.suffix.lower() == PACK_SUFFIX:
        return _exported_pack(path, name)
    content = read_document(path)
    finds, tokens = glean(content.text, content.headings), estimate_tokens(content.text)
    return Imported(name, content.text, tokens, finds, is_cut=content.is_cut)


def _exported_pack(path: Path, name: str) -> Imported:
    try:
        if path.stat().st_size > _PACK_BYTES_MAX:
            raise too_large(path, _PACK_BYTES_MAX)
        if not path.is_file():  # what is read from a device or a pipe may never end
            raise ZimuError(ErrorCode.DOCUMENT_UNREADABLE, path=path.name)
        pack = load_pack(path.read_text(encoding="utf-8-sig"), name)
    except FileNotFoundError as exc:
        raise ZimuError(ErrorCode.FILE_NOT_FOUND, path=path.name) from exc
    except (OSError, ValueError) as exc:
        raise ZimuError(ErrorCode.DOCUMENT_UNREADABLE, path=path.name) from exc
    tokens = estimate_tokens(pack.text)
    return Imported(pack.name, pack.text, tokens, language=pack.language, is_pack=True)
