"""The job thread."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.core.errors import ErrorCode, Problem, ZimuError
from app.shell.jobs import MAX_WAITING, Jobs


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    running = Jobs("jobs")
    running.start()
    yield running
    assert running.stop()


def test_work_runs_on_the_job_thread_and_its_result_comes_back_on_the_gui_thread(
    jobs: Jobs, qtbot: QtBot
) -> None:
    came: list[tuple[str, str]] = []

    def done(worked_on: str) -> None:
        came.append((worked_on, threading.current_thread().name))

    assert jobs.submit(lambda: threading.current_thread().name, done, lambda _: None)
    qtbot.waitUntil(lambda: bool(came))
    assert came == [("jobs", threading.main_thread().name)]


def test_a_problem_comes_back_as_a_problem(jobs: Jobs, qtbot: QtBot) -> None:
    problems: list[Problem] = []

    def work() -> None:
        raise ZimuError(ErrorCode.EXPORT_FAILED, path="a.srt", reason="full")

    jobs.submit(work, lambda _: None, problems.append)
    qtbot.waitUntil(lambda: bool(problems))
    assert problems[0].code is ErrorCode.EXPORT_FAILED


@pytest.mark.expects_log("a job ended by an error of ours")
def test_a_job_that_breaks_is_reported_and_the_next_one_runs(jobs: Jobs, qtbot: QtBot) -> None:
    problems: list[Problem] = []
    results: list[int] = []
    jobs.submit(lambda: 1 // 0, lambda _: None, problems.append)
    jobs.submit(lambda: 2, results.append, problems.append)
    qtbot.waitUntil(lambda: bool(results))
    assert [problem.code for problem in problems] == [ErrorCode.INTERNAL]
    assert results == [2]


@pytest.mark.expects_log("too many jobs")
def test_more_jobs_than_may_wait_are_refused(jobs: Jobs, qtbot: QtBot) -> None:
    may_go_on = threading.Event()
    began = threading.Event()
    done: list[int] = []

    def hold() -> int:
        began.set()
        may_go_on.wait(10)
        return 0

    jobs.submit(hold, done.append, lambda _: None)
    assert began.wait(10)
    accepted = [jobs.submit(lambda: 1, done.append, lambda _: None) for _ in range(MAX_WAITING + 1)]
    assert accepted == [True] * MAX_WAITING + [False]
    may_go_on.set()
    qtbot.waitUntil(lambda: len(done) == MAX_WAITING + 1)
