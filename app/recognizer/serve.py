"""`zimu serve`: the embedded engine, made ready and then run as a server of the wire protocol."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.core.endpoint import is_loopback
from app.core.errors import ErrorCode, ZimuError
from app.core.problem_text import english
from app.recognizer import tls
from app.recognizer.ending import EXIT_FAILED, fail
from app.recognizer.models import recogniser
from app.recognizer.server import APPEND_MS, Server

if TYPE_CHECKING:
    import ssl

    from app.core.errors import Problem
    from app.core.models import ModelInfo
    from app.recognizer.models import Recogniser

log = logging.getLogger(__name__)

EXIT_USAGE: Final = 2
EXIT_WEIGHTS_MISSING: Final = 3
EXIT_WEIGHTS_DAMAGED: Final = 4

_EXIT_CODES: Final = {
    ErrorCode.WEIGHTS_MISSING: EXIT_WEIGHTS_MISSING,
    ErrorCode.WEIGHTS_DAMAGED: EXIT_WEIGHTS_DAMAGED,
    ErrorCode.MODEL_ABSENT: EXIT_WEIGHTS_MISSING,
    ErrorCode.MODEL_DAMAGED: EXIT_WEIGHTS_DAMAGED,
}


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How to serve. An empty `token` makes the server choose one and print it.

    `folder` holds the files of `model`. With a `certificate` and its `key` the server speaks TLS. A
    session that lasts `max_session_s` is ended with code 1001; there are at most `max_sessions` at
    a time. Clients are asked to send `append_ms` of audio at a time.
    """

    model: ModelInfo
    folder: Path
    host: str
    port: int
    token: str = field(repr=False)
    no_token: bool
    parent_pipe: bool
    cache_dir: Path
    max_session_s: float | None = None
    max_sessions: int | None = None
    append_ms: int = APPEND_MS
    certificate: Path | None = None
    key: Path | None = None


def serve(options: ServeOptions) -> int:
    """Serve until told to end; return the exit code. Troubles are one line on standard error."""
    if options.no_token and not is_loopback(options.host):
        return fail(
            "--no-token is for this computer alone, not for a --host others can reach.", EXIT_USAGE
        )
    with contextlib.ExitStack() as cleanup:
        try:
            context = _tls(options)
            loaded = _recogniser(options, cleanup)
        except tls.UnusableError as exc:
            return fail(str(exc), EXIT_FAILED)
        except ZimuError as exc:
            return refuse(exc.problem)
        except OSError as exc:
            return fail(f"{exc.filename} cannot be written: {exc.strerror}.", EXIT_FAILED)
        return _run(Server(options, loaded, context), options.host)


def _run(server: Server, host: str) -> int:
    try:
        return asyncio.run(server.run())
    except ZimuError as exc:  # the weights do not load
        return refuse(exc.problem)
    except OSError as exc:
        return fail(f"Cannot listen on {host}: {exc.strerror}.", EXIT_FAILED)


def refuse(problem: Problem) -> int:
    """Say on standard error why nothing can be served; return the exit code."""
    return fail(english(problem), _EXIT_CODES.get(problem.code, EXIT_FAILED))


def _tls(options: ServeOptions) -> ssl.SSLContext | None:
    """Return what the server proves itself with. Raises UnusableError."""
    if options.certificate is None or options.key is None:
        if not is_loopback(options.host):
            log.warning("audio and token travel unencrypted: Zimu itself connects only with TLS")
        return None
    context = tls.proving(options.certificate, options.key)
    if doubt := tls.doubt(context, options.certificate):
        log.warning("clients will turn this server down. %s", doubt)
    return context


def _recogniser(options: ServeOptions, cleanup: contextlib.ExitStack) -> Recogniser[Any]:
    """Make the model ready, with a cache for this run alone if the usual one takes nothing."""
    try:
        return recogniser(options.model, options.folder, options.cache_dir)
    except OSError as exc:
        log.warning("the cache cannot be written: %s", exc.strerror)
    cache_dir = Path(cleanup.enter_context(tempfile.TemporaryDirectory()))
    return recogniser(options.model, options.folder, cache_dir)
