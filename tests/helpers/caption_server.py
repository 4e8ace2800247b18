"""A real server of the wire protocol that says what a script says.

In a test: `with CaptionServer(script) as server: … server.url …`. As a process:
`python -m tests.helpers.caption_server SCRIPT.json`, which prints one line with its URL, then one
for each event it receives, and ends with its standard input. Of what clients send it keeps types
and sizes, never audio.
"""

import argparse
import json
import logging
import ssl
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve

from app.protocol.config import MAX_MESSAGE_BYTES
from tests.helpers.caption_peer import Peer, event_type
from tests.helpers.caption_script import Script

PATH = "/api-ws/v1/realtime"
DEADLINE_S = 10.0
_UNAUTHORIZED = 401
_SWITCHING_PROTOCOLS = 101

_quiet = logging.getLogger("tests.caption_server")
_quiet.propagate = False  # dropped connections are what it is for


@dataclass(frozen=True, slots=True)
class Received:
    """One event from a client; `session` holds the settings of a session.update."""

    connection: int
    type: str
    size_bytes: int
    session: dict[str, Any] | None = None  # as the client sent them


class CaptionServer:
    """Serves a script to every client, one after another what `Script.then` says.

    `url` is known once it has started.
    """

    def __init__(
        self,
        script: Script,
        *,
        token: str = "",
        tls: ssl.SSLContext | None = None,
        on_received: Callable[[Received], None] | None = None,
    ) -> None:
        self._script = script
        self._token = token
        self._tls = tls
        self._on_received = on_received
        self._changed = threading.Condition()
        self._received: list[Received] = []
        self._peers: list[Peer] = []
        self._scripts: dict[ServerConnection, Script] = {}
        self._attempts = 0
        self._errors: list[Exception] = []
        self._stopping = threading.Event()
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where clients connect to, without query."""
        assert self._server is not None, "not started"
        scheme = "wss" if self._tls else "ws"
        return f"{scheme}://127.0.0.1:{self._server.socket.getsockname()[1]}{PATH}"

    @property
    def received(self) -> tuple[Received, ...]:
        with self._changed:
            return tuple(self._received)

    @property
    def connections(self) -> int:
        """How many clients have got past the handshake."""
        with self._changed:
            return len(self._peers)

    @property
    def attempts(self) -> int:
        """How many handshakes have begun."""
        with self._changed:
            return self._attempts

    def await_received(self, event_type: str, *, count: int = 1) -> None:
        """Return once clients have sent `count` events of this type. Raises TimeoutError."""

        def is_there() -> bool:
            return sum(event.type == event_type for event in self._received) >= count

        with self._changed:
            if not self._changed.wait_for(is_there, DEADLINE_S):
                raise TimeoutError(f"no {event_type} within {DEADLINE_S:g} s")

    def start(self) -> None:
        self._server = serve(
            self._handle,
            "127.0.0.1",
            0,
            ssl=self._tls,
            process_request=self._process_request,
            max_size=MAX_MESSAGE_BYTES,
            max_queue=1,
            compression=None,
            ping_interval=None,
            close_timeout=1,
            open_timeout=None,
            logger=_quiet,
        )
        self._thread = threading.Thread(target=self._server.serve_forever, name="caption-server")
        self._thread.start()

    def stop(self) -> None:
        """End every connection. Raises what went wrong inside, so that no test passes on it."""
        assert self._server is not None
        assert self._thread is not None
        self._stopping.set()
        with self._changed:
            for peer in self._peers:
                peer.end()
        self._server.shutdown()
        self._thread.join()
        if self._errors:
            raise ExceptionGroup("the scripted server failed", self._errors)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _process_request(self, connection: ServerConnection, request: Request) -> Response | None:
        with self._changed:
            self._attempts += 1
            script = self._script
            self._script = script.then or script
            self._scripts[connection] = script
        self._stopping.wait(script.handshake_delay_s)
        if script.handshake_status != _SWITCHING_PROTOCOLS:
            response = connection.respond(script.handshake_status, "refused by the script\n")
            if script.location:
                response.headers["Location"] = script.location
            return response
        if self._token and request.headers.get("Authorization") != f"Bearer {self._token}":
            return connection.respond(_UNAUTHORIZED, "wrong key\n")
        return None

    def _handle(self, connection: ServerConnection) -> None:
        with self._changed:
            number = len(self._peers) + 1
            script = self._scripts.pop(connection)
            peer = Peer(connection, script, lambda message: self._note(number, message))
            self._peers.append(peer)
            if self._stopping.is_set():
                peer.end()
        try:
            peer.run()
        except Exception as error:  # noqa: BLE001 - the thread's top level: `stop` raises it
            self._errors.append(error)

    def _note(self, connection: int, message: str | bytes) -> None:
        received = _describe(connection, message)
        with self._changed:
            self._received.append(received)
            self._changed.notify_all()
        if self._on_received:
            self._on_received(received)


def _describe(connection: int, message: str | bytes) -> Received:
    kind = event_type(message)
    size_bytes = len(message.encode() if isinstance(message, str) else message)
    session = json.loads(message).get("session") if kind == "session.update" else None
    return Received(connection, kind, size_bytes, session)


def main() -> None:
    """Serve the script in a file until standard input ends."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("script", type=Path)
    parser.add_argument("--token", default="")
    arguments = parser.parse_args()
    script = msgspec.json.decode(arguments.script.read_bytes(), type=Script)
    server = CaptionServer(
        script,
        token=arguments.token,
        on_received=lambda received: _print({"type": "received", "event": asdict(received)}),
    )
    with server:
        _print({"type": "ready", "url": server.url})
        sys.stdin.buffer.read()


def _print(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
