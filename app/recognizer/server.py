"""The embedded engine as a server of the wire protocol.

One process, one event loop, one decoding thread. Standard output carries one line, the ready line.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import secrets
import socket
import sys
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import msgspec
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_sockets

from app.protocol.abilities import Abilities, Extra
from app.protocol.config import LOW_SAMPLE_RATE_HZ, MAX_MESSAGE_BYTES, PATH, SAMPLE_RATE_HZ
from app.protocol.server import ServerMachine
from app.recognizer import ending, status
from app.recognizer.connection import Connection, Service, hang_up
from app.recognizer.easing import WINDOW_S, Easing
from app.recognizer.gate import Gate
from app.recognizer.load import Load
from app.recognizer.vad import SileroDetector
from app.recognizer.wording import converts_script
from app.recognizer.worker import Worker

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

    from websockets.http11 import Request, Response

    from app.core.models import ModelInfo
    from app.recognizer.decoder import Wish
    from app.recognizer.events import Stream
    from app.recognizer.lines import Rules
    from app.recognizer.models import Recogniser
    from app.recognizer.serve import ServeOptions

log = logging.getLogger(__name__)

_GOING_AWAY: Final = 1001
_TRY_AGAIN_LATER: Final = 1013
# A word that our own clients understand in an answer or a close frame.
_FULL: Final = "server_full"
# A guess at what decoding can do; whoever sends faster waits, as little as possible being read
# ahead: what lies in buffers is neither heard nor, if the link is lost, known not to be.
_MAX_PACE: Final = 8.0
# On this computer messages cost little, and every word is there that much sooner.
APPEND_MS: Final = 40
_MAX_QUEUE: Final = 2
_RECEIVE_BUFFER_BYTES: Final = 16_384
_CLOSE_TIMEOUT_S: Final = 1.0
# Who takes nothing for so long is gone, and leaves a place for others.
_GONE_MS: Final = 60_000
_LOOK_S: Final = 1.0


class Server:
    """Serves one model to all who may come in."""

    def __init__(
        self, options: ServeOptions, loaded: Recogniser[Any], context: ssl.SSLContext | None
    ) -> None:
        self._options = options
        self._recogniser = loaded
        self._context = context
        self._own_token = "" if options.token or options.no_token else secrets.token_urlsafe(32)
        self._abilities = _abilities(options)
        self._worker: Worker[Any] = Worker(loaded.load)
        self._load = Load(time.monotonic)
        self._service: Service[Any] = Service(
            self._worker, self._new_stream, self._load, time.monotonic, options.max_session_s
        )
        self._easing = Easing()
        self._gate: Gate | None = None
        self._end = asyncio.Event()
        self._sessions: dict[asyncio.Task[None], Connection[Any]] = {}

    async def run(self) -> int:
        """Serve until told to end; return the exit code. Raises OSError: it cannot listen."""
        options = self._options
        # The weights load while the socket is being opened and the first client connects.
        work = asyncio.create_task(self._worker.run())
        async with serve_sockets(
            self._handle,
            options.host,
            options.port,
            ssl=self._context,
            process_request=self._check,
            compression=None,
            max_size=MAX_MESSAGE_BYTES,
            max_queue=_MAX_QUEUE,
            # A reader that waits for decoding answers no pings; TCP notices who is gone, because
            # the pings are not acknowledged.
            ping_timeout=None,
            close_timeout=_CLOSE_TIMEOUT_S,
        ) as server:
            for listener in server.sockets:  # connections inherit these
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER_BYTES)
                if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux, which waits for 15 minutes
                    timeout = socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT
                    listener.setsockopt(*timeout, _GONE_MS)
            port = server.sockets[0].getsockname()[1]
            token = None if options.no_token else options.token or self._own_token
            self._gate = Gate(options.host, port, token)
            ending.listen(self._end, parent_pipe=options.parent_pipe)
            try:
                self._say_ready(port)
            except OSError as exc:
                work.cancel()
                sentence = f"Standard output cannot be written: {exc.strerror}."
                return ending.fail(sentence, ending.EXIT_FAILED)
            await self._until_the_end(work)
        work.cancel()
        return 0

    async def _until_the_end(self, work: asyncio.Task[None]) -> None:
        """Raise what the work or the watch over it raises: without them there is no service."""
        end = asyncio.create_task(self._end.wait())
        watch = asyncio.create_task(self._watch_load())
        await asyncio.wait({work, end, watch}, return_when=asyncio.FIRST_COMPLETED)
        # No session may wait for texts that nobody will bring.
        for session in self._sessions:
            session.cancel()
        watch.cancel()
        for task in (work, watch):
            if task.done():
                task.result()

    async def _watch_load(self) -> None:
        """Cut partials back while the model does not keep up with those who speak."""
        while True:
            await asyncio.sleep(_LOOK_S)
            before = self._easing.ease
            ease = self._easing.look(
                time.monotonic(),
                self._load.busy_share(WINDOW_S, live_only=True),
                partial_delay_s=self._load.partial_delay_s(WINDOW_S),
                final_delay_s=self._load.final_delay_s(WINDOW_S),
            )
            if ease is before:
                continue
            facts = {"event": "engine.eased", "ease": int(ease)}
            if ease > before:
                log.warning("the model does not keep up: %s from now on", ease.name, extra=facts)
            else:
                log.info("there is room for more partials: %s", ease.name, extra=facts)
            for connection in self._sessions.values():
                connection.ease(ease)

    async def _handle(self, socket_: ServerConnection) -> None:
        if self._is_full():  # two came in through one door
            await hang_up(socket_, _TRY_AGAIN_LATER, _FULL)
            return
        machine = ServerMachine(
            self._abilities, new_id=lambda kind: f"{kind}_{secrets.token_hex(8)}"
        )
        connection = Connection(socket_, machine, self._service)
        connection.ease(self._easing.ease)
        session = asyncio.create_task(connection.run())
        self._sessions[session] = connection
        session.add_done_callback(self._sessions.pop)
        with contextlib.suppress(asyncio.CancelledError):
            await session
        await hang_up(socket_, _GOING_AWAY)

    def _new_stream(self, rules: Rules, wish: Wish) -> Stream[Any]:
        return self._recogniser.new_stream(SileroDetector.load(), rules, wish)

    # Who may come in, and what they are told

    async def _check(self, connection: ServerConnection, request: Request) -> Response | None:
        if self._gate is None:
            return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "Not ready.\n")
        refusal = self._gate.refusal(request.path, request.headers)
        if refusal is not None:
            log.info("a request was turned down: %d", refusal.status)
            return connection.respond(refusal.status, f"{refusal.reason}\n")
        if urlsplit(request.path).path == status.PATH:
            answer = connection.respond(HTTPStatus.OK, msgspec.json.encode(self._status()).decode())
            del answer.headers["Content-Type"]
            answer.headers["Content-Type"] = "application/json"
            return answer
        if self._is_full():
            log.warning("a client was turned down: there are %d sessions", len(self._sessions))
            reason = f"{_FULL}: no more than {self._options.max_sessions} sessions at a time.\n"
            return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, reason)
        return None

    def _is_full(self) -> bool:
        most = self._options.max_sessions
        return most is not None and len(self._sessions) >= most

    def _status(self) -> status.Status:
        load = self._load
        return status.Status(
            model=self._options.model.id,
            languages=list(self._options.model.languages),
            pid=os.getpid(),
            up_s=round(load.age_s, 1),
            sessions=len(self._sessions),
            max_sessions=self._options.max_sessions,
            heard_s=round(load.heard_s, 1),
            busy_share=round(load.busy_share(), 3),
            backlog_s=round(sum(one.backlog_s for one in self._sessions.values()), 1),
            partial_delay_s=load.partial_delay_s(),
            final_delay_s=load.final_delay_s(),
            ease=self._easing.ease,
        )

    def _say_ready(self, port: int) -> None:
        host = f"[{self._options.host}]" if ":" in self._options.host else self._options.host
        scheme = "ws" if self._context is None else "wss"
        ready: dict[str, object] = {
            "type": "ready",
            "url": f"{scheme}://{host}:{port}{PATH}",
            "port": port,
            "pid": os.getpid(),
            "model": self._options.model.id,
            "languages": list(self._options.model.languages),
        }
        if self._own_token:
            ready["token"] = self._own_token
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()


def _abilities(options: ServeOptions) -> Abilities:
    model = options.model
    return Abilities(
        languages=frozenset(model.languages),
        model=model.id,
        sample_rates=frozenset({SAMPLE_RATE_HZ, LOW_SAMPLE_RATE_HZ}),
        max_pace=_MAX_PACE,
        max_session_s=options.max_session_s,
        append_ms=options.append_ms,
        detects_language=model.detects_language,
        takes_context=model.takes_terms,
        has_emotion=model.has_emotion,
        extras=frozenset(_extras(model)),
    )


def _extras(model: ModelInfo) -> Iterator[Extra]:
    yield Extra.CORRECTS_TERMS
    yield Extra.TELLS_EASE
    yield Extra.TELLS_PROGRESS
    yield Extra.RECORDED
    if converts_script(model.languages):
        yield Extra.SCRIPT
