"""One window for a folder of data: what a second start meets, and what may be said to the first."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from app.shell.doorbell import Doorbell
from app.shell.instance import KNOCK, WELCOME, Claim, address, claim, knock

ROOT = Path(__file__).resolve().parents[2]
SECOND = """
import sys
sys.path.insert(0, sys.argv[1])
from contextlib import ExitStack
from pathlib import Path
from app.shell.instance import claim
with ExitStack() as stack:
    print(claim(Path(sys.argv[2]), stack), end="")
"""

MakeSpy = Callable[[SignalInstance], QSignalSpy]


@pytest.fixture
def doorbell(qapp: object, tmp_path: Path) -> Iterator[Doorbell]:
    bell = Doorbell(address(tmp_path))
    bell.start()
    yield bell
    bell.stop()


def visit(where: str, words: bytes) -> QLocalSocket:
    socket = QLocalSocket()
    socket.connectToServer(where)
    assert socket.waitForConnected(1000)
    socket.write(words)
    socket.flush()
    return socket


def test_the_first_is_alone_and_lets_go_at_its_end(tmp_path: Path) -> None:
    for _ in range(2):
        with ExitStack() as stack:
            assert claim(tmp_path, stack) is Claim.FIRST


def test_another_folder_is_another_window(tmp_path: Path) -> None:
    with ExitStack() as stack:
        assert claim(tmp_path / "a", stack) is Claim.FIRST
        assert claim(tmp_path / "b", stack) is Claim.FIRST
    assert address(tmp_path / "a") != address(tmp_path / "b")
    assert len(address(tmp_path)) < 100, "the path of a socket is short"


def test_who_is_second_lets_the_first_come_to_the_front(
    doorbell: Doorbell, make_spy: MakeSpy, qtbot: QtBot, tmp_path: Path
) -> None:
    rung = make_spy(doorbell.rung)
    with ExitStack() as first:
        assert claim(tmp_path, first) is Claim.FIRST
        # A process, as in life: in a thread Qt's socket would keep the interpreter to itself.
        command = [sys.executable, "-P", "-c", SECOND, str(ROOT), str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as second:
            qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
            assert second.stdout is not None
            assert second.stdout.read() == "Claim.SHOWN"
    assert rung.count() == 1


def test_a_first_that_does_not_answer_is_said_to_be_silent(tmp_path: Path) -> None:
    with ExitStack() as first, ExitStack() as second:
        assert claim(tmp_path, first) is Claim.FIRST
        assert claim(tmp_path, second, deadline_s=0.2) is Claim.SILENT


@pytest.mark.expects_log("a second window could open")
@pytest.mark.skipif(sys.platform == "win32", reason="a file is no folder there, in other words")
def test_a_lock_that_cannot_be_made_keeps_nobody_from_starting(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where a folder should be", encoding="utf-8")
    with ExitStack() as stack:
        assert claim(tmp_path / "config", stack) is Claim.FIRST


@pytest.mark.skipif(sys.platform == "win32", reason="its pipes go with who made them")
def test_what_a_crash_left_behind_is_in_nobodys_way(
    qapp: object, make_spy: MakeSpy, qtbot: QtBot, tmp_path: Path
) -> None:
    where = address(tmp_path)
    leave_behind = "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"
    subprocess.run([sys.executable, "-c", leave_behind, where], check=True)
    assert Path(where).exists()
    assert not knock(where)
    bell = Doorbell(where)
    bell.start()
    rung = make_spy(bell.rung)
    socket = visit(where, KNOCK)
    qtbot.waitUntil(lambda: rung.count() == 1)
    qtbot.waitUntil(lambda: socket.bytesAvailable() == len(WELCOME))
    assert socket.readAll().data() == WELCOME
    bell.stop()


@pytest.mark.expects_log("said something else")
@pytest.mark.parametrize("words", [b"zimu: quit\n", KNOCK + b"x", b"\0" * 100_000])
def test_nothing_else_can_be_said(
    words: bytes, doorbell: Doorbell, make_spy: MakeSpy, qtbot: QtBot, tmp_path: Path
) -> None:
    rung = make_spy(doorbell.rung)
    socket = visit(address(tmp_path), words)
    qtbot.waitUntil(lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState)
    assert socket.readAll().data() == b""
    assert rung.count() == 0
    assert visit(address(tmp_path), KNOCK).waitForConnected(1000)
    qtbot.waitUntil(lambda: rung.count() == 1)


def test_words_that_come_in_pieces_are_understood(
    doorbell: Doorbell, make_spy: MakeSpy, qtbot: QtBot, tmp_path: Path
) -> None:
    rung = make_spy(doorbell.rung)
    socket = visit(address(tmp_path), KNOCK[:4])
    qtbot.waitUntil(lambda: socket.bytesToWrite() == 0)
    socket.write(KNOCK[4:])
    socket.flush()
    qtbot.waitUntil(lambda: rung.count() == 1)


def test_visitors_that_say_nothing_keep_nobody_out_for_long(
    doorbell: Doorbell, make_spy: MakeSpy, qtbot: QtBot, tmp_path: Path
) -> None:
    rung = make_spy(doorbell.rung)
    silent = [visit(address(tmp_path), b"") for _ in range(6)]
    closed = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: all(one.state() is closed for one in silent), timeout=10_000)
    visitor = visit(address(tmp_path), KNOCK)
    qtbot.waitUntil(lambda: rung.count() == 1)
    visitor.close()
