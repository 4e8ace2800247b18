"""Answers that come, fail, or come when nobody waits any more."""

import threading

import pytest

from app.net.asking import Asking
from app.net.links import Cancel

DEADLINE_S = 5.0


def test_the_answer_is_given_back() -> None:
    discarded: list[int] = []
    assert Asking(lambda: 7, discarded.append).answer(Cancel()) == 7
    assert not discarded


def test_what_it_raises_is_raised() -> None:
    def fail() -> int:
        raise OSError("no such name")

    with pytest.raises(OSError, match="no such name"):
        Asking(fail, lambda answer: None).answer(Cancel())


def test_who_cancels_does_not_wait_and_the_late_answer_is_discarded() -> None:
    may_come, has_gone = threading.Event(), threading.Event()
    cancel = Cancel()
    discarded: list[int] = []

    def late() -> int:
        may_come.wait(DEADLINE_S)
        return 7

    def discard(answer: int) -> None:
        discarded.append(answer)
        has_gone.set()

    threading.Timer(0.01, cancel.cancel).start()
    assert Asking(late, discard).answer(cancel) is None
    may_come.set()
    assert has_gone.wait(DEADLINE_S)
    assert discarded == [7]
