"""What is taken out of a document, and why."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.gleaning import Find, Reason, as_text, glean

BANKING = """投行分类：常见的投行可以分为四类，Bulge Bracket、Boutique、Middle Market和国内券商。
Bulge Bracket投行的业务范围很大，覆盖全球。Boutique投行专注某个领域，比如Lazard、Evercore等。
国内券商也在国际市场上做IPO和M&A，《证券法》对国内券商有要求。国内券商的规模在扩大。
"""


def terms(text: str, reason: Reason | None = None) -> list[str]:
    return [find.term for find in glean(text) if reason in (None, find.reason)]


def test_names_in_latin_letters_are_found_between_chinese_characters() -> None:
    names = terms(BANKING, Reason.NAME)
    assert names[0] == "Bulge Bracket"
    assert {"Boutique", "Middle Market", "Lazard", "Evercore"} <= set(names)


def test_acronyms_titles_and_frequent_chinese_terms_are_found() -> None:
    assert {"IPO", "M&A"} <= set(terms(BANKING, Reason.ACRONYM))
    assert terms(BANKING, Reason.QUOTED) == ["证券法"]
    assert "国内券商" in terms(BANKING, Reason.OFTEN)
    assert "券商" not in terms(BANKING)


def test_a_capital_at_the_beginning_of_a_sentence_makes_no_name() -> None:
    text = "The meeting begins. Yesterday we met Ada Lovelace. Then Hopper spoke of COBOL."
    assert terms(text, Reason.NAME) == ["Ada Lovelace", "Hopper"]
    assert terms(text, Reason.ACRONYM) == ["COBOL"]


def test_names_may_have_small_words_inside_but_not_around() -> None:
    text = "we spoke to the University of Vienna and of Ludwig van Beethoven and the others"
    assert terms(text, Reason.NAME) == ["University of Vienna", "Ludwig van Beethoven"]


def test_a_rare_word_counts_from_the_third_time() -> None:
    assert terms(
        "We saw catalysis there. More catalysis came, and that catalysis went on.", Reason.OFTEN
    ) == ["catalysis"]
    assert terms("we had catalysis and then catalysis in one run. So it goes.") == []


def test_a_list_is_taken_as_it_stands() -> None:
    finds = glean("Speakers: Ann Lee, Bo Chen\nstent\nvalve\n")
    assert [find.term for find in finds] == ["Ann Lee", "Bo Chen", "stent", "valve"]
    assert {find.reason for find in finds} == {Reason.LISTED}


def test_headings_come_last_and_without_their_numbers() -> None:
    finds = glean("He met Ada there.", ["2.1 Results of phase two", "一、背景说明", "Introduction"])
    assert finds[0] == Find("Ada", Reason.NAME, 1)
    assert [find.term for find in finds[1:3]] == ["Results of phase two", "背景说明"]


def test_addresses_are_no_terms() -> None:
    assert terms("see https://Example.org/Some/Path and Ada.Lovelace@example.org there") == []


def test_each_term_comes_once_whatever_its_case() -> None:
    text = (
        "then Kubernetes and Kubernetes and KUBERNETES and kubernetes in kubernetes or kubernetes"
    )
    assert [term.lower() for term in terms(text)].count("kubernetes") == 1


def test_terms_become_lines() -> None:
    assert as_text((Find("a b", Reason.NAME, 1), Find("c", Reason.NAME, 1))) == "a b\nc"


@given(st.text(max_size=400))
def test_any_text_gives_short_single_lines(text: str) -> None:
    for find in glean(text, [text]):
        assert 2 <= len(find.term) <= 60
        assert "\n" not in find.term
