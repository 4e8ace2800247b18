"""Prices, as they are read."""

from __future__ import annotations

from typing import Final

HOUR_S: Final = 3600


def price_text(cost_cny: float) -> str:
    """Return ¥0.51; what is less than a fen is so much, not nothing."""
    if 0 < cost_cny < 0.01:  # noqa: PLR2004  the smallest coin
        return "< ¥0.01"
    return f"¥{cost_cny:,.2f}"
