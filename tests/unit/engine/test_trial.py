"""How fast a model is, tried by a child process."""

import sys
import threading

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.engine.trial import try_speed
from app.net.links import Cancel


def child(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_the_command_is_given_the_model() -> None:
    try_speed(child("import sys; sys.exit(sys.argv[1] != 'tiny')"), "tiny", Cancel())


def test_the_command_gets_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-cloud")
    try_speed(
        child("import os, sys; sys.exit('DASHSCOPE_API_KEY' in os.environ)"), "tiny", Cancel()
    )


@pytest.mark.parametrize("command", [child("raise SystemExit(1)"), ("/no/such/program",)])
def test_a_trial_that_fails_says_of_which_model(command: tuple[str, ...]) -> None:
    with pytest.raises(ZimuError) as caught:
        try_speed(command, "tiny", Cancel())
    assert caught.value.problem.code is ErrorCode.MODEL_NOT_MEASURED
    assert caught.value.problem.facts == {"model": "tiny"}


def test_a_trial_ends_when_it_is_given_up() -> None:
    cancel = Cancel()
    timer = threading.Timer(0.2, cancel.cancel)
    timer.start()
    with pytest.raises(ZimuError):
        try_speed(child("import threading; threading.Event().wait()"), "tiny", cancel)
    timer.join()
