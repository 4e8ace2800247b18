"""What counts as the same words, and where they stand."""

import pytest

from app.core.finding import Finder, Folding, Hit


def places(text: str, query: str) -> list[str]:
    """Return the parts of `text` in which `query` is found."""
    folding = Folding()
    return [text[slice(*span)] for span in folding.spans(text, folding.fold(query))]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Berlin, berlin, BERLIN", "berlin", ["Berlin", "berlin", "BERLIN"]),
        ("a naïve café", "naive", ["naïve"]),
        ("a naïve café", "CAFÉ", ["café"]),
        ("cafe\u0301s", "cafe", ["cafe\u0301"]),
        ("cafe\u0301s", "és", ["e\u0301s"]),
        ("Straße", "strasse", ["Straße"]),
        ("Straße", "s", ["S", "ß", "ß"]),
        ("the ﬁnal ﬁgures", "fin", ["ﬁn"]),
        ("\uff21\uff22\uff23\uff11", "abc", ["\uff21\uff22\uff23"]),
        ("ﾊﾝﾊﾞｰｶﾞｰ", "ハ", ["ﾊ", "ﾊ"]),
        ("it’s “fine”", 'it\'s "fine"', ["it’s “fine”"]),
        ("留存涨了四个点，等一下，四个点？", "四个点", ["四个点", "四个点"]),
        ("一二三，好", "三,", ["三，"]),
        ("ガス", "カ", []),
        ("Bulge\tBracket", "bulge bracket", ["Bulge\tBracket"]),
        ("İstanbul", "istanbul", ["İstanbul"]),
        ("ΣΊΣΥΦΟΣ", "σίσυφος", ["ΣΊΣΥΦΟΣ"]),
        ("مُحَمَّد", "محمد", ["مُحَمَّد"]),
        ("\U0001d53dinding", "finding", ["\U0001d53dinding"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("anything", "", []),
    ],
)
def test_words_are_found_as_people_type_them(text: str, query: str, found: list[str]) -> None:
    assert places(text, query) == found


def test_places_are_numbered_through_all_rows() -> None:
    finder = Finder()
    finder.replace_from(0, ["Anna and Hannah", "nobody", "an end"])
    finder.look_for("an")
    hits = [Hit(0, 0), Hit(0, 1), Hit(0, 2), Hit(2, 0)]
    assert finder.count == len(hits)
    assert [finder.hit(number) for number in range(len(hits))] == hits
    assert [finder.number_of(hit) for hit in hits] == [0, 1, 2, 3]


def test_search_goes_on_from_where_the_reader_is_and_round_the_end() -> None:
    finder = Finder()
    finder.replace_from(0, ["x", "", "x x", ""])
    finder.look_for("x")
    assert [finder.first_from(row) for row in range(4)] == [0, 1, 1, 0]


def test_blanks_are_nothing_to_look_for() -> None:
    finder = Finder()
    finder.replace_from(0, ["a  b"])
    finder.look_for("  ")
    assert not finder.is_looking
    assert finder.count == 0
    assert finder.spans("a  b") == ()


def test_rows_that_come_while_looking_are_counted() -> None:
    finder = Finder()
    finder.replace_from(0, ["Four points."])
    finder.look_for("four")
    finder.replace_from(1, ["Fourteen", "five"])
    assert finder.count == 2
    finder.replace_from(1, ["none"])
    assert finder.count == 1
    assert finder.has(Hit(0, 0))
    assert not finder.has(Hit(1, 0))
    assert not finder.has(Hit(7, 0))
    finder.change(1, "Four and four")
    assert finder.count == 3
    finder.look_for("")
    assert finder.count == 0
