"""Finds the endpoint of an engine and connects to it, in a thread that may be abandoned."""

from __future__ import annotations

import logging
import threading
from contextlib import nullcontext
from typing import TYPE_CHECKING, Protocol

from app.core.endpoint import Endpoint, is_loopback
from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.settings import NetworkSettings
from app.engine.catalog import EngineInfo, Place
from app.net.links import LinkFailed
from app.net.websocket import connect
from app.session.network import net_options

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from app.engine.keys import Keys
    from app.engine.local_process import LocalEngine
    from app.net.links import Cancel, Post
    from app.net.options import NetOptions

log = logging.getLogger(__name__)


class Dialer(Protocol):
    """Connects a session to its engine."""

    def dial(self, attempt: int, post: Post, cancel: Cancel) -> None:
        """Begin attempt `attempt` and return at once; what comes of it is posted."""

    def distrust(self) -> None:
        """Hear that the engine went silent: no later attempt may meet the same one."""


class EngineDialer:
    """Dials one engine. `keys` are asked, and may ask their owner, on the link's own thread."""

    def __init__(
        self,
        engine: EngineInfo,
        local: LocalEngine,
        keys: Keys,
        *,
        network: NetworkSettings | None = None,
    ) -> None:
        self._engine = engine
        self._local = local
        self._keys = keys
        self._network = network or NetworkSettings()

    def dial(self, attempt: int, post: Post, cancel: Cancel) -> None:
        threading.Thread(
            target=self._run, args=(attempt, post, cancel), name=f"link-{attempt}", daemon=True
        ).start()

    def distrust(self) -> None:
        if self._engine.place is Place.THIS_COMPUTER:
            self._local.discard(self._engine)

    def _run(self, attempt: int, post: Post, cancel: Cancel) -> None:
        try:
            # Lent for as long as there is a link: only then may another model take its place.
            with self._endpoint(cancel) as endpoint:
                connect(endpoint, attempt, post, cancel, options=self._options())
        except ZimuError as exc:
            post(LinkFailed(attempt, exc.problem))
        except Exception:
            log.exception("the link's thread ended by an error of ours")
            post(LinkFailed(attempt, Problem(ErrorCode.INTERNAL)))

    def _endpoint(self, cancel: Cancel) -> AbstractContextManager[Endpoint]:
        engine = self._engine
        if engine.place is Place.THIS_COMPUTER:
            return self._local.lend(engine, cancel)
        return nullcontext(Endpoint(engine.url, engine.model, self._keys.key_for(engine)))

    def _options(self) -> NetOptions:
        is_near = self._engine.place is Place.THIS_COMPUTER or is_loopback(self._engine.host)
        return net_options(self._network, self._keys, is_near=is_near)
