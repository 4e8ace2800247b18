"""The systems that Zimu runs on, as far as they tell of microphones without touching PortAudio.

PortAudio lists devices once; to list them again it has to be ended, which ends every open stream.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from app.audio import sound_server
from app.audio.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.audio.scene import Scene

_CARDS: Final = Path("/proc/asound/cards")


class System(Protocol):
    """Who can be asked for the scene and tells when it may have changed."""

    def scene(self) -> Scene:
        """Ask now; blocks for some 20 ms. Nothing is raised: what is not known is empty."""

    def watch(self, on_change: Callable[[], None]) -> Watch:
        """Return a watch, not yet started, that calls `on_change` on a thread of its own."""


class Linux:
    """The sound server, where there is one; else the kernel's list of cards."""

    def scene(self) -> Scene:
        return sound_server.scene()

    def watch(self, on_change: Callable[[], None]) -> Watch:
        subscribe = sound_server.subscribe if sound_server.is_known() else None
        return Watch(on_change, _cards, subscribe=subscribe, matters=sound_server.is_about_sources)


class Polled:
    """A system whose scene is so cheap to ask for that asking is the watch."""

    def __init__(self, ask: Callable[[], Scene]) -> None:
        self._ask = ask

    def scene(self) -> Scene:
        return self._ask()

    def watch(self, on_change: Callable[[], None]) -> Watch:
        return Watch(on_change, self._ask)


def this_system() -> System:
    """Return the system this process runs on."""
    if sys.platform == "win32":
        from app.audio import windows  # noqa: PLC0415  # exists there alone

        return Polled(windows.scene)
    if sys.platform == "darwin":
        from app.audio import macos  # noqa: PLC0415  # exists there alone

        return Polled(macos.scene)
    return Linux()


def _cards() -> str:
    try:
        return _CARDS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
