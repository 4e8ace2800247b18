"""Who gets the decoder."""

from __future__ import annotations

from dataclasses import dataclass

from app.recognizer.jobs import Urgency
from app.recognizer.schedule import Schedule


@dataclass(eq=False)
class Source:
    """Always has a job of one urgency, or never any."""

    wants: Urgency | None

    def urgency(self) -> Urgency | None:
        return self.wants


def served(sources: list[Source], times: int) -> list[Source]:
    schedule: Schedule[Source] = Schedule()
    for source in sources:
        schedule.join(source)
    taken = [schedule.next() for _ in range(times)]
    return [one for one in taken if one is not None]


def test_nobody_wants_anything() -> None:
    assert served([Source(None), Source(None)], 1) == []


def test_finals_go_before_closing_lines_and_those_before_partials() -> None:
    partial, closing, final = (Source(u) for u in (Urgency.PARTIAL, Urgency.CLOSING, Urgency.FINAL))
    schedule: Schedule[Source] = Schedule()
    for source in (partial, closing, final):
        schedule.join(source)
    order = []
    for _ in range(3):
        taken = schedule.next()
        assert taken is not None
        order.append(taken)
        taken.wants = None
    assert order == [final, closing, partial]


def test_equals_take_turns() -> None:
    a, b, c = (Source(Urgency.PARTIAL) for _ in range(3))
    assert served([a, b, c], 6) == [a, b, c, a, b, c]


def test_who_left_is_not_served() -> None:
    schedule: Schedule[Source] = Schedule()
    source = Source(Urgency.FINAL)
    schedule.join(source)
    schedule.leave(source)
    assert schedule.next() is None
