"""One session on a desk: its fakes around it, driven step by step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.core.captions import GapLine, Line
from app.core.cost import Meter
from app.core.emotion import Emotion
from app.core.errors import Problem
from app.core.events import EngineChanged, EngineState
from app.engine.catalog import LOCAL, EngineInfo
from app.protocol.config import WireConfig
from app.session.plan import Fallback, Patience, Plan
from app.session.session import Session
from tests.helpers.session_fakes import (
    FakeDialer,
    FakeLink,
    FakeSource,
    ManualClock,
    RecordingSink,
)

NOTHING: Mapping[str, float | None] = MappingProxyType({})


@dataclass
class Desk:
    """One session and everything around it."""

    engine: EngineInfo = LOCAL
    config: WireConfig = field(default_factory=WireConfig)
    source: FakeSource = field(default_factory=FakeSource)
    sink: RecordingSink = field(default_factory=RecordingSink)
    begin_ms: int = 0
    patience: Patience = Patience.KEEP_TRYING
    fallback: Fallback | None = None
    meter: Meter | None = None
    shows_levels: bool = True
    chance: float = 0.0  # retries are made after the least time

    def __post_init__(self) -> None:
        self.clock = ManualClock()
        self.dialer = FakeDialer()
        self.session = Session(
            Plan(self.engine, self.config, self.dialer),
            self.source,
            self.sink,
            self.clock,
            begin_ms=self.begin_ms,
            chance=lambda: self.chance,
            fallback=self.fallback,
            meter=self.meter,
            patience=self.patience,
            shows_levels=self.shows_levels,
        )
        self.session.begin()

    def connected(
        self, model: str = "", *, offer: Mapping[str, float | None] = NOTHING
    ) -> FakeLink:
        """Bring the link up and let the server greet."""
        link = self.dialer.connect(model or self.engine.model, **offer)
        link.say(link.server.opening())
        self.session.step()
        return link

    def listening(self) -> FakeLink:
        """Come as far as audio may flow."""
        link = self.connected()
        link.answer()
        self.session.step()
        assert self.session.state is EngineState.LISTENING
        return link

    def again(self) -> FakeLink:
        """Let the next attempt be made and come as far as audio may flow."""
        self.redialled()
        return self.listening()

    def redialled(self) -> None:
        """Let the next attempt be made."""
        before = self.dialer.dials
        for _ in range(20):
            if self.dialer.dials > before:
                return
            due_s = self.session.step()
            if self.dialer.dials == before:
                self.clock.now_s = max(self.clock.now_s, due_s)
        raise AssertionError("no attempt was made")

    @property
    def lines(self) -> list[Line]:
        return [entry for entry in self.sink.captions.entries if isinstance(entry, Line)]

    @property
    def gaps(self) -> list[tuple[int, int]]:
        entries = self.sink.captions.entries
        return [(gap.begin_ms, gap.end_ms) for gap in entries if isinstance(gap, GapLine)]

    @property
    def problem(self) -> Problem | None:
        """Why the engine is in the state that was told last."""
        changes = [event for event in self.sink.events if isinstance(event, EngineChanged)]
        return changes[-1].problem


def words(link: FakeLink, text: str, *, begin_ms: int = 0) -> str:
    """Let the server open a line and say it is about `text`; return the item's id."""
    item, begun = link.server.speech_started(begin_ms)
    link.say(*begun, link.server.interim(item, "", text, language="en", emotion=Emotion.NONE))
    return item


def complete(link: FakeLink, item: str, text: str, *, end_ms: int = 900) -> None:
    link.say(
        *link.server.speech_stopped(item, end_ms),
        link.server.completed(item, text, language="en", emotion=Emotion.HAPPY, duration_s=1),
    )
