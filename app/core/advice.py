"""Which speech model when: the best of those installed, and what another one would bring.

A record of the catalogue says what a model can do, not how well. So who knows few languages is
taken to know each better, and of two that are alike the larger one to hear better; what was
measured on this computer counts for more than either.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app.core.languages import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.core.models import ModelInfo

_FEW_LANGUAGES: Final = 5
_OTHER_CODES: Final = {"nb": "no", "nn": "no", "tl": "fil"}  # of locales


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a model was on this computer."""

    model: str
    busy: float  # seconds of work for each second of speech, captions of open lines included
    keeps_up: bool


@dataclass(frozen=True, slots=True)
class ThisComputer:
    """What advice goes by: what there is to install, what is, how fast it is, who reads it."""

    catalogue: tuple[ModelInfo, ...] = ()
    installed: tuple[ModelInfo, ...] = ()
    speeds: tuple[Speed, ...] = ()
    locale: str = ""  # the system's language, such as zh_TW

    def keeps_up(self, model: ModelInfo) -> bool | None:
        """Whether `model` was fast enough; None: that was not measured."""
        return next((one.keeps_up for one in self.speeds if one.model == model.id), None)

    def find(self, model_id: str) -> ModelInfo | None:
        """Return the installed model of that name."""
        return next((model for model in self.installed if model.id == model_id), None)


@dataclass(frozen=True, slots=True)
class Need:
    """What captions are wanted for."""

    language: str = ""  # empty: automatic
    reads: str = ""  # the reader's language: what is likely spoken, where that is not said
    wants_emotion: bool = False

    @property
    def likely_language(self) -> str:
        """The language that is, or may well be, spoken; empty: it can be any."""
        return self.language or self.reads


class Merit(StrEnum):
    """What speaks for a model, the weightiest first."""

    LANGUAGE = "language"  # it has the language that is likely spoken
    SPEED = "speed"  # nothing says that it would not keep up on this computer
    DETECTION = "detection"  # it finds out which language is spoken, if nobody said
    EMOTION = "emotion"  # it tells the feeling in a voice, if that is wanted
    FOCUS = "focus"  # it has few languages, that one among them
    PUNCTUATION = "punctuation"
    DEVOTION = "devotion"  # it has that one alone
    FLOW = "flow"  # words come as they are spoken
    SIZE = "size"


class Gain(StrEnum):
    """What one model brings that another one lacks."""

    LANGUAGES = "languages"
    DETECTION = "detection"
    EMOTION = "emotion"
    PUNCTUATION = "punctuation"
    FLOW = "flow"
    TERMS = "terms"  # it hears the names of the context better for knowing them
    SPEED = "speed"
    ACCURACY = "accuracy"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A model that would serve better than the present one."""

    model: ModelInfo
    gains: tuple[Gain, ...]
    languages: tuple[str, ...]  # new ones, the wanted one first
    is_installed: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """Which model captions, why, and what would be better."""

    language: str  # the one that is likely spoken; empty: any
    model: ModelInfo | None  # None: none is installed
    reason: Merit | None  # what sets it apart from the next best; None: nothing worth telling
    has_language: bool
    keeps_up: bool | None  # None: not measured
    proposal: Proposal | None


def best(need: Need, here: ThisComputer) -> ModelInfo | None:
    """Return the installed model that serves `need` best; of equals the first."""
    return _best(here.installed, need, here)


def advise(need: Need, here: ThisComputer, chosen: str = "") -> Advice:
    """Return which model captions, and what would be better.

    `chosen` names the model that the user wants; it counts while it is installed.
    """
    model = here.find(chosen) or best(need, here)
    language = need.likely_language
    if model is None:
        return Advice(language, None, None, False, None, _proposal(None, need, here))
    has_language = not language or language in model.languages
    is_chosen = model.id == chosen
    return Advice(
        language=language,
        model=model,
        reason=_reason(model, need, here) if has_language and not is_chosen else None,
        has_language=has_language,
        keeps_up=here.keeps_up(model),
        proposal=_proposal(model, need, here),
    )


def language_of(locale: str) -> str:
    """Return the code of a locale's language, such as "zh" for "zh_TW"; empty: it has none."""
    code = locale.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    code = _OTHER_CODES.get(code, code)
    return code if code in CODES else ""


def _best(models: Iterable[ModelInfo], need: Need, here: ThisComputer) -> ModelInfo | None:
    return max(models, key=lambda model: _weights(model, need, here), default=None)


def _weights(model: ModelInfo, need: Need, here: ThisComputer) -> tuple[int, ...]:
    """Return how much of each merit a model has, in the order of Merit."""
    has_language = need.likely_language in model.languages
    is_slow = here.keeps_up(model) is False
    weights = {
        Merit.LANGUAGE: has_language,
        Merit.SPEED: not is_slow,
        Merit.DETECTION: model.detects_language and not need.language,
        Merit.EMOTION: model.has_emotion and need.wants_emotion,
        Merit.FOCUS: has_language and len(model.languages) <= _FEW_LANGUAGES,
        Merit.PUNCTUATION: model.has_punctuation,
        Merit.DEVOTION: has_language and len(model.languages) == 1,
        Merit.FLOW: model.is_streaming,
        # Where even one is too slow, the smaller one falls less far behind.
        Merit.SIZE: (model.size_bytes or 0) * (-1 if is_slow else 1),
    }
    return tuple(weights[merit] for merit in Merit)


def _reason(model: ModelInfo, need: Need, here: ThisComputer) -> Merit | None:
    others = [other for other in here.installed if other.id != model.id]
    second = _best(others, need, here)
    merit = None if second is None else _difference(model, second, need, here)
    # Of slow ones it is the smallest, which needs no praise.
    return None if merit is Merit.SIZE and here.keeps_up(model) is False else merit


def _difference(
    better: ModelInfo, worse: ModelInfo, need: Need, here: ThisComputer
) -> Merit | None:
    """Return the weightiest merit of which `better` has more; None: there is none before one of
    which it has less.
    """
    pairs = zip(Merit, _weights(better, need, here), _weights(worse, need, here), strict=True)
    merit, more, less = next(((m, a, b) for m, a, b in pairs if a != b), (None, 0, 0))
    return merit if more > less else None


def _proposal(model: ModelInfo | None, need: Need, here: ThisComputer) -> Proposal | None:
    for candidates in (here.installed, here.catalogue):
        candidate = _best(candidates, need, here)
        if candidate is None or (model is not None and candidate.id == model.id):
            continue
        merit = None if model is None else _difference(candidate, model, need, here)
        if model is not None and merit is None:
            continue
        languages = _new_languages(candidate, model, need)
        gains = [*_gains(candidate, model, languages)]
        if model is not None and _is_faster(candidate, model, merit, here):
            gains.append(Gain.SPEED)
        if merit in (Merit.FOCUS, Merit.DEVOTION, Merit.SIZE):
            gains.append(Gain.ACCURACY)
        if not gains:  # nothing is known of it but that it was not too slow yet
            continue
        is_installed = here.find(candidate.id) is not None
        return Proposal(candidate, tuple(gains), languages, is_installed)
    return None


def _new_languages(candidate: ModelInfo, model: ModelInfo | None, need: Need) -> tuple[str, ...]:
    known = () if model is None else model.languages
    new = [code for code in candidate.languages if code not in known]
    return tuple(sorted(new, key=lambda code: code != need.likely_language))


def _is_faster(
    candidate: ModelInfo, model: ModelInfo, merit: Merit | None, here: ThisComputer
) -> bool:
    """Whether there is ground to say so: what was never measured may well be as slow."""
    is_smaller = (candidate.size_bytes or 0) < (model.size_bytes or 0)
    return merit is Merit.SPEED and (is_smaller or here.keeps_up(candidate) is True)


def _gains(
    candidate: ModelInfo, model: ModelInfo | None, languages: tuple[str, ...]
) -> Iterator[Gain]:
    if languages:
        yield Gain.LANGUAGES
    if candidate.detects_language and not (model and model.detects_language):
        yield Gain.DETECTION
    if candidate.has_emotion and not (model and model.has_emotion):
        yield Gain.EMOTION
    if candidate.has_punctuation and not (model and model.has_punctuation):
        yield Gain.PUNCTUATION
    if candidate.is_streaming and not (model and model.is_streaming):
        yield Gain.FLOW
    if candidate.takes_terms and not (model and model.takes_terms):
        yield Gain.TERMS
