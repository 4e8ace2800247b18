"""Folding keeps offsets right, and the finder agrees with looking through every row anew."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.finding import Finder, Folding

# Letters that fold to less or more than one, beside ones that fold to themselves.
ODD = st.sampled_from("aAbß ﬁé\u0301\u0308İΣς\uff21\uff11，,天地ガｶﾞ’'\u00a0\n")
TEXTS = st.text(ODD, max_size=12) | st.text(max_size=12)
QUERIES = st.text(ODD, max_size=3) | st.text(max_size=3)
CHANGES = st.lists(st.tuples(st.integers(0, 8), st.lists(TEXTS, max_size=4)), max_size=5)


@given(TEXTS)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    folding = Folding()
    once = folding.fold(text)
    assert folding.fold(once) == once


@given(TEXTS, TEXTS)
def test_folding_goes_character_by_character(one: str, other: str) -> None:
    folding = Folding()
    assert folding.fold(one + other) == folding.fold(one) + folding.fold(other)


@given(TEXTS, QUERIES)
def test_each_place_reads_what_was_looked_for(text: str, query: str) -> None:
    folding = Folding()
    wanted = folding.fold(query)
    spans = folding.spans(text, wanted)
    assert len(spans) == (folding.fold(text).count(wanted) if wanted else 0)
    for begin, end in spans:
        assert 0 <= begin < end <= len(text)
        assert wanted in folding.fold(text[begin:end])
        assert wanted not in folding.fold(text[begin + 1 : end])
    assert list(spans) == sorted(spans)


@given(QUERIES, st.lists(TEXTS, max_size=8), CHANGES, QUERIES)
def test_finder_agrees_with_looking_through_every_row_anew(
    query: str, texts: list[str], changes: list[tuple[int, list[str]]], then: str
) -> None:
    finder = Finder()
    finder.look_for(query)
    finder.replace_from(0, texts)
    for row, more in changes:
        begin = min(row, len(texts))
        texts = texts[:begin] + more
        finder.replace_from(begin, more)
    if texts:
        texts[-1] = "a" + texts[-1]
        finder.change(len(texts) - 1, texts[-1])
    finder.look_for(then)
    places = [
        (row, nth) for row, text in enumerate(texts) for nth in range(len(finder.spans(text)))
    ]
    assert finder.count == len(places)
    hits = [finder.hit(number) for number in range(finder.count)]
    assert [(hit.row, hit.nth) for hit in hits] == places
    assert [finder.number_of(hit) for hit in hits] == list(range(len(places)))
