"""What the web servers of the tests share: loopback, a thread, and an end that waits."""

import http.server
import ssl
import threading
from types import TracebackType
from typing import ClassVar, Self


class Answer(http.server.BaseHTTPRequestHandler):
    """The answer to one request; a class of its own has the server as its `owner`."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class WebServer:
    """Lives as long as the block. An answer that stalls goes on when `go_on` is set, or it ends."""

    answer: ClassVar[type[Answer]]

    def __init__(self, *, context: ssl.SSLContext | None = None) -> None:
        self.go_on = threading.Event()
        answer = type("OwnAnswer", (self.answer,), {"owner": self})
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), answer)
        self._server.daemon_threads = False
        self._scheme = "http" if context is None else "https"
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def origin(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}"

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
        self._server.server_close()  # waits for what is still answered
