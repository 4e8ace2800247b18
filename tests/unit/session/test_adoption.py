"""Lines that go on after a replay, whatever the new ear makes of them."""

from app.core.events import (
    Final,
    Gap,
    Interim,
    LineEvent,
    LineFailed,
    LinePlaced,
    LineRemoved,
    SpeechStarted,
    SpeechStopped,
)
from app.session.adoption import Adoption
from app.session.replay import Orphan

MS = 16
FIRST = Orphan(1, 1000 * MS, 4000 * MS, shown=10)
SECOND = Orphan(2, 6000 * MS, 9000 * MS, shown=10)


def met(adoption: Adoption, *events: LineEvent) -> list[LineEvent]:
    return [told for event in events for told in adoption.meet(event)]


def test_a_line_that_begins_where_an_orphan_did_goes_on_in_it() -> None:
    adoption = Adoption([FIRST, SECOND])
    assert met(
        adoption,
        SpeechStarted(8, 1200),
        SpeechStopped(8, 4100),
        Final(8, "words"),
        SpeechStarted(9, 5700),
    ) == [
        SpeechStarted(1, 1200),
        SpeechStopped(1, 4100),
        Final(1, "words"),
        SpeechStarted(2, 5700),
    ]
    assert adoption.unheard == ()


def test_of_two_lines_where_one_was_the_first_goes_on_in_it() -> None:
    adoption = Adoption([FIRST])
    told = met(adoption, SpeechStarted(8, 1000), SpeechStopped(8, 2000), SpeechStarted(9, 2600))
    assert told == [SpeechStarted(1, 1000), SpeechStopped(1, 2000), SpeechStarted(9, 2600)]


def test_an_orphan_within_another_line_is_removed_for_its_words_are_there() -> None:
    adoption = Adoption([FIRST, SECOND])
    told = met(adoption, SpeechStarted(8, 1000), SpeechStopped(8, 9500), SpeechStarted(9, 12_000))
    assert told[2:] == [LineRemoved(2), SpeechStarted(9, 12_000)]


def test_an_orphan_that_is_not_heard_again_keeps_its_words() -> None:
    adoption = Adoption([FIRST, SECOND])
    assert met(adoption, SpeechStarted(8, 6100)) == [
        LineFailed(1, "unheard"),
        SpeechStarted(2, 6100),
    ]


def test_an_orphan_without_words_that_is_not_heard_again_was_nothing() -> None:
    adoption = Adoption([Orphan(1, 1000 * MS, 4000 * MS)])
    assert adoption.pass_by(3999 * MS) == []
    assert adoption.pass_by(4000 * MS) == [LineRemoved(1)]


def test_a_server_that_tells_no_times_goes_on_in_order() -> None:
    adoption = Adoption([FIRST, SECOND])
    told = met(adoption, Interim(8, "", "one"), Interim(9, "", "two"), Interim(8, "", "three"))
    assert [event.line for event in told if not isinstance(event, Gap)] == [1, 2, 1]


def test_the_line_before_is_known_by_its_old_id() -> None:
    adoption = Adoption([FIRST])
    told = met(adoption, SpeechStarted(8, 1000), LinePlaced(9, 8))
    assert told[-1] == LinePlaced(9, 1)


def test_old_words_stay_until_the_new_ones_are_as_long_and_never_come_back() -> None:
    adoption = Adoption([FIRST])
    met(adoption, SpeechStarted(8, 1000))
    interims = [Interim(1, "", "x" * length) for length in (3, 9, 10, 4)]
    assert [adoption.is_shown(interim) for interim in interims] == [False, False, True, True]


def test_a_final_is_shown_however_short() -> None:
    adoption = Adoption([FIRST])
    met(adoption, SpeechStarted(8, 1000))
    assert adoption.is_shown(Final(1, "x"))


def test_orphans_behind_a_cut_are_left_to_the_next() -> None:
    adoption = Adoption([FIRST, SECOND])
    assert adoption.leave(5000 * MS) == (SECOND,)
    assert adoption.unheard == (FIRST,)
