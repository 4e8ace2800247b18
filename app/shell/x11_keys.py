"""Global keys of an X server, over a connection of our own and the library Qt itself talks X by.

The protocol's words are those of XGrabKey: a passive grab on the root window, once for each state
of Caps Lock and Num Lock. Another program that has the key already is told by an Access error.
"""

from __future__ import annotations

import ctypes
import itertools
import logging
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QKeyCombination, QObject, QSocketNotifier, Qt, Slot

from app.shell.global_keys import GlobalKeys, combination_of
from app.shell.xcb import NUMBER, POINTER, Cookie, XcbConnection, declare

if TYPE_CHECKING:
    from collections.abc import Iterable

log = logging.getLogger(__name__)

_SHIFT, _LOCK, _CONTROL, _ALT, _NUM_LOCK, _SUPER = 1, 2, 4, 8, 16, 64
_LOCKS: Final = (0, _LOCK, _NUM_LOCK, _LOCK | _NUM_LOCK)
_MODIFIERS: Final = {
    Qt.KeyboardModifier.ShiftModifier: _SHIFT,
    Qt.KeyboardModifier.ControlModifier: _CONTROL,
    Qt.KeyboardModifier.AltModifier: _ALT,
    Qt.KeyboardModifier.MetaModifier: _SUPER,
}
_KEY_PRESS, _KEY_RELEASE, _MAPPING_NOTIFY = 2, 3, 34
_ASYNCHRONOUS: Final = 1
# Keys without a letter on them, by the numbers of keysymdef.h.
_KEYSYMS: Final = {
    Qt.Key.Key_Escape: 0xFF1B,
    Qt.Key.Key_Tab: 0xFF09,
    Qt.Key.Key_Backspace: 0xFF08,
    Qt.Key.Key_Return: 0xFF0D,
    Qt.Key.Key_Enter: 0xFF8D,
    Qt.Key.Key_Insert: 0xFF63,
    Qt.Key.Key_Delete: 0xFFFF,
    Qt.Key.Key_Pause: 0xFF13,
    Qt.Key.Key_Print: 0xFF61,
    Qt.Key.Key_ScrollLock: 0xFF14,
    Qt.Key.Key_Home: 0xFF50,
    Qt.Key.Key_Left: 0xFF51,
    Qt.Key.Key_Up: 0xFF52,
    Qt.Key.Key_Right: 0xFF53,
    Qt.Key.Key_Down: 0xFF54,
    Qt.Key.Key_PageUp: 0xFF55,
    Qt.Key.Key_PageDown: 0xFF56,
    Qt.Key.Key_End: 0xFF57,
    Qt.Key.Key_Menu: 0xFF67,
}
# What a key types in the first layout, in the second one, and with Shift in each.
_COLUMNS: Final = (0, 2, 1, 3)
_SHIFTED: Final = (1, 3)
_FIRST_FUNCTION_KEYSYM: Final = 0xFFBE  # F1; the others follow


class Grab(NamedTuple):
    """A key as the server knows it."""

    keycode: int
    modifiers: int


class X11Keys(GlobalKeys):
    """Keys of the X server. Raises OSError when it cannot be reached."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = _Server()
        self._keys: dict[Grab, str] = {}
        self._wanted: tuple[str, ...] = ()
        self._released: tuple[int, int] = (0, 0)  # keycode and time of the newest release
        self._notifier = QSocketNotifier(self._server.descriptor, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_readable)

    def grab(self, keys: Iterable[str]) -> frozenset[str]:
        """See GlobalKeys. Waits for the server's answer, as Qt does for much else."""
        self._wanted = tuple(keys)
        self._let_go()
        refused = set[str]()
        for key in self._wanted:
            grab = self._server.find(key)
            if grab is not None and self._server.grab(grab):
                self._keys[grab] = key
            else:
                refused.add(key)
        # What came while we waited is in the library's queue, and the socket tells nothing of it.
        self._on_readable()
        return frozenset(refused)

    def close(self) -> None:
        """See GlobalKeys."""
        self._notifier.setEnabled(False)
        self._keys.clear()
        self._server.close()

    def _let_go(self) -> None:
        for grab in self._keys:
            self._server.ungrab(grab)
        self._keys.clear()

    @Slot()
    def _on_readable(self) -> None:
        is_remapped = False
        for kind, code, state, time_ms in self._server.events():
            if kind == _KEY_PRESS:
                self._on_pressed(Grab(code, state), time_ms)
            elif kind == _KEY_RELEASE:
                self._released = (code, time_ms)
            elif kind == _MAPPING_NOTIFY:
                is_remapped = True
        if is_remapped and self._server.look_again():
            self.grab(self._wanted)
        if self._server.is_gone:
            log.warning("the X server hung up: there are no global keys any more")
            self._notifier.setEnabled(False)

    def _on_pressed(self, grab: Grab, time_ms: int) -> None:
        if (grab.keycode, time_ms) == self._released:
            return  # held down: the server repeats a key as a release and a press at once
        bare = Grab(grab.keycode, grab.modifiers & (_SHIFT | _CONTROL | _ALT | _SUPER))
        if (key := self._keys.get(bare)) is not None:
            self.pressed.emit(key)


class _Event(ctypes.Structure):
    """xcb_key_press_event_t, as far as it is read; every event begins with response_type."""

    _fields_ = (
        ("response_type", ctypes.c_uint8),
        ("detail", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("time", ctypes.c_uint32),
        ("windows", ctypes.c_uint32 * 3),
        ("places", ctypes.c_int16 * 4),
        ("state", ctypes.c_uint16),
    )


class _Server(XcbConnection):
    """The few requests that are needed."""

    def __init__(self) -> None:
        self._symbols_of = ctypes.CDLL("libxcb-keysyms.so.1")
        super().__init__()
        self._symbols = self._load_symbols()
        self._seen: dict[str, Grab | None] = {}

    def find(self, key: str) -> Grab | None:
        """Return where `key` is on the keyboard; None: it is not there."""
        self._seen[key] = found = self._look_up(key)
        return found

    def look_again(self) -> bool:
        """Read the keyboard's layout anew; True if a key that was looked up has moved."""
        self._symbols_of.xcb_key_symbols_free(self._symbols)
        self._symbols = self._load_symbols()
        return any(self._look_up(key) != found for key, found in self._seen.items())

    def grab(self, grab: Grab) -> bool:
        """Take a key; False if another program has it."""
        cookies = [
            self._xcb.xcb_grab_key_checked(
                self._connection, 0, self._root, grab.modifiers | locks, grab.keycode,
                _ASYNCHRONOUS, _ASYNCHRONOUS,
            )
            for locks in _LOCKS
        ]  # fmt: skip
        errors = [self._xcb.xcb_request_check(self._connection, cookie) for cookie in cookies]
        for error in filter(None, errors):
            self._libc.free(error)
        if any(errors):
            self.ungrab(grab)
        return not any(errors)

    def ungrab(self, grab: Grab) -> None:
        """Give a key back."""
        for locks in _LOCKS:
            modifiers = grab.modifiers | locks
            self._xcb.xcb_ungrab_key(self._connection, grab.keycode, self._root, modifiers)
        self._flush()

    def events(self) -> list[tuple[int, int, int, int]]:
        """Return kind, keycode, state and time in ms of every event that has come."""
        found = []
        for pointer in self._arrived():
            event = ctypes.cast(pointer, ctypes.POINTER(_Event)).contents
            found.append((event.response_type & 0x7F, event.detail, event.state, event.time))
        return found

    def close(self) -> None:
        """Hang up, which gives every key back."""
        self._symbols_of.xcb_key_symbols_free(self._symbols)
        super().close()

    def _look_up(self, key: str) -> Grab | None:
        combination = combination_of(key)
        keysym = keysym_of(combination.key())
        keycodes = self._symbols_of.xcb_key_symbols_get_keycode(self._symbols, keysym)
        if not keysym or not keycodes:
            return None
        keycode = int(keycodes[0])
        self._libc.free(ctypes.cast(keycodes, ctypes.c_void_p))
        modifiers = modifiers_of(combination)
        column = next((at for at in _COLUMNS if self._keysym(keycode, at) == keysym), None)
        if column is None:
            return None  # it takes AltGr to type, which is no modifier of Qt's
        if column in _SHIFTED:
            modifiers |= _SHIFT  # Qt writes Ctrl+! for what takes Shift to type
        return Grab(keycode, modifiers)

    def _keysym(self, keycode: int, column: int) -> int:
        return int(self._symbols_of.xcb_key_symbols_get_keysym(self._symbols, keycode, column))

    def _load_symbols(self) -> ctypes.c_void_p:
        return ctypes.c_void_p(self._symbols_of.xcb_key_symbols_alloc(self._connection))

    def _declare(self) -> None:
        super()._declare()
        xcb, symbols = self._xcb, self._symbols_of
        byte, short = ctypes.c_uint8, ctypes.c_uint16
        declare((
            (xcb.xcb_grab_key_checked, Cookie, (POINTER, byte, NUMBER, short, byte, byte, byte)),
            (xcb.xcb_ungrab_key, Cookie, (POINTER, byte, NUMBER, short)),
            (xcb.xcb_request_check, POINTER, (POINTER, Cookie)),
            (symbols.xcb_key_symbols_alloc, POINTER, (POINTER,)),
            (symbols.xcb_key_symbols_free, None, (POINTER,)),
            (symbols.xcb_key_symbols_get_keycode, ctypes.POINTER(byte), (POINTER, NUMBER)),
            (symbols.xcb_key_symbols_get_keysym, NUMBER, (POINTER, byte, ctypes.c_int)),
        ))  # fmt: skip


def keysym_of(key: Qt.Key) -> int:
    """Return X's number for `key`; 0: it has none that is known here."""
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
        return _FIRST_FUNCTION_KEYSYM + key.value - Qt.Key.Key_F1.value
    if Qt.Key.Key_Space <= key <= Qt.Key.Key_ydiaeresis:
        return ord(chr(key.value).lower())  # Latin-1, where X names letters by the small one
    return _KEYSYMS.get(key, 0)


def modifiers_of(combination: QKeyCombination) -> int:
    """Return the modifiers as X counts them."""
    held = combination.keyboardModifiers()
    return sum(itertools.compress(_MODIFIERS.values(), (bool(held & one) for one in _MODIFIERS)))
