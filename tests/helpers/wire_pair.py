"""A client machine and a server machine, wired to each other without a socket."""

import itertools
from collections.abc import Iterable

from app.core.captions import Captions, reduce
from app.core.events import (
    Final,
    Interim,
    LineEvent,
    LineFailed,
    LinePlaced,
    LineRemoved,
    SpeechStarted,
    SpeechStopped,
)
from app.protocol.abilities import Abilities
from app.protocol.client import ClientEvent, ClientMachine
from app.protocol.config import WireConfig
from app.protocol.server import Reply, ServerAction, ServerMachine

ENGLISH = Abilities(frozenset({"en"}), "test-model")
LINE_EVENTS = (
    SpeechStarted,
    SpeechStopped,
    LinePlaced,
    Interim,
    Final,
    LineRemoved,
    LineFailed,
)


def new_client(config: WireConfig | None = None) -> ClientMachine:
    lines, numbers = itertools.count(1), itertools.count(1)
    return ClientMachine(
        config or WireConfig(),
        new_line=lambda: next(lines),
        new_event_id=lambda: f"client_{next(numbers)}",
    )


def new_server(abilities: Abilities = ENGLISH) -> ServerMachine:
    numbers = itertools.count(1)
    return ServerMachine(abilities, new_id=lambda kind: f"{kind}_{next(numbers)}")


class Pair:
    """Delivers what one end says to the other, and every reply at once."""

    def __init__(self, config: WireConfig | None = None, abilities: Abilities = ENGLISH) -> None:
        self.client = new_client(config)
        self.server = new_server(abilities)
        self.events: list[ClientEvent] = []
        self.actions: list[ServerAction] = []

    def open(self) -> None:
        """Go as far as audio may flow."""
        self.to_client([self.server.opening()])
        self.to_server(self.client.update())

    def to_client(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.events.extend(self.client.receive(text))

    def to_server(self, text: str) -> None:
        actions = self.server.receive(text)
        self.actions.extend(action for action in actions if not isinstance(action, Reply))
        self.to_client(action.text for action in actions if isinstance(action, Reply))

    @property
    def captions(self) -> Captions:
        return captions_of(line_events(self.events))


def line_events(events: Iterable[ClientEvent]) -> list[LineEvent]:
    return [event for event in events if isinstance(event, LINE_EVENTS)]


def captions_of(events: Iterable[LineEvent]) -> Captions:
    captions = Captions()
    for event in events:
        captions = reduce(captions, event)
    return captions
