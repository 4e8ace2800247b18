"""What a screen reader meets: names, roles, states and announcements, asked for over AT-SPI.

Speaks D-Bus itself: the usual bindings belong to the system's Python, not to the tests'.
"""

import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jeepney import DBusAddress, MatchRule, Message, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.threading import DBusRouter, open_dbus_connection

from tests.helpers.children import child
from tests.helpers.waiting import DEADLINE_S, until

_REGISTRY = "org.a11y.atspi.Registry"
_ROOT = "/org/a11y/atspi/accessible/root"
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_OBJECT_EVENTS = "org.a11y.atspi.Event.Object"
# Bits of AT-SPI's state set.
FOCUSABLE, FOCUSED, SHOWING, CHECKED = 11, 12, 25, 4
_LABELLED_BY = 2  # of AT-SPI's relations
_WITHOUT_PLACE = frozenset({"desktop frame", "application"})
_CALL_S = 10.0


@dataclass(frozen=True, slots=True)
class Thing:
    """One accessible object of a program, as it was when it was looked at."""

    bus_name: str
    path: str
    name: str
    role: str
    description: str
    states: frozenset[int]

    @property
    def is_focused(self) -> bool:
        return FOCUSED in self.states

    @property
    def is_showing(self) -> bool:
        return SHOWING in self.states


@dataclass(slots=True)
class ScreenReader:
    """Looks at every program on a bus of its own, and hears what they announce."""

    router: DBusRouter
    announcements: "queue.SimpleQueue[str]" = field(default_factory=queue.SimpleQueue)

    def things(self) -> list[Thing]:
        """Everything there is now, programs first, each before its children.

        What is not on the screen is there, but not what is in it: each takes five questions.
        """
        return list(self._walk(_REGISTRY, _ROOT))

    def find(self, name: str, role: str | None = None) -> Thing | None:
        """The first thing on the screen called `name`, or None."""
        for thing in self.things():
            if thing.name == name and thing.is_showing and role in (None, thing.role):
                return thing
        return None

    def wait_for(self, name: str, role: str | None = None) -> Thing:
        """The first thing on the screen called `name`. Raises TimeoutError."""
        found: list[Thing] = []

        def is_there() -> bool:
            thing = self.find(name, role)
            found[:] = [] if thing is None else [thing]
            return bool(found)

        until(is_there, f"something called {name!r}", deadline_s=DEADLINE_S)
        return found[0]

    def focused(self) -> Thing | None:
        """What has the keyboard's focus: the innermost with a name.

        The viewport of whatever scrolls says that it has its owner's focus, and has no name.
        """
        with_focus = [each for each in self.things() if each.is_focused and each.is_showing]
        with_focus = [each for each in with_focus if each.name]
        return with_focus[-1] if with_focus else None

    def nameless(self) -> list[Thing]:
        """What can have the focus, and is on the screen, but does not say what it is.

        The name of a list to choose from is what is chosen: a label has to belong to it.
        """
        return [
            thing
            for thing in self.things()
            if thing.is_showing
            and FOCUSABLE in thing.states
            and not (thing.name and (thing.role != "combo box" or self._is_labelled(thing)))
        ]

    def heard(self, deadline_s: float = DEADLINE_S) -> str:
        """The next announcement. Raises queue.Empty."""
        return self.announcements.get(timeout=deadline_s)

    def _is_labelled(self, thing: Thing) -> bool:
        relations = self._call(thing.bus_name, thing.path, "GetRelationSet")
        return isinstance(relations, list) and any(kind == _LABELLED_BY for kind, _ in relations)

    def _walk(self, bus_name: str, path: str) -> Iterator[Thing]:
        """Give the thing and, if it is on the screen, all below it.

        The chosen entry of a list that is not open says that it is showing, and focused.
        """
        thing = self._look(bus_name, path)
        if thing is None:
            return
        yield thing
        if thing.is_showing or thing.role in _WITHOUT_PLACE:
            for child_name, child_path in self._children(bus_name, path):
                yield from self._walk(child_name, child_path)

    def _look(self, bus_name: str, path: str) -> Thing | None:
        name = self._property(bus_name, path, "Name")
        if name is None:
            return None  # it has gone meanwhile
        return Thing(
            bus_name,
            path,
            name,
            str(self._call(bus_name, path, "GetRoleName") or ""),
            self._property(bus_name, path, "Description") or "",
            _states(self._call(bus_name, path, "GetState")),
        )

    def _children(self, bus_name: str, path: str) -> list[tuple[str, str]]:
        found = self._call(bus_name, path, "GetChildren")
        return [(str(name), str(where)) for name, where in found] if isinstance(found, list) else []

    def _property(self, bus_name: str, path: str, name: str) -> str | None:
        address = DBusAddress(path, bus_name, "org.freedesktop.DBus.Properties")
        told = self._ask(new_method_call(address, "Get", "ss", (_ACCESSIBLE, name)))
        return str(told[1]) if isinstance(told, tuple) else None

    def _call(self, bus_name: str, path: str, method: str) -> object:
        return self._ask(new_method_call(DBusAddress(path, bus_name, _ACCESSIBLE), method))

    def _ask(self, message: Message) -> object:
        reply = self.router.send_and_get_reply(message, timeout=_CALL_S)
        if reply.header.message_type is MessageType.error:
            return None
        return reply.body[0] if reply.body else None


def _states(told: object) -> frozenset[int]:
    words = told if isinstance(told, list) else []
    return frozenset(
        32 * at + bit for at, word in enumerate(words) for bit in range(32) if word >> bit & 1
    )


@contextmanager
def accessible_bus(folder: Path, environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """A session bus that lives as long as the block; yields `environment` with it in."""
    folder.mkdir(parents=True, exist_ok=True)
    address = f"unix:path={folder / 'bus'}"
    command = ("dbus-daemon", "--session", "--nofork", f"--address={address}")
    ours = dict(environment) | {
        "DBUS_SESSION_BUS_ADDRESS": address,
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "XDG_RUNTIME_DIR": str(folder),
    }
    with child(command, log=folder / "bus.log", environment=ours):
        until((folder / "bus").exists, "the session bus")
        yield ours


@contextmanager
def screen_reader(environment: Mapping[str, str]) -> Iterator[ScreenReader]:
    """A reader on the bus of `environment`, listening for announcements."""
    address = _accessibility_address(environment["DBUS_SESSION_BUS_ADDRESS"])
    with open_dbus_connection(address) as connection, DBusRouter(connection) as router:
        reader = ScreenReader(router)
        rule = MatchRule(type="signal", interface=_OBJECT_EVENTS, member="Announcement")
        with router.filter(rule, bufsize=64) as signals:
            router.send_and_get_reply(message_bus.AddMatch(rule), timeout=_CALL_S)
            registry = DBusAddress("/org/a11y/atspi/registry", _REGISTRY, _REGISTRY)
            register = new_method_call(
                registry, "RegisterEvent", "sass", ("object:announcement", [], "")
            )
            router.send_and_get_reply(register, timeout=_CALL_S)
            listening = threading.Thread(
                target=_listen, args=(signals, reader.announcements), daemon=True
            )
            listening.start()
            yield reader
            signals.put(None)
            listening.join(DEADLINE_S)


def _accessibility_address(session_bus: str) -> str:
    """Where the bus for accessibility is; asking for it starts it."""
    launcher = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
    with open_dbus_connection(session_bus) as connection, DBusRouter(connection) as router:
        reply = router.send_and_get_reply(new_method_call(launcher, "GetAddress"), timeout=_CALL_S)
    assert reply.header.message_type is MessageType.method_return, reply.body
    return str(reply.body[0])


def _listen(
    signals: "queue.Queue[Message | None]", announcements: "queue.SimpleQueue[str]"
) -> None:
    while (message := signals.get()) is not None:
        _kind, _, _, told, *_ = message.body
        announcements.put(str(told[1]))
