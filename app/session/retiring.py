"""Wire sessions that get no more audio and whose last words are still to come."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from app.core.events import LineFailed
from app.session.peer_events import Complained, Finished, Lost, Said, Used
from app.session.replay import gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.events import LineEvent
    from app.session.caller import Tools
    from app.session.peer import Peer
    from app.session.replay import Remains

LAST_WORDS_TIMEOUT_S: Final = 10.0
ABANDONED: Final = "abandoned"  # the code of lines that get no more words


class Retiring:
    """Lets each of them finish, for ten seconds at most."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._peers: dict[Peer, float] = {}  # until when

    @property
    def peers(self) -> tuple[Peer, ...]:
        """Those whose last words are awaited."""
        return tuple(self._peers)

    @property
    def due_s(self) -> float:
        """When the patience with one of them ends."""
        return min(self._peers.values(), default=math.inf)

    def add(self, peer: Peer) -> None:
        """Await the last words of `peer`, which was asked for them."""
        self._peers[peer] = self._tools.clock() + LAST_WORDS_TIMEOUT_S

    def read(self) -> Iterator[Said | Complained]:
        """Give what they say; let go of those that have said everything, or are lost."""
        for peer in self.peers:
            for event in peer.read():
                match event:
                    case Said() | Complained():
                        yield event
                    case Used(duration_s=duration_s):
                        count_used(self._tools, peer, duration_s)
                    case Finished():
                        yield from self._drop(peer, polite=True)
                        break
                    case Lost():
                        yield from self._drop(peer, polite=False)
                        break

    def watch(self) -> Iterator[Said]:
        """Let go of those that take too long."""
        now_s = self._tools.clock()
        for peer, until_s in tuple(self._peers.items()):
            if now_s >= until_s:
                yield from self._drop(peer, polite=False)

    def release(self) -> Iterator[Said]:
        """Let go of all of them."""
        for peer in self.peers:
            yield from self._drop(peer, polite=False)

    def _drop(self, peer: Peer, *, polite: bool) -> Iterator[Said]:
        del self._peers[peer]
        if peer.wire is not None:
            remains = peer.wire.remains(self._tools.shown)
            yield from (Said(event, None) for event in lost_words(remains))
        peer.release(polite=polite)


def lost_words(remains: Remains) -> Iterator[LineEvent]:
    """Give the end of every line that will get no more words."""
    for orphan in (*remains.hopeless, *remains.orphans):
        yield LineFailed(orphan.line, ABANDONED)
        if not orphan.shown:
            yield gap(orphan.begin, orphan.end)


def count_used(tools: Tools, peer: Peer, duration_s: float) -> None:
    """Pass on the server's count of what `peer` used."""
    if tools.meter is not None:
        tools.meter.reported(peer.plan.engine.id, peer.number, duration_s)
