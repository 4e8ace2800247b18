"""Logging: a rotated file, on request one JSON object a line, and no secret in either."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

FILE_BYTES: Final = 1_000_000
FILE_COUNT: Final = 5
SECRET_VARIABLES: Final = (
    "DASHSCOPE_API_KEY",
    "ZIMU_ENGINE_KEY",
    "ZIMU_CHAT_KEY",
    "ZIMU_PROXY_PASSWORD",
    "ZIMU_SERVE_TOKEN",
)
SECRET_CHARS: Final = 4
TO_STDERR: Final = "-"
SANE_AGE_S: Final = 60.0  # asked at the start; more means that the two clocks do not agree
_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s"
_SECRET: Final = re.compile(r"(?i)(bearer\s+)[^\s\"',]+|\bsk-[\w-]{8,}")
_OWN_FIELDS: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "event"}

log = logging.getLogger(__name__)


class Redactor:
    """Takes out what looks like a key, and the keys this process was given. Any thread.

    The last line of defence: nothing is meant to log one.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets: tuple[str, ...] = ()
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: str) -> None:
        """Take out `secret` from now on, unless it is so short that it occurs by chance."""
        if len(secret) >= SECRET_CHARS and secret not in self._secrets:
            # As %r writes it, too: a password may hold a quote or a backslash.
            forms = dict.fromkeys((secret, repr(secret)[1:-1]))
            self._secrets = (*self._secrets, *forms)

    def clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[key]")
        return _SECRET.sub(lambda found: f"{found[1] or ''}[key]", text)


class TextFormatter(logging.Formatter):
    """One line of text, and a traceback if there is one."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__(_FORMAT)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.clean(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object: t (wall clock, s), ms (since the process began), level, logger, event, …"""

    def __init__(self, redactor: Redactor, process_begin_s: float) -> None:
        super().__init__()
        self._redactor = redactor
        self._process_begin_s = process_begin_s

    def format(self, record: logging.LogRecord) -> str:
        found: dict[str, object] = {
            "t": round(record.created, 6),
            "ms": round((record.created - self._process_begin_s) * 1000, 1),
            "level": record.levelname,
            "logger": record.name,
            "event": getattr(record, "event", None),
            "message": record.getMessage(),
        }
        found |= {name: value for name, value in vars(record).items() if name not in _OWN_FIELDS}
        if record.exc_info:
            found["traceback"] = self.formatException(record.exc_info)
        # Before it is JSON, in which a secret may be written otherwise, and what is no text after.
        clean = self._redactor.clean
        found = {name: clean(one) if isinstance(one, str) else one for name, one in found.items()}
        return clean(json.dumps(found, ensure_ascii=False, default=str))


class _SaysOnce(logging.Handler):
    """Says once that its file cannot be written: by default every record ends in a traceback."""

    _has_said = False

    def handleError(self, record: logging.LogRecord) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
        elif not self._has_said:
            self._has_said = True
            _say_unwritten(error)


class _File(_SaysOnce, logging.FileHandler):
    """A file that grows."""


class _RotatedFile(_SaysOnce, RotatingFileHandler):
    """A file that is put aside when it is large."""


def set_up(file: Path | None, json_target: str | None, process_begin_s: float) -> Redactor:
    """Log to `file` (None: to stderr) and, if given, as JSON lines to `json_target`.

    `json_target` is a path or "-" for stderr; with it debug messages are logged too. A file that
    cannot be opened is reported, and the program goes on. `process_begin_s` is a wall-clock time.
    Secrets that are read later must be told to what is returned.
    """
    redactor = Redactor(os.environ.get(name, "") for name in SECRET_VARIABLES)
    root = logging.getLogger()
    root.setLevel(logging.WARNING)  # libraries at debug level would log what was said
    logging.getLogger("app").setLevel(logging.INFO if json_target is None else logging.DEBUG)
    failures: list[OSError] = []
    try:
        if json_target is not None:
            _add(_json_handler(json_target), JsonFormatter(redactor, process_begin_s))
    except OSError as exc:
        failures.append(exc)
    try:
        if file is not None or json_target != TO_STDERR:
            _add(_text_handler(file), TextFormatter(redactor))
    except OSError as exc:
        failures.append(exc)
    if not root.handlers:  # else Python would write every warning to standard error
        _add(_last_resort(), TextFormatter(redactor))
    _watch_exceptions()
    for failure in failures:
        if json_target == TO_STDERR:  # which holds nothing else
            log.warning("%s cannot be written: %s", failure.filename, failure.strerror)
        else:
            _say_unwritten(failure)
    return redactor


def _add(handler: logging.Handler, formatter: logging.Formatter) -> None:
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)


def _say_unwritten(failure: OSError) -> None:
    with contextlib.suppress(OSError):  # then nobody can be told
        sys.stderr.write(f"zimu: the log cannot be written: {failure.strerror}\n")


def _last_resort() -> logging.Handler:
    """Return what shows what must not pass unseen, where there is no log."""
    handler = _stderr_handler()
    handler.setLevel(logging.ERROR)
    return handler


def _stderr_handler() -> logging.Handler:
    """Log to a copy of standard error.

    PortAudio's start lets descriptor 2 point nowhere for as long as it takes, up to seconds.
    """
    try:
        copy = os.dup(sys.stderr.fileno())
    except (OSError, ValueError):  # no descriptor behind it
        return logging.StreamHandler(sys.stderr)
    return logging.StreamHandler(open(copy, "w", encoding="utf-8", errors="backslashreplace"))  # noqa: PTH123


def _text_handler(file: Path | None) -> logging.Handler:
    if file is None:
        return _stderr_handler()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = _RotatedFile(file, maxBytes=FILE_BYTES, backupCount=FILE_COUNT - 1, encoding="utf-8")
    handler.setLevel(logging.INFO)
    return handler


def _json_handler(target: str) -> logging.Handler:
    if target == TO_STDERR:
        return _stderr_handler()
    return _File(target, encoding="utf-8")


def _watch_exceptions() -> None:
    """See to it that an exception nobody caught is in the log."""
    show = sys.excepthook

    def on_exception(
        kind: type[BaseException], value: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            log.critical("unexpected error", exc_info=(kind, value, trace))
        show(kind, value, trace)

    def on_thread_exception(args: threading.ExceptHookArgs) -> None:
        name = args.thread.name if args.thread is not None else "?"
        value = args.exc_value or args.exc_type()
        log.critical(
            "unexpected error in thread %s",
            name,
            exc_info=(args.exc_type, value, args.exc_traceback),
        )

    sys.excepthook = on_exception
    threading.excepthook = on_thread_exception


def process_age_s() -> float:
    """Return for how long this process has run, as exactly as the system tells; else 0."""
    try:
        ticks = int(Path("/proc/self/stat").read_text("utf-8").rpartition(")")[2].split()[19])
        uptime_s = float(Path("/proc/uptime").read_text("utf-8").split()[0])
    except (OSError, ValueError, IndexError):
        return 0.0
    age_s = uptime_s - ticks / os.sysconf("SC_CLK_TCK")
    return age_s if 0 < age_s < SANE_AGE_S else 0.0
