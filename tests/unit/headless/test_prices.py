"""What recordings cost is said before, as far as anybody can know it."""

from __future__ import annotations

import pytest

from app.headless.progress import price_text


@pytest.mark.parametrize(
    ("lengths_ms", "text"),
    [
        ([60_000, 30_000], "1:30 of audio will cost about 0.90 yuan."),
        (
            [60_000, None],
            "1:00 of audio will cost about 0.60 yuan. Recordings whose length is not known yet: 1. "
            "An hour of audio costs about 36.00 yuan.",
        ),
        (
            [None],
            "Recordings whose length is not known yet: 1. An hour of audio costs about 36.00 yuan.",
        ),
    ],
)
def test_the_price_is_said_even_if_nobody_knows_how_long_it_is(
    lengths_ms: list[int | None], text: str
) -> None:
    assert price_text(lengths_ms, 0.01) == text
