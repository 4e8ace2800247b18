"""Text as the search index holds it: what is written without spaces gets one around each letter.

The index knows words by the spaces between them. A phrase of single letters finds any part of a
text without spaces, a Chinese word of two characters as well as half a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Thai and Lao, Burmese, Khmer, Japanese, Chinese, Korean; then the rarer characters of Chinese.
_UNSPACED: Final = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])"
)


def spaced(text: str) -> str:
    """Return `text` with wide and narrow letters as one, and spaces around those that need them."""
    return _UNSPACED.sub(r" \1 ", unicodedata.normalize("NFKC", text))
