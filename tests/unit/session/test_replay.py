"""What of a wire session's audio is captioned, and what has to be heard again."""

from app.core.events import Final, Interim, LineFailed, LineRemoved, SpeechStarted, SpeechStopped
from app.recognizer.lines import FRAME_SAMPLES, PRE_ROLL_FRAMES
from app.session.replay import (
    PRE_ROLL_SAMPLES,
    UNTOLD_SAMPLES,
    Account,
    Orphan,
    Remains,
    Resumption,
    resumed,
)

MS = 16


def account(*events: object, sent_ms: int = 10_000, is_manual: bool = False) -> Account:
    """An account from 0 that took `events` when so much was sent."""
    made = Account(0, is_manual=is_manual)
    for event in events:
        made.note(event, sent_ms * MS)  # type: ignore[arg-type]
    return made


def remains(made: Account, *, sent_ms: int = 10_000, unheard: tuple[Orphan, ...] = ()) -> Remains:
    return made.remains(sent=sent_ms * MS, shown=lambda _: 5, unheard=unheard)


def spoken(line: int, begin_ms: int, end_ms: int) -> list[object]:
    return [SpeechStarted(line, begin_ms), SpeechStopped(line, end_ms), Final(line, "words")]


def test_what_has_its_final_is_confirmed() -> None:
    made = account(*spoken(1, 1000, 2000), *spoken(2, 3000, 4000))
    assert made.confirmed == 4000 * MS
    assert remains(made).orphans == ()


def test_an_open_line_is_heard_again_from_a_little_before_its_start() -> None:
    made = account(*spoken(1, 1000, 2000), SpeechStarted(2, 3000), Interim(2, "", "w"))
    assert made.is_speaking
    left = remains(made)
    assert left.start == 3000 * MS - PRE_ROLL_SAMPLES
    assert left.orphans == (Orphan(2, 3000 * MS, 10_000 * MS, 5),)


def test_what_is_heard_again_is_all_that_our_recogniser_puts_before_a_line() -> None:
    assert PRE_ROLL_SAMPLES == PRE_ROLL_FRAMES * FRAME_SAMPLES


def test_a_line_that_stopped_without_its_final_is_not_captioned() -> None:
    made = account(SpeechStarted(1, 3000), SpeechStopped(1, 4000))
    assert not made.is_speaking
    assert remains(made).orphans == (Orphan(1, 3000 * MS, 4000 * MS, 5),)


def test_a_line_whose_final_will_not_come_is_done() -> None:
    made = account(SpeechStarted(1, 3000), SpeechStopped(1, 4000), SpeechStarted(2, 5000))
    assert (made.fail_oldest(), made.confirmed) == (1, 4000 * MS)
    assert made.fail_oldest() is None


def test_a_replay_never_reaches_into_what_is_captioned() -> None:
    made = account(*spoken(1, 1000, 2900), SpeechStarted(2, 3000))
    assert remains(made).start == 2900 * MS


def test_without_an_open_line_a_moment_that_was_not_told_of_is_heard_again() -> None:
    made = account(*spoken(1, 1000, 2000))
    made.heard(9000 * MS)
    assert remains(made).start == 9000 * MS - UNTOLD_SAMPLES
    made = account(*spoken(1, 1000, 8000))
    made.heard(9000 * MS)
    assert remains(made).start == 8000 * MS


def test_a_line_without_words_and_one_that_failed_are_done() -> None:
    made = account(SpeechStarted(1, 1000), SpeechStopped(1, 2000), LineRemoved(1))
    made.note(LineFailed(2, "code"), 3000 * MS)
    assert made.confirmed == 3000 * MS


def test_a_final_without_an_end_reaches_to_the_next_line_at_most() -> None:
    made = account(SpeechStarted(1, 1000), SpeechStarted(2, 4000), Final(1, "words"))
    assert made.confirmed == 4000 * MS


def test_what_was_not_sent_is_not_captioned_whatever_times_a_server_tells() -> None:
    made = account(*spoken(1, 1000, 99_000), sent_ms=3000)
    assert made.confirmed == 3000 * MS
    made = account(SpeechStarted(1, 99_000), Interim(1, "", "w"), sent_ms=3000)
    assert remains(made, sent_ms=3000).start == 3000 * MS - PRE_ROLL_SAMPLES


def test_what_comes_late_for_a_finished_line_changes_nothing() -> None:
    made = account(*spoken(1, 1000, 2000))
    made.note(SpeechStarted(1, 500), 20_000 * MS)
    made.note(Final(1, "words"), 20_000 * MS)
    assert made.confirmed == 2000 * MS


def test_a_line_that_others_overtook_cannot_be_heard_again() -> None:
    made = account(SpeechStarted(1, 1000), SpeechStopped(1, 2000), *spoken(2, 3000, 4000))
    left = remains(made)
    assert left.orphans == ()
    assert left.hopeless == (Orphan(1, 1000 * MS, 2000 * MS, 5),)
    assert left.start == 4000 * MS


def test_an_orphan_that_was_not_met_again_stays_one() -> None:
    unheard = Orphan(7, 5000 * MS, 6000 * MS, 3)
    left = remains(account(SpeechStarted(1, 1000)), unheard=(unheard,))
    assert [orphan.line for orphan in left.orphans] == [1, 7]


def test_a_server_that_leaves_every_line_open_does_not_fill_the_memory() -> None:
    made = account(*[SpeechStarted(line, line) for line in range(5000)])
    assert len(remains(made).orphans) <= 256


def test_lines_the_user_ends_lie_between_commits() -> None:
    made = Account(0, is_manual=True)
    made.note(Interim(1, "", "w"), 1000 * MS)
    made.committed(2000 * MS)
    made.committed(3000 * MS)
    made.note(Final(1, "words"), 4000 * MS)
    assert (made.confirmed, made.uncommitted_from) == (2000 * MS, 3000 * MS)
    left = remains(made)
    assert (left.start, left.commits) == (2000 * MS, (3000 * MS,))
    made.note(Final(2, "words"), 4000 * MS)
    assert made.confirmed == 3000 * MS


WORDED = Orphan(1, 1000, 4000, shown=5)
WORDLESS = Orphan(2, 5000, 6000)


def test_all_goes_on_from_its_start_while_the_audio_is_there() -> None:
    left = Remains(900, 7000, (WORDED, WORDLESS))
    assert resumed(left, 900) == Resumption(900, (WORDED, WORDLESS), (), ())


def test_of_a_line_whose_audio_is_gone_the_words_stay_and_the_rest_is_one_gap() -> None:
    left = Remains(900, 4000, (WORDED,))
    assert resumed(left, 9000) == Resumption(9000, (), (1,), ((4000, 9000),))


def test_a_line_without_words_whose_audio_is_gone_is_part_of_the_gap() -> None:
    left = Remains(900, 6000, (WORDED, WORDLESS))
    assert resumed(left, 9000) == Resumption(9000, (), (1, 2), ((5000, 6000), (6000, 9000)))


def test_what_is_left_of_a_line_that_keeps_its_words_is_not_heard_twice() -> None:
    left = Remains(900, 7000, (WORDED, WORDLESS))
    assert resumed(left, 2000) == Resumption(4000, (WORDLESS,), (1,), ())
