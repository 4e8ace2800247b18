"""The names and terms in a document: what a recogniser would hardly write right by itself.

No dictionary and no model, so that every find can be explained by its reason. What stands in a
list already is taken as it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from app.core.terms.common import COMMON_HAN, COMMON_HAN_WORDS, COMMON_WORDS
from app.core.terms.listing import LONGEST_CHARS, listed_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CHARS_MAX: Final = 300_000  # of a longer document the beginning is looked at
TERMS_MAX: Final = 5000

_OFTEN: Final = 3
_RARE_WORD_CHARS: Final = 6
_HAN_LENGTHS: Final = range(6, 1, -1)
_QUOTED_WORDS: Final = 5
_QUOTED_HAN: Final = 20

_LETTER: Final = r"[^\W\d_\u3040-\u9fff\uac00-\ud7a3]"
_INSIDE: Final = rf"(?:{_LETTER}|\d|[_’'&/-](?={_LETTER}|\d))"
_TOKEN: Final = re.compile(rf"{_LETTER}{_INSIDE}*|\d{_INSIDE}*|[^\s]|\n")
_ACRONYM: Final = re.compile(r"(?=(?:.*[A-Z]){2})[A-Z0-9][A-Za-z0-9&/-]{1,14}")
_INNER_CAPITAL: Final = re.compile(r"[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|\w+\d\w*")
_BEFORE_SENTENCES: Final = frozenset('.!?:\n…。！？：“"•')
_LINKS: Final = frozenset({"of", "the", "&", "de", "la", "du", "von", "van", "der"})
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]+")
_QUOTED: Final = re.compile(r"[《〈「『“]([^《》〈〉「」『』“”\n]{2,40})[》〉」』”]")
_HAN_RUN: Final = re.compile(r"[\u3400-\u9fff]+")
# What hardly begins or ends a term, though it may stand inside one.
_HAN_EDGES: Final = COMMON_HAN - frozenset("人中大小多新外内前后一二三四五六七八九十月天时")
_HAN_GRAMMAR: Final = frozenset("的了是在和与或及我你他她它们这那就也都被把让对向从到吗呢吧啊")
_NUMBERING: Final = re.compile(r"^(?:[\d.]+|[一二三四五六七八九十]+、|第.{1,3}[章节])\s*")


class Reason(IntEnum):
    """Why something was taken; the surest first."""

    LISTED = 0  # the document is, or has, a list
    NAME = 1  # capital letters where no sentence begins
    ACRONYM = 2
    QUOTED = 3  # 《…》 and quotation marks
    OFTEN = 4  # a rare word, or Chinese characters that keep together, more than twice
    HEADING = 5


@dataclass(frozen=True, slots=True)
class Find:
    """One term, why it was taken, and how often it occurs."""

    term: str
    reason: Reason
    count: int


def glean(text: str, headings: Iterable[str] = ()) -> tuple[Find, ...]:
    """Return the names and terms of `text`, each once: by reason, then the most frequent first."""
    text = _ADDRESS.sub(" ", text[:CHARS_MAX])
    found: dict[str, Find] = {}
    for reason, terms in (
        (Reason.LISTED, _listed(text)),
        (Reason.NAME, Counter(_names(text))),
        (Reason.ACRONYM, Counter(_acronyms(text))),
        (Reason.QUOTED, Counter(_quoted(text))),
        (Reason.OFTEN, _frequent(text)),
        (Reason.HEADING, Counter(_headed(headings))),
    ):
        for term, count in terms.most_common():
            if 2 <= len(term) <= LONGEST_CHARS:  # noqa: PLR2004  one letter is no term
                found.setdefault(term.casefold(), Find(term, reason, count))
    ordered = sorted(found.values(), key=lambda find: (find.reason, -find.count))
    return tuple(ordered[:TERMS_MAX])


def as_text(finds: Iterable[Find]) -> str:
    """Return the terms as a context, one a line."""
    return "\n".join(find.term for find in finds)


def _listed(text: str) -> Counter[str]:
    """Take lists only where most lines are of them: in prose, short lines are something else."""
    lines = [line for line in text.splitlines() if line.strip()]
    listing = [line for line in lines if listed_terms(line)]
    separated = any(len(listed_terms(line)) > 1 for line in listing)
    is_list = len(listing) > 0.8 * len(lines) and (separated or len(lines) >= _OFTEN)
    return (
        Counter(term for line in listing for term in listed_terms(line)) if is_list else Counter()
    )


def _names(text: str) -> Iterator[str]:
    """Yield runs of capitalised words, and single ones that begin no sentence."""
    run: list[str] = []
    run_begins = begins = True
    for word in _TOKEN.findall(text):
        is_name = word[0].isupper() and any(char.islower() for char in word)
        if is_name or (run and word.lower() in _LINKS):
            run_begins = run_begins if run else begins
            run.append(word)
        else:
            yield from _name_of(run, begins=run_begins)
            run = []
        begins = word in _BEFORE_SENTENCES
    yield from _name_of(run, begins=run_begins)


def _name_of(run: list[str], *, begins: bool) -> Iterator[str]:
    words = list(run)
    while words and words[-1].lower() in _LINKS:
        words.pop()
    # What begins a sentence has its capital from there.
    while words and (words[0].lower() in _LINKS or (begins and _is_common(words[0]))):
        words.pop(0)
        begins = False
    if len(words) > 1 or (words and not begins and not _is_common(words[0])):
        yield " ".join(words).removesuffix("’s").removesuffix("'s")


def _is_common(word: str) -> bool:
    return word.lower().removesuffix("’s").removesuffix("'s") in COMMON_WORDS


def _acronyms(text: str) -> Iterator[str]:
    for word in _TOKEN.findall(text):
        is_written_so = _ACRONYM.fullmatch(word) or _INNER_CAPITAL.fullmatch(word)
        if is_written_so and word[0].isalpha() and not _is_common(word):
            yield word


def _quoted(text: str) -> Iterator[str]:
    for match in _QUOTED.finditer(text):
        inside = match[1].strip(" ，。、；：,.;:!?！？")
        has_sentence = any(mark in inside for mark in "，。；！？,;!?")
        is_short = len(inside.split()) <= _QUOTED_WORDS and (
            len(inside) <= _QUOTED_HAN or not _HAN_RUN.search(inside)
        )
        if is_short and not has_sentence and not _is_common(inside):
            yield inside


def _frequent(text: str) -> Counter[str]:
    words = Counter(token for token in _TOKEN.findall(text) if token.isalpha() and token.islower())
    return _frequent_han(text) + Counter(
        {
            word: count
            for word, count in words.items()
            if count >= _OFTEN
            and len(word) >= _RARE_WORD_CHARS
            and word not in COMMON_WORDS
            and not _HAN_RUN.search(word)
        }
    )


def _frequent_han(text: str) -> Counter[str]:
    """Return characters that stand side by side often, the longest first: parts of those are not
    counted again.
    """
    runs = _HAN_RUN.findall(text)
    found: Counter[str] = Counter()
    for length in _HAN_LENGTHS:
        grams = Counter(
            run[at : at + length] for run in runs for at in range(len(run) - length + 1)
        )
        inside: Counter[str] = Counter()
        for longer, count in found.items():
            for at in range(len(longer) - length + 1):
                inside[longer[at : at + length]] += count
        for gram, count in grams.items():
            alone = count - inside[gram]
            if alone >= _OFTEN and _can_be_term(gram):
                found[gram] = alone
    return found


def _can_be_term(gram: str) -> bool:
    if gram[0] in _HAN_EDGES or gram[-1] in _HAN_EDGES or gram in COMMON_HAN_WORDS:
        return False
    if any(char in _HAN_GRAMMAR for char in gram):
        return False
    # Of two characters, one of grammar makes a phrase.
    return not (len(gram) == 2 and any(char in COMMON_HAN for char in gram))  # noqa: PLR2004


def _headed(headings: Iterable[str]) -> Iterator[str]:
    for heading in headings:
        words = _NUMBERING.sub("", " ".join(heading.split())).strip(" .:：。")
        if not _is_common(words):
            yield words
