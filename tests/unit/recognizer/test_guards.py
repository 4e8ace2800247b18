"""A text that got stuck is cut where the loop began; speech that repeats itself is left alone."""

from __future__ import annotations

import pytest

from app.recognizer.guards import without_loop
from app.recognizer.words import split_words


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("the period of the period of the period of the", "the period of"),
        ("the being tho tho tho tho tho th", "the being tho"),
        ("no no no no", "no no no no"),
        ("it was light it was dark", "it was light it was dark"),
        ("", ""),
    ],
)
def test_loops_end_at_their_first_round(said: str, kept: str) -> None:
    assert " ".join(word.written for word in without_loop(split_words(said))) == kept
