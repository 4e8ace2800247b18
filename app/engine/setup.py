"""From what the user chose to what a wire session is set up with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core import corpus
from app.core.errors import ErrorCode, Problem
from app.core.settings import AudioChoice
from app.engine.catalog import EngineInfo, Place
from app.protocol.config import (
    LOW_SAMPLE_RATE_HZ,
    SAMPLE_RATE_HZ,
    AudioFormat,
    Vad,
    WireConfig,
)

if TYPE_CHECKING:
    from app.core.settings import Settings

NARROW_HZ: Final = 8000  # a source of no more than this has nothing that 16 kHz would carry


def wire_config(
    settings: Settings, engine: EngineInfo, *, source_rate_hz: int = SAMPLE_RATE_HZ
) -> WireConfig:
    """Return the settings of a wire session with `engine`, as far as it can follow them.

    Whether the context fits is for `refusal` to say: here none is cut, nor left out for its size.
    """
    audio = settings.audio if settings.audio in engine.audio else AudioChoice.AUTO
    # Whether a server of one's own takes 8 kHz shows too late to choose something else.
    is_known = engine.place is not Place.HOST
    is_narrow = audio is AudioChoice.PCM8 or (source_rate_hz <= NARROW_HZ and is_known)
    return WireConfig(
        language=language_for(engine, settings.language),
        context=settings.context if engine.supports_corpus else "",
        vad=None if settings.push_to_talk else Vad(settings.vad_threshold, settings.silence_ms),
        sample_rate=LOW_SAMPLE_RATE_HZ
        if is_narrow and audio is not AudioChoice.PCM16
        else SAMPLE_RATE_HZ,
        audio=AudioFormat.OPUS if audio is AudioChoice.OPUS else AudioFormat.PCM,
    )


def language_for(engine: EngineInfo, wanted: str) -> str:
    """Return `wanted` if `engine` has it, else automatic, else the engine's first language.

    Which languages a server of one's own has, only that server knows.
    """
    if wanted in engine.languages or engine.place is Place.HOST:
        return wanted
    return "" if engine.supports_auto_language else engine.languages[0]


def refusal(settings: Settings, engine: EngineInfo) -> Problem | None:
    """Return why no session with `engine` can begin, as far as that is known without a network."""
    if engine.needs_workspace and not engine.url:
        return Problem(ErrorCode.WORKSPACE_MISSING)
    return corpus.check(settings.context) if engine.supports_corpus else None
