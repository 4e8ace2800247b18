"""What a `session.update` asks for, against what a server can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from msgspec import UNSET, UnsetType

from app.protocol import messages as wire
from app.protocol.abilities import ask, read_asked
from app.protocol.config import (
    SAMPLE_RATE_HZ,
    SILENCE_MAX_MS,
    SILENCE_MIN_MS,
    THRESHOLD_MAX,
    THRESHOLD_MIN,
    AudioFormat,
    Vad,
    WireConfig,
)
from app.protocol.errors import ProtocolError

if TYPE_CHECKING:
    from app.protocol.abilities import Abilities, Offer

T = TypeVar("T")

# The official SDK calls the same 16-bit samples by either name.
_SAME_FORMAT: Final = {"pcm16": "pcm"}
_SERVER_VAD: Final = "server_vad"
_MAX_QUOTED_CHARS: Final = 80


def read_config(asked: wire.Session, abilities: Abilities) -> WireConfig:
    """Return the settings that `asked` means; null counts as absent, absent as the default.

    Raises ProtocolError naming the field that these `abilities` or the protocol do not allow.
    """
    audio_format = _given(asked.input_audio_format, AudioFormat.PCM)
    audio_format = _SAME_FORMAT.get(audio_format, audio_format)
    _check_choice("session.input_audio_format", audio_format, abilities.formats)
    sample_rate = _given(asked.sample_rate, SAMPLE_RATE_HZ)
    _check_choice("session.sample_rate", sample_rate, abilities.sample_rates)
    transcription = _given(asked.input_audio_transcription, wire.Transcription())
    language = _given(transcription.language, "")
    if language:
        field = "session.input_audio_transcription.language"
        _check_choice(field, language, abilities.languages)
    corpus = _given(transcription.corpus, wire.Corpus())
    extra = read_asked(asked, abilities)
    return WireConfig(
        language=language,
        context=_given(corpus.text, ""),
        vad=_read_vad(asked.turn_detection),
        sample_rate=sample_rate,
        audio=AudioFormat(audio_format),
        script=extra.script,
        corrects_terms=extra.corrects_terms,
        is_recorded=extra.is_recorded,
    )


def request(config: WireConfig, offer: Offer) -> wire.Session:
    """Return what a client sends to get `config` of a server that made this `offer`."""
    transcription = wire.Transcription(
        language=config.language or UNSET,
        corpus=wire.Corpus(text=config.context) if config.context else UNSET,
    )
    return wire.Session(
        modalities=["text"],
        input_audio_format=config.audio.value,
        sample_rate=config.sample_rate,
        input_audio_transcription=transcription,
        turn_detection=_turn_detection(config.vad),
        x_zimu=ask(config, offer),
    )


def echo(config: WireConfig, *, session_id: str, model: str) -> wire.Session:
    """Return the session as `session.created` and `session.updated` describe it."""
    return wire.Session(
        id=session_id,
        object="realtime.session",
        model=model,
        modalities=["text"],
        input_audio_format=config.audio.value,
        sample_rate=config.sample_rate,
        input_audio_transcription=wire.Transcription(
            model=model, language=config.language or UNSET
        ),
        turn_detection=_turn_detection(config.vad),
    )


def _read_vad(asked: wire.TurnDetection | UnsetType | None) -> Vad | None:
    if asked is None:
        return None
    if asked is UNSET:
        return Vad()
    _check_choice("session.turn_detection.type", asked.type, frozenset({_SERVER_VAD}))
    default = Vad()
    vad = Vad(
        _given(asked.threshold, default.threshold),
        _given(asked.silence_duration_ms, default.silence_ms),
    )
    _check_range("session.turn_detection.threshold", vad.threshold, THRESHOLD_MIN, THRESHOLD_MAX)
    _check_range(
        "session.turn_detection.silence_duration_ms", vad.silence_ms, SILENCE_MIN_MS, SILENCE_MAX_MS
    )
    return vad


def _turn_detection(vad: Vad | None) -> wire.TurnDetection | None:
    if vad is None:
        return None
    return wire.TurnDetection(
        type=_SERVER_VAD, threshold=vad.threshold, silence_duration_ms=vad.silence_ms
    )


def _given(value: T | UnsetType | None, default: T) -> T:
    return default if value is None or value is UNSET else value


def _check_choice(field: str, value: object, allowed: frozenset[object]) -> None:
    if value not in allowed:
        choices = ", ".join(sorted(str(choice) for choice in allowed))
        raise ProtocolError(field, f"'{_quoted(value)}' is not available. Available: {choices}.")


def _check_range(field: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ProtocolError(field, f"{_quoted(value)} is not between {low:g} and {high:g}.")


def _quoted(value: object) -> str:
    """Return `value` as a reason may repeat it: an integer of JSON has no size that it keeps to."""
    return str(value)[:_MAX_QUOTED_CHARS]
