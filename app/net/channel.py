"""A byte stream for websocket-client: a socket, with TLS when asked, that two threads may share.

OpenSSL does not allow one connection to be read and written at the same time. So TLS runs on
memory buffers under a lock, and only the plain socket beneath blocks, in each direction alone.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.net.deadline import Deadline

RECEIVE_BYTES = 65_536
SLICE_S = 0.5  # how often a stuck send looks whether its time is up
SEND_TIMEOUT_S = 10.0
HASTY_SEND_TIMEOUT_S = 1.0


class MessageTooBigError(Exception):
    """The peer sent more in one message than we take."""


class Channel:
    """Duck type of a socket, as far as websocket-client needs one.

    `recv` belongs to the reader thread, `send` to whoever holds the library's send lock (the
    reader answers pings), `shutdown` to any thread. Until `settle` one thread has it alone, and
    `deadline` bounds all its waits together. `raw` is another channel behind a proxy that is
    reached over TLS itself.
    """

    def __init__(
        self, raw: socket.socket | Channel, deadline: Deadline, *, max_message_bytes: int
    ) -> None:
        self._raw = raw
        self._deadline: Deadline | None = deadline
        self._max_message_bytes = max_message_bytes
        self._buffer = b""
        self._message_bytes = 0
        self._send_timeout_s = SEND_TIMEOUT_S
        self._tls: ssl.SSLObject | None = None
        self._tls_lock = threading.Lock()
        self._order_lock = threading.Lock()  # encrypted records leave in the order they were made
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()

    def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Shake hands; raises ssl.SSLError (certificates too), OSError, ValueError."""
        tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        self._incoming.write(self._buffer)  # came along with a proxy's answer
        self._buffer = b""
        while True:
            try:
                tls.do_handshake()
            except ssl.SSLWantReadError:
                self._flush()
                self._feed()
            except ssl.SSLError:
                with contextlib.suppress(OSError):
                    self._flush()  # the alert that tells the peer why
                raise
            else:
                break
        self._flush()
        self._tls = tls

    def hurry(self, seconds: float) -> None:
        """Bring the deadline nearer."""
        if self._deadline is not None:
            self._deadline = self._deadline.within(seconds)
        if isinstance(self._raw, Channel):
            self._raw.hurry(seconds)

    def settle(self) -> None:
        """From connecting to talking: short waits, so that a stuck send notices its time is up."""
        self._deadline = None
        if isinstance(self._raw, Channel):
            self._raw.settle()
        else:
            self._raw.settimeout(SLICE_S)

    def begin_message(self) -> None:
        """Count the bytes of the next message from here."""
        self._message_bytes = len(self._buffer)
        if isinstance(self._raw, Channel):
            self._raw.begin_message()

    def recv(self, max_bytes: int) -> bytes:
        """Return 1 to `max_bytes` bytes, b"" at the end; TimeoutError leaves all state intact."""
        while not self._buffer:
            data = self._receive()
            if data is None:
                continue
            if not data:
                return b""
            self._buffer = data
            self._message_bytes += len(data)
            if self._message_bytes > self._max_message_bytes:
                raise MessageTooBigError
        taken, self._buffer = self._buffer[:max_bytes], self._buffer[max_bytes:]
        return taken

    def send(self, data: bytes | memoryview) -> int:
        """Send all of `data`. TimeoutError: the channel is down, half of it may be gone."""
        if self._tls is None:
            self._send_raw(data)
        else:
            with self._order_lock:
                with self._tls_lock:
                    self._tls.write(data)
                    encrypted = self._outgoing.read()
                self._send_raw(encrypted)
        return len(data)

    def hasten(self) -> None:
        self._send_timeout_s = HASTY_SEND_TIMEOUT_S
        if isinstance(self._raw, Channel):
            self._raw.hasten()

    def gettimeout(self) -> float | None:
        return self._raw.gettimeout()

    def settimeout(self, timeout_s: float | None) -> None:
        """The library may ask for a timeout; ours are fixed."""

    def fileno(self) -> int:
        return self._raw.fileno()

    def shutdown(self, how: int = socket.SHUT_RDWR) -> None:
        """Wake everybody who is blocked; the descriptor stays until close()."""
        try:
            self._raw.shutdown(how)
        except OSError:
            return  # never connected, or already down: nobody is blocked then

    def close(self) -> None:
        self._raw.close()

    def _receive(self) -> bytes | None:
        """One read; None when what came was TLS's own and held no data."""
        if self._tls is None:
            return self._receive_raw()
        with self._tls_lock:
            try:
                return self._tls.read(RECEIVE_BYTES)
            except ssl.SSLWantReadError:
                has_reply = self._outgoing.pending > 0
            except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
                return b""
        if has_reply:
            with self._order_lock:
                self._flush()
        self._feed()
        return None

    def _feed(self) -> None:
        data = self._receive_raw()
        with self._tls_lock:
            if data:
                self._incoming.write(data)
            else:
                self._incoming.write_eof()

    def _receive_raw(self) -> bytes:
        if self._deadline is not None:
            self._raw.settimeout(self._deadline.remaining_s())
        return self._raw.recv(RECEIVE_BYTES)

    def _flush(self) -> None:
        with self._tls_lock:
            encrypted = self._outgoing.read()
        if encrypted:
            self._send_raw(encrypted)

    def _send_raw(self, data: bytes | memoryview) -> None:
        view = memoryview(data)
        progress_s = time.monotonic()
        while view:
            try:
                if self._deadline is not None:
                    self._raw.settimeout(self._deadline.remaining_s())
                sent = self._raw.send(view)
            except TimeoutError:
                is_over = time.monotonic() - progress_s >= self._send_timeout_s
                if is_over or self._deadline is not None:
                    # Nothing may follow half a frame, whoever sent it: the library answers pings
                    # while it receives, and takes a time-out there for one of receiving.
                    self.shutdown()
                    raise
            else:
                view = view[sent:]
                progress_s = time.monotonic()
