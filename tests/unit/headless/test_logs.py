"""The log: structured where asked for, and never a key in it."""

import json
import logging
import sys

import pytest

from app.logs import JsonFormatter, Redactor, TextFormatter

KEY = "my-own-key"


def record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    made = logging.getLogger("app.x").makeRecord(
        "app.x", logging.INFO, "x.py", 1, message, args, None, extra=extra
    )
    made.created = 1001.5
    return made


def test_json_has_the_event_its_fields_and_the_time_since_the_process_began() -> None:
    formatter = JsonFormatter(Redactor([]), process_begin_s=1000.0)
    found = json.loads(formatter.format(record("line %s", 7, event="line.final", line=7)))
    assert found["t"] == 1001.5
    assert found["ms"] == 1500.0
    assert (found["level"], found["logger"]) == ("INFO", "app.x")
    assert (found["event"], found["message"], found["line"]) == ("line.final", "line 7", 7)


def test_json_holds_the_traceback_in_its_one_line() -> None:
    made = record("broke")
    try:
        raise ValueError("inside")
    except ValueError:
        made.exc_info = sys.exc_info()
    line = JsonFormatter(Redactor([]), 0.0).format(made)
    assert "\n" not in line
    assert "ValueError: inside" in json.loads(line)["traceback"]


@pytest.mark.parametrize(
    "leak",
    [
        f"the key is {KEY}",
        "Authorization: Bearer abc.def-123",
        "{'authorization': 'bearer abc.def-123'}",
        "sk-0123456789abcdef was refused",
    ],
)
@pytest.mark.parametrize("formatter", [TextFormatter, JsonFormatter])
def test_what_looks_like_a_key_is_taken_out(formatter: type, leak: str) -> None:
    redactor = Redactor([KEY, ""])
    made = formatter(redactor, 0.0) if formatter is JsonFormatter else formatter(redactor)
    line = made.format(record("%s", leak))
    assert "[key]" in line
    assert not any(secret in line for secret in (KEY, "abc.def-123", "0123456789abcdef"))


def test_a_secret_that_is_learnt_later_is_taken_out_from_then_on() -> None:
    redactor = Redactor([])
    redactor.learn(KEY)
    assert redactor.clean(f"the key is {KEY}") == "the key is [key]"


@pytest.mark.parametrize("secret", ["p\"ss\\w'rd", "tab\tulator", "pässwörd"])
def test_a_secret_is_taken_out_however_it_is_written(secret: str) -> None:
    redactor = Redactor([secret])
    made = record("%s %r", secret, secret, url=secret)
    for line in (JsonFormatter(redactor, 0.0).format(made), TextFormatter(redactor).format(made)):
        assert secret[-3:] not in line, line


def test_what_is_too_short_to_be_a_secret_does_not_spoil_the_log() -> None:
    redactor = Redactor(["e"])
    assert redactor.clean("the engine is ready") == "the engine is ready"
