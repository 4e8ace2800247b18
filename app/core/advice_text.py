"""Advice about models in words; the shell translates them.

`{model}` is a title, `{id}` what commands take, `{languages}` names, `{gains}` and `{size}` what
the maps below make of them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.advice import Gain, Merit
from app.core.languages import find
from app.core.problem_text import QT_TRANSLATE_NOOP, fill

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.core.advice import Advice, Proposal

MOST_NAMED: Final = 4  # languages; of more the rest is counted
_MEGABYTE: Final = 1_000_000

REASONS: Final[Mapping[Merit, str]] = MappingProxyType(
    {
        Merit.LANGUAGE: QT_TRANSLATE_NOOP("Advice", "{model} captions: it has the language."),
        Merit.SPEED: QT_TRANSLATE_NOOP("Advice", "{model} captions: it keeps up here."),
        Merit.DETECTION: QT_TRANSLATE_NOOP(
            "Advice", "{model} captions: it finds out which language is spoken."
        ),
        Merit.EMOTION: QT_TRANSLATE_NOOP(
            "Advice", "{model} captions: it tells the feeling in the voice."
        ),
        Merit.FOCUS: QT_TRANSLATE_NOOP(
            "Advice", "{model} captions: it was made for few languages, this one among them."
        ),
        Merit.PUNCTUATION: QT_TRANSLATE_NOOP("Advice", "{model} captions: it writes punctuation."),
        Merit.DEVOTION: QT_TRANSLATE_NOOP(
            "Advice", "{model} captions: it was made for this language alone."
        ),
        Merit.FLOW: QT_TRANSLATE_NOOP(
            "Advice", "{model} captions: it writes words down as they are spoken."
        ),
        Merit.SIZE: QT_TRANSLATE_NOOP(
            "Advice", "{model} captions: of those that are alike it is the largest."
        ),
    }
)
GAINS: Final[Mapping[Gain, str]] = MappingProxyType(
    {
        Gain.LANGUAGES: "{languages}",
        Gain.DETECTION: QT_TRANSLATE_NOOP("Advice", "the language found out by itself"),
        Gain.EMOTION: QT_TRANSLATE_NOOP("Advice", "the feeling in the voice"),
        Gain.PUNCTUATION: QT_TRANSLATE_NOOP("Advice", "punctuation"),
        Gain.FLOW: QT_TRANSLATE_NOOP("Advice", "words as they are spoken"),
        Gain.TERMS: QT_TRANSLATE_NOOP("Advice", "an ear for the names you list"),
        Gain.SPEED: QT_TRANSLATE_NOOP("Advice", "captions that keep up"),
        Gain.ACCURACY: QT_TRANSLATE_NOOP("Advice", "fewer mistakes"),
    }
)
NO_MODEL: Final = QT_TRANSLATE_NOOP("Advice", "No speech model is installed.")
NO_LANGUAGE: Final = QT_TRANSLATE_NOOP("Advice", "{model} has no {languages}.")
TOO_SLOW: Final = QT_TRANSLATE_NOOP(
    "Advice", "{model} does not keep up with speech on this computer, so words come late."
)
USE: Final = QT_TRANSLATE_NOOP("Advice", "{model}, which is installed, would bring {gains}.")
GET: Final = QT_TRANSLATE_NOOP("Advice", "{model} ({size}) would bring {gains}.")
GET_UNSIZED: Final = QT_TRANSLATE_NOOP("Advice", "{model} would bring {gains}.")
MORE_LANGUAGES: Final = QT_TRANSLATE_NOOP("Advice", "{count} more languages")
_HOW_TO_USE: Final = "Say --model {id}."
_HOW_TO_GET: Final = "Get it with: zimu models get {id}"


def english(advice: Advice) -> tuple[str, ...]:
    """Return what there is to say at a terminal, the weightiest last."""
    return tuple(_sentences(advice))


def megabytes(size_bytes: int) -> str:
    """Return a size as "239 MB"."""
    return f"{max(round(size_bytes / _MEGABYTE), 1):,} MB"


def _sentences(advice: Advice) -> Iterator[str]:
    if advice.model is None:
        yield NO_MODEL
    else:
        facts = {"model": advice.model.title, "languages": _names((advice.language,))}
        if advice.reason is not None:
            yield fill(REASONS[advice.reason], facts)
        if not advice.has_language:
            yield fill(NO_LANGUAGE, facts)
        if advice.keeps_up is False:
            yield fill(TOO_SLOW, facts)
    if advice.proposal is not None:
        yield _proposal(advice.proposal)


def _proposal(proposal: Proposal) -> str:
    model = proposal.model
    gains = [
        fill(GAINS[gain], {"languages": _names(proposal.languages)}) for gain in proposal.gains
    ]
    facts = {
        "model": model.title,
        "id": model.id,
        "gains": _listed(gains),
        "size": megabytes(model.size_bytes or 0),
    }
    if proposal.is_installed:
        return fill(f"{USE} {_HOW_TO_USE}", facts)
    return fill(f"{GET if model.size_bytes else GET_UNSIZED} {_HOW_TO_GET}", facts)


def _names(codes: tuple[str, ...]) -> str:
    known = [found.english_name if (found := find(code)) else code for code in codes]
    if len(known) <= MOST_NAMED:
        return _listed(known)
    rest = fill(MORE_LANGUAGES, {"count": str(len(known) - MOST_NAMED + 1)})
    return _listed([*known[: MOST_NAMED - 1], rest])


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
