"""Windows' own list of microphones, from the registry: no COM, and nothing an open stream feels.

Each endpoint has a key; `DeviceState` 1 means that it can be used, and `Role:0` holds the time at
which it was made the default one last.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from app.audio.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDPOINTS: Final = r"SOFTWARE\Microsoft\Windows\CurrentVersion\MMDevices\Audio\Capture"
_ACTIVE: Final = 1


def scene() -> Scene:
    """Return the endpoints that can be used and the default one; empty if they cannot be read."""
    made_default = dict(_active())
    # A SYSTEMTIME: eight words, of which the third is the day of the week.
    newest = max(made_default, key=lambda name: made_default[name], default="")
    return Scene(frozenset(made_default), newest if made_default.get(newest) else "")


if sys.platform == "win32":
    import winreg

    def _active() -> Iterator[tuple[str, tuple[int, ...]]]:
        """Give each endpoint that can be used with the time at which it became the default."""
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _ENDPOINTS) as endpoints:
                for index in range(winreg.QueryInfoKey(endpoints)[0]):
                    name = winreg.EnumKey(endpoints, index)
                    with winreg.OpenKey(endpoints, name) as endpoint:
                        if _value(endpoint, "DeviceState") == _ACTIVE:
                            yield name, system_time(_value(endpoint, "Role:0"))
        except OSError:
            return  # one went while they were counted: the next look tells

    def _value(key: winreg.HKEYType, name: str) -> object:
        try:
            return winreg.QueryValueEx(key, name)[0]
        except OSError:
            return None

else:

    def _active() -> Iterator[tuple[str, tuple[int, ...]]]:
        """Give nothing: there is no registry."""
        yield from ()


def system_time(value: object) -> tuple[int, ...]:
    """Return a SYSTEMTIME in an order that compares; empty: it is none."""
    if not isinstance(value, bytes) or len(value) != 16:  # noqa: PLR2004  # eight words
        return ()
    words = [int.from_bytes(value[at : at + 2], "little") for at in range(0, 16, 2)]
    return (*words[:2], *words[3:])
