"""A text that got stuck is cut where the loop began; speech that repeats itself is left alone."""

from __future__ import annotations

import pytest

from app.recognizer.guards import without_loop
from app.recognizer.words import join_words, split_words


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("the period of the period of the period of the", "the period of"),
        ("the being tho tho tho tho tho th", "the being tho"),
        ("no no no no", "no no no no"),
        ("it was light it was dark", "it was light it was dark"),
        ("", ""),
        ("工厂产产产产产产产产", "工厂产"),
        ("对对对对", "对对对对"),
        ("今天天气很好，今天天气很好，今天天气很好，", "今天天气很好，"),
        ("1234567890。1234567890。1234567890。1234567890。1234567890。", "1234567890。"),
    ],
)
def test_loops_end_at_their_first_round(said: str, kept: str) -> None:
    assert join_words(without_loop(split_words(said))) == kept
