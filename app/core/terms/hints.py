"""Terms as the recognisers that can be biased want them: small pure functions.

What sherpa-onnx does with them is in its `EncodeHotwords`: it splits each line into tokens itself
when the recogniser was made with `modeling_unit` and `bpe_vocab`; a term with a token the model
does not have is skipped with a complaint on stderr, so those that cannot fit are left out here.
Hotwords need `decoding_method="modified_beam_search"`.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# Whisper keeps the last 223 tokens of a prompt; a shorter one leaves more room for what is said.
PROMPT_TOKENS: Final = 160

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_LETTER: Final = re.compile(r"[^\W\d_]")
# ":2.0" after a term would be its score, "#" and "@" belong to keyword spotting, "/" parts terms.
_MARKS: Final = re.compile(r"[/:#@,\r\n]")
_TOKENS_PER_ASCII: Final = 0.5
_TOKENS_PER_OTHER: Final = 2.0


class ModelingUnit(Enum):
    """What a transducer's tokens are; the value is sherpa-onnx's `modeling_unit`."""

    HAN = "cjkchar"
    PIECES = "bpe"
    HAN_AND_PIECES = "cjkchar+bpe"


def hotwords(terms: Iterable[str], unit: ModelingUnit, *, is_upper: bool = False) -> str:
    """Return the text of a `hotwords_file`, a term a line; "" where no term fits the model.

    `is_upper`: the model's tokens have capitals only, as most English Zipformers.
    """
    return "\n".join(_fitting(terms, unit, is_upper=is_upper))


def stream_hotwords(terms: Iterable[str], unit: ModelingUnit, *, is_upper: bool = False) -> str:
    """Return the same for `create_stream(hotwords=…)`, which wants "/" between terms.

    They are added to those of the recogniser's own file; on an empty string call `create_stream()`
    without any.
    """
    return "/".join(_fitting(terms, unit, is_upper=is_upper))


def comma_hotwords(terms: Iterable[str]) -> str:
    """Return the `hotwords` of Qwen3-ASR and FunASR-nano: separated by ASCII commas."""
    return ",".join(cleaned for term in terms if (cleaned := _cleaned(term)))


def whisper_prompt(terms: Iterable[str], *, most_tokens: int = PROMPT_TOKENS) -> str:
    """Return an `initial_prompt` with as many terms, from the first on, as fit; "" for none.

    The number of tokens is an upper estimate, as only the model's tokenizer knows.
    """
    chosen: list[str] = []
    tokens = 0.0
    for term in terms:
        tokens += 1 + sum(_TOKENS_PER_ASCII if ch.isascii() else _TOKENS_PER_OTHER for ch in term)
        if tokens > most_tokens:
            break
        chosen.append(term)
    is_han = bool(chosen) and all(_HAN.search(term) for term in chosen)
    return ("、".join(chosen) + "。" if is_han else ", ".join(chosen) + ".") if chosen else ""


def _fitting(terms: Iterable[str], unit: ModelingUnit, *, is_upper: bool) -> list[str]:
    fitting = (_cleaned(term) for term in terms)
    kept = [term for term in fitting if term and _fits(term, unit)]
    return [term.upper() for term in kept] if is_upper else kept


def _fits(term: str, unit: ModelingUnit) -> bool:
    has_han = _HAN.search(term) is not None
    has_other = any(_HAN.match(letter) is None for letter in _LETTER.findall(term))
    match unit:
        case ModelingUnit.HAN:
            return has_han and not has_other
        case ModelingUnit.PIECES:
            return not has_han
        case ModelingUnit.HAN_AND_PIECES:
            return True


def _cleaned(term: str) -> str:
    return " ".join(_MARKS.sub(" ", term).split())
