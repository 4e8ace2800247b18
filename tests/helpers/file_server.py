"""A web server for files on loopback that goes wrong as it is told.

In a test: `with FileServer({"a/model.onnx": content}) as server: … server.url("a/model.onnx") …`.
"""

import hashlib
import re
import ssl
import threading
from collections.abc import Mapping

from tests.helpers.web_server import Answer, WebServer

_RANGE = re.compile(r"bytes=(\d+)-")
_PIECE_BYTES = 65_536


class _Answer(Answer):
    """One request a connection."""

    protocol_version = "HTTP/1.1"
    owner: "FileServer"

    def do_GET(self) -> None:
        self.close_connection = True
        path = self.path.lstrip("/")
        content = self.owner.files.get(path)
        if self.owner.statuses:
            self._answer(self.owner.statuses.pop(0), {}, b"")
        elif path in self.owner.redirects:
            self._answer(302, {"Location": self.owner.redirects[path]}, b"")
        elif content is None:
            self._answer(404, {}, b"")
        else:
            self._give(path, content)

    def _give(self, path: str, content: bytes) -> None:
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        headers = {"ETag": tag} if self.owner.has_tags else {}
        begin = 0
        asked = _RANGE.match(self.headers.get("Range", ""))
        is_same = self.headers.get("If-Range", tag) == tag
        if asked and is_same and not self.owner.ignores_ranges:
            begin = int(asked[1])
        self.owner.asked.append((path, int(asked[1]) if asked else 0))
        if begin and begin >= len(content):
            self._answer(416, {"Content-Range": f"bytes */{len(content)}"}, b"")
        elif begin:
            last = len(content) - 1
            headers["Content-Range"] = f"bytes {begin}-{last}/{len(content)}"
            self._answer(206, headers, content[begin:])
        else:
            self._answer(200, headers, content)

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.owner.is_chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", self.owner.length or str(len(body)))
        self.end_headers()
        cut = self.owner.cuts.pop(0) if self.owner.cuts and body else None
        try:
            self._send(body if cut is None else body[:cut])
            if self.owner.is_chunked and cut is None:
                self.wfile.write(b"0\r\n\r\n")
        except OSError:
            return  # who asked has left

    def _send(self, body: bytes) -> None:
        stall = self.owner.stall_after
        if stall is not None and len(body) > stall:
            self._write(body[:stall])
            self.owner.stalled.set()
            self.owner.go_on.wait()
            body = body[stall:]
        for at in range(0, len(body), _PIECE_BYTES):
            self._write(body[at : at + _PIECE_BYTES])

    def _write(self, piece: bytes) -> None:
        if self.owner.is_chunked and piece:
            piece = b"%x\r\n%s\r\n" % (len(piece), piece)
        self.wfile.write(piece)
        self.wfile.flush()


class FileServer(WebServer):
    """What it does with the next answers is set by its attributes, at any time."""

    answer = _Answer

    def __init__(
        self, files: Mapping[str, bytes], *, context: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(context=context)
        self.files = dict(files)
        self.redirects: dict[str, str] = {}
        self.statuses: list[int] = []  # of the next answers, instead of what they would be
        self.cuts: list[int] = []  # after so many bytes of each body the connection is cut
        self.ignores_ranges = False
        self.is_chunked = False
        self.length: str | None = None  # what it says, right or not
        self.has_tags = True
        self.stall_after: int | None = None  # bytes of a body, until `go_on` is set
        self.stalled = threading.Event()
        self.asked: list[tuple[str, int]] = []  # path, and from which byte on

    def url(self, path: str = "") -> str:
        return f"{self.origin}/{path}"
