"""Context packs: named texts that tell an engine which names and terms to expect."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.settings import Settings

NAME_CHARS: Final = 80
# A page that ends, as text from a PDF has it, ends a line.
_LINE_END: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
EXAMPLE: Final = "example:"  # begins the id of each example; no file of the user is called so


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack. `id` is as stable as its file; the name is the user's and may occur twice."""

    id: str
    name: str
    text: str = ""
    language: str = ""  # empty: the pack says nothing about it
    is_example: bool = False  # shipped: never changed, only copied


def tidy_name(name: str) -> str:
    """Return `name` on one line, without what cannot be seen, and not too long. May be empty."""
    return tidy_line(unicodedata.normalize("NFC", name))[:NAME_CHARS].strip()


def tidy_line(text: str) -> str:
    """Return `text` on one line, without control characters."""
    return " ".join(tidy_text(text).split())


def tidy_text(text: str) -> str:
    """Return `text` with one kind of line end, and without control characters."""
    return _UNSEEN.sub("", _LINE_END.sub("\n", text))


def with_pack(settings: Settings, pack: Pack | None) -> Settings:
    """Return `settings` with what `pack` holds as the context; None: without a context.

    The language follows if the pack names one.
    """
    if pack is None:
        return replace(settings, context="", pack="")
    language = pack.language or settings.language
    return replace(settings, context=pack.text, pack=pack.id, language=language)


def pack_in_use(settings: Settings, packs: Sequence[Pack]) -> Pack | None:
    """Return the pack that the context was taken from, if it is still there."""
    return next((pack for pack in packs if pack.id == settings.pack), None)


def free_name(wanted: str, packs: Sequence[Pack]) -> str:
    """Return `wanted`, with a number behind it if a pack has that name. Never too long."""
    taken = {pack.name.casefold() for pack in packs}
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        behind = f" {number}"
        name = wanted[: NAME_CHARS - len(behind)].rstrip() + behind
    return name


def in_order(packs: Sequence[Pack]) -> tuple[Pack, ...]:
    """Return the user's own packs by name, then the examples as they were shipped."""
    own = sorted((one for one in packs if not one.is_example), key=lambda one: one.name.casefold())
    return (*own, *(one for one in packs if one.is_example))


def find(wanted: str, packs: Sequence[Pack]) -> Pack:
    """Return the pack with that id, or else with that name, in any case; "law" is an example's id.

    Raises ZimuError: PACK_UNKNOWN with the names there are, PACK_AMBIGUOUS with the ids of those
    that are called so.
    """
    if (exact := next((pack for pack in packs if pack.id == wanted), None)) is not None:
        return exact
    named = [pack for pack in packs if pack.name.casefold() == tidy_name(wanted).casefold()]
    own = [pack for pack in named if not pack.is_example] or named
    own = own or [pack for pack in packs if pack.id == f"{EXAMPLE}{wanted.casefold()}"]
    if len(own) == 1:
        return own[0]
    if own:
        ids = ", ".join(pack.id for pack in own)
        raise ZimuError(ErrorCode.PACK_AMBIGUOUS, pack=wanted, packs=ids)
    known = ", ".join(pack.name for pack in packs)
    raise ZimuError(ErrorCode.PACK_UNKNOWN, pack=wanted, packs=known)
