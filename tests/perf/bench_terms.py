"""What listed terms mend in recognised text, and how little they change in any other text.

The texts without the terms: the reference manual that comes with Python, what the recordings of
tests/data say, our own Chinese, and words in random order from dictionaries: that of pypinyin,
which the correction itself asks for words, and that of OpenCC, which it does not know.
"""

from __future__ import annotations

import asyncio
import json
import pydoc_data.topics
import random
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import opencc
from pypinyin.constants import PHRASES_DICT

from app.core.terms.correction import Replacement, correct
from tests.perf import material, programs
from tests.perf.feed import hear
from tests.perf.report import Row, Table, median, percentile
from tests.perf.term_lists import LISTS, MISHEARD

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE_WORDS: Final = 30
_LINE_PHRASES: Final = 5
_MOST_CHANGED: Final = 1.0
_MARKUP: Final = re.compile(r"[*`\"|=+_<>#~^{}\[\]\\]+|-{2,}")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_HAN_TEXT: Final = re.compile(r"[\u3400-\u9fff，。、；：！？]+")
_LATIN_LISTS: Final = tuple(name for name in LISTS if not name.startswith("Chinese"))
_HAN_LISTS: Final = tuple(name for name in LISTS if name.startswith("Chinese"))
_OPENCC_WORD: Final = re.compile(r"[\u4e00-\u9fff]{2,8}")


def measure(work: Path, *, quick: bool) -> Table:
    """Count what is changed in texts without the terms, and what is mended in texts with them."""
    english = _lines(_english(), most=200 if quick else None)
    most = 2_000 if quick else None
    chinese = {
        "pypinyin's phrases": _shuffled(PHRASES_DICT)[:most],
        "OpenCC's phrases": _shuffled(_opencc_words())[:most],
        "our Chinese texts": _own_chinese(),
    }
    rows = [
        *(_changed(name, LISTS[name], english, "Python's manual") for name in _LATIN_LISTS),
        _changed("all Latin lists", _all_latin(), english, "Python's manual"),
        _changed("all Latin lists", _all_latin(), _lines(_spoken()), "spoken: tests/data"),
        *(
            _changed(name, LISTS[name], lines, source)
            for name in _HAN_LISTS
            for source, lines in chinese.items()
        ),
        _mended("Latin", is_han=False),
        _mended("Chinese", is_han=True),
        *_speed(english[:200]),
        _held_back(english[:100]),
        *_through_the_engine(work),
    ]
    settings = "Changed words of 1,000 (Chinese: characters); what is only proposed does not count."
    return Table("Listed terms", settings, tuple(rows))


def _all_latin() -> tuple[str, ...]:
    return tuple(term for name in _LATIN_LISTS for term in LISTS[name])


def _changed(name: str, terms: tuple[str, ...], lines: list[str], source: str) -> Row:
    words = changed = proposed = 0
    for line in lines:
        words += _size(line)
        for one in correct(line, terms).replacements:
            changed += _differing(one) if one.is_applied else 0
            proposed += not one.is_applied
    note = f"{source}, {words} words; {1000 * proposed / words:.2f} proposals of 1,000"
    what = f"{name}, {len(terms)} terms"
    return Row(what, 1000 * changed / words, "of 1,000", bar=_MOST_CHANGED, note=note)


def _differing(one: Replacement) -> int:
    if _HAN.match(one.heard):
        return sum(old != new for old, new in zip(one.heard, one.term, strict=True))
    return len(one.heard.split())


def _mended(name: str, *, is_han: bool) -> Row:
    tried = [pair for pair in MISHEARD if (_HAN.match(pair[0]) is not None) == is_han]
    missed = []
    for term, heard in tried:
        before, after = ("他们说", "很好") if is_han else ("we said that ", " is good")
        terms = next(terms for terms in LISTS.values() if term in terms)
        text = correct(f"{before}{heard}{after}", terms).text
        if text.casefold() != f"{before}{term}{after}".casefold():
            missed.append(heard)
    share = 100 * (1 - len(missed) / len(tried))
    note = f"of {len(tried)} mis-hearings written down before; not: {', '.join(missed) or 'none'}"
    return Row(f"mended, {name}", share, "%", note=note)


def _speed(lines: list[str]) -> list[Row]:
    terms = _all_latin()[:100]
    taken_ms = []
    correct(lines[0], terms)
    for line in lines:
        correct(line, terms)  # an interim repeats what the one before it said
        settled = line.rfind(" ", 0, len(line) * 2 // 3)
        begin_s = time.thread_time()
        correct(line, terms, settled_chars=settled)
        taken_ms.append((time.thread_time() - begin_s) * 1000)
    what = "one interim of 30 words, 100 terms"
    return [
        Row(f"{what}, median", median(taken_ms), "ms", bar=1.0, note="CPU time"),
        Row(f"{what}, p95", percentile(taken_ms, 0.95), "ms", bar=1.0, note="CPU time"),
    ]


def _held_back(lines: list[str]) -> Row:
    terms = _all_latin()[:100]
    held = []
    for line in lines:
        ends = [at for at, char in enumerate(line) if char == " "]
        for end in ends:
            settled = correct(line, terms, settled_chars=end).settled_chars
            held.append(len(line[settled:end].split()))
    note = "they may be the beginning of one of 100 terms; none for none listed"
    return Row("settled words held back, mean", sum(held) / len(held), "words", note=note)


def _through_the_engine(work: Path) -> list[Row]:
    """Recognise spoken names with the embedded engine; count those that are right."""
    terms = tuple(dict.fromkeys([*LISTS["people"], *LISTS["products"], *LISTS["medicine"]]))
    said = (material.DATA / "speech" / "names.txt").read_text(encoding="utf-8")
    pcm = np.asarray(material.synthetic("names").samples * 32767, "<i2").tobytes()
    with programs.engine(work) as engine:
        finals = asyncio.run(hear(engine.url, engine.token, pcm)).finals
    corrected = [correct(final, terms) for final in finals]
    wanted = [term for term in terms if _has(said, term)]
    before = sum(_has(" ".join(finals), term) for term in wanted)
    after = sum(_has(" ".join(one.text for one in corrected), term) for term in wanted)
    put_in = [r for one in corrected for r in one.replacements if r.is_applied]
    wrong = [f"{one.heard} → {one.term}" for one in put_in if one.term not in wanted]
    done = ", ".join(f"{one.heard} → {one.term}" for one in put_in)
    note = f"piper reads tests/data/speech/names.txt; {len(terms)} terms listed"
    return [
        Row(f"names right of {len(wanted)}, embedded engine", before, "", note=note),
        Row(f"names right of {len(wanted)}, corrected", after, "", note=done),
        Row("terms put in that nobody said", len(wrong), "", bar=0, note=", ".join(wrong)),
    ]


def _has(text: str, term: str) -> bool:
    return re.search(rf"\b{re.escape(term)}\b", text, re.IGNORECASE) is not None


def _english() -> str:
    return _MARKUP.sub(" ", " ".join(pydoc_data.topics.topics.values()))


def _spoken() -> str:
    fables = (material.DATA / "speech" / "fables.txt").read_text(encoding="utf-8")
    words = [
        word
        for path in sorted((material.DATA / "words").glob("*.words.json"))
        for word, *_ in json.loads(path.read_text(encoding="utf-8"))
    ]
    return " ".join([fables, *words])


def _shuffled(phrases: Iterable[str]) -> list[str]:
    words = list(phrases)
    random.Random(1).shuffle(words)
    starts = range(0, len(words), _LINE_PHRASES)
    return ["".join(words[at : at + _LINE_PHRASES]) for at in starts]


def _opencc_words() -> list[str]:
    """Return the words of OpenCC's dictionary, which are stored as they are, in Simplified."""
    folder = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    stored = (folder / "STPhrases.ocd2").read_bytes().decode("utf-8", "ignore")
    simplify = opencc.OpenCC("t2s").convert
    return [simplify(word) for word in dict.fromkeys(_OPENCC_WORD.findall(stored))]


def _own_chinese() -> list[str]:
    translations = programs.ROOT / "resources" / "translations" / "zimu_zh_CN.ts"
    files = (programs.ROOT / "README.zh-CN.md", translations)
    return [text for path in files for text in _HAN_TEXT.findall(path.read_text(encoding="utf-8"))]


def _lines(text: str, *, most: int | None = None) -> list[str]:
    words = text.split()
    starts: Iterable[int] = range(0, len(words), _LINE_WORDS)
    return [" ".join(words[at : at + _LINE_WORDS]) for at in starts][:most]


def _size(text: str) -> int:
    return len(_HAN.findall(text)) or len(text.split())
