"""Finds the endpoint of an engine and connects to it, in a thread that may be abandoned."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Protocol

from app.core.endpoint import Endpoint
from app.core.errors import ErrorCode, Problem, ZimuError
from app.engine.catalog import EngineInfo, Place
from app.engine.keys import key_for
from app.net.links import LinkFailed
from app.net.websocket import connect

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.engine.local_process import LocalEngine
    from app.net.links import Cancel, Post

log = logging.getLogger(__name__)


class Dialer(Protocol):
    """Connects a session to its engine."""

    def dial(self, attempt: int, post: Post, cancel: Cancel) -> None:
        """Begin attempt `attempt` and return at once; what comes of it is posted."""

    def distrust(self) -> None:
        """Hear that the engine went silent: no later attempt may meet the same one."""


class EngineDialer:
    """Dials one engine. `environ` holds the keys; `ca_file` replaces the system's certificates."""

    def __init__(
        self,
        engine: EngineInfo,
        local: LocalEngine,
        environ: Mapping[str, str],
        *,
        ca_file: Path | None = None,
    ) -> None:
        self._engine = engine
        self._local = local
        self._environ = environ
        self._ca_file = ca_file

    def dial(self, attempt: int, post: Post, cancel: Cancel) -> None:
        threading.Thread(
            target=self._run, args=(attempt, post, cancel), name=f"link-{attempt}", daemon=True
        ).start()

    def distrust(self) -> None:
        if self._engine.place is Place.THIS_COMPUTER:
            self._local.discard()

    def _run(self, attempt: int, post: Post, cancel: Cancel) -> None:
        try:
            endpoint = self._endpoint(cancel)
            connect(endpoint, attempt, post, cancel, ca_file=self._ca_file)
        except ZimuError as exc:
            post(LinkFailed(attempt, exc.problem))
        except Exception:
            log.exception("the link's thread ended by an error of ours")
            post(LinkFailed(attempt, Problem(ErrorCode.INTERNAL)))

    def _endpoint(self, cancel: Cancel) -> Endpoint:
        if self._engine.place is Place.THIS_COMPUTER:
            return self._local.endpoint(cancel)
        engine = self._engine
        return Endpoint(engine.url, engine.model, key_for(engine, self._environ))
