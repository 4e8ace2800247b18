"""Where a row of text may end: user-perceived characters, words, and the East Asian rules.

A working subset of UAX #29 (clusters) and UAX #14 (breaks) on `unicodedata` alone. Korean breaks at
its spaces, as subtitles do; scripts that need a dictionary (Thai, Lao, Khmer) break at spaces and,
where a run is wider than a row, between clusters.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import Final, TypeAlias

Measure: TypeAlias = Callable[[str], float]
"""Width of a text set in one row, in pixels."""
_Fits: TypeAlias = Callable[[int, int], bool]  # whether a row may have these characters

_ZERO_WIDTH_JOINER: Final = "\u200d"
_GLUE: Final = frozenset("\u00a0\u2007\u202f\u2060\ufeff")
_HYPHENS: Final = frozenset("-\u2010")
_DASHES: Final = frozenset("–—")
# Never parted from themselves: the doubled dash and ellipsis of Chinese.
_INSEPARABLE: Final = frozenset("—…⋯‥")
# In these sets "." stands for its full-width twin and for the ellipsis too: see _plain.
_CLOSING: Final = frozenset("、。.,:;!?%‰»\u203a")
# Small kana, iteration and length marks, units, and what closes in one place and opens in another.
_NOT_FIRST: Final = _CLOSING | frozenset(
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶー々〻ゝゞヽヾ・·°~〜'\"’”–—⋯"
)
_NOT_LAST: Final = frozenset("'\"‘“$£¥€#@")
_EXTENDING: Final = frozenset(("Mn", "Me", "Mc"))
# Widths are whole thirds of a Latin character, so that sums are exact.
UNITS_PER_COLUMN: Final = 3
_WIDE_UNITS: Final = 7  # 18 Chinese characters are as much to read as 42 Latin ones


def cluster_starts(text: str) -> list[int]:
    """Return where each user-perceived character of `text` begins."""
    if text.isascii():
        return list(range(len(text)))
    starts: list[int] = []
    flags = 0  # regional indicators seen in a row: two make one flag
    for at, char in enumerate(text):
        is_flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        if at == 0 or not (_joins(text[at - 1], char) or (is_flag and flags % 2 == 1)):
            starts.append(at)
        flags = flags + 1 if is_flag else 0
    return starts


def _joins(before: str, after: str) -> bool:
    if after < "\u0300":
        return before == _ZERO_WIDTH_JOINER
    return (
        unicodedata.category(after) in _EXTENDING
        or after in "\u200c\u200d\u0e33\u0eb3\uff9e\uff9f"
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= after <= "\U000e007f"  # tags of sub-national flags
        or before == _ZERO_WIDTH_JOINER
        or (_is_hangul(before) and _is_jamo_tail(after))
        or ("\u1100" <= before <= "\u115f" and _is_hangul(after))
    )


def _is_hangul(char: str) -> bool:
    return (
        "\u1100" <= char <= "\u11ff" or "\uac00" <= char <= "\ud7fb" or "\ua960" <= char <= "\ua97c"
    )


def _is_jamo_tail(char: str) -> bool:
    return "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7fb"


def may_break(text: str, at: int) -> bool:
    """Whether a row may end before the cluster at `at`, 0 < at < len(text). Blanks hang."""
    before, after = text[at - 1], text[at]
    if after.isspace() or before in _GLUE or after in _GLUE:
        return False
    if before.isspace() or before == "\u200b":
        seen = at
        while seen and text[seen - 1].isspace():
            seen -= 1
        return not (_closes(after) or (seen > 0 and _opens(text[seen - 1])))
    if before in _INSEPARABLE and before == after:
        return False
    if before in _DASHES or before in _HYPHENS:
        return after.isalpha() and (before in _DASHES or text[at - 2 : at - 1].isalnum())
    if not (_is_ideographic(before) or _is_ideographic(after)):
        return False
    is_kept_back = _plain(after) in _NOT_FIRST or _closes(after)
    return not (is_kept_back or _plain(before) in _NOT_LAST or _opens(before))


def _plain(char: str) -> str:
    return unicodedata.normalize("NFKC", char)[0]


def _closes(char: str) -> bool:
    return _plain(char) in _CLOSING or unicodedata.category(char) == "Pe"


def _opens(char: str) -> bool:
    return unicodedata.category(char) in ("Ps", "Pi")


def _is_ideographic(char: str) -> bool:
    return is_wide(char) and not _is_hangul(char)


def is_wide(char: str) -> bool:
    """Whether this character is as wide as a Chinese one."""
    return unicodedata.east_asian_width(char) in ("W", "F")


def units(text: str) -> int:
    """Return how wide `text` is, in thirds of a Latin character; a wide one counts as 42 / 18."""
    if text.isascii():
        return len(text) * UNITS_PER_COLUMN
    return sum(units_at(text, at) for at in cluster_starts(text))


def units_at(text: str, at: int) -> int:
    """Return how wide the cluster of `text` that begins at `at` is."""
    return _WIDE_UNITS if is_wide(text[at]) else UNITS_PER_COLUMN


def columns(text: str) -> float:
    """Return how many Latin characters `text` amounts to."""
    return units(text) / UNITS_PER_COLUMN


def break_offsets(text: str) -> list[int]:
    """Return every offset inside `text` at which a row may end."""
    return [at for at in cluster_starts(text)[1:] if may_break(text, at)]


def whole_words(text: str, length: int) -> int:
    """Return where the last word that ends within `text[:length]` ends, blanks behind it included.

    What stands at the very end of the text counts as whole.
    """
    if length >= len(text):
        return len(text)
    if text[length].isspace() or (length and may_break(text, length)):
        return length
    edges = [0, *break_offsets(text)]
    return edges[bisect_right(edges, length) - 1]


def wrap(
    text: str, start: int, measure: Measure, width_px: float, *, pinned: int = 0, tail: str = ""
) -> list[int]:
    """Return where the rows of `text[start:]` begin; the blanks at `start` belong to none.

    Rows are filled from the top; each is at most `width_px` wide without its trailing blanks, save
    one cluster that alone is wider. A word wider than a row is parted between clusters. Text
    without words has one row, at `start`. The first row reaches at least to `pinned` if it can be
    as wide as that. `tail`: what the last row must have room for behind the text.
    """
    if not text[start:].strip():
        return [start]
    start = _first_word(text, start)

    def fits(begin: int, end: int) -> bool:
        row = text[begin:end].rstrip()
        if end == len(text) and tail and measure(row + tail) > width_px:
            return False
        return measure(row) <= width_px

    if fits(start, len(text)):
        return [start]
    starts = [start]
    clusters = [start + at for at in cluster_starts(text[start:])[1:]] + [len(text)]
    breaks = [at for at in clusters if at == len(text) or may_break(text, at)]
    least = pinned if measure(text[start:pinned].rstrip()) <= width_px else start
    while starts[-1] < len(text):
        begin = max(starts[-1], least)
        end = _last_fitting(text, starts[-1], breaks[_from(breaks, begin) :], fits)
        starts.append(
            end or _forced_end(text, starts[-1], clusters[_from(clusters, begin) :], fits)
        )
        least = start
    return starts[:-1]


def _from(offsets: Sequence[int], begin: int) -> int:
    return bisect_right(offsets, begin - 1)


def _first_word(text: str, start: int) -> int:
    """Return where the first cluster from `start` on begins that is more than a blank."""
    at = len(text) - len(text[start:].lstrip())
    # A mark without a letter of its own sits on the blank before it.
    return at - 1 if at > start and _joins(text[at - 1], text[at]) else at


def _last_fitting(text: str, begin: int, breaks: Sequence[int], fits: _Fits) -> int | None:
    found = None
    for end in breaks[bisect_right(breaks, begin) :]:
        if not fits(begin, end):
            break
        if text[begin:end].strip():
            found = end
    return found


def _forced_end(text: str, begin: int, clusters: Sequence[int], fits: _Fits) -> int:
    ends = clusters[bisect_right(clusters, begin) :]
    found = ends[0]
    for end in ends[1:]:
        has_words = text[begin:found].strip() and text[found:end].strip()
        if has_words and not fits(begin, end):
            break
        found = end
    return found


def is_right_to_left(text: str) -> bool:
    """Whether the first character with a direction of its own runs from right to left."""
    for char in text:
        match unicodedata.bidirectional(char):
            case "L":
                return False
            case "R" | "AL":
                return True
    return False


def carry_offsets(old: str, new: str, offsets: Sequence[int]) -> list[int]:
    """Return where the ascending `offsets` into `old` lie in its revision `new`, ascending.

    Words that are the same but for case and punctuation find each other again. Words that were put
    in just before an offset come to lie after it, so what follows an offset loses nothing.
    """
    same = common_prefix(old, new)
    kept = [at for at in offsets if at <= same]
    begin = max(0, min(same, len(old) - 1, len(new) - 1))  # of the first word that differs
    while begin and not may_break(old, begin):
        begin -= 1
    behind = [at - begin for at in offsets if at > same]
    moved = [begin + at for at in _carry_by_words(old[begin:], new[begin:], behind)]
    clusters = [*cluster_starts(new), len(new)]
    snapped = (clusters[bisect_right(clusters, at) - 1] for at in kept + moved)
    return list(accumulate(snapped, max))


def common_prefix(old: str, new: str) -> int:
    """Return how many characters both begin with."""
    if new.startswith(old):
        return len(old)
    return next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if len(set(pair)) > 1), len(new)
    )


def _carry_by_words(old: str, new: str, offsets: Sequence[int]) -> list[int]:
    if not offsets:
        return []
    old_edges, new_edges = _word_edges(old), _word_edges(new)
    matcher = SequenceMatcher(
        None, _word_keys(old, old_edges), _word_keys(new, new_edges), autojunk=False
    )
    moves = [move for move in matcher.get_opcodes() if move[1] < move[2]]
    carried = []
    for offset in offsets:
        word = bisect_right(old_edges, offset) - 1
        into = offset - old_edges[word]
        at = _carry_edge(word, moves)
        carried.append(min(new_edges[at] + into, new_edges[min(at + 1, len(new_edges) - 1)]))
    return carried


def _carry_edge(edge: int, moves: Sequence[tuple[str, int, int, int, int]]) -> int:
    """Return the edge of the new words at which the old words before `edge` end."""
    for _, old_begin, old_end, new_begin, new_end in moves:
        if edge == old_end:
            return min(new_begin + edge - old_begin, new_end)
        if old_begin < edge < old_end:  # among words replaced by others: keep one for after it
            return min(new_begin + edge - old_begin, max(new_end - 1, new_begin))
    return 0


def _word_edges(text: str) -> list[int]:
    return [0, *break_offsets(text), len(text)] if text else [0]


def _word_keys(text: str, edges: Sequence[int]) -> list[str]:
    return [word_key(text[begin:end]) for begin, end in pairwise(edges)]


def word_key(word: str) -> str:
    """Return what a word is known again by, whatever becomes of its case and punctuation."""
    return "".join(filter(str.isalnum, word)).casefold() or word.strip()
