"""How much context fits: an estimate of tokens, since only the server knows its tokenizer."""

from __future__ import annotations

import math
import unicodedata
from typing import Final

LIMIT_TOKENS: Final = 10_000  # the documented limit of the protocol
_NARROW_CHARS_PER_TOKEN: Final = 4


def estimate_tokens(text: str) -> int:
    """Return about how many tokens `text` is, by the usual rule of thumb.

    One for each wide character (Chinese, Japanese, Korean), one for four others; white space
    costs nothing of its own.
    """
    printed = [char for char in text if not char.isspace()]
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in printed)
    return wide + math.ceil((len(printed) - wide) / _NARROW_CHARS_PER_TOKEN)
