"""How each fault of fault_table.FAULTS is made to happen, over real sockets.

A scene opens with a server that has the fault (or a network that has), and says what a session
needs to meet it. Where the fault is passing the server's next client meets AFTER, which hears the
whole line.
"""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import msgspec

from app.core.errors import Problem
from app.core.settings import NetworkSettings, ProxyMode
from app.engine.catalog import CATALOG, EngineInfo, custom
from app.engine.keys import Keys, NoKeychain
from app.protocol.config import WireConfig
from tests.helpers import caption_script as say
from tests.helpers.caption_script import AwaitAudio, AwaitEvent, Script, Step
from tests.helpers.caption_server import CaptionServer
from tests.helpers.certificates import server_context
from tests.helpers.fault_proxy import FaultProxy
from tests.helpers.proxies import ConnectProxy, Login, Socks5Proxy

FAR = "captions.example"
CLOUD = "dashscope.aliyuncs.com"
LOGIN = Login("me", "a-password-of-the-tests")
TEXT = "Still here."

# What is said before the fault, and by who comes after it.
OPEN_LINE: tuple[Step, ...] = (
    AwaitAudio(300),
    say.started("a", 0),
    say.interim("a", "half", " a line", language="en"),
)
END: tuple[Step, ...] = (say.stopped("a", 500), say.final("a", TEXT, language="en"))
NEXT_LINE: tuple[Step, ...] = (
    AwaitAudio(900),
    say.started("b", 600),
    say.stopped("b", 900),
    say.final("b", TEXT, language="en"),
)
AFTER = Script((AwaitAudio(300), say.started("b", 0), say.stopped("b", 500), say.final("b", TEXT)))
SILENT = Script()
BEGUN = Script(OPEN_LINE, then=AFTER)


def nothing() -> None:
    """Do so."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a session needs to meet a fault. `strike` is called when words are on show."""

    engine: EngineInfo
    keys: Keys = field(default_factory=lambda: Keys({}, NoKeychain()))
    network: NetworkSettings = field(default_factory=NetworkSettings)
    config: WireConfig = field(default_factory=WireConfig)
    strike: Callable[[], None] = nothing
    heal: Callable[[], None] = nothing  # called once the trouble was told
    can_heal: bool = True
    is_busy: bool = False  # nobody takes the words until no more messages fit
    texts: tuple[str, ...] = (TEXT,)  # the lines there are in the end


Stage: TypeAlias = Callable[[Path], AbstractContextManager[Scene]]


@dataclass(frozen=True, slots=True)
class Secrets:
    """A keychain that holds some secrets."""

    held: Mapping[str, str]

    def read(self, account: str) -> str:
        return self.held.get(account, "")

    def write(self, account: str, secret: str) -> Problem | None:
        raise AssertionError("nothing is written here")

    def delete(self, account: str) -> None:
        raise AssertionError("nothing is forgotten here")


def keys(**environ: str) -> Keys:
    return Keys(environ, NoKeychain())


def scripted(script: Script, *, token: str = "", **scene: Any) -> Stage:
    """A server on this computer that follows a script."""

    @contextmanager
    def stage(_folder: Path) -> Iterator[Scene]:
        with CaptionServer(script, token=token) as server:
            yield Scene(custom(server.url), **scene)

    return stage


def refusing(status: int, **scene: Any) -> Stage:
    return scripted(Script(handshake_status=status, then=AFTER), **scene)


def opening(*steps: Step, **scene: Any) -> Stage:
    """A server that answers the settings with these steps, and goes on with a sound one."""
    update = "session.update"
    script = Script((AwaitEvent(update), *steps), ignored=(update,), then=AFTER)
    return scripted(script, **scene)


def talking(*steps: Step) -> Stage:
    """A server that does something in mid-line; the next one hears the line from its start."""
    return scripted(Script((*OPEN_LINE, *steps), then=AFTER))


def interrupted(*steps: Step, **scene: Any) -> Stage:
    """A server that does something odd in mid-line and then goes on."""
    return scripted(Script((*OPEN_LINE, *steps, *END)), **scene)


def weather(strike: Callable[[FaultProxy], None], script: Script = BEGUN) -> Stage:
    """A network that lets a line begin; then `strike`, and it heals when it was noticed."""

    @contextmanager
    def stage(_folder: Path) -> Iterator[Scene]:
        with CaptionServer(script) as server, FaultProxy(server.url) as proxy:
            yield Scene(custom(proxy.url), strike=partial(strike, proxy), heal=proxy.heal)

    return stage


def at_once(strike: Callable[[FaultProxy], None]) -> Stage:
    """A network that is bad from the first attempt on."""

    @contextmanager
    def stage(_folder: Path) -> Iterator[Scene]:
        with CaptionServer(AFTER) as server, FaultProxy(server.url) as proxy:
            strike(proxy)
            yield Scene(custom(proxy.url), heal=proxy.heal)

    return stage


def address(url: str) -> Stage:
    """An address that leads nowhere."""
    return lambda _folder: nullcontext(Scene(custom(url), can_heal=False))


def over_tls(*, trusts: bool = True, is_readable: bool = True, **certificate: Any) -> Stage:
    """A sound server with TLS on this computer."""

    @contextmanager
    def stage(folder: Path) -> Iterator[Scene]:
        tls, ca_file = server_context(folder, **certificate)
        if not is_readable:
            ca_file.write_text("no certificate", encoding="utf-8")
        network = NetworkSettings(ca_file=str(ca_file) if trusts else "")
        with CaptionServer(AFTER, tls=tls) as server:
            yield Scene(custom(server.url), network=network)

    return stage


@contextmanager
def far_server(folder: Path, host: str, script: Script) -> Iterator[tuple[int, str]]:
    """A server that only a proxy leads to; gives its port and the CA that vouches for it."""
    tls, ca_file = server_context(folder, names=[host])
    with CaptionServer(script, tls=tls) as server:
        yield urlsplit(server.url).port or 0, str(ca_file)


def proxied(
    kind: type[ConnectProxy | Socks5Proxy],
    *,
    wants: Login | None = None,
    gives: Login | None = None,
    knows_way: bool = True,
) -> Stage:
    """A sound server elsewhere, and a proxy on the way to it."""

    @contextmanager
    def stage(folder: Path) -> Iterator[Scene]:
        with far_server(folder, FAR, AFTER) as (port, ca_file):
            routes = {FAR: port if knows_way else 1}
            with kind(login=wants, routes=routes) as proxy:
                user = f"{gives.name}@" if gives else ""
                url = f"{proxy.scheme}://{user}127.0.0.1:{proxy.port}"
                secrets = {f"proxy {gives.name}@127.0.0.1": gives.password} if gives else {}
                yield Scene(
                    custom(f"wss://{FAR}"),
                    keys=Keys({}, Secrets(secrets)),
                    network=NetworkSettings(ProxyMode.URL, url, ca_file),
                    can_heal=False,
                )

    return stage


@contextmanager
def dead_proxy(_folder: Path) -> Iterator[Scene]:
    network = NetworkSettings(ProxyMode.URL, "http://127.0.0.1:1")
    yield Scene(custom(f"wss://{FAR}"), network=network, can_heal=False)


@contextmanager
def past_dead_proxy(_folder: Path) -> Iterator[Scene]:
    with CaptionServer(AFTER) as server:
        network = NetworkSettings(ProxyMode.URL, "http://127.0.0.1:1")
        yield Scene(custom(server.url), network=network)


@contextmanager
def wrong_model(folder: Path) -> Iterator[Scene]:
    """The service itself, as far as a client can see."""
    script = msgspec.structs.replace(AFTER, model="qwen-omni-turbo-realtime")
    with (
        far_server(folder, CLOUD, script) as (port, ca_file),
        ConnectProxy(routes={CLOUD: port}) as proxy,
    ):
        network = NetworkSettings(ProxyMode.URL, proxy.url(), ca_file)
        yield Scene(CATALOG[1], keys=keys(DASHSCOPE_API_KEY="sk-test"), network=network)


def raw(act: Callable[[socket.socket], None], *, scheme: str = "ws") -> Stage:
    """A server that does to each client, once that has said something, what `act` does."""

    @contextmanager
    def stage(_folder: Path) -> Iterator[Scene]:
        def run(listener: socket.socket) -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        connection.recv(65_536)
                        act(connection)

        with ExitStack() as stack:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            thread = threading.Thread(target=run, args=(listener,), name="raw server")
            thread.start()
            stack.callback(thread.join)
            stack.callback(listener.shutdown, socket.SHUT_RDWR)
            url = f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
            yield Scene(custom(url), can_heal=False)

    return stage
