"""How much of a context fits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.corpus import LIMIT_TOKENS, estimate_tokens, fitting_chars


def test_a_text_that_fits_fits_whole() -> None:
    assert fitting_chars("EBITDA\nBulge Bracket") == len("EBITDA\nBulge Bracket")


def test_a_list_is_cut_between_its_lines() -> None:
    text = "Bulge Bracket, Boutique\n" * 5000
    kept = text[: fitting_chars(text)]
    assert LIMIT_TOKENS - 20 < estimate_tokens(kept) <= LIMIT_TOKENS
    assert kept.endswith((",", ", ", "Boutique\n", "Boutique", "Bulge "))


def test_one_long_line_is_cut_between_its_words_and_characters() -> None:
    assert fitting_chars("字" * 12_000) == LIMIT_TOKENS
    words = "abcdefgh " * 12_000
    assert words[: fitting_chars(words)].endswith("abcdefgh ")


@given(st.text(alphabet="ab 字,\n", max_size=50), st.integers(1, 800))
def test_what_is_kept_fits_and_is_a_beginning(piece: str, times: int) -> None:
    text = piece * times * 5
    kept = text[: fitting_chars(text)]
    assert estimate_tokens(kept) <= LIMIT_TOKENS
    assert kept == text or estimate_tokens(text) > LIMIT_TOKENS
