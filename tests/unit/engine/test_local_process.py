"""The engine's process, played by small programs that behave or do not."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.engine.local_process import LocalEngine
from tests.helpers.waiting import until

READY = (
    (
        "import os, sys\n"
        'print(\'{{"type":"ready","url":"ws://127.0.0.1:1/p","port":1,"pid":%d,'
        '"languages":["en"]}}\' % os.getpid(), flush=True)\n'
    )
    .replace("{{", "{")
    .replace("}}", "}")
)
GOOD = (
    READY + "print(os.environ['ZIMU_SERVE_TOKEN'], file=sys.stderr, flush=True)\nsys.stdin.read()"
)
STUBBORN = (
    "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    + READY
    + ("import threading\nthreading.Event().wait(60)")
)
SILENT = "import sys; sys.stdin.read()"


class Attempt:
    """An attempt to connect that may be given up."""

    def __init__(self) -> None:
        self.is_cancelled = False
        self._actions: list[Callable[[], None]] = []

    def on_cancel(self, action: Callable[[], None]) -> None:
        self._actions.append(action)

    def cancel(self) -> None:
        self.is_cancelled = True
        for action in self._actions:
            action()


@contextmanager
def engine(code: str, folder: Path, *, ready_timeout_s: float = 10.0) -> Iterator[LocalEngine]:
    command = (sys.executable, "-c", code)
    local = LocalEngine(command, folder / "logs" / "engine.log", ready_timeout_s=ready_timeout_s)
    yield local
    local.stop()


def problem_of(local: LocalEngine) -> ErrorCode:
    with pytest.raises(ZimuError) as caught:
        local.endpoint(Attempt())
    return caught.value.problem.code


def test_the_endpoint_is_what_the_ready_line_says_with_the_childs_token(tmp_path: Path) -> None:
    with engine(GOOD, tmp_path) as local:
        endpoint = local.endpoint(Attempt())
        assert endpoint.url == "ws://127.0.0.1:1/p"
        log = tmp_path / "logs" / "engine.log"
        until(lambda: endpoint.bearer in log.read_text("utf-8"), "the child's token")
        assert endpoint.bearer not in repr(endpoint)


def test_one_process_serves_every_session(tmp_path: Path) -> None:
    with engine(GOOD, tmp_path) as local:
        local.warm()
        assert local.endpoint(Attempt()) == local.endpoint(Attempt())


def test_the_child_gets_no_key_of_the_cloud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-cloud")
    monkeypatch.setenv("ZIMU_ENGINE_KEY", "own")
    monkeypatch.setenv("ZIMU_PROXY_PASSWORD", "pass")
    code = "import os, sys; sys.exit(any(k in os.environ for k in ('DASHSCOPE_API_KEY', "
    with engine(code + "'ZIMU_ENGINE_KEY', 'ZIMU_PROXY_PASSWORD')) * 3)", tmp_path) as local:
        assert problem_of(local) is ErrorCode.ENGINE_NOT_STARTED  # not exit code 3


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("raise SystemExit(3)", ErrorCode.WEIGHTS_MISSING),
        ("raise SystemExit(4)", ErrorCode.WEIGHTS_DAMAGED),
        ("raise SystemExit(1)", ErrorCode.ENGINE_NOT_STARTED),
        ("pass", ErrorCode.ENGINE_NOT_STARTED),
    ],
)
def test_a_child_that_ends_says_why_by_its_exit_code(
    code: str, expected: ErrorCode, tmp_path: Path
) -> None:
    with engine(code, tmp_path) as local:
        assert problem_of(local) is expected


@pytest.mark.expects_log("could not be started")
def test_a_program_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    local = LocalEngine((str(tmp_path / "missing"),), tmp_path / "engine.log")
    assert problem_of(local) is ErrorCode.ENGINE_NOT_STARTED


@pytest.mark.expects_log("no ready line")
def test_babble_before_the_ready_line_is_passed_over(tmp_path: Path) -> None:
    with engine("print('hello', flush=True)\n" + GOOD, tmp_path) as local:
        assert local.endpoint(Attempt()).url


def test_a_child_that_never_gets_ready_is_ended_at_the_deadline(tmp_path: Path) -> None:
    with engine(SILENT, tmp_path, ready_timeout_s=0.5) as local:
        assert problem_of(local) is ErrorCode.ENGINE_NOT_STARTED


def test_a_child_that_died_is_started_again(tmp_path: Path) -> None:
    marker = tmp_path / "second"
    code = f"import pathlib, sys\nm = pathlib.Path({str(marker)!r})\n"
    code += "if not m.exists():\n    m.touch()\n    sys.exit(1)\n" + GOOD
    with engine(code, tmp_path) as local:
        assert problem_of(local) is ErrorCode.ENGINE_NOT_STARTED
        assert local.endpoint(Attempt()).url


def test_after_a_discard_there_is_a_new_child(tmp_path: Path) -> None:
    with engine(GOOD, tmp_path) as local:
        first = local.endpoint(Attempt())
        local.discard()
        assert local.endpoint(Attempt()).bearer != first.bearer


def test_giving_up_frees_who_waits_and_keeps_the_child_warm(tmp_path: Path) -> None:
    with engine(SILENT, tmp_path) as local:
        attempt = Attempt()
        codes: list[ErrorCode] = []

        def wait() -> None:
            try:
                local.endpoint(attempt)
            except ZimuError as exc:
                codes.append(exc.problem.code)

        waiting = threading.Thread(target=wait)
        waiting.start()
        until(lambda: bool(attempt._actions), "somebody who waits")
        attempt.cancel()
        waiting.join(2.0)
        assert not waiting.is_alive()
        assert codes == [ErrorCode.ENGINE_NOT_STARTED]
        local.warm()
        # Each start keeps the log of the one before.
        assert [log.name for log in (tmp_path / "logs").iterdir()] == ["engine.log"]


@pytest.mark.parametrize("code", [GOOD, STUBBORN], ids=["polite", "stubborn"])
def test_stop_ends_the_child_whatever_it_does(code: str, tmp_path: Path) -> None:
    with engine(code, tmp_path) as local:
        local.endpoint(Attempt())
        begin_s = time.monotonic()
        local.stop()
        assert time.monotonic() - begin_s < 3.0
        assert problem_of(local) is ErrorCode.ENGINE_NOT_STARTED


@pytest.mark.skipif(os.name != "posix", reason="sessions are POSIX's")
def test_ctrl_c_in_the_terminal_does_not_reach_the_child(tmp_path: Path) -> None:
    code = GOOD.replace("sys.stdin.read()", "print(os.getsid(0), file=sys.stderr, flush=True)")
    with engine(code + "\nsys.stdin.read()", tmp_path) as local:
        local.endpoint(Attempt())
        log = tmp_path / "logs" / "engine.log"
        until(lambda: len(log.read_text("utf-8").split()) > 1, "the child's session")
        assert log.read_text("utf-8").split()[-1] != str(os.getsid(0))


def test_the_log_of_the_run_before_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "engine.log"
    for _ in range(2):
        with engine("import sys; print('ended', file=sys.stderr)", tmp_path) as local:
            problem_of(local)
    assert log.read_text("utf-8") == log.with_name("engine.log.1").read_text("utf-8") == "ended\n"
