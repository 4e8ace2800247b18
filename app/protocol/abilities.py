"""What a server can do, and how ours says so: in `x_zimu`, a field that is not of the protocol.

Our client asks in the same field of its `session.update` for what it was told of there, and for
nothing elsewhere, so that no other server or client ever sees one of these names.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET, Raw, UnsetType

from app.core.script import ChineseScript
from app.protocol import codec
from app.protocol import messages as wire
from app.protocol.config import SAMPLE_RATE_HZ, AudioFormat

if TYPE_CHECKING:
    from app.protocol.config import WireConfig


class Extra(StrEnum):
    """What can be asked of our server beyond the protocol: the names of fields of `x_zimu`."""

    SCRIPT = "script"  # how Chinese is written
    CORRECTS_TERMS = "corrects_terms"  # what sounds like a term of the context becomes that term
    TELLS_EASE = "tells_ease"  # snapshots and finals say how far partials are cut back
    TELLS_PROGRESS = "tells_progress"  # `zimu.progress` says how far decoding has come
    RECORDED = "recorded"  # nobody speaks: those who do go first, and there are only finals


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a server can do; anything else that a client asks for is refused."""

    languages: frozenset[str]
    model: str
    formats: frozenset[AudioFormat] = frozenset({AudioFormat.PCM})
    sample_rates: frozenset[int] = frozenset({SAMPLE_RATE_HZ})
    max_pace: float | None = None  # how many times faster than it was spoken audio may come
    max_session_s: float | None = None
    append_ms: int | None = None  # how much audio a message should hold; None: as usual
    detects_language: bool = False  # which of them is spoken
    takes_context: bool = False  # in any way
    has_emotion: bool = False
    extras: frozenset[Extra] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """What a server said of itself when it opened the session; None: nothing that makes sense."""

    max_pace: float | None = None
    max_session_s: float | None = None
    formats: frozenset[str] | None = None  # names of AudioFormat, and of others
    sample_rates: frozenset[int] | None = None
    expires_at_s: float | None = None  # Unix time
    append_ms: float | None = None
    languages: frozenset[str] | None = None
    detects_language: bool | None = None
    takes_context: bool | None = None
    has_emotion: bool | None = None
    extras: frozenset[str] = frozenset()  # names of Extra, and of others


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client wants beyond the protocol."""

    script: ChineseScript = ChineseScript.AS_HEARD
    corrects_terms: bool = False
    tells_ease: bool = False
    tells_progress: bool = False
    is_recorded: bool = False


def introduce(session: wire.Session, abilities: Abilities) -> wire.Session:
    """Return `session` with what only our own client asks a server for."""
    zimu = wire.Zimu(
        max_pace=abilities.max_pace,
        max_session_s=abilities.max_session_s,
        formats=sorted(abilities.formats),
        sample_rates=sorted(abilities.sample_rates, reverse=True),
        append_ms=abilities.append_ms,
        languages=sorted(abilities.languages),
        detects_language=abilities.detects_language,
        takes_context=abilities.takes_context,
        has_emotion=abilities.has_emotion,
        takes=sorted(abilities.extras),
    )
    return msgspec.structs.replace(session, x_zimu=Raw(msgspec.json.encode(zimu)))


def read_offer(session: wire.Session) -> Offer:
    """Return what the server of `session` says of itself. What makes no sense is not there."""
    zimu = _fields(session.x_zimu)
    formats = codec.decode_extra(zimu.get("formats", UNSET), list[str])
    sample_rates = codec.decode_extra(zimu.get("sample_rates", UNSET), list[int])
    languages = codec.decode_extra(zimu.get("languages", UNSET), list[str])
    return Offer(
        max_pace=_positive(zimu.get("max_pace", UNSET)),
        max_session_s=_positive(zimu.get("max_session_s", UNSET)),
        formats=frozenset(formats) if formats else None,
        sample_rates=frozenset(sample_rates) if sample_rates else None,
        expires_at_s=_positive(session.expires_at),
        append_ms=_positive(zimu.get("append_ms", UNSET)),
        languages=frozenset(languages) if languages else None,
        detects_language=codec.decode_extra(zimu.get("detects_language", UNSET), bool),
        takes_context=codec.decode_extra(zimu.get("takes_context", UNSET), bool),
        has_emotion=codec.decode_extra(zimu.get("has_emotion", UNSET), bool),
        extras=frozenset(codec.decode_extra(zimu.get("takes", UNSET), list[str]) or ()),
    )


def ask(config: WireConfig, offer: Offer) -> Raw | UnsetType:
    """Return the `x_zimu` of a `session.update`: of what is `offer`ed, what `config` says."""
    wanted: dict[str, object] = {
        Extra.SCRIPT: config.script,
        Extra.CORRECTS_TERMS: config.corrects_terms,
        Extra.TELLS_EASE: True,
        Extra.TELLS_PROGRESS: True,
        Extra.RECORDED: config.is_recorded,
    }
    asked = {name: value for name, value in wanted.items() if name in offer.extras}
    return Raw(msgspec.json.encode(asked)) if asked else UNSET


def read_asked(session: wire.Session, abilities: Abilities) -> Asked:
    """Return what a client asks for; what makes no sense, or cannot be done, is not there."""
    able = {
        name: value for name, value in _fields(session.x_zimu).items() if name in abilities.extras
    }
    script = codec.decode_extra(able.get(Extra.SCRIPT, UNSET), ChineseScript)
    return Asked(
        script=Asked().script if script is None else script,
        corrects_terms=_is_true(able.get(Extra.CORRECTS_TERMS, UNSET)),
        tells_ease=_is_true(able.get(Extra.TELLS_EASE, UNSET)),
        tells_progress=_is_true(able.get(Extra.TELLS_PROGRESS, UNSET)),
        is_recorded=_is_true(able.get(Extra.RECORDED, UNSET)),
    )


def tell_ease(ease: int) -> Raw | UnsetType:
    """Return the `x_zimu` of a snapshot or a final; nothing while there is nothing to tell."""
    return Raw(msgspec.json.encode({"ease": ease})) if ease else UNSET


def is_eased(x_zimu: Raw | UnsetType) -> bool:
    """Whether the server of a snapshot or a final cuts partials back."""
    return (codec.decode_extra(_fields(x_zimu).get("ease", UNSET), int) or 0) > 0


def _fields(x_zimu: Raw | UnsetType) -> dict[str, Raw]:
    return codec.decode_extra(x_zimu, dict[str, Raw]) or {}


def _is_true(value: Raw | UnsetType) -> bool:
    return codec.decode_extra(value, bool) or False


def _positive(value: Raw | UnsetType) -> float | None:
    number = codec.decode_extra(value, float)
    return number if number is not None and 0 < number < math.inf else None
