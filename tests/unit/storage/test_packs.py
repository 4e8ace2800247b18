"""Packs are kept, found again, and never lost to a damaged file."""

from __future__ import annotations

import os
import stat
import sys
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.core.corpus import LIMIT_TOKENS, estimate_tokens
from app.core.errors import ErrorCode, ZimuError
from app.core.packs import Pack
from app.core.terms.listing import listed_terms
from app.storage.packs import PackStore
from app.storage.paths import paths_under, resource

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> PackStore:
    return PackStore(paths_under(tmp_path).packs, resource("resources/packs"))


def own(store: PackStore) -> list[Pack]:
    return [pack for pack in store.load().packs if not pack.is_example]


def test_a_pack_is_kept_with_an_id_of_its_name(store: PackStore) -> None:
    saved = store.save(Pack("", "Team meeting", "Ada\nGrace", "en"))
    assert saved.id == "team-meeting"
    assert own(store) == [saved]


def test_two_packs_may_have_one_name(store: PackStore) -> None:
    first, second = store.save(Pack("", "Names", "a")), store.save(Pack("", "Names", "b"))
    assert (first.id, second.id) == ("names", "names-2")
    assert {pack.text for pack in own(store)} == {"a", "b"}


@pytest.mark.parametrize(
    "name", ["周会", "../../etc/passwd", "CON", "a/b\\c:d", "?*<>|", "🎉", "x" * 300, ".hidden"]
)
def test_any_name_makes_a_file_in_the_folder(store: PackStore, tmp_path: Path, name: str) -> None:
    saved = store.save(Pack("", name, "words"))
    assert own(store) == [saved]
    files = [path for path in paths_under(tmp_path).packs.iterdir() if path.suffix == ".toml"]
    assert [path.stem for path in files] == [saved.id]
    assert saved.id.lower() != "con"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the user's folder to the user")
def test_only_the_user_may_read_a_pack(store: PackStore, tmp_path: Path) -> None:
    saved = store.save(Pack("", "Clients"))
    folder = paths_under(tmp_path).packs
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / f"{saved.id}.toml").stat().st_mode) == 0o600


def test_a_renamed_pack_keeps_its_id_and_what_a_later_version_added(
    store: PackStore, tmp_path: Path
) -> None:
    saved = store.save(Pack("", "Names", "a"))
    path = paths_under(tmp_path).packs / f"{saved.id}.toml"
    path.write_text(path.read_text("utf-8") + 'colour = "red"\n', "utf-8")
    store.save(replace(saved, name="People"))
    assert [(pack.id, pack.name) for pack in own(store)] == [("names", "People")]
    assert 'colour = "red"' in path.read_text("utf-8")


@pytest.mark.expects_log("a context pack cannot be read")
@pytest.mark.parametrize("content", [b"\xff\xfe", b"name = ", b"text = 7", b"x" * 5_000_000])
def test_a_damaged_pack_is_set_aside_and_said(
    store: PackStore, tmp_path: Path, content: bytes
) -> None:
    kept = store.save(Pack("", "Whole", "a"))
    folder = paths_under(tmp_path).packs
    (folder / "broken.toml").write_bytes(content)
    found = store.load()
    assert [problem.code for problem in found.problems] == [ErrorCode.PACK_DAMAGED]
    assert found.problems[0].facts["path"].endswith("broken.damaged-1.toml")
    assert (folder / "broken.damaged-1.toml").read_bytes() == content
    assert own(store) == [kept]
    assert store.load().problems == ()


def test_saving_a_changed_example_makes_a_copy(store: PackStore) -> None:
    example = next(pack for pack in store.load().packs if pack.id == "example:finance")
    copy = store.save(replace(example, text="EBITDA"))
    assert not copy.is_example
    assert [pack.text for pack in own(store)] == ["EBITDA"]
    assert example in store.load().packs


def test_a_removed_pack_comes_back_as_it_was(store: PackStore, tmp_path: Path) -> None:
    saved = store.save(Pack("", "Names", "a"))
    path = paths_under(tmp_path).packs / f"{saved.id}.toml"
    path.write_text("# mine\n" + path.read_text("utf-8"), "utf-8")
    removed = store.remove(saved)
    assert own(store) == []
    assert store.restore(removed) == saved
    assert path.read_text("utf-8").startswith("# mine\n")


def test_a_removed_pack_does_not_take_the_place_of_a_new_one(store: PackStore) -> None:
    removed = store.remove(store.save(Pack("", "Names", "old")))
    store.save(Pack("", "Names", "new"))
    assert store.restore(removed).id == "names-2"
    assert {pack.text for pack in own(store)} == {"old", "new"}


def test_a_file_named_by_another_system_stays_one_pack(store: PackStore, tmp_path: Path) -> None:
    saved = store.save(Pack("", "Café", "latte"))
    folder = paths_under(tmp_path).packs
    (folder / "café.toml").rename(folder / f"{unicodedata.normalize('NFD', 'café')}.toml")
    assert own(store) == [saved]
    changed = store.save(replace(saved, text="mocha"))
    assert own(store) == [changed]
    removed = store.remove(changed)
    assert own(store) == []
    store.restore(removed)
    assert own(store) == [changed]


@pytest.mark.expects_log("a context pack cannot be read")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do anything")
def test_a_folder_that_may_not_be_entered_is_said(store: PackStore, tmp_path: Path) -> None:
    store.save(Pack("", "Names", "a"))
    folder = paths_under(tmp_path).packs
    folder.chmod(0o400)
    try:
        found = store.load()
    finally:
        folder.chmod(0o700)
    assert [problem.code for problem in found.problems] == [ErrorCode.PACK_UNREADABLE]
    assert found.packs


def test_drafts_are_kept_beside_the_packs_until_they_are_forgotten(
    store: PackStore, tmp_path: Path
) -> None:
    saved = store.save(Pack("", "Names", "a"))
    assert store.load().drafts == {}
    store.keep_drafts({"names": "a, 张\n", "example:law": "estoppel"})
    assert own(store) == [saved]
    assert store.load().drafts == {"names": "a, 张\n", "example:law": "estoppel"}
    store.forget_drafts(["names", "other"])
    assert store.load().drafts == {"example:law": "estoppel"}
    store.keep_drafts({})
    assert [path.name for path in paths_under(tmp_path).packs.glob("*draft*")] == []
    store.forget_drafts(["names"])


@pytest.mark.expects_log("a context pack cannot be read")
@pytest.mark.parametrize("content", [b"\xff\xfe", b"{", b"[" * 100_000])
def test_damaged_drafts_are_set_aside_and_said(
    store: PackStore, tmp_path: Path, content: bytes
) -> None:
    store.keep_drafts({"names": "a"})
    folder = paths_under(tmp_path).packs
    (folder / ".drafts.json").write_bytes(content)
    found = store.load()
    assert found.drafts == {}
    assert [problem.code for problem in found.problems] == [ErrorCode.PACK_DAMAGED]
    assert (folder / ".drafts.damaged-1.json").read_bytes() == content
    store.keep_drafts({"names": "b"})
    assert store.load().drafts == {"names": "b"}


def test_what_makes_no_sense_among_drafts_is_left_out(store: PackStore, tmp_path: Path) -> None:
    store.keep_drafts({"names": "a"})
    (paths_under(tmp_path).packs / ".drafts.json").write_text('{"names": 7, "law": "b"}', "utf-8")
    assert store.load().drafts == {"law": "b"}


def test_a_folder_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "packs").write_text("a file", "utf-8")
    store = PackStore(tmp_path / "packs", resource("resources/packs"))
    with pytest.raises(ZimuError) as caught:
        store.save(Pack("", "Names"))
    assert caught.value.problem.code is ErrorCode.EXPORT_FAILED


def test_the_examples_fit_and_list_terms_in_both_languages(store: PackStore) -> None:
    examples = [pack for pack in store.load().packs if pack.is_example]
    assert [pack.id.partition(":")[2] for pack in examples] == [
        *("finance", "law", "medicine", "software")
    ]
    for pack in examples:
        terms = listed_terms(pack.text)
        assert estimate_tokens(pack.text) < LIMIT_TOKENS / 5
        assert sum(term.isascii() for term in terms) > 40, pack.name
        assert sum(not term.isascii() for term in terms) > 40, pack.name
    assert "Bulge Bracket" in listed_terms(examples[0].text)
