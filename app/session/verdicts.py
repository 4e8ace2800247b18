"""What a server's complaint or a lost link means for the session. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, Problem, ZimuError
from app.engine.catalog import Place, is_aliyun, is_same_model
from app.net import answers
from app.protocol.config import AudioFormat
from app.session.reconnect import Gravity, gravity

if TYPE_CHECKING:
    from app.engine.catalog import EngineInfo
    from app.net.links import LinkDown
    from app.protocol.abilities import Offer
    from app.protocol.client import ServerFault
    from app.protocol.config import WireConfig

INFERENCE_FAILED: Final = "COMMON_ERROR"
HERE: Final = "127.0.0.1"
MAX_FACT_CHARS: Final = 80
REGULAR_CODES: Final = frozenset({1000, 1001})  # good-bye, and going away
LINK_TROUBLES: Final = frozenset(
    {
        ErrorCode.HOST_UNREACHABLE,
        ErrorCode.HOST_SILENT,
        ErrorCode.HANDSHAKE_FAILED,
        ErrorCode.SERVER_UNAVAILABLE,
        ErrorCode.KEY_REFUSED,
    }
)


def host(engine: EngineInfo) -> str:
    """Name the engine's machine in a sentence."""
    return engine.host or HERE


def lost_link(engine: EngineInfo) -> Problem:
    """Say what a link that is gone without a word means."""
    if engine.place is Place.THIS_COMPUTER:
        return Problem(ErrorCode.ENGINE_DIED)
    return ZimuError(ErrorCode.LINK_LOST, host=host(engine)).problem


def ended_link(engine: EngineInfo, down: LinkDown) -> Problem:
    """Say what a link that ended by itself means. The process of our own has died, unless what
    was sent one way or the other was wrong.
    """
    problem = answers.ending(down, host=host(engine), model=engine.model)
    if engine.place is Place.THIS_COMPUTER and gravity(problem) is Gravity.PASSING:
        return Problem(ErrorCode.ENGINE_DIED)
    return problem


def failed_attempt(engine: EngineInfo, problem: Problem) -> Problem:
    """Say what an attempt to connect that failed means. An address of this computer tells nobody
    anything: there it is the engine's process that is gone.
    """
    if engine.place is Place.THIS_COMPUTER and problem.code in LINK_TROUBLES:
        return Problem(ErrorCode.ENGINE_DIED)
    return problem


def stalled_link(engine: EngineInfo) -> Problem:
    """Say what a peer that went silent means."""
    if engine.place is Place.THIS_COMPUTER:
        return Problem(ErrorCode.ENGINE_DIED)
    return ZimuError(ErrorCode.LINK_STALLED, host=host(engine)).problem


def overloaded(engine: EngineInfo) -> Problem:
    """Say that an engine's model does not keep up with what is spoken."""
    return ZimuError(ErrorCode.MODEL_TOO_SLOW, host=host(engine)).problem


def broken_protocol(engine: EngineInfo) -> Problem:
    """Say what a message that nobody can understand means."""
    return ZimuError(ErrorCode.PEER_BROKE_PROTOCOL, host=host(engine)).problem


def wrong_model(engine: EngineInfo, got: str) -> Problem | None:
    """Say what the model that the server opened the session with means; None: it is the one.

    The provider answers a misspelt model with a dearer one. Other servers may call theirs what
    they like.
    """
    if not got or is_same_model(engine.model, got) or not is_aliyun(engine.host):
        return None
    return ZimuError(ErrorCode.WRONG_MODEL, wanted=engine.model, got=got[:MAX_FACT_CHARS]).problem


def refused_audio(engine: EngineInfo, config: WireConfig, offer: Offer) -> Problem | None:
    """Say what it means that the server may not take the audio of `config`; None: it takes it.

    Opus is sent only to who is known to take it.
    """
    if offer.formats is None:
        is_taken = config.audio is AudioFormat.PCM or is_aliyun(engine.host)
    else:
        is_taken = config.audio.value in offer.formats
    if is_taken and (offer.sample_rates is None or config.sample_rate in offer.sample_rates):
        return None
    return ZimuError(ErrorCode.FORMAT_REFUSED, host=host(engine)).problem


def fault(engine: EngineInfo, config: WireConfig, fault: ServerFault) -> Problem:
    """Say what an `error` event means. Its message may quote anything, so it is not repeated."""
    if config.language and "language" in fault.param:
        available = ", ".join(engine.languages)
        return ZimuError(
            ErrorCode.LANGUAGE_NOT_AVAILABLE, language=config.language, languages=available
        ).problem
    if "input_audio_format" in fault.param or "sample_rate" in fault.param:
        return ZimuError(ErrorCode.FORMAT_REFUSED, host=host(engine)).problem
    code = (fault.code or fault.type)[:MAX_FACT_CHARS]
    known = answers.provider_code(fault.code) or answers.provider_code(fault.message)
    if known is ErrorCode.MODEL_NOT_FOUND:
        return ZimuError(known, host=host(engine), model=engine.model).problem
    if known is not None:
        return ZimuError(known, host=host(engine)).problem
    return ZimuError(ErrorCode.SERVER_ERROR, host=host(engine), code=code).problem


def refused_context(engine: EngineInfo) -> Problem:
    """Say that the captions go on without the context."""
    return ZimuError(ErrorCode.CONTEXT_REFUSED, host=host(engine)).problem


def is_about_context(fault: ServerFault) -> bool:
    """Whether the server says that it is the context that it cannot use."""
    return "corpus" in fault.param or "corpus" in fault.message


def is_about_line(fault: ServerFault) -> bool:
    """Whether the server says that it could not recognise one line."""
    return fault.code == INFERENCE_FAILED


def is_last_word(fault: ServerFault, problem: Problem) -> bool:
    """Whether the server will not go on after it."""
    return fault.type == "server_error" or gravity(problem) is Gravity.FATAL
