"""The mailbox between the session's thread and the window."""

import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, SignalInstance, Slot
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from app.core.captions import Captions, Line, LineStatus
from app.core.errors import ErrorCode, Problem
from app.core.events import (
    Backlog,
    EngineChanged,
    EngineState,
    Final,
    Level,
    Metered,
    Notice,
    SourceTrouble,
)
from app.session.sink import Stamp
from app.shell.mailbox import MAX_NOTICES, Mailbox

MakeSpy = Callable[[SignalInstance], QSignalSpy]

POSTS = 200_000
LINES = 500  # a snapshot for each, shared by the posts between
STAMP = Stamp(0.0, 0)


def on_other_thread(work: Callable[[], None]) -> None:
    """Run `work` on another thread while this one, the GUI's, stands still."""
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def snapshots() -> list[Captions]:
    lines: tuple[Line, ...] = ()
    made = []
    for number in range(LINES):
        lines = (*lines, Line(number, LineStatus.FINAL, f"line {number}"))
        made.append(Captions(lines, number + 1))
    return made


def test_200_000_posts_to_a_frozen_window_are_one_wake_and_lose_no_final(qtbot: QtBot) -> None:
    mailbox = Mailbox()
    shown: list[Captions] = []
    mailbox.captions_arrived.connect(lambda captions, _: shown.append(captions))
    made = snapshots()

    def post() -> None:
        for number in range(POSTS):
            captions = made[number * LINES // POSTS]
            mailbox.happened(Final(number, "word"), captions, Stamp(0.0, number))

    on_other_thread(post)
    qtbot.waitUntil(lambda: bool(shown))
    assert mailbox.wakes == 1
    assert len(shown) == 1
    texts = [entry.text for entry in shown[0].entries if isinstance(entry, Line)]
    assert texts == [f"line {number}" for number in range(LINES)]


def test_a_post_after_a_wake_wakes_again(qtbot: QtBot, make_spy: MakeSpy) -> None:
    mailbox = Mailbox()
    spy = make_spy(mailbox.captions_arrived)
    for count in (1, 2, 3):
        mailbox.happened(Final(count, "word"), Captions(revision=count), STAMP)
        qtbot.waitUntil(partial(lambda wanted: spy.count() == wanted, count))
    assert mailbox.wakes == 3


def test_a_level_wakes_nobody_and_is_there_to_be_read(qtbot: QtBot, make_spy: MakeSpy) -> None:
    mailbox = Mailbox()
    spy = make_spy(mailbox.engine_changed)
    for number in range(1000):
        mailbox.happened(Level(-float(number), -1.0), Captions(), STAMP)
    mailbox.happened(EngineChanged(EngineState.LISTENING), Captions(), STAMP)
    qtbot.waitUntil(lambda: spy.count() == 1)
    assert mailbox.wakes == 1
    assert mailbox.level == Level(-999.0, -1.0)


def test_the_level_is_gone_when_the_session_is_over(qtbot: QtBot, make_spy: MakeSpy) -> None:
    mailbox = Mailbox()
    spy = make_spy(mailbox.engine_changed)
    mailbox.happened(Level(-20.0, -10.0), Captions(), STAMP)
    mailbox.happened(EngineChanged(EngineState.STOPPED), Captions(), STAMP)
    qtbot.waitUntil(lambda: spy.count() == 1)
    assert mailbox.level is None


def test_captions_arrive_before_the_state_that_followed_them(qtbot: QtBot) -> None:
    mailbox = Mailbox()
    order: list[str] = []
    mailbox.captions_arrived.connect(lambda *_: order.append("captions"))
    mailbox.engine_changed.connect(lambda _: order.append("state"))
    mailbox.happened(Final(1, "last words"), Captions(revision=1), STAMP)
    mailbox.happened(EngineChanged(EngineState.STOPPED), Captions(revision=1), STAMP)
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["captions", "state"]


def test_of_backlogs_and_readings_the_newest_are_delivered(qtbot: QtBot, make_spy: MakeSpy) -> None:
    mailbox = Mailbox()
    backlogs, readings = make_spy(mailbox.backlog_changed), make_spy(mailbox.metered)
    for number in range(1000):
        mailbox.happened(Backlog(number), Captions(), STAMP)
        for engine_id in ("cloud-cn", "local"):
            reading = Metered(engine_id, float(number), 0.0, is_reported=False)
            mailbox.happened(reading, Captions(), STAMP)
    qtbot.waitUntil(lambda: backlogs.count() == 1)
    assert backlogs.at(0)[0] == Backlog(999)
    assert [readings.at(at)[0].audio_s for at in range(readings.count())] == [999.0, 999.0]
    assert mailbox.wakes == 1


def test_notices_are_bounded_and_what_was_pushed_out_is_counted(
    qtbot: QtBot, make_spy: MakeSpy
) -> None:
    mailbox = Mailbox()
    spy = make_spy(mailbox.noticed)
    for _ in range(MAX_NOTICES + 5):
        mailbox.happened(Notice(Problem(ErrorCode.SERVER_ERROR)), Captions(), STAMP)
    qtbot.waitUntil(lambda: spy.count() == MAX_NOTICES)
    assert mailbox.dropped_notices == 5


class Listener(QObject):
    """Remembers on which thread it was called."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[int] = []

    @Slot(object)
    def on_event(self, event: object) -> None:
        self.threads.append(threading.get_ident())

    @Slot(object, object)
    def on_captions(self, captions: object, stamp: object) -> None:
        self.threads.append(threading.get_ident())


def test_everything_is_delivered_on_the_gui_thread(qtbot: QtBot) -> None:
    mailbox, listener = Mailbox(), Listener()
    mailbox.captions_arrived.connect(listener.on_captions)
    for signal in (mailbox.engine_changed, mailbox.trouble_changed, mailbox.noticed):
        signal.connect(listener.on_event)
    problem = Problem(ErrorCode.DEVICE_SILENT)

    def post() -> None:
        mailbox.happened(Final(1, "word"), Captions(revision=1), STAMP)
        mailbox.happened(SourceTrouble(problem), Captions(), STAMP)
        mailbox.happened(Notice(problem), Captions(), STAMP)
        mailbox.crashed(problem)

    on_other_thread(post)
    qtbot.waitUntil(lambda: len(listener.threads) == 4)
    assert set(listener.threads) == {threading.get_ident()}
