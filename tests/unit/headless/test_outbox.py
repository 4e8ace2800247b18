"""The box between the session and the writer: bounded, in order, nothing that matters lost."""

import threading

from app.core.captions import Captions
from app.core.events import Final, Interim, SessionEvent
from app.headless.outbox import Outbox
from app.session.sink import Stamp
from tests.helpers.waiting import until


def tell(outbox: Outbox, event: SessionEvent) -> None:
    outbox.happened(event, Captions(), Stamp(0.0, 0))


def test_what_happened_comes_out_in_order() -> None:
    outbox = Outbox()
    events: list[SessionEvent] = [Interim(1, "", "a"), Final(1, "a"), Interim(2, "", "b")]
    for event in events:
        tell(outbox, event)
    outbox.close()
    assert [happening.event for happening in outbox] == events


def test_interims_are_left_out_when_the_box_is_full() -> None:
    outbox = Outbox(max_happenings=1)
    tell(outbox, Interim(1, "", "a"))
    tell(outbox, Interim(1, "", "a b"))
    assert outbox.left_out == 1


def test_a_final_waits_for_room_instead_of_being_lost() -> None:
    outbox = Outbox(max_happenings=1)
    tell(outbox, Interim(1, "", "a"))
    session = threading.Thread(target=tell, args=(outbox, Final(1, "a.")))
    session.start()
    out = iter(outbox)
    assert next(out).event == Interim(1, "", "a")
    assert next(out).event == Final(1, "a.")
    session.join()


def test_closing_frees_a_session_that_waits() -> None:
    outbox = Outbox(max_happenings=1)
    tell(outbox, Final(1, "a"))
    session = threading.Thread(target=tell, args=(outbox, Final(2, "b")))
    session.start()
    outbox.close()
    until(lambda: not session.is_alive(), "the session to go on")
    assert [happening.event for happening in outbox] == [Final(1, "a")]
