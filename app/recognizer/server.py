"""`zimu serve`: the embedded engine as a server of the wire protocol.

One process, one event loop, one decoding thread. Standard output carries one line, the ready line.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import secrets
import signal
import socket
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_sockets

from app.core.endpoint import is_loopback
from app.core.errors import ErrorCode, ZimuError
from app.core.problem_text import english
from app.protocol.abilities import Abilities
from app.protocol.config import LOW_SAMPLE_RATE_HZ, MAX_MESSAGE_BYTES, PATH, SAMPLE_RATE_HZ
from app.protocol.server import ServerMachine
from app.recognizer.connection import Connection, hang_up
from app.recognizer.decoder import MoonshineDecoder, Wish
from app.recognizer.gate import Gate
from app.recognizer.models import ModelFiles, installed_folder, prepare
from app.recognizer.stream import LineStream
from app.recognizer.vad import SileroDetector
from app.recognizer.worker import Worker

if TYPE_CHECKING:
    from websockets.http11 import Request, Response

    from app.recognizer.lines import Rules

log = logging.getLogger(__name__)

MODEL: Final = "moonshine-tiny-en"
LANGUAGE: Final = "en"

EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2
EXIT_WEIGHTS_MISSING: Final = 3
EXIT_WEIGHTS_DAMAGED: Final = 4

_EXIT_CODES: Final = {
    ErrorCode.WEIGHTS_MISSING: EXIT_WEIGHTS_MISSING,
    ErrorCode.WEIGHTS_DAMAGED: EXIT_WEIGHTS_DAMAGED,
}
_GOING_AWAY: Final = 1001
# A guess at what decoding can do; whoever sends faster waits, as little as possible being read
# ahead: what lies in buffers is neither heard nor, if the link is lost, known not to be.
_MAX_PACE: Final = 8.0
# On this computer messages cost little, and every word is there that much sooner.
APPEND_MS: Final = 40
_MAX_QUEUE: Final = 2
_RECEIVE_BUFFER_BYTES: Final = 16_384
_CLOSE_TIMEOUT_S: Final = 1.0
_END_TIMEOUT_S: Final = 2.5


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How to serve. An empty `token` makes the server choose one and print it.

    A session that lasts `max_session_s` is ended with code 1001. Clients are asked to send
    `append_ms` of audio at a time.
    """

    host: str
    port: int
    token: str = field(repr=False)
    no_token: bool
    parent_pipe: bool
    cache_dir: Path
    max_session_s: float | None = None
    append_ms: int = APPEND_MS


def serve(options: ServeOptions) -> int:
    """Serve until told to end; return the exit code. Troubles are one line on standard error."""
    if options.no_token and not is_loopback(options.host):
        return _fail(
            "--no-token is for this computer alone, not for a --host others can reach.", EXIT_USAGE
        )
    with contextlib.ExitStack() as cleanup:
        try:
            files = _prepare(options.cache_dir, cleanup)
        except ZimuError as exc:
            return _fail(english(exc.problem), _EXIT_CODES.get(exc.problem.code, EXIT_FAILED))
        except OSError as exc:
            return _fail(f"{exc.filename} cannot be written: {exc.strerror}.", EXIT_FAILED)
        try:
            return asyncio.run(_Server(options, files).run())
        except OSError as exc:
            return _fail(f"Cannot listen on {options.host}: {exc.strerror}.", EXIT_FAILED)


def _prepare(cache_dir: Path, cleanup: contextlib.ExitStack) -> ModelFiles:
    """Make the model's files ready, in a folder for this run alone if the cache takes none."""
    folder = installed_folder()
    try:
        return prepare(folder, cache_dir)
    except OSError as exc:
        log.warning("the cache cannot be written: %s", exc.strerror)
    return prepare(folder, Path(cleanup.enter_context(tempfile.TemporaryDirectory())))


class _Server:
    def __init__(self, options: ServeOptions, files: ModelFiles) -> None:
        self._options = options
        self._files = files
        self._worker = Worker(lambda: MoonshineDecoder.load(files))
        self._own_token = "" if options.token or options.no_token else secrets.token_urlsafe(32)
        self._abilities = Abilities(
            languages=frozenset({LANGUAGE}),
            model=MODEL,
            sample_rates=frozenset({SAMPLE_RATE_HZ, LOW_SAMPLE_RATE_HZ}),
            max_pace=_MAX_PACE,
            max_session_s=options.max_session_s,
            append_ms=options.append_ms,
        )
        self._gate: Gate | None = None
        self._end = asyncio.Event()
        self._sessions: set[asyncio.Task[None]] = set()

    async def run(self) -> int:
        options = self._options
        # The weights load while the socket is being opened and the first client connects.
        work = asyncio.create_task(self._worker.run())
        async with serve_sockets(
            self._handle,
            options.host,
            options.port,
            process_request=self._check,
            compression=None,
            max_size=MAX_MESSAGE_BYTES,
            max_queue=_MAX_QUEUE,
            # A reader that waits for decoding answers no pings; TCP notices who is gone.
            ping_timeout=None,
            close_timeout=_CLOSE_TIMEOUT_S,
        ) as server:
            for listener in server.sockets:  # connections inherit it
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER_BYTES)
            port = server.sockets[0].getsockname()[1]
            token = None if options.no_token else options.token or self._own_token
            self._gate = Gate(options.host, port, token)
            self._listen_for_the_end()
            try:
                self._say_ready(port)
            except OSError as exc:
                work.cancel()
                return _fail(f"Standard output cannot be written: {exc.strerror}.", EXIT_FAILED)
            end = asyncio.create_task(self._end.wait())
            await asyncio.wait({work, end}, return_when=asyncio.FIRST_COMPLETED)
            # No session may wait for texts that nobody will bring.
            for session in self._sessions:
                session.cancel()
        if work.done():
            work.result()
        work.cancel()
        return 0

    def _stop(self) -> None:
        """End politely, but in time: a client in mid-handshake would hold the server for long."""
        self._end.set()
        threading.Thread(target=_exit_in_time, name="exit", daemon=True).start()

    async def _handle(self, connection: ServerConnection) -> None:
        machine = ServerMachine(
            self._abilities, new_id=lambda kind: f"{kind}_{secrets.token_hex(8)}"
        )
        session = asyncio.create_task(
            Connection(
                connection,
                machine,
                self._worker,
                _new_stream,
                max_session_s=self._options.max_session_s,
            ).run()
        )
        self._sessions.add(session)
        session.add_done_callback(self._sessions.discard)
        with contextlib.suppress(asyncio.CancelledError):
            await session
        await hang_up(connection, _GOING_AWAY)

    async def _check(self, connection: ServerConnection, request: Request) -> Response | None:
        if self._gate is None:
            return connection.respond(503, "Not ready.\n")
        refusal = self._gate.refusal(request.path, request.headers)
        if refusal is None:
            return None
        log.info("a handshake was turned down: %d", refusal.status)
        return connection.respond(refusal.status, f"{refusal.reason}\n")

    def _say_ready(self, port: int) -> None:
        host = f"[{self._options.host}]" if ":" in self._options.host else self._options.host
        ready: dict[str, object] = {
            "type": "ready",
            "url": f"ws://{host}:{port}{PATH}",
            "port": port,
            "pid": os.getpid(),
            "languages": [LANGUAGE],
        }
        if self._own_token:
            ready["token"] = self._own_token
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()

    def _listen_for_the_end(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            # Windows has no such handlers; there the process is simply ended.
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(number, self._stop)
        if self._options.parent_pipe:
            threading.Thread(
                target=_watch_parent, args=(loop, self._end), name="parent", daemon=True
            ).start()


def _new_stream(rules: Rules, wish: Wish) -> LineStream:
    return LineStream(SileroDetector.load(), rules, wish)


def _watch_parent(loop: asyncio.AbstractEventLoop, end: asyncio.Event) -> None:
    """Wait until the parent closes standard input, then end the process, politely at first."""
    # Not through `sys.stdin`: at the interpreter's end its lock, held here, would be fatal.
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 1024):
            pass
    with contextlib.suppress(RuntimeError):  # the loop has ended already
        loop.call_soon_threadsafe(end.set)
    _exit_in_time()


def _exit_in_time() -> None:
    """On a daemon thread: it comes to its end only if the process could not end by itself."""
    threading.Event().wait(_END_TIMEOUT_S)
    os._exit(EXIT_FAILED)


def _fail(sentence: str, code: int) -> int:
    sys.stderr.write(f"zimu serve: {sentence}\n")
    return code
