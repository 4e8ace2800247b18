"""A chat server on loopback that answers, or goes wrong, as it is told.

In a test: `with ChatServer() as server: … server.url … server.asked …`.
"""

import http.server
import json
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Self


def event(words: str | None = None, reason: str | None = None) -> bytes:
    """Return one event of a streamed answer."""
    delta = {} if words is None else {"content": words}
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


ANSWER = event("We met ") + event("[00:00:01].", "stop") + b"data: [DONE]\n\n"


@dataclass(frozen=True)
class Asked:
    path: str
    key: str | None
    question: dict[str, object]


class ChatServer:
    """What it does is set by its attributes, at any time."""

    def __init__(self) -> None:
        self.status = 200
        self.headers: dict[str, str] = {}
        self.body = ANSWER
        self.stalls = False  # behind the body, until `go_on` is set
        self.go_on = threading.Event()
        self.asked: list[Asked] = []
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.go_on.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(server: ChatServer) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"]))
            key = self.headers.get("Authorization")
            server.asked.append(Asked(self.path, key, json.loads(question)))
            self.send_response(server.status)
            for name, value in server.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(server.body)
            self.wfile.flush()
            if server.stalls:
                server.go_on.wait()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
