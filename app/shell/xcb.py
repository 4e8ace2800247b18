"""A connection of our own to the X server, over the library that Qt itself talks X by."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

POINTER: Final = ctypes.c_void_p
NUMBER: Final = ctypes.c_uint32


class Cookie(ctypes.Structure):
    """A request whose answer is still to come."""

    _fields_ = (("sequence", ctypes.c_uint),)


class _Screens(ctypes.Structure):
    _fields_ = (
        ("data", ctypes.POINTER(ctypes.c_uint32)),  # begins with the id of the root window
        ("rem", ctypes.c_int),
        ("index", ctypes.c_int),
    )


def declare(functions: Iterable[tuple[Any, Any, tuple[Any, ...]]]) -> None:
    """Say what each function returns and takes: ctypes takes everything for an int."""
    for function, result, arguments in functions:
        function.restype, function.argtypes = result, arguments


class XcbConnection:
    """The server of the environment. Raises OSError: there is no library, or no server."""

    def __init__(self) -> None:
        self._xcb = xcb = ctypes.CDLL("libxcb.so.1")
        self._libc = ctypes.CDLL(None)
        self._declare()
        number = ctypes.c_int()
        self._connection = ctypes.c_void_p(xcb.xcb_connect(None, ctypes.byref(number)))
        if self.is_gone:
            xcb.xcb_disconnect(self._connection)
            raise OSError("the X server cannot be reached")
        screens = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(self._connection))
        for _ in range(number.value):
            xcb.xcb_screen_next(ctypes.byref(screens))
        self._root = int(screens.data[0])
        self.descriptor = int(xcb.xcb_get_file_descriptor(self._connection))

    @property
    def is_gone(self) -> bool:
        """Whether the connection is lost."""
        return bool(self._xcb.xcb_connection_has_error(self._connection))

    def close(self) -> None:
        """Hang up."""
        self._xcb.xcb_disconnect(self._connection)

    def _arrived(self) -> Iterator[int]:
        """Take off the connection what has come: the address of each event, until the next one."""
        while pointer := self._xcb.xcb_poll_for_event(self._connection):
            try:
                yield pointer
            finally:
                self._libc.free(pointer)

    def _flush(self) -> None:
        self._xcb.xcb_flush(self._connection)

    def _declare(self) -> None:
        xcb = self._xcb
        declare((
            (xcb.xcb_connect, POINTER, (ctypes.c_char_p, POINTER)),
            (xcb.xcb_connection_has_error, ctypes.c_int, (POINTER,)),
            (xcb.xcb_disconnect, None, (POINTER,)),
            (xcb.xcb_get_setup, POINTER, (POINTER,)),
            (xcb.xcb_setup_roots_iterator, _Screens, (POINTER,)),
            (xcb.xcb_screen_next, None, (POINTER,)),
            (xcb.xcb_get_file_descriptor, ctypes.c_int, (POINTER,)),
            (xcb.xcb_flush, ctypes.c_int, (POINTER,)),
            (xcb.xcb_poll_for_event, POINTER, (POINTER,)),
            (self._libc.free, None, (POINTER,)),
        ))  # fmt: skip
