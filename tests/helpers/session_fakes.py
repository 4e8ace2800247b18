"""What a session needs, faked: a clock, a link, a dialer, a source and a sink.

The far end of the fake link is the app's own server machine, so that no fake can drift from the
protocol; what it says is put into the session's inbox by the test.
"""

import itertools
from dataclasses import dataclass, field
from typing import Any

from app.audio.source import Outlet
from app.core.captions import Captions
from app.core.errors import Problem, ZimuError
from app.core.events import EngineChanged, EngineState, Interim, Level, SessionEvent
from app.net.links import (
    Cancel,
    LinkAlive,
    LinkDown,
    LinkFailed,
    LinkLostError,
    LinkMessage,
    LinkUp,
    Post,
)
from app.protocol.abilities import Abilities
from app.protocol.config import WireConfig
from app.protocol.server import Audio, Committed, Configured, Finish, Hangup, Reply, ServerMachine
from app.session.sink import Stamp
from tests.helpers.frames import any_is_inside
from tests.helpers.waiting import until

MODEL = "qwen3-asr-flash-realtime"


@dataclass
class ManualClock:
    """A clock that stands still until it is moved."""

    now_s: float = 1000.0

    def __call__(self) -> float:
        return self.now_s

    def move(self, seconds: float) -> None:
        self.now_s += seconds


@dataclass
class RecordingSink:
    """Keeps what happened, levels apart."""

    events: list[SessionEvent] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    captions: Captions = field(default_factory=Captions)
    levels: list[Level] = field(default_factory=list)

    def happened(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:
        self.captions = captions
        if isinstance(event, Level):
            self.levels.append(event)
        else:
            self.events.append(event)
            self.stamps.append(stamp)

    @property
    def states(self) -> list[EngineState]:
        return [event.state for event in self.events if isinstance(event, EngineChanged)]


class BusySink(RecordingSink):
    """Holds the session up at the first words, until there is no room for more messages."""

    def happened(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:
        if isinstance(event, Interim) and not self.captions.entries:
            until(lambda: any_is_inside("wait_for", name="link-"), "a full inbox")
        super().happened(event, captions, stamp)


@dataclass
class FakeSource:
    """Audio comes when the test calls the outlet."""

    is_live: bool = True
    failure: ZimuError | None = None
    outlet: Outlet | None = None
    stops: int = 0

    def start(self, outlet: Outlet) -> None:
        if self.failure is not None:
            raise self.failure
        self.outlet = outlet

    def stop(self) -> None:
        self.stops += self.outlet is not None
        self.outlet = None

    def speak(self, ms: int) -> None:
        """Give `ms` of audio, if anybody listens."""
        if self.outlet is not None:
            self.outlet.write(b"\x01\x00" * (16 * ms))


class FakeLink:
    """A link whose far end is a server machine. `is_dead`: nothing can be sent any more."""

    def __init__(self, post: Post, attempt: int, model: str, **offer: Any) -> None:
        numbers = itertools.count(1)
        self._post = post
        self.attempt = attempt
        abilities = Abilities(frozenset({"en", "zh"}), model, **{"append_ms": 40, **offer})
        self.server = ServerMachine(abilities, new_id=lambda kind: f"{kind}_{next(numbers)}")
        self.did: list[object] = []  # what the server machine made of what was sent
        self.pings = 0
        self.closes = 0
        self.aborts = 0
        self.is_dead = False

    def send(self, text: str) -> None:
        if self.is_dead:
            raise LinkLostError("dead")
        self.did.extend(self.server.receive(text))

    def ping(self) -> None:
        if self.is_dead:
            raise LinkLostError("dead")
        self.pings += 1

    def hasten(self) -> None:
        """Nothing is ever stuck here."""

    def close(self) -> None:
        self.closes += 1

    def abort(self) -> None:
        self.aborts += 1

    @property
    def is_open(self) -> bool:
        return self.closes + self.aborts == 0

    @property
    def audio_ms(self) -> int:
        """How much audio has arrived."""
        return sum(len(action.pcm) for action in self.did if isinstance(action, Audio)) // 32

    @property
    def config(self) -> WireConfig | None:
        """The settings the client asked for and got."""
        return next((done.config for done in self.did if isinstance(done, Configured)), None)

    @property
    def has_finish(self) -> bool:
        return any(isinstance(action, Finish) for action in self.did)

    @property
    def ends_ms(self) -> list[int]:
        """After how much audio each line was ended by the client."""
        ends, heard = [], 0
        for action in self.did:
            if isinstance(action, Audio):
                heard += len(action.pcm) // 32
            elif isinstance(action, Committed):
                ends.append(heard)
        return ends

    @property
    def commits(self) -> int:
        return sum(isinstance(action, Committed) for action in self.did)

    def say(self, *texts: str, received_s: float = 0.0) -> None:
        """Let the server's messages arrive."""
        for text in texts:
            self._post(LinkMessage(self.attempt, text.encode(), received_s))

    def alive(self, received_s: float) -> None:
        """Let a pong arrive."""
        self._post(LinkAlive(self.attempt, received_s))

    def answer(self) -> None:
        """Let the replies arrive that are due to what was sent so far."""
        replies = [action for action in self.did if isinstance(action, Reply)]
        self.did = [action for action in self.did if not isinstance(action, Reply)]
        self.say(*(reply.text for reply in replies))
        assert not any(isinstance(action, Hangup) for action in self.did)

    def drop(self, code: int | None = None) -> None:
        """Let the connection end."""
        self._post(LinkDown(self.attempt, code, ""))


@dataclass
class FakeDialer:
    """Connects when the test says so."""

    post: Post | None = None
    cancel: Cancel | None = None
    attempt: int = 0
    answered: int = 0
    dials: int = 0
    distrusts: int = 0

    def dial(self, attempt: int, post: Post, cancel: Cancel) -> None:
        assert attempt > self.attempt
        assert not self.is_called
        self.dials += 1
        self.attempt, self.post, self.cancel = attempt, post, cancel

    def distrust(self) -> None:
        self.distrusts += 1

    @property
    def is_called(self) -> bool:
        """Whether an attempt is wanted, and nothing has come of it."""
        return (
            self.answered < self.attempt
            and self.cancel is not None
            and not self.cancel.is_cancelled
        )

    def connect(self, model: str = MODEL, **offer: Any) -> FakeLink:
        """Come up with a link to a server of `model` that offers what Abilities may."""
        assert self.post is not None
        self.answered = self.attempt
        link = FakeLink(self.post, self.attempt, model, **offer)
        if not self.post(LinkUp(self.attempt, link)):
            link.abort()  # as the real one does when nobody wants it any more
        return link

    def fail(self, problem: Problem) -> bool:
        """Come up with nothing; return whether anybody wanted to know."""
        assert self.post is not None
        self.answered = self.attempt
        return self.post(LinkFailed(self.attempt, problem))
