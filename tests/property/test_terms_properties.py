"""What holds of the correction whatever is listed and said, and however a line grows."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from app.core.terms import sounds
from app.core.terms.correction import correct
from app.core.terms.index import sound_of, units_of
from app.core.terms.listing import LONGEST_CHARS, MOST_TERMS, listed_terms

TERMS = st.lists(
    st.sampled_from(
        [
            *("Kubernetes", "Zimu", "Ask Not", "metformin", "Kafka", "Zhang Wei", "GPT-4", "Anna"),
            *(
                "字幕",
                "张三",
                "重庆银行",
                "张三丰",
                "A股",
                "O'Donoghue",
                "Élodie",
                "Иван",
                "kube",
                "Redis",
            ),
        ]
    ),
    max_size=8,
    unique=True,
).map(tuple)
WORDS = st.sampled_from(
    [
        *("cooper", "netties", "Netties's", "zoom", "you", "as", "knot", "met", "foreman", "the"),
        *("a", "cafe", "car", "Jang", "way", "GPT", "4", "ann", "an", "on", "ask", "not", "kube"),
        *("Riddy's", "red", "is", "Redis's", "cooper’s"),
        *(
            "子木",
            "张山",
            "重庆",
            "银杭",
            "我们",
            "字幕",
            "风",
            "Kubernetes",
            "Иван",
            "e\u0301lodi",
        ),
    ]
)
MARKS = st.sampled_from([" ", " ", " ", " ", ", ", "-", ". ", "", "\u00a0", " — "])
LINES = st.lists(st.tuples(WORDS, MARKS), max_size=12)
# Words of the terms' own letters, so that some sound like them and most do not.
NEARLY = st.text(alphabet="kubernetszimaf", min_size=1, max_size=7) | WORDS.filter(str.isascii)
ANY_TEXT = st.text(max_size=60)


def written(line: list[tuple[str, str]]) -> str:
    return "".join(part for pair in line for part in pair)


def ends_of_words(text: str) -> list[int]:
    """Return after how many characters of `text` one may say that they are settled."""
    return [at for at in range(len(text) + 1) if text[:at] == "" or text[at : at + 1] in ("", " ")]


@given(LINES, TERMS)
def test_correcting_again_changes_nothing(
    line: list[tuple[str, str]], terms: tuple[str, ...]
) -> None:
    once = correct(written(line), terms).text
    assert correct(once, terms).text == once


@given(LINES, TERMS)
@example([("the", " "), ("cooper", " "), ("netties", " "), ("a", " ")], ("Kubernetes",))
@example([("ask", " "), ("as", " "), ("knot", "")], ("Ask Not", "Kafka"))
def test_what_is_settled_only_grows(line: list[tuple[str, str]], terms: tuple[str, ...]) -> None:
    text = written(line)
    final = correct(text, terms).text
    before = ""
    for end in ends_of_words(text):
        # What is tentative may be anything: the end of the final, or other words.
        lines = (text[:end] + rest for rest in (text[end:], " netties 三", ""))
        corrected = [correct(line, terms, settled_chars=end) for line in lines]
        settled, *same = (one.text[: one.settled_chars] for one in corrected)
        assert same == [settled, settled]
        assert settled.startswith(before)
        assert final.startswith(settled)
        before = settled


@given(ANY_TEXT | LINES.map(written), TERMS)
def test_only_what_is_said_to_be_replaced_is(text: str, terms: tuple[str, ...]) -> None:
    corrected = correct(text, terms)
    parts: list[str] = []
    at = 0
    for one in corrected.replacements:
        assert at <= one.begin < one.end <= len(text)
        assert one.heard == text[one.begin : one.end]
        assert one.term in terms
        assert 0 <= one.certainty <= 1
        new = corrected.text[len("".join(parts)) + one.begin - at :][: len(one.term)]
        parts += [text[at : one.begin], new if one.is_applied else one.heard]
        assert not one.is_applied or new.casefold() == one.term.casefold()
        at = one.end
    assert "".join([*parts, text[at:]]) == corrected.text


@given(st.lists(NEARLY, max_size=8).map(" ".join), TERMS)
def test_only_what_sounds_alike_is_replaced(text: str, terms: tuple[str, ...]) -> None:
    for one in correct(text, terms).replacements:
        heard, term = (sound_of(units_of(said)) for said in (one.heard, one.term))
        assert sounds.distance(heard, term) <= sounds.weight(term) / 4
        assert sounds.skeleton(heard)[:1] == sounds.skeleton(term)[:1]


@given(ANY_TEXT)
def test_without_terms_nothing_changes(text: str) -> None:
    assert correct(text, ()).text == text


@given(TERMS, TERMS)
def test_listed_terms_stay_as_they_are(said: tuple[str, ...], more: tuple[str, ...]) -> None:
    text = ". ".join(said)
    assert correct(text, tuple(dict.fromkeys(said + more))).text == text


@given(st.text(max_size=400))
def test_a_list_is_bounded_and_each_term_comes_once(context: str) -> None:
    terms = listed_terms(context)
    assert len(terms) <= MOST_TERMS
    assert all(0 < len(term) <= LONGEST_CHARS for term in terms)
    assert len({term.casefold() for term in terms}) == len(terms)
