"""Where to go on with a recording: behind the last line that is there for good."""

from app.core.captions import Captions, GapLine, Line, LineStatus
from app.core.resuming import heard_for_good


def line(number: int, status: LineStatus = LineStatus.FINAL) -> Line:
    begin_ms = number * 1000
    return Line(number, status=status, settled="a", begin_ms=begin_ms, end_ms=begin_ms + 800)


def test_all_that_is_final_stays_as_it_is() -> None:
    captions = Captions((line(1), GapLine(1900, 1950), line(2)))
    assert heard_for_good(captions) == (captions, 2800)
    assert heard_for_good(captions)[0] is captions


def test_what_was_not_finished_is_heard_again_and_what_lies_before_is_not() -> None:
    failed, lost = line(2, LineStatus.FAILED), GapLine(5000, 6000)
    captions = Captions((line(1), failed, line(3), line(4, LineStatus.FAILED), lost))
    assert heard_for_good(captions) == (Captions((line(1), failed, line(3))), 3800)


def test_what_has_no_final_is_heard_from_the_beginning() -> None:
    assert heard_for_good(Captions((line(1, LineStatus.FAILED),))) == (Captions(), 0)
