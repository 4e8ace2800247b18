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


def test_recordings_go_last_but_not_for_ever() -> None:
    speaker, recording = Source(Urgency.PARTIAL), Source(Urgency.RECORDED)
    taken = served([recording, speaker], 10)
    assert taken == ([speaker] * 4 + [recording]) * 2


def test_many_recordings_share_one_turn() -> None:
    speaker, *recordings = (Source(u) for u in (Urgency.PARTIAL, *[Urgency.RECORDED] * 3))
    taken = served([*recordings, speaker], 15)
    assert taken.count(speaker) == 12
    assert [one for one in taken if one is not speaker] == recordings


def test_a_recording_alone_has_all_turns() -> None:
    recording = Source(Urgency.RECORDED)
    assert served([Source(None), recording], 7) == [recording] * 7


def test_a_final_goes_before_every_recording() -> None:
    speaker, recording = Source(Urgency.FINAL), Source(Urgency.RECORDED)
    assert served([recording, speaker], 7) == [speaker] * 7
