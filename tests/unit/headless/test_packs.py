"""`zimu packs` and `zimu caption --pack` in the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import pytest

from app.arguments.parser import parse
from app.core.packs import Pack
from app.documents.answer import Answer
from app.headless.packs import PacksCommand, packs
from app.storage.packs import PackStore
from app.storage.paths import resource
from tests.helpers.documents import word

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> PackStore:
    store = PackStore(tmp_path / "packs", resource("resources/packs"))
    store.save(Pack("", "Team", "Ada\nGrace", "de"))
    return store


def run(command: PacksCommand, store: PackStore) -> tuple[int, list[str]]:
    said: list[str] = []
    return packs(command, store, said.append), said


def test_packs_are_listed_with_their_tokens(
    store: PackStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(PacksCommand("list"), store) == (0, [])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Team (team): 5 tokens, de"
    assert len(lines) == 5
    assert lines[1].endswith(", example")


def test_packs_are_listed_as_json(store: PackStore, capsys: pytest.CaptureFixture[str]) -> None:
    run(PacksCommand("list", as_json=True), store)
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first == {
        **{"id": "team", "name": "Team", "language": "de"},
        **{"tokens": 5, "is_example": False},
    }


def test_a_pack_is_shown_by_its_name(store: PackStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(PacksCommand("show", name="TEAM"), store)[0] == 0
    assert capsys.readouterr().out == "Ada\nGrace\n"


def test_an_unknown_name_is_told_with_the_known_ones(store: PackStore) -> None:
    code, said = run(PacksCommand("show", name="Chemistry"), store)
    assert code == 1
    assert said[0].startswith("There is no context pack Chemistry. There are: Team, Finance")


def test_a_document_becomes_a_pack_of_its_terms(
    store: PackStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = word(tmp_path / "Q3.docx", "We met Ada Lovelace and Lazard.")
    assert run(PacksCommand("import", path=path, language="en"), store) == (
        0,
        ["2 names and terms were found."],
    )
    assert capsys.readouterr().out == "Q3 (q3): 8 tokens, en\n"
    run(PacksCommand("import", path=path, name="Team", takes_all=True), store)
    assert capsys.readouterr().out.startswith("Team 2 (team-2)")


def test_too_much_is_cut_and_said(store: PackStore, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("字" * 10_300, "utf-8")
    _, said = run(PacksCommand("import", path=path, takes_all=True), store)
    assert said == ["300 tokens are too many: the first 10,000 are kept."]


def test_an_exported_pack_is_imported_as_it_was(store: PackStore, tmp_path: Path) -> None:
    path = tmp_path / "shared.toml"
    assert run(PacksCommand("export", name="team", path=path), store)[0] == 0
    assert run(PacksCommand("import", path=path), store)[0] == 0
    again = next(pack for pack in store.load().packs if pack.id == "team-2")
    assert (again.name, again.text, again.language) == ("Team 2", "Ada\nGrace", "de")


def test_looking_into_a_document_gives_an_answer_in_any_case(
    store: PackStore, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    run(PacksCommand("look", path=word(tmp_path / "a.docx", "by Ada Lovelace")), store)
    answer = msgspec.json.decode(capfdbinary.readouterr().out, type=Answer)
    assert answer.found is not None
    assert [find.term for find in answer.found.finds] == ["Ada Lovelace"]
    run(PacksCommand("look", path=tmp_path / "none.txt"), store)
    answer = msgspec.json.decode(capfdbinary.readouterr().out, type=Answer)
    assert (answer.code, answer.facts) == ("file_not_found", {"path": "none.txt"})


@pytest.mark.parametrize(
    "arguments",
    [("caption", "--context", "a.txt", "--pack", "Team"), ("packs", "export", "Team", "a.pdf")],
)
def test_mistakes_on_the_command_line_are_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(arguments)
    assert caught.value.code == 2


def test_packs_alone_lists_them() -> None:
    options = parse(["packs"])
    assert (options.action, options.json) == ("list", False)
