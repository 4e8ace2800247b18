"""A virtual desk: an X server, a window manager and a compositor, private to the test run."""

import ctypes
import os
import re
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tests.helpers.children import child
from tests.helpers.waiting import DEADLINE_S, until


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the screen in pixels."""

    left: int
    top: int
    width: int
    height: int


class WindowManager(Enum):
    """Who places and stacks the windows of a desk, by the command that runs it."""

    OPENBOX = ("openbox", "--sm-disable")
    XFWM4 = ("xfwm4", "--compositor=off")  # its settings are behind a session bus


@dataclass(frozen=True, slots=True)
class Desk:
    """A running desk. `environment` is what a program needs to open its windows there."""

    display: str
    environment: dict[str, str]

    def window(self, title: str, *, deadline_s: float = DEADLINE_S) -> int:
        """The id of the visible window in whose title the pattern `title` is found."""
        found: list[int] = []

        def is_there() -> bool:
            found[:] = self._search(title)
            return bool(found)

        until(is_there, f"a window called {title!r}", deadline_s=deadline_s)
        return found[0]

    def box(self, window: int) -> Box:
        """Where `window` is on the screen, its frame not counted."""
        told = self.run("xwininfo", "-id", str(window))
        left, top, width, height = (
            int(_number(rf"{name}:\s+(-?\d+)", told))
            for name in ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
        )
        return Box(left, top, width, height)

    def click(self, box: Box) -> None:
        """Click in the middle of `box`."""
        left, top = box.left + box.width // 2, box.top + box.height // 2
        self.run("xdotool", "mousemove", str(left), str(top), "click", "1")

    def point(self, left: int, top: int) -> None:
        """Move the mouse there."""
        self.run("xdotool", "mousemove", str(left), str(top))

    def drag(self, begin: tuple[int, int], end: tuple[int, int], *, holding: str = "") -> None:
        """Drag with the mouse, in two steps, the last one with a key held."""
        half = ((begin[0] + end[0]) // 2, (begin[1] + end[1]) // 2)
        self.point(*begin)
        self.run("xdotool", "mousedown", "1")
        self.point(*half)
        with self.held(holding) if holding else nullcontext():
            self.point(*end)
            self.run("xdotool", "mouseup", "1")

    @contextmanager
    def held(self, key: str) -> Iterator[None]:
        """A key that is held as long as the block: ctrl, shift."""
        self.run("xdotool", "keydown", key)
        try:
            yield
        finally:
            self.run("xdotool", "keyup", key)

    def press(self, key: str) -> None:
        """Press a key, in xdotool's words: Tab, space, ctrl+q."""
        self.run("xdotool", "key", key)

    def grab(self, target: Path, box: Box | None = None) -> Path:
        """Write what the screen shows, or the part inside `box`, as a picture."""
        crop = [] if box is None else ["-crop", f"{box.width}x{box.height}+{box.left}+{box.top}"]
        self.run("import", "-window", "root", *crop, "+repage", str(target))
        return target

    def run(self, *command: str) -> str:
        """Run a program on this desk; return what it prints."""
        done = subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def _search(self, title: str) -> list[int]:
        done = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        return [int(line) for line in done.stdout.split()]


@contextmanager
def virtual_desk(
    folder: Path,
    *,
    width: int = 1920,
    height: int = 1080,
    manager: WindowManager = WindowManager.OPENBOX,
) -> Iterator[Desk]:
    """A desk that lives as long as the block; its logs and configuration are in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        name: value for name, value in os.environ.items() if name not in {"WAYLAND_DISPLAY"}
    }
    environment["XDG_CONFIG_HOME"] = str(folder)
    reading, writing = os.pipe()
    # -noreset: else the server starts anew when its last client leaves.
    server = (
        "Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-noreset",
        "-nolisten", "tcp", "+extension", "RANDR", "+extension", "COMPOSITE", "+extension", "XTEST",
    )  # fmt: skip
    with child(server, log=folder / "xvfb.log", environment=environment, pass_fds=[writing]):
        os.close(writing)
        display = f":{_read_line(reading, 'Xvfb')}"
        environment["DISPLAY"] = display
        environment["QT_QPA_PLATFORM"] = "xcb"
        desk = Desk(display, environment)
        has_bus = manager is WindowManager.XFWM4
        with (
            _session_bus(folder, environment) if has_bus else nullcontext(environment) as its_own,
            child(manager.value, log=folder / "manager.log", environment=its_own),
            # Without a compositor a translucent window is black.
            child(
                ("picom", "--backend", "xrender", "--config", "/dev/null"),
                log=folder / "picom.log",
                environment=environment,
            ),
        ):
            until(lambda: _has_window_manager(desk), "the window manager")
            until(lambda: has_compositor(display), "the compositor")
            yield desk


@contextmanager
def _session_bus(folder: Path, environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment of programs that speak to one another, on a bus as long as the block."""
    reading, writing = os.pipe()
    bus = ("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--print-address={writing}")
    with child(bus, log=folder / "bus.log", environment=environment, pass_fds=[writing]):
        os.close(writing)
        yield environment | {"DBUS_SESSION_BUS_ADDRESS": _read_line(reading, "dbus-daemon")}


def has_compositor(display: str) -> bool:
    """Whether somebody owns the selection by which X programs find the compositor."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
    address: int | None = x11.XOpenDisplay(display.encode())
    if address is None:
        return False
    connection = ctypes.c_void_p(address)
    atom = ctypes.c_ulong(x11.XInternAtom(connection, b"_NET_WM_CM_S0", 0))
    owner = x11.XGetSelectionOwner(connection, atom)
    x11.XCloseDisplay(connection)
    return bool(owner)


def _has_window_manager(desk: Desk) -> bool:
    return "window id" in desk.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")


def _read_line(descriptor: int, whose: str) -> str:
    with os.fdopen(descriptor) as stream:
        ready, _, _ = select.select([stream], [], [], DEADLINE_S)
        line = stream.readline().strip() if ready else ""
    if not line:
        raise TimeoutError(f"{whose} did not start within {DEADLINE_S:g} s; see its log")
    return line


def _number(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"no {pattern} in {text!r}")
    return found[1]
