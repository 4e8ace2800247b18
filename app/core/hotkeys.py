"""Which key does what wherever the focus is, and which keys cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.core.settings import HotkeySettings, Settings

_FUNCTION_KEY: Final = re.compile(r"F\d{1,2}")
_MODIFIERS: Final = ("Ctrl", "Alt", "Meta")


class Hotkey(StrEnum):
    """What can be done by such a key; the values are the fields of `HotkeySettings`."""

    START = "start"
    OVERLAY = "overlay"
    LOCK = "lock"
    PANIC = "panic"


class Clash(StrEnum):
    """Why a key cannot be taken."""

    HOTKEY = "hotkey"  # another one has it
    TALK = "talk"  # it is held to talk
    WINDOW = "window"  # it does something else in the window
    TYPING = "typing"  # it is needed to write


@dataclass(frozen=True, slots=True)
class Refused:
    """A key that cannot be taken, and who has it if another hotkey does."""

    clash: Clash
    holder: Hotkey | None = None


def key_of(hotkeys: HotkeySettings, hotkey: Hotkey) -> str:
    """Return its key; empty: none."""
    keys = {
        Hotkey.START: hotkeys.start,
        Hotkey.OVERLAY: hotkeys.overlay,
        Hotkey.LOCK: hotkeys.lock,
        Hotkey.PANIC: hotkeys.panic,
    }
    return keys[hotkey]


def with_key(hotkeys: HotkeySettings, hotkey: Hotkey, key: str) -> HotkeySettings:
    """Return these with another key for `hotkey`."""
    match hotkey:
        case Hotkey.START:
            return replace(hotkeys, start=key)
        case Hotkey.OVERLAY:
            return replace(hotkeys, overlay=key)
        case Hotkey.LOCK:
            return replace(hotkeys, lock=key)
        case Hotkey.PANIC:
            return replace(hotkeys, panic=key)


def refusal(
    settings: Settings, hotkey: Hotkey, key: str, reserved: Collection[str]
) -> Refused | None:
    """Return why `hotkey` cannot have `key`; `reserved` are those of the window. No key is fine."""
    if not key:
        return None
    for other in Hotkey:
        if other is not hotkey and key_of(settings.hotkeys, other) == key:
            return Refused(Clash.HOTKEY, other)
    if settings.push_to_talk and settings.push_to_talk_key == key:
        return Refused(Clash.TALK)
    if key in reserved:
        return Refused(Clash.WINDOW)
    return Refused(Clash.TYPING) if _is_for_typing(key) else None


def effective(settings: Settings, reserved: Collection[str]) -> dict[Hotkey, str]:
    """Return the keys that work: of two hotkeys with the same key in a file, the first has it."""
    found: dict[Hotkey, str] = {}
    for hotkey in Hotkey:
        key = key_of(settings.hotkeys, hotkey)
        refused = refusal(settings, hotkey, key, reserved)
        is_free = refused is None or (refused.holder is not None and key not in found.values())
        if key and is_free:
            found[hotkey] = key
    return found


def _is_for_typing(key: str) -> bool:
    """Whether a key types something when it is pressed alone, or with Shift."""
    *modifiers, last = key.replace("++", "+Plus").split("+")
    return not (_FUNCTION_KEY.fullmatch(last) or any(one in _MODIFIERS for one in modifiers))
