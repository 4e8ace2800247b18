"""Which windows of an X server are above others, over a connection of our own.

A window manager may put windows above one that it does not manage: xfwm4 does so with every window
it raises. Nobody tells the window itself while a compositor runs, so the root window is watched.
"""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QRect, QSocketNotifier, Signal, Slot

from app.shell.xcb import NUMBER, POINTER, Cookie, XcbConnection, declare

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

_CW_EVENT_MASK, _SUBSTRUCTURE_NOTIFY = 1 << 11, 1 << 19
_CONFIG_STACK_MODE, _ABOVE = 1 << 6, 0
_INPUT_OUTPUT, _VIEWABLE = 1, 2
_ATOM: Final = 4
# What a program shows for a moment, and takes away by itself.
_PASSING: Final = ("DROPDOWN_MENU", "POPUP_MENU", "MENU", "TOOLTIP", "COMBO", "DND", "NOTIFICATION")


class X11Stack(QObject):
    """Tells when windows come, go and are raised. Raises OSError when there is no server."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = _Server()
        descriptor = self._server.descriptor
        self._notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_readable)

    def is_covered(self, window: int, own: Collection[int]) -> bool:
        """Whether a window that stays, and is none of `own`, is above some of `window`."""
        is_covered = self._server.is_covered(window, own)
        # What came while we waited is in the library's queue, and the socket tells nothing of it.
        self._on_readable()
        return is_covered

    def lift(self, windows: Iterable[int]) -> None:
        """Put `windows` above all others, the last one highest. Qt would not send it at once."""
        self._server.lift(windows)

    def close(self) -> None:
        """Hang up."""
        self._notifier.setEnabled(False)
        self._server.close()

    @Slot()
    def _on_readable(self) -> None:
        has_changed = self._server.drop_events()
        if self._server.is_gone:
            self._notifier.setEnabled(False)
        elif has_changed:
            self.changed.emit()


class _Head(ctypes.Structure):
    """How every reply begins."""

    _fields_ = (
        ("response_type", ctypes.c_uint8),
        ("detail", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("length", ctypes.c_uint32),
    )


class _Atom(ctypes.Structure):
    _fields_ = (("head", _Head), ("atom", ctypes.c_uint32))


class _Tree(ctypes.Structure):
    _fields_ = (
        ("head", _Head),
        ("root", ctypes.c_uint32),
        ("parent", ctypes.c_uint32),
        ("children_len", ctypes.c_uint16),
    )


class _Attributes(ctypes.Structure):
    _fields_ = (
        ("head", _Head),
        ("visual", ctypes.c_uint32),
        ("kind", ctypes.c_uint16),
        ("gravities", ctypes.c_uint8 * 2),
        ("backing", ctypes.c_uint32 * 2),
        ("save_under", ctypes.c_uint8),
        ("map_is_installed", ctypes.c_uint8),
        ("map_state", ctypes.c_uint8),
    )


class _Geometry(ctypes.Structure):
    _fields_ = (
        ("head", _Head),
        ("root", ctypes.c_uint32),
        ("x", ctypes.c_int16),
        ("y", ctypes.c_int16),
        ("width", ctypes.c_uint16),
        ("height", ctypes.c_uint16),
    )


class _Property(ctypes.Structure):
    _fields_ = (
        ("head", _Head),
        ("type", ctypes.c_uint32),
        ("bytes_after", ctypes.c_uint32),
        ("value_len", ctypes.c_uint32),
    )


class _Server(XcbConnection):
    """The few requests that are needed."""

    def __init__(self) -> None:
        super().__init__()
        self._type = self._atom("_NET_WM_WINDOW_TYPE")
        self._passing = {self._atom(f"_NET_WM_WINDOW_TYPE_{name}") for name in _PASSING}
        mask = ctypes.c_uint32(_SUBSTRUCTURE_NOTIFY)
        self._xcb.xcb_change_window_attributes(
            self._connection, self._root, _CW_EVENT_MASK, ctypes.byref(mask)
        )
        self._flush()

    def is_covered(self, window: int, own: Collection[int]) -> bool:
        """See X11Stack."""
        stack = self._windows()
        box = self._box(window)
        if window not in stack or box is None:
            return False
        above = stack[stack.index(window) + 1 :]
        return any(self._is_in_the_way(each, box) for each in above if each not in own)

    def lift(self, windows: Iterable[int]) -> None:
        """See X11Stack."""
        above = ctypes.c_uint32(_ABOVE)
        for window in windows:
            self._xcb.xcb_configure_window(
                self._connection, window, _CONFIG_STACK_MODE, ctypes.byref(above)
            )
        self._flush()

    def drop_events(self) -> bool:
        """Take off the connection all that has come; whether anything had is all we want."""
        return bool(list(self._arrived()))

    def _windows(self) -> list[int]:
        """Return every top-level window, the lowest first."""
        asked = self._xcb.xcb_query_tree(self._connection, self._root)
        with self._answer(self._xcb.xcb_query_tree_reply, asked, _Tree) as tree:
            if tree is None:
                return []
            children = self._xcb.xcb_query_tree_children(ctypes.byref(tree))
            return list(children[: tree.children_len])

    def _is_in_the_way(self, window: int, box: QRect) -> bool:
        if not self._is_seen(window) or self._is_passing(window):
            return False
        other = self._box(window)
        return other is not None and other.intersects(box)

    def _is_seen(self, window: int) -> bool:
        asked = self._xcb.xcb_get_window_attributes(self._connection, window)
        reply = self._xcb.xcb_get_window_attributes_reply
        with self._answer(reply, asked, _Attributes) as found:
            seen = (_INPUT_OUTPUT, _VIEWABLE)
            return found is not None and (found.kind, found.map_state) == seen

    def _is_passing(self, window: int) -> bool:
        asked = self._xcb.xcb_get_property(self._connection, 0, window, self._type, _ATOM, 0, 8)
        with self._answer(self._xcb.xcb_get_property_reply, asked, _Property) as found:
            if found is None:
                return False
            types = self._xcb.xcb_get_property_value(ctypes.byref(found))
            return not self._passing.isdisjoint(types[: found.value_len])

    def _box(self, window: int) -> QRect | None:
        asked = self._xcb.xcb_get_geometry(self._connection, window)
        with self._answer(self._xcb.xcb_get_geometry_reply, asked, _Geometry) as found:
            return None if found is None else QRect(found.x, found.y, found.width, found.height)

    def _atom(self, name: str) -> int:
        asked = self._xcb.xcb_intern_atom(self._connection, 0, len(name), name.encode())
        with self._answer(self._xcb.xcb_intern_atom_reply, asked, _Atom) as found:
            return 0 if found is None else int(found.atom)

    @contextmanager
    def _answer(
        self, reply: Callable[..., Any], asked: Cookie, kind: type[ctypes.Structure]
    ) -> Iterator[Any]:
        """Wait for the answer, and give it back after the block; None: the window is gone."""
        error = ctypes.c_void_p()
        pointer = reply(self._connection, asked, ctypes.byref(error))
        try:
            yield ctypes.cast(pointer, ctypes.POINTER(kind)).contents if pointer else None
        finally:
            self._libc.free(pointer)
            self._libc.free(error)

    def _declare(self) -> None:
        super()._declare()
        xcb = self._xcb
        byte, short, numbers = ctypes.c_uint8, ctypes.c_uint16, ctypes.POINTER(NUMBER)
        of_window, reply = (POINTER, NUMBER), (POINTER, Cookie, POINTER)
        declare((
            (xcb.xcb_change_window_attributes, Cookie, (*of_window, NUMBER, POINTER)),
            (xcb.xcb_configure_window, Cookie, (*of_window, short, POINTER)),
            (xcb.xcb_intern_atom, Cookie, (POINTER, byte, short, ctypes.c_char_p)),
            (xcb.xcb_intern_atom_reply, POINTER, reply),
            (xcb.xcb_query_tree, Cookie, of_window),
            (xcb.xcb_query_tree_reply, POINTER, reply),
            (xcb.xcb_query_tree_children, numbers, (POINTER,)),
            (xcb.xcb_get_window_attributes, Cookie, of_window),
            (xcb.xcb_get_window_attributes_reply, POINTER, reply),
            (xcb.xcb_get_geometry, Cookie, of_window),
            (xcb.xcb_get_geometry_reply, POINTER, reply),
            (xcb.xcb_get_property, Cookie, (POINTER, byte, *(NUMBER,) * 5)),
            (xcb.xcb_get_property_reply, POINTER, reply),
            (xcb.xcb_get_property_value, numbers, (POINTER,)),
        ))  # fmt: skip
