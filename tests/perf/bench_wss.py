"""Full duplex over TLS for minutes: to a server with a private CA, directly and through proxies."""

from __future__ import annotations

import contextlib
import random
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from app.core.endpoint import Endpoint
from app.net.links import Cancel, LinkAlive, LinkDown, LinkFailed, LinkMessage, LinkUp
from app.net.options import NamedProxy, NetOptions
from app.net.websocket import connect
from tests.helpers.certificates import HOUR, server_context
from tests.helpers.proxies import ConnectProxy, Login, Socks5Proxy
from tests.perf.report import Row, Table, percentile

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

    from app.net.links import Link, LinkEvent

HOST: Final = "captions.example"
LOOPBACK: Final = "127.0.0.1"
MESSAGES_S: Final = 25  # as audio in pieces of 40 ms
MAX_MESSAGE_CHARS: Final = 8_000
PING_EVERY: Final = 100  # messages: 4 s
PATIENCE_S: Final = 10.0


@dataclass(slots=True)
class Exchange:
    """One connection whose server sends back whatever it gets."""

    way: str
    url: str
    options: NetOptions
    expected: int = 0
    sent: int = 0
    pings: int = 0
    pongs: int = 0
    wrong: int = 0
    breaks: int = 0
    chars: int = 0
    delays_s: list[float] = field(default_factory=list)
    _link: Link | None = None
    _sent_s: dict[int, float] = field(default_factory=dict)
    _returned: int = 0
    _is_up: threading.Event = field(default_factory=threading.Event)
    _is_still: threading.Event = field(default_factory=threading.Event)

    def run(self, seconds: float) -> None:
        """Talk for so long; the figures are in the fields then."""
        self.expected = round(seconds * MESSAGES_S)
        cancel = Cancel()
        endpoint = Endpoint(self.url, "any")
        reader = threading.Thread(
            target=connect,
            args=(endpoint, 1, self._post, cancel),
            kwargs={"options": self.options},
            name=f"link-{self.way}",
        )
        reader.start()
        self._is_up.wait(PATIENCE_S)
        if self._link is not None:
            self._talk(self._link)
            self._link.close()
        cancel.cancel()
        reader.join(PATIENCE_S)

    def _talk(self, link: Link) -> None:
        lengths = random.Random(self.way)
        begin_s = time.monotonic()
        pause = threading.Event()
        while self.sent < self.expected and not self.breaks:
            due_s = begin_s + self.sent / MESSAGES_S
            pause.wait(max(0.0, due_s - time.monotonic()))
            text = f"{self.sent} ".ljust(lengths.randrange(10, MAX_MESSAGE_CHARS), "x")
            self._sent_s[self.sent] = time.perf_counter()
            self.sent += 1
            self.chars += len(text)
            link.send(text)
            if self.sent % PING_EVERY == 0:
                self.pings += 1
                link.ping()
        deadline_s = time.monotonic() + PATIENCE_S
        while not self._is_complete() and time.monotonic() < deadline_s:
            self._is_still.wait(PATIENCE_S)
            self._is_still.clear()

    def _is_complete(self) -> bool:
        return bool(self.breaks) or (self._returned == self.sent and self.pongs == self.pings)

    def _post(self, event: LinkEvent) -> bool:
        match event:
            case LinkUp(link=link):
                self._link = link
                self._is_up.set()
            case LinkMessage(data=data, received_s=received_s):
                number = int(data.partition(b" ")[0])
                self.wrong += number != self._returned
                self._returned += 1
                self.delays_s.append(received_s - self._sent_s.pop(number))
            case LinkAlive():
                self.pongs += 1
            case LinkFailed():
                self.breaks += 1
                self._is_up.set()
            case LinkDown(code=code):
                self.breaks += code != 1000  # our own good-bye, answered
        self._is_still.set()
        return True

    @property
    def rows(self) -> tuple[Row, ...]:
        """What the report shows."""
        note = f"{self.sent} messages, {2 * self.chars / 1e6:.0f} MB both ways, {self.pongs} pongs"
        lost = self.sent - self._returned + self.pings - self.pongs
        return (
            Row(f"{self.way}: broken connections", self.breaks, "", bar=0, note=note),
            Row(
                f"{self.way}: messages there and back",
                self._returned,
                "",
                bar=self.expected,
                at_least=True,
            ),
            Row(f"{self.way}: lost or out of order", lost + self.wrong, "", bar=0),
            Row(f"{self.way}: time there and back, p99", percentile(self.delays_s, 0.99), "s"),
            Row(f"{self.way}: longest time there and back", max(self.delays_s, default=0.0), "s"),
        )


def measure(work: Path, *, minutes: float) -> Table:
    """Talk for `minutes` each way at once."""
    work.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=work)))
        context, ca_file = server_context(folder, names=[HOST, LOOPBACK], valid_to=24 * HOUR)
        port = stack.enter_context(_echoing(context))
        login = Login("bench", "a password")
        routes = {HOST: port}
        http = stack.enter_context(ConnectProxy(login=login, routes=routes))
        socks = stack.enter_context(Socks5Proxy(login=login, routes=routes))
        far = f"wss://{HOST}/echo"
        exchanges = [
            Exchange("direct", f"wss://{LOOPBACK}:{port}/echo", NetOptions(ca_file)),
            Exchange("CONNECT", far, NetOptions(ca_file, NamedProxy(http.url(login)))),
            Exchange("SOCKS 5", far, NetOptions(ca_file, NamedProxy(socks.url(login)))),
        ]
        talks = [
            threading.Thread(target=exchange.run, args=(60 * minutes,)) for exchange in exchanges
        ]
        for talk in talks:
            talk.start()
        for talk in talks:
            talk.join()
    settings = (
        f"{minutes:g} min, all at once, in one process with server and proxies; {MESSAGES_S} "
        f"messages a second of up to {MAX_MESSAGE_CHARS} characters, each sent back; a ping every "
        "4 s; private CA; both proxies with a password."
    )
    rows = tuple(row for exchange in exchanges for row in exchange.rows)
    return Table("Full duplex over TLS", settings, rows)


@contextmanager
def _echoing(context: ssl.SSLContext) -> Iterator[int]:
    """A TLS server that sends back what it gets; gives its port."""

    def echo(connection: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            for message in connection:
                connection.send(message)

    with serve(echo, LOOPBACK, 0, ssl=context, compression=None) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield int(server.socket.getsockname()[1])
        server.shutdown()
        serving.join()
