"""Every fault of docs/FAULTS.md, made to happen to a real session over real sockets.

None may end otherwise than the page promises, hang, or leave a thread or a socket behind.
"""

import socket
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from app.core.events import EngineState
from app.session.plan import Patience
from tests.helpers import caption_script as say
from tests.helpers.caption_script import Script
from tests.helpers.fault_caller import Caller
from tests.helpers.fault_plays import PLAYS, Play
from tests.helpers.fault_scenes import Scene, scripted
from tests.helpers.fault_table import ADVICE, CONNECTING, FAULTS, OPENING, PAGE, Class, Fault, page
from tests.helpers.waiting import until

TABLE = {fault.id: fault for fault in FAULTS}
PASSING = {fault.id for fault in FAULTS if fault.fault_class in (Class.RETRIED, Class.DOUBTED)}
EARLY = {fault.id for fault in (*CONNECTING, *OPENING)} & PASSING


def meet(play: Play, folder: Path, patience: Patience) -> None:
    """Let a session meet a fault. Raises AssertionError: it ends otherwise than promised."""
    with play.stage(folder) as scene:
        caller = Caller(scene, patience)
        caller.start()
        try:
            if patience is Patience.FAIL_EARLY:
                expect_failure(caller, TABLE[play.fault])
            else:
                expect_what_is_promised(caller, TABLE[play.fault], scene)
        finally:
            caller.stop()


def expect_what_is_promised(caller: Caller, fault: Fault, scene: Scene) -> None:
    match fault.fault_class:
        case Class.FATAL:
            expect_failure(caller, fault)
        case Class.RETRIED | Class.DOUBTED:
            caller.wait(lambda: bool(caller.troubles), "trouble")
            assert caller.troubles[0] == (EngineState.RECONNECTING, fault.code)
            scene.heal()
            if scene.can_heal:
                expect_words(caller, scene)
            expect_stop(caller)
        case Class.PER_LINE | Class.SURVIVED:
            expect_words(caller, scene)
            assert caller.notices == ({fault.code} if fault.code else set())
            assert caller.troubles == []
            expect_stop(caller)
            assert caller.troubles == []


def expect_failure(caller: Caller, fault: Fault) -> None:
    caller.join()
    assert caller.troubles == [(EngineState.FAILED, fault.code)]


def expect_words(caller: Caller, scene: Scene) -> None:
    """The lines come, each once."""
    caller.wait(lambda: caller.texts == scene.texts, f"{scene.texts}")
    assert caller.texts == scene.texts
    assert caller.state is EngineState.LISTENING


def expect_stop(caller: Caller) -> None:
    texts = caller.texts
    caller.stop()
    assert caller.state is EngineState.STOPPED
    assert caller.texts == texts


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Fail who leaves a thread or a socket."""
    threads, sockets = set(threading.enumerate()), open_sockets()
    yield
    until(lambda: set(threading.enumerate()) <= threads, "the end of every thread")
    until(lambda: open_sockets() <= sockets, "the end of every socket")


def open_sockets() -> set[str]:
    """The sockets of this process, where the system tells."""
    found = set()
    for entry in Path("/proc/self/fd").glob("*"):
        with suppress(OSError):  # closed meanwhile
            found.add(str(entry.readlink()))
    return {name for name in found if name.startswith("socket:")}


def plays(*, is_slow: bool, among: set[str] | None = None) -> list[object]:
    """The plays as parameters, with the warnings that they log.

    A session that fails tells of the audio that it had not sent yet: as much as there is.
    """
    is_fatal = {fault.id for fault in FAULTS if fault.fault_class is Class.FATAL}
    unsent = pytest.mark.allows_log("audio was lost")
    return [
        pytest.param(
            play,
            id=f"{play.fault}-{number}",
            marks=[
                *(pytest.mark.expects_log(pattern) for pattern in play.logs),
                *([unsent] if play.fault in is_fatal or among is not None else []),
            ],
        )
        for number, play in enumerate(PLAYS)
        if play.is_slow is is_slow and (among is None or play.fault in among)
    ]


@pytest.mark.parametrize("play", plays(is_slow=False))
def test_a_fault_ends_as_promised(play: Play, tmp_path: Path) -> None:
    with nothing_left_behind():
        meet(play, tmp_path, Patience.KEEP_TRYING)


@pytest.mark.parametrize("play", plays(is_slow=False, among=EARLY))
def test_who_wants_to_know_at_once_is_told_of_the_first_failure(play: Play, tmp_path: Path) -> None:
    with nothing_left_behind():
        meet(play, tmp_path, Patience.FAIL_EARLY)


@pytest.fixture(scope="module")
def slow_ends(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, "Future[None]"]:
    """The faults that take ten seconds to be sure of, all at once."""
    slow = [play for play in PLAYS if play.is_slow]
    with nothing_left_behind(), ThreadPoolExecutor(len(slow)) as pool:
        return {
            play.fault: pool.submit(
                meet, play, tmp_path_factory.mktemp(play.fault), Patience.KEEP_TRYING
            )
            for play in slow
        }


@pytest.mark.parametrize("play", plays(is_slow=True))
def test_a_fault_that_shows_late_ends_as_promised(
    play: Play, slow_ends: Mapping[str, "Future[None]"]
) -> None:
    slow_ends[play.fault].result()


@pytest.mark.expects_log("broke the protocol")
def test_what_is_doubted_is_given_up_at_last(tmp_path: Path) -> None:
    code = TABLE["garbage-first"].code
    with scripted(Script((say.SendText("{"),), is_greeting=False))(tmp_path) as scene:
        caller = Caller(scene, Patience.KEEP_TRYING)
        caller.start()
        caller.join()
    again, over = (EngineState.RECONNECTING, code), (EngineState.FAILED, code)
    assert list(dict.fromkeys(caller.troubles)) == [again, over]


def test_every_fault_of_the_table_is_played() -> None:
    assert {play.fault for play in PLAYS} == set(TABLE)
    assert len(TABLE) == len(FAULTS) > 50
    assert {fault.code for fault in FAULTS if fault.code} == set(ADVICE)


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
    assert "|  |" not in page().partition("## What the user is told")[2], "no Chinese"


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system does not tell")
def test_canary_an_open_socket_is_seen() -> None:
    before = open_sockets()
    with socket.socket():
        assert len(open_sockets() - before) == 1
