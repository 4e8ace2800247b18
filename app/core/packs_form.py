"""The stored form of a context pack: TOML, to be read and written by people, too."""

from __future__ import annotations

import tomllib
from typing import Final

import tomli_w

from app.core.packs import Pack, tidy_name, tidy_text
from app.core.stored import Json, Stored

VERSION: Final = 1
EXPORT_SUFFIXES: Final = (".txt", ".md", ".toml")
_LARGEST_VERSION: Final = 1_000_000


def load_pack(content: str, pack_id: str, *, is_example: bool = False) -> Pack:
    """Return the pack that `content` holds. Raises ValueError: it holds none.

    What a later version knows besides is left for `dump_pack`; a name that is missing is the id.
    """
    stored = Stored(_parse(content))
    if not isinstance(stored.get("text"), str):
        raise ValueError("there is no text")
    return Pack(
        id=pack_id,
        name=tidy_name(stored.text("name", "")) or pack_id,
        text=tidy_text(stored.text("text", "")),
        language=stored.text("language", "").strip().lower(),
        is_example=is_example,
    )


def dump_pack(pack: Pack, before: str = "") -> str:
    """Return the stored form of `pack`; keys of `before` that only another version knows stay."""
    try:
        known = _parse(before)
    except ValueError:
        known = {}
    version = Stored(known).whole("version", VERSION, (VERSION, _LARGEST_VERSION))
    # The text comes last: whoever opens the file sees first what it is.
    header: dict[str, object] = {"version": version, "name": pack.name, "language": pack.language}
    text = {"text": tidy_text(pack.text)}
    others = {key: value for key, value in known.items() if key not in {*header, *text}}
    return tomli_w.dumps({**header, **text, **others}, multiline_strings=True)


def render_pack(pack: Pack, suffix: str) -> str:
    """Return `pack` in the form of a file with that suffix; plain text under any other."""
    text = pack.text.rstrip("\n")
    match suffix:
        case ".toml":
            return dump_pack(pack)
        case ".md":
            return f"# {pack.name}\n\n{text}\n"
        case _:
            return f"{text}\n"


def _parse(content: str) -> dict[str, Json]:
    try:
        return tomllib.loads(content)
    except RecursionError as exc:
        raise ValueError("nested too deeply") from exc
