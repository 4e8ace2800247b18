"""What a server's complaint or a lost link means for the session. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, Problem, ZimuError
from app.engine.catalog import Place, is_aliyun

if TYPE_CHECKING:
    from app.engine.catalog import EngineInfo
    from app.protocol.client import ServerFault
    from app.protocol.config import WireConfig

HERE: Final = "127.0.0.1"
MAX_FACT_CHARS: Final = 80
LINK_TROUBLES: Final = frozenset(
    {ErrorCode.HOST_UNREACHABLE, ErrorCode.HANDSHAKE_FAILED, ErrorCode.KEY_REFUSED}
)


def host(engine: EngineInfo) -> str:
    """Name the engine's machine in a sentence."""
    return engine.host or HERE


def lost_link(engine: EngineInfo) -> Problem:
    """Say what a link that ended by itself means."""
    if engine.place is Place.THIS_COMPUTER:
        return Problem(ErrorCode.ENGINE_DIED)
    return ZimuError(ErrorCode.LINK_LOST, host=host(engine)).problem


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


def broken_protocol(engine: EngineInfo) -> Problem:
    """Say what a message that nobody can understand means."""
    return ZimuError(ErrorCode.PEER_BROKE_PROTOCOL, host=host(engine)).problem


def wrong_model(engine: EngineInfo, got: str) -> Problem | None:
    """Say what the model that the server opened the session with means; None: it is the one.

    The provider answers a misspelt model with a dearer one; a snapshot's name begins with the
    name of its model. Other servers may call theirs what they like.
    """
    if not got or got.startswith(engine.model) or not is_aliyun(engine.host):
        return None
    return ZimuError(ErrorCode.WRONG_MODEL, wanted=engine.model, got=got[:MAX_FACT_CHARS]).problem


def fault(engine: EngineInfo, config: WireConfig, fault: ServerFault) -> Problem:
    """Say what an `error` event means. Its message may quote anything, so it is not repeated."""
    if config.language and "language" in fault.param:
        available = ", ".join(engine.languages)
        return ZimuError(
            ErrorCode.LANGUAGE_NOT_AVAILABLE, language=config.language, languages=available
        ).problem
    code = (fault.code or fault.type)[:MAX_FACT_CHARS]
    return ZimuError(ErrorCode.SERVER_ERROR, host=host(engine), code=code).problem


def is_fatal(fault: ServerFault) -> bool:
    """Whether the server will not go on after it."""
    return fault.type == "server_error"
