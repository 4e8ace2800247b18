"""Tags written as one row of words, for one session or for several."""

from app.core.tagging import retagged, shared_tags, written_tags


def test_commas_of_any_script_part_tags() -> None:
    assert written_tags(" team  a, #b，c、b;;") == ("team a", "b", "c")
    assert written_tags("  ") == ()


def test_shared_are_those_that_all_have() -> None:
    assert shared_tags([("a", "b", "c"), ("c", "a")]) == ("a", "c")
    assert shared_tags([]) == ()


def test_what_only_some_have_stays_with_them() -> None:
    tags = {"one": ("a", "b"), "two": ("a",)}
    assert retagged(tags, ("a", "new")) == {"one": ("a", "b", "new"), "two": ("a", "new")}
    assert retagged(tags, ()) == {"one": ("b",), "two": ()}


def test_nothing_is_written_where_nothing_changes() -> None:
    assert retagged({"one": ("a", "b"), "two": ("a",)}, ("a",)) == {}
