"""A chat server on loopback that answers, or goes wrong, as it is told.

In a test: `with ChatServer() as server: … server.url … server.asked …`.
"""

import json
from dataclasses import dataclass

from tests.helpers.web_server import Answer, WebServer


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


class _Answer(Answer):
    owner: "ChatServer"

    def do_POST(self) -> None:
        question = self.rfile.read(int(self.headers["Content-Length"]))
        key = self.headers.get("Authorization")
        self.owner.asked.append(Asked(self.path, key, json.loads(question)))
        self.send_response(self.owner.status)
        for name, value in self.owner.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.owner.body)
        self.wfile.flush()
        if self.owner.stalls:
            self.owner.go_on.wait()


class ChatServer(WebServer):
    """What it does is set by its attributes, at any time."""

    answer = _Answer

    def __init__(self) -> None:
        super().__init__()
        self.status = 200
        self.headers: dict[str, str] = {}
        self.body = ANSWER
        self.stalls = False  # behind the body, until `go_on` is set
        self.asked: list[Asked] = []

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"
