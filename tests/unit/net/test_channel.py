"""The byte stream beneath the WebSocket, over a pair of sockets."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.net.channel import HASTY_SEND_TIMEOUT_S, RECEIVE_BYTES, Channel
from app.net.deadline import Deadline

DEADLINE_S = 5.0
MAX_MESSAGE_BYTES = 1_048_576


@contextmanager
def pair() -> Iterator[tuple[Channel, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        channel = Channel(ours, Deadline.after(DEADLINE_S), max_message_bytes=MAX_MESSAGE_BYTES)
        channel.settle()
        yield channel, theirs


def test_after_a_send_that_was_stuck_the_channel_is_down() -> None:
    """Half a frame may be gone: whoever sends next would send into the middle of it."""
    with pair() as (channel, peer):
        channel.hasten()
        begin_s = time.monotonic()
        with pytest.raises(TimeoutError):
            channel.send(bytes(8 * MAX_MESSAGE_BYTES))
        assert time.monotonic() - begin_s >= HASTY_SEND_TIMEOUT_S
        assert channel.recv(1) == b""
        with pytest.raises(BrokenPipeError):
            channel.send(b"x")
        while peer.recv(RECEIVE_BYTES):
            pass
