"""Which speech model captions, why, and what another one would bring, in English sentences."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.advice import Gain, Merit
from app.core.languages import find
from app.core.problem_text import fill

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.core.advice import Advice, Proposal

MOST_NAMED: Final = 4  # languages; of more the rest is counted
_MEGABYTE: Final = 1_000_000

REASONS: Final[Mapping[Merit, str]] = MappingProxyType(
    {
        Merit.LANGUAGE: "{model} captions: it has the language.",
        Merit.SPEED: "{model} captions: others that would do are too slow here.",
        Merit.DETECTION: "{model} captions: it finds out which language is spoken.",
        Merit.EMOTION: "{model} captions: it tells the feeling in the voice.",
        Merit.FOCUS: "{model} captions: it was made for few languages, this one among them.",
        Merit.PUNCTUATION: "{model} captions: it writes punctuation.",
        Merit.DEVOTION: "{model} captions: it was made for this language alone.",
        Merit.FLOW: "{model} captions: it writes words down as they are spoken.",
        Merit.SIZE: "{model} captions: of those that are alike it is the largest.",
    }
)
GAINS: Final[Mapping[Gain, str]] = MappingProxyType(
    {
        Gain.LANGUAGES: "{languages}",
        Gain.DETECTION: "the language found out by itself",
        Gain.EMOTION: "the feeling in the voice",
        Gain.PUNCTUATION: "punctuation",
        Gain.FLOW: "words as they are spoken",
        Gain.TERMS: "an ear for the names you list",
        Gain.SPEED: "captions that keep up",
        Gain.ACCURACY: "fewer mistakes",
    }
)
NO_MODEL: Final = "No speech model is installed."
NO_LANGUAGE: Final = "{model} has no {languages}."
TOO_SLOW: Final = "{model} does not keep up with speech on this computer, so words come late."
USE: Final = "{model}, which is installed, would bring {gains}. Say --model {id}."
GET: Final = "{model} ({size}) would bring {gains}. Get it with: zimu models get {id}"
GET_UNSIZED: Final = "{model} would bring {gains}. Get it with: zimu models get {id}"
MORE_LANGUAGES: Final = "{count} more languages"


def in_words(advice: Advice) -> tuple[str, ...]:
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
        return fill(USE, facts)
    return fill(GET if model.size_bytes else GET_UNSIZED, facts)


def _names(codes: tuple[str, ...]) -> str:
    known = [found.english_name if (found := find(code)) else code for code in codes]
    if len(known) <= MOST_NAMED:
        return _listed(known)
    rest = fill(MORE_LANGUAGES, {"count": str(len(known) - MOST_NAMED + 1)})
    return _listed([*known[: MOST_NAMED - 1], rest])


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
