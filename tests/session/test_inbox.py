"""The inbox: bounded, in order, and a reader that waits is always freed."""

import threading

from app.net.links import LinkAlive, LinkEvent, LinkMessage
from app.session.inbox import Inbox
from tests.helpers.waiting import until


def message(size: int) -> LinkMessage:
    return LinkMessage(1, b"x" * size, 0.0)


def waiting_reader(inbox: Inbox, *, size: int = 1) -> tuple[threading.Thread, list[bool]]:
    """A reader that has found the inbox full."""
    taken: list[bool] = []
    before = inbox.times_full
    reader = threading.Thread(target=lambda: taken.append(inbox.put(message(size))))
    reader.start()
    until(lambda: inbox.times_full > before, "a reader that waits")
    return reader, taken


def test_events_come_out_in_order_and_wake_the_session() -> None:
    woken: list[None] = []
    inbox = Inbox(lambda: woken.append(None))
    events: list[LinkEvent] = [message(1), LinkAlive(1, 0.0), message(2)]
    assert all(inbox.put(event) for event in events)
    assert [inbox.take() for _ in range(4)] == [*events, None]
    assert len(woken) == 3


def test_a_reader_waits_while_there_are_too_many_events() -> None:
    inbox = Inbox(max_events=2)
    inbox.put(message(1))
    inbox.put(message(1))
    reader, taken = waiting_reader(inbox)
    inbox.take()
    reader.join()
    assert taken == [True]


def test_a_reader_waits_while_there_are_too_many_bytes() -> None:
    inbox = Inbox(max_bytes=100)
    inbox.put(message(80))
    reader, taken = waiting_reader(inbox, size=80)
    inbox.take()
    reader.join()
    assert taken == [True]


def test_one_message_beyond_the_bound_still_gets_through_alone() -> None:
    inbox = Inbox(max_bytes=100)
    assert inbox.put(message(500))
    assert inbox.take() == message(500)


def test_closing_frees_a_reader_and_refuses_what_comes() -> None:
    inbox = Inbox(max_events=1)
    inbox.put(message(1))
    reader, taken = waiting_reader(inbox)
    inbox.close()
    reader.join()
    assert taken == [False]
    assert not inbox.put(message(1))
    assert inbox.take() == message(1)
