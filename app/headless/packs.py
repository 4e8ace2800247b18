"""`zimu packs`: named contexts, listed, shown, made of documents and written to files."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, assert_never

from app.core.corpus import LIMIT_TOKENS, estimate_tokens, fitting_chars
from app.core.errors import ZimuError
from app.core.gleaning import as_text
from app.core.packs import Pack, find, free_name, tidy_name
from app.core.packs_form import render_pack
from app.core.problem_text import english
from app.documents.answer import answer_for
from app.documents.imported import look_into
from app.headless.output import EXIT_PROBLEM, give_up
from app.storage.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.storage.packs import PackStore

EXIT_OK: Final = 0


@dataclass(frozen=True, slots=True)
class PacksCommand:
    """One run of `zimu packs`; what an action does not need is empty."""

    action: Literal["list", "show", "import", "export", "look"]
    name: str = ""
    path: Path = Path()
    language: str = ""
    takes_all: bool = False  # the whole text, not its terms
    as_json: bool = False


def packs(command: PacksCommand, store: PackStore, say: Callable[[str], None]) -> int:
    """Do it; return the exit code. `say` takes sentences for the person at the terminal."""
    try:
        _do(command, store, say)
    except ZimuError as exc:
        say(english(exc.problem))
        return EXIT_PROBLEM
    except OSError as exc:
        if exc.filename is not None:  # standard output has no name
            raise
        return give_up(exc, say)
    return EXIT_OK


def pack_named(name: str, store: PackStore, say: Callable[[str], None]) -> Pack:
    """Return the pack that is called so. Raises ZimuError: there is none, or more than one."""
    return find(name, _all(store, say))


def _do(command: PacksCommand, store: PackStore, say: Callable[[str], None]) -> None:
    match command.action:
        case "list":
            for pack in _all(store, say):
                sys.stdout.write(_line(pack, as_json=command.as_json))
        case "show":
            sys.stdout.write(render_pack(pack_named(command.name, store, say), ".txt"))
        case "import":
            _import(command, store, say)
        case "export":
            pack = pack_named(command.name, store, say)
            write_atomically(command.path, render_pack(pack, command.path.suffix.lower()))
        case "look":
            sys.stdout.buffer.write(answer_for(command.path))
        case _:
            assert_never(command.action)
    sys.stdout.flush()


def _all(store: PackStore, say: Callable[[str], None]) -> tuple[Pack, ...]:
    found = store.load()
    for problem in found.problems:
        say(english(problem))
    return found.packs


def _line(pack: Pack, *, as_json: bool) -> str:
    tokens = estimate_tokens(pack.text)
    if as_json:
        facts = {
            "id": pack.id,
            "name": pack.name,
            "language": pack.language,
            "tokens": tokens,
            "is_example": pack.is_example,
        }
        return json.dumps(facts, ensure_ascii=False) + "\n"
    remarks = [f"{tokens:,} tokens", pack.language, "example" if pack.is_example else ""]
    return f"{pack.name} ({pack.id}): {', '.join(filter(None, remarks))}\n"


def _import(command: PacksCommand, store: PackStore, say: Callable[[str], None]) -> None:
    found = look_into(command.path)
    text, tokens = found.text, found.tokens
    if found.finds and not command.takes_all:
        text = as_text(found.finds)
        tokens = estimate_tokens(text)
    text = text[: fitting_chars(text)].rstrip()
    name = free_name(tidy_name(command.name) or found.name, _all(store, say))
    language = command.language or found.language
    pack = store.save(replace(Pack("", name, text), language=language))
    if found.finds and not command.takes_all:
        say(f"{len(found.finds):,} names and terms were found.")
    if tokens > LIMIT_TOKENS:
        say(f"{tokens - LIMIT_TOKENS:,} tokens are too many: the first {LIMIT_TOKENS:,} are kept.")
    if found.is_cut:
        say("Only the beginning of the document was read.")
    sys.stdout.write(_line(pack, as_json=False))
