"""Context packs: choosing, naming, finding, and what is stored of them."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import ErrorCode, ZimuError
from app.core.packs import (
    NAME_CHARS,
    Pack,
    find,
    free_name,
    in_order,
    pack_in_use,
    tidy_name,
    tidy_text,
    with_pack,
)
from app.core.packs_form import dump_pack, load_pack
from app.core.settings import Settings

FINANCE = Pack("finance", "Finance", "EBITDA\nBulge Bracket", "zh")
NAMES = Pack("names", "Names", "Ada Lovelace")
EXAMPLE = Pack("example:law", "Law", "estoppel", is_example=True)


def test_choosing_a_pack_sets_context_pack_and_language() -> None:
    chosen = with_pack(Settings(language="en"), FINANCE)
    assert (chosen.context, chosen.pack, chosen.language) == (FINANCE.text, "finance", "zh")


def test_a_pack_without_a_language_leaves_the_language() -> None:
    assert with_pack(Settings(language="de"), NAMES).language == "de"


def test_choosing_none_empties_the_context_and_leaves_the_language() -> None:
    chosen = with_pack(with_pack(Settings(), FINANCE), None)
    assert (chosen.context, chosen.pack, chosen.language) == ("", "", "zh")


def test_the_pack_in_use_is_the_one_that_is_still_there() -> None:
    chosen = with_pack(Settings(), NAMES)
    assert pack_in_use(chosen, [FINANCE, NAMES]) == NAMES
    assert pack_in_use(chosen, [FINANCE]) is None


def test_own_packs_come_first_by_name_then_the_examples() -> None:
    assert in_order([EXAMPLE, NAMES, FINANCE]) == (FINANCE, NAMES, EXAMPLE)


def test_a_taken_name_gets_a_number() -> None:
    second = Pack("x", "Finance 2")
    assert free_name("finance", [FINANCE, second]) == "finance 3"
    assert free_name("Law", [FINANCE]) == "Law"
    long = "字" * NAME_CHARS
    assert free_name(long, [Pack("long", long)]) == f"{'字' * (NAME_CHARS - 2)} 2"


def test_a_pack_is_found_by_id_or_name_and_an_own_one_before_an_example() -> None:
    own = Pack("law", "Law")
    packs = [own, NAMES, EXAMPLE]
    assert find("example:law", packs) == EXAMPLE
    assert find("LAW", packs) == own
    assert find(" names ", packs) == NAMES
    assert find("Law", [NAMES, replace(EXAMPLE, name="Law · 法律")]).id == "example:law"


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    with pytest.raises(ZimuError) as caught:
        find("Chemistry", [FINANCE, NAMES])
    assert caught.value.problem.code is ErrorCode.PACK_UNKNOWN
    assert caught.value.problem.facts["packs"] == "Finance, Names"


def test_two_packs_of_one_name_are_told_by_their_ids() -> None:
    with pytest.raises(ZimuError) as caught:
        find("Names", [NAMES, Pack("names-2", "names")])
    assert caught.value.problem.code is ErrorCode.PACK_AMBIGUOUS
    assert caught.value.problem.facts["packs"] == "names, names-2"


def test_names_are_one_short_line() -> None:
    assert tidy_name("  Team\n\tmeeting\0 ") == "Team meeting"
    assert len(tidy_name("字" * 500)) == NAME_CHARS
    assert tidy_text("a\r\nb\rc\0\ud800\x9f") == "a\nb\nc"
    assert tidy_text("one\ftwo\u2029three\tfour") == "one\ntwo\nthree\tfour"


def test_a_pack_is_stored_so_that_people_can_read_it() -> None:
    content = dump_pack(FINANCE)
    assert content.startswith('version = 1\nname = "Finance"\nlanguage = "zh"\n')
    assert "\nEBITDA\nBulge Bracket" in content


@given(st.text(), st.text(), st.sampled_from(["", "zh", "en"]))
def test_what_is_stored_is_read_again(name: str, text: str, language: str) -> None:
    pack = Pack("an-id", tidy_name(name) or "an-id", tidy_text(text), language)
    assert load_pack(dump_pack(pack), "an-id") == pack


def test_keys_of_a_later_version_stay() -> None:
    before = 'version = 7\nname = "Old"\ntext = "a"\ncolour = "red"\n[owner]\nname = "Ada"\n'
    stored = tomllib.loads(dump_pack(FINANCE, before))
    assert stored["version"] == 7
    assert stored["colour"] == "red"
    assert stored["owner"] == {"name": "Ada"}
    assert stored["name"] == "Finance"


@pytest.mark.parametrize(
    "content", ["not TOML", "name = 'no text'", "text = 7", "a = " + "[" * 5000, "text = '\0'"]
)
def test_what_holds_no_pack_is_a_value_error(content: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        load_pack(content, "x")


def test_senseless_values_become_defaults() -> None:
    pack = load_pack("name = 7\nlanguage = 3\ntext = 'words'", "the-id")
    assert pack == Pack("the-id", "the-id", "words")
