"""What goes on at once, as subtitles show it: one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.core.textlayout import whole_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.export.passages import Passage

SHORTEST_REST_MS: Final = 1000  # of a line that goes on behind what lies within it


def in_turn(passages: Sequence[Passage]) -> list[Passage]:
    """Return passages of which each ends before, or as, the next begins.

    A line goes on behind a gap, or another speaker's line, that lies within it; its words are
    parted by the time on either side. Of other two that overlap the first ends early.
    """
    turns: list[Passage] = []
    waiting = list(reversed(passages))
    while waiting:
        passage = waiting.pop()
        if waiting and passage.end_ms > waiting[-1].begin_ms:
            passage, rest = _parted(passage, waiting[-1])
            if rest is not None:
                _insert(waiting, rest)
        if passage.words:
            turns.append(passage)
    return turns


def _parted(passage: Passage, inner: Passage) -> tuple[Passage, Passage | None]:
    """Return what is shown before `inner`, perhaps without words, and what behind it."""
    before_ms = max(0, inner.begin_ms - passage.begin_ms)
    first = replace(passage, end_ms=passage.begin_ms + before_ms)
    rest_ms = passage.end_ms - inner.end_ms
    is_other = inner.is_gap or inner.speaker != passage.speaker
    if passage.is_gap or not is_other or rest_ms < SHORTEST_REST_MS:
        return first, None
    share = before_ms / (before_ms + rest_ms)
    cut = whole_words(passage.words, int(len(passage.words) * share))
    words, rest = passage.words[:cut].rstrip(), passage.words[cut:].lstrip()
    if not rest:
        return first, None
    first = replace(first, words=words, is_cut_off=False)
    return first, replace(passage, begin_ms=inner.end_ms, words=rest)


def _insert(waiting: list[Passage], rest: Passage) -> None:
    """Put `rest` where its time is; the next one stands last."""
    at = len(waiting)
    while at and waiting[at - 1].begin_ms <= rest.begin_ms:
        at -= 1
    waiting.insert(at, rest)
