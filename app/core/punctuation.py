"""Signs at which sentences and clauses end, in the languages that are heard."""

from __future__ import annotations

from typing import Final

SENTENCE_ENDS: Final = frozenset((*".!?…。！？｡؟।", "\u104b"))
CLAUSE_ENDS: Final = frozenset(",;:，、；：､،؛")
CLOSERS: Final = "\"'”’»)]}）］】」』》〉"  # what may stand behind them


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends with `text`, as far as its punctuation tells."""
    return text.rstrip(CLOSERS)[-1:] in SENTENCE_ENDS
