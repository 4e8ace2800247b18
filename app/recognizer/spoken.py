"""Which language a text is in, where a model writes several and does not say which."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# In this order: Japanese has Chinese characters, too, and both now and then Latin letters.
_WRITINGS: Final = {
    "ja": re.compile("[\u3041-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "zh": re.compile("[\u3400-\u9fff]"),
}


def spoken(text: str, languages: Sequence[str], asked: str) -> str:
    """Return the language of `text`, in which a model wrote that knows `languages`.

    That is the one it was asked for, the only one that it can be, or empty.
    """
    if asked in languages:
        return asked
    for language, writing in _WRITINGS.items():
        if language in languages and writing.search(text):
            return language
    others = [language for language in languages if language not in _WRITINGS]
    is_sure = len(languages) == 1 or (len(others) == 1 and text)
    return (others or languages)[0] if is_sure else ""
