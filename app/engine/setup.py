"""From what the user chose to what a wire session is set up with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core import corpus
from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.script import ChineseScript, script_of
from app.core.settings import AudioChoice
from app.engine.catalog import EngineInfo, Place, advice_for
from app.protocol.config import (
    LOW_SAMPLE_RATE_HZ,
    SAMPLE_RATE_HZ,
    AudioFormat,
    Vad,
    WireConfig,
)

if TYPE_CHECKING:
    from app.core.advice import ThisComputer
    from app.core.settings import Settings

NARROW_HZ: Final = 8000  # a source of no more than this has nothing that 16 kHz would carry


def wire_config(
    settings: Settings,
    engine: EngineInfo,
    *,
    locale: str = "",
    source_rate_hz: int = SAMPLE_RATE_HZ,
) -> WireConfig:
    """Return the settings of a wire session with `engine`, as far as it can follow them.

    Readers of the system's `locale` get Chinese in the characters they expect. Whether the context
    fits is for `refusal` to say: here none is cut, nor left out for its size.
    """
    audio = settings.audio if settings.audio in engine.audio else AudioChoice.AUTO
    # Whether a server of one's own takes 8 kHz shows too late to choose something else.
    is_known = engine.place is not Place.HOST
    is_narrow = audio is AudioChoice.PCM8 or (source_rate_hz <= NARROW_HZ and is_known)
    context = settings.context if engine.supports_corpus else ""
    script = ChineseScript.AS_HEARD
    if engine.takes_wishes:
        script = settings.chinese_script or script_of(locale)
    return WireConfig(
        language=language_for(engine, settings.language),
        context=context,
        vad=None if settings.push_to_talk else Vad(settings.vad_threshold, settings.silence_ms),
        sample_rate=LOW_SAMPLE_RATE_HZ
        if is_narrow and audio is not AudioChoice.PCM16
        else SAMPLE_RATE_HZ,
        audio=AudioFormat.OPUS if audio is AudioChoice.OPUS else AudioFormat.PCM,
        script=script,
        corrects_terms=engine.takes_wishes and settings.corrects_terms and bool(context),
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
    if engine.lacks is not None:
        return engine.lacks
    if engine.needs_workspace and not engine.url:
        return Problem(ErrorCode.WORKSPACE_MISSING)
    return corpus.check(settings.context) if engine.supports_corpus else None


def unmet(settings: Settings, engine: EngineInfo, here: ThisComputer) -> Problem | None:
    """Return which wish `engine` cannot fulfil: its model, or the language.

    For who named them and is not there to see what was taken instead.
    """
    is_here = engine.place is Place.THIS_COMPUTER
    if is_here and settings.local_model not in ("", engine.model):
        return _no_such_model(settings.local_model, here)
    language = settings.language
    if not language or language_for(engine, language) == language:
        return None
    wanted = advice_for(settings, here).proposal if is_here else None
    if wanted is not None and language in wanted.model.languages and not wanted.is_installed:
        facts = {"language": language, "model": wanted.model.id}
        return ZimuError(ErrorCode.LANGUAGE_NEEDS_MODEL, **facts).problem
    languages = ", ".join(engine.languages)
    facts = {"language": language, "languages": languages}
    return ZimuError(ErrorCode.LANGUAGE_NOT_AVAILABLE, **facts).problem


def _no_such_model(model: str, here: ThisComputer) -> Problem:
    known = [one.id for one in here.catalogue]
    if model in known:
        return ZimuError(ErrorCode.MODEL_ABSENT, model=model).problem
    return ZimuError(ErrorCode.MODEL_UNKNOWN, model=model, models=", ".join(known)).problem
