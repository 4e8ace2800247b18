"""The engine's process, played by small programs that behave or do not."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.endpoint import Endpoint
from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.settings import Settings
from app.engine.catalog import EngineInfo, local
from app.engine.local_process import MAX_EARLY_ENDS, LocalEngine
from tests.helpers.models import EMPTY, HERE, MOONSHINE, WHISPER
from tests.helpers.waiting import until

ENGLISH = local(Settings(), HERE)
OTHER = replace(ENGLISH, model=WHISPER.id)
LOG = f"engine-{MOONSHINE.id}.log"

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


def endpoint(local: LocalEngine, wanted: EngineInfo = ENGLISH) -> Endpoint:
    """Return where it listens, without keeping it."""
    with local.lend(wanted, Attempt()) as found:
        return found


def problem_of(local: LocalEngine, wanted: EngineInfo = ENGLISH) -> Problem:
    with pytest.raises(ZimuError) as caught:
        endpoint(local, wanted)
    return caught.value.problem


def refused(local: LocalEngine, wanted: EngineInfo = ENGLISH) -> list[ErrorCode]:
    """Borrow it once; return why it cannot be had, if so."""
    try:
        endpoint(local, wanted)
    except ZimuError as exc:
        return [exc.problem.code]
    return []


def refused_at_last(local: LocalEngine) -> list[ErrorCode]:
    """Borrow it until it cannot be had; return why."""
    codes: list[ErrorCode] = []

    def is_over() -> bool:
        codes.extend(refused(local))
        return bool(codes)

    until(is_over, "an end of trying")
    return codes


def test_the_endpoint_is_what_the_ready_line_says_with_the_childs_token(tmp_path: Path) -> None:
    with engine(GOOD, tmp_path) as local:
        found = endpoint(local)
        assert (found.url, found.model) == ("ws://127.0.0.1:1/p", MOONSHINE.id)
        log = tmp_path / "logs" / LOG
        until(lambda: found.bearer in log.read_text("utf-8"), "the child's token")
        assert found.bearer not in repr(found)


def test_one_process_serves_every_session(tmp_path: Path) -> None:
    with engine(GOOD, tmp_path) as local:
        local.warm(ENGLISH)
        assert endpoint(local) == endpoint(local)


def test_the_child_gets_no_key_of_the_cloud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-cloud")
    monkeypatch.setenv("ZIMU_ENGINE_KEY", "own")
    monkeypatch.setenv("ZIMU_PROXY_PASSWORD", "pass")
    code = "import os, sys; sys.exit(any(k in os.environ for k in ('DASHSCOPE_API_KEY', "
    with engine(code + "'ZIMU_ENGINE_KEY', 'ZIMU_PROXY_PASSWORD')) * 3)", tmp_path) as local:
        assert problem_of(local).code is ErrorCode.ENGINE_NOT_STARTED  # not exit code 3


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("raise SystemExit(3)", ErrorCode.MODEL_ABSENT),
        ("raise SystemExit(4)", ErrorCode.WEIGHTS_DAMAGED),
        ("raise SystemExit(1)", ErrorCode.ENGINE_NOT_STARTED),
        ("pass", ErrorCode.ENGINE_NOT_STARTED),
    ],
)
def test_a_child_that_ends_says_why_by_its_exit_code(
    code: str, expected: ErrorCode, tmp_path: Path
) -> None:
    with engine(code, tmp_path) as local:
        problem = problem_of(local)
        assert problem.code is expected
        assert problem.facts.get("model", MOONSHINE.id) == MOONSHINE.id


@pytest.mark.expects_log("could not be started")
def test_a_program_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    local = LocalEngine((str(tmp_path / "missing"),), tmp_path / "engine.log")
    assert problem_of(local).code is ErrorCode.ENGINE_NOT_STARTED


def test_without_a_model_nothing_is_started(tmp_path: Path) -> None:
    with engine(GOOD, tmp_path) as local_engine:
        none = local(Settings(), EMPTY)
        local_engine.warm(none)
        assert problem_of(local_engine, none).code is ErrorCode.WEIGHTS_MISSING
    assert not (tmp_path / "logs").exists()


@pytest.mark.expects_log("no ready line")
def test_babble_before_the_ready_line_is_passed_over(tmp_path: Path) -> None:
    with engine("print('hello', flush=True)\n" + GOOD, tmp_path) as local:
        assert endpoint(local).url


def test_a_child_that_never_gets_ready_is_ended_at_the_deadline(tmp_path: Path) -> None:
    with engine(SILENT, tmp_path, ready_timeout_s=0.5) as local:
        assert problem_of(local, replace(ENGLISH, load_s=0.0)).code is ErrorCode.ENGINE_NOT_STARTED


def test_a_large_model_has_more_time_to_get_ready(tmp_path: Path) -> None:
    late = "import threading\nthreading.Event().wait(0.5)\n" + GOOD
    with engine(late, tmp_path, ready_timeout_s=0.01) as local:
        assert endpoint(local, replace(ENGLISH, load_s=10.0)).url


def test_a_child_that_died_is_started_again(tmp_path: Path) -> None:
    marker = tmp_path / "second"
    code = f"import pathlib, sys\nm = pathlib.Path({str(marker)!r})\n"
    code += "if not m.exists():\n    m.touch()\n    sys.exit(1)\n" + GOOD
    with engine(code, tmp_path) as local:
        assert problem_of(local).code is ErrorCode.ENGINE_NOT_STARTED
        assert endpoint(local).url


@pytest.mark.parametrize("end", ["os._exit(255)", "os.kill(os.getpid(), 11)"])
def test_a_model_whose_process_ends_soon_again_and_again_is_damaged(
    end: str, tmp_path: Path
) -> None:
    runs = tmp_path / "runs"
    code = f"open({str(runs)!r}, 'a').write('.')\n" + READY + end
    with engine(code, tmp_path) as local:
        codes = refused_at_last(local)
        assert codes == [ErrorCode.WEIGHTS_DAMAGED]
        assert runs.read_text("utf-8") == "." * MAX_EARLY_ENDS
        assert endpoint(local).url  # who asks again may have mended it


def test_a_model_that_does_not_load_is_told_by_the_first_process(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    code = f"open({str(runs)!r}, 'a').write('.')\n" + READY + "sys.exit(4)"
    with engine(code, tmp_path) as local:
        codes = refused_at_last(local)
        assert codes == [ErrorCode.WEIGHTS_DAMAGED]
        assert runs.read_text("utf-8") == "."


def test_processes_that_end_late_are_no_sign_of_a_damaged_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.engine.child.EARLY_S", 0.0)
    runs = tmp_path / "runs"
    code = f"open({str(runs)!r}, 'a').write('.')\n" + READY + "os._exit(255)"
    with engine(code, tmp_path) as local:
        late = replace(ENGLISH, load_s=0.0)

        def many() -> bool:
            assert not list(refused(local, late))
            return runs.exists() and len(runs.read_text("utf-8")) > MAX_EARLY_ENDS + 1

        until(many, "new processes again and again")


def test_after_a_discard_there_is_a_new_child(tmp_path: Path) -> None:
    with engine(GOOD, tmp_path) as local:
        first = endpoint(local)
        local.discard(OTHER)
        assert endpoint(local) == first
        local.discard(ENGLISH)
        assert endpoint(local) != first


def test_the_process_is_told_its_model(tmp_path: Path) -> None:
    code = "import sys\nprint(sys.argv[1:], file=sys.stderr, flush=True)\n" + GOOD
    with engine(code, tmp_path) as local:
        endpoint(local, OTHER)
        log = tmp_path / "logs" / f"engine-{WHISPER.id}.log"
        assert str(["--model", WHISPER.id]) in log.read_text("utf-8")


# More than one model


class Running:
    """Which of the processes that were lent still run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def code(self) -> str:
        """A program that leaves a file for as long as it runs."""
        mark = f"m = pathlib.Path({str(self._folder)!r}) / (sys.argv[-1] + '.mark')\n"
        return "import pathlib, sys\n" + mark + "m.touch()\n" + GOOD + "\nm.unlink()"

    def __call__(self) -> set[str]:
        return {mark.stem for mark in self._folder.glob("*.mark")}


def test_another_model_takes_the_place_of_one_that_nobody_uses(tmp_path: Path) -> None:
    running = Running(tmp_path)
    with engine(running.code, tmp_path) as local:
        first = endpoint(local)
        endpoint(local, OTHER)
        until(lambda: running() == {WHISPER.id}, "the end of the first")
        assert endpoint(local) != first


def test_a_model_in_use_stays_until_it_is_given_back(tmp_path: Path) -> None:
    running = Running(tmp_path)
    with engine(running.code, tmp_path) as local, ExitStack() as session:
        with local.lend(ENGLISH, Attempt()) as first:
            session.enter_context(local.lend(OTHER, Attempt()))
            assert running() == {MOONSHINE.id, WHISPER.id}
            assert endpoint(local) == first
        until(lambda: running() == {WHISPER.id}, "the end of the first")
        session.close()
        assert running() == {WHISPER.id}  # kept warm


def test_a_model_that_was_only_tried_goes_when_another_is_in_use(tmp_path: Path) -> None:
    running = Running(tmp_path)
    with engine(running.code, tmp_path) as local, local.lend(ENGLISH, Attempt()) as first:
        endpoint(local, OTHER)
        until(lambda: running() == {MOONSHINE.id}, "the end of the other")
        assert endpoint(local) == first


def test_what_was_wanted_last_is_kept_warm(tmp_path: Path) -> None:
    running = Running(tmp_path)
    with engine(running.code, tmp_path) as local:
        with local.lend(ENGLISH, Attempt()):
            local.warm(OTHER)
            until(lambda: running() == {MOONSHINE.id, WHISPER.id}, "both")
        until(lambda: running() == {WHISPER.id}, "the end of the first")


def test_a_model_that_cannot_be_had_leaves_the_one_in_use_alone(tmp_path: Path) -> None:
    code = f"import sys\nif sys.argv[-1] == {WHISPER.id!r}: sys.exit(4)\n" + GOOD
    with engine(code, tmp_path) as local, local.lend(ENGLISH, Attempt()) as first:
        problem = problem_of(local, OTHER)
        assert (problem.code, problem.facts["model"]) == (ErrorCode.WEIGHTS_DAMAGED, WHISPER.id)
        assert endpoint(local) == first


def test_giving_up_frees_who_waits_and_keeps_the_child_warm(tmp_path: Path) -> None:
    with engine(SILENT, tmp_path) as local:
        attempt = Attempt()
        codes: list[ErrorCode] = []

        def wait() -> None:
            try:
                with local.lend(ENGLISH, attempt):
                    pytest.fail("it never gets ready")
            except ZimuError as exc:
                codes.append(exc.problem.code)

        waiting = threading.Thread(target=wait)
        waiting.start()
        until(lambda: bool(attempt._actions), "somebody who waits")
        attempt.cancel()
        waiting.join(2.0)
        assert not waiting.is_alive()
        assert codes == [ErrorCode.ENGINE_NOT_STARTED]
        local.warm(ENGLISH)
        # Each start keeps the log of the one before.
        assert [log.name for log in (tmp_path / "logs").iterdir()] == [LOG]


@pytest.mark.parametrize("code", [GOOD, STUBBORN], ids=["polite", "stubborn"])
def test_stop_ends_the_child_whatever_it_does(code: str, tmp_path: Path) -> None:
    with engine(code, tmp_path) as local:
        endpoint(local)
        begin_s = time.monotonic()
        local.stop()
        assert time.monotonic() - begin_s < 3.0
        assert problem_of(local).code is ErrorCode.ENGINE_NOT_STARTED


@pytest.mark.skipif(os.name != "posix", reason="sessions are POSIX's")
def test_ctrl_c_in_the_terminal_does_not_reach_the_child(tmp_path: Path) -> None:
    code = GOOD.replace("sys.stdin.read()", "print(os.getsid(0), file=sys.stderr, flush=True)")
    with engine(code + "\nsys.stdin.read()", tmp_path) as local:
        endpoint(local)
        log = tmp_path / "logs" / LOG
        until(lambda: len(log.read_text("utf-8").split()) > 1, "the child's session")
        assert log.read_text("utf-8").split()[-1] != str(os.getsid(0))


def test_the_log_of_the_run_before_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "logs" / LOG
    for _ in range(2):
        with engine("import sys; print('ended', file=sys.stderr)", tmp_path) as local:
            problem_of(local)
    assert log.read_text("utf-8") == log.with_name(f"{LOG}.1").read_text("utf-8") == "ended\n"
