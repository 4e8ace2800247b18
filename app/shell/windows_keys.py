"""Global keys of Windows, by RegisterHotKey."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes
    from typing import Final

    from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Qt

    from app.shell.global_keys import GlobalKeys, combination_of

    WM_HOTKEY: Final = 0x0312
    MOD_ALT, MOD_CONTROL, MOD_SHIFT, MOD_WIN, MOD_NOREPEAT = 1, 2, 4, 8, 0x4000
    _MODIFIERS: Final = {
        Qt.KeyboardModifier.ShiftModifier: MOD_SHIFT,
        Qt.KeyboardModifier.ControlModifier: MOD_CONTROL,
        Qt.KeyboardModifier.AltModifier: MOD_ALT,
        Qt.KeyboardModifier.MetaModifier: MOD_WIN,
    }
    _VIRTUAL_KEYS: Final = {
        Qt.Key.Key_Space: 0x20,
        Qt.Key.Key_Escape: 0x1B,
        Qt.Key.Key_Tab: 0x09,
        Qt.Key.Key_Backspace: 0x08,
        Qt.Key.Key_Return: 0x0D,
        Qt.Key.Key_Insert: 0x2D,
        Qt.Key.Key_Delete: 0x2E,
        Qt.Key.Key_Pause: 0x13,
        Qt.Key.Key_Print: 0x2C,
        Qt.Key.Key_ScrollLock: 0x91,
        Qt.Key.Key_PageUp: 0x21,
        Qt.Key.Key_PageDown: 0x22,
        Qt.Key.Key_End: 0x23,
        Qt.Key.Key_Home: 0x24,
        Qt.Key.Key_Left: 0x25,
        Qt.Key.Key_Up: 0x26,
        Qt.Key.Key_Right: 0x27,
        Qt.Key.Key_Down: 0x28,
    }
    _VK_F1: Final = 0x70

    class WindowsKeys(GlobalKeys):
        """Hotkeys of the GUI thread, whose messages Qt's event loop reads."""

        def __init__(self, parent: QObject | None = None) -> None:
            super().__init__(parent)
            self._keys: dict[int, str] = {}
            self._ear = _Ear(self)
            application = QCoreApplication.instance()
            if application is not None:
                application.installNativeEventFilter(self._ear)

        def grab(self, keys: Iterable[str]) -> frozenset[str]:
            """See GlobalKeys."""
            self._let_go()
            refused = set[str]()
            for number, key in enumerate(keys, start=1):
                modifiers, virtual_key = _native(key)
                if virtual_key and ctypes.windll.user32.RegisterHotKey(
                    None, number, modifiers | MOD_NOREPEAT, virtual_key
                ):
                    self._keys[number] = key
                else:
                    refused.add(key)
            return frozenset(refused)

        def close(self) -> None:
            """See GlobalKeys."""
            self._let_go()
            application = QCoreApplication.instance()
            if application is not None:
                application.removeNativeEventFilter(self._ear)

        def press(self, number: int) -> None:
            """Tell of the hotkey with this number."""
            if (key := self._keys.get(number)) is not None:
                self.pressed.emit(key)

        def _let_go(self) -> None:
            for number in self._keys:
                ctypes.windll.user32.UnregisterHotKey(None, number)
            self._keys.clear()

    class _Ear(QAbstractNativeEventFilter):
        """Sees every message of the thread; only one kind of them matters."""

        def __init__(self, keys: WindowsKeys) -> None:
            super().__init__()
            self._keys = keys

        def nativeEventFilter(
            self,
            kind: QByteArray | bytes | bytearray | memoryview,  # noqa: ARG002
            message: int,
        ) -> tuple[bool, int]:
            """Qt's own."""
            found = wintypes.MSG.from_address(int(message))
            if found.message != WM_HOTKEY:
                return False, 0
            self._keys.press(found.wParam)
            return True, 0

    def _native(key: str) -> tuple[int, int]:
        """Return modifiers and virtual key; 0: Windows has no such key."""
        combination = combination_of(key)
        held, which = combination.keyboardModifiers(), combination.key()
        modifiers = sum(value for one, value in _MODIFIERS.items() if held & one)
        if Qt.Key.Key_F1 <= which <= Qt.Key.Key_F24:
            return modifiers, _VK_F1 + which.value - Qt.Key.Key_F1.value
        if Qt.Key.Key_0 <= which <= Qt.Key.Key_9 or Qt.Key.Key_A <= which <= Qt.Key.Key_Z:
            return modifiers, which.value  # the same numbers as in ASCII
        return modifiers, _VIRTUAL_KEYS.get(which, 0)
