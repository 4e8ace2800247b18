"""`zimu data`: all that is kept of the user, in one place, in one file, or no more."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, assert_never

from app.core.errors import ErrorCode, ZimuError
from app.core.problem_text import english
from app.headless.check import EXIT_INTERRUPTED
from app.headless.interrupts import interrupts_go_to
from app.headless.output import EXIT_PROBLEM, give_up
from app.headless.session_lines import bytes_text
from app.storage.library import schema
from app.storage.library.everything import (
    ALL,
    Belongings,
    delete_everything,
    export_everything,
    kept_files,
)
from app.storage.library.journal import problem_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.errors import Problem
    from app.storage.paths import Paths

EXIT_OK: Final = 0
_CLEAR_ROW: Final = "\r\x1b[2K"
_KEYS: Final = "API keys are in the system's keychain: see zimu key list and zimu key delete."


@dataclass(frozen=True, slots=True)
class DataCommand:
    """One run of `zimu data`; what an action does not need is empty."""

    action: Literal["list", "export", "delete"]
    target: Path = Path()
    wanted: Belongings = ALL
    is_agreed: bool = False
    as_json: bool = False


def data(command: DataCommand, paths: Paths, say: Callable[[str], None]) -> int:
    """Do it; return the exit code. `say` takes sentences for the person at the terminal."""
    run = _Run(say)
    try:
        with interrupts_go_to(run.stop):
            return run.run(command, paths)
    except schema.TROUBLES as exc:
        if isinstance(exc, OSError) and exc.filename is None:
            return give_up(exc, say)
        say(english(_problem(exc, command, paths)))
        return EXIT_PROBLEM


def _problem(error: Exception, command: DataCommand, paths: Paths) -> Problem:
    if isinstance(error, OSError) and command.action == "export":
        reason = error.strerror or type(error).__name__
        return ZimuError(ErrorCode.EXPORT_FAILED, path=str(command.target), reason=reason).problem
    return problem_of(error, paths.library, ErrorCode.LIBRARY_UNREADABLE)


class _Run:
    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._is_stopped = False

    def stop(self) -> None:
        """Stop at the next step."""
        self._is_stopped = True

    def run(self, command: DataCommand, paths: Paths) -> int:
        match command.action:
            case "list":
                return self._list(command, paths)
            case "export":
                is_done = export_everything(
                    paths, command.target, self._go_on, wanted=command.wanted
                )
                self._clear()
                if not is_done:
                    self._say("Stopped. Nothing was written.")
                    return EXIT_INTERRUPTED
                size = command.target.stat().st_size
                self._say(f"Everything is in {command.target} ({bytes_text(size)}). {_KEYS}")
                return EXIT_OK
            case "delete":
                return self._delete(command, paths)
            case _:
                assert_never(command.action)

    def _list(self, command: DataCommand, paths: Paths) -> int:
        found = kept_files(paths)
        if command.as_json:
            for each in found:
                facts = {"what": each.what, "path": str(each.path), "bytes": each.bytes}
                sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        else:
            for each in found:
                sys.stdout.write(f"{each.what}: {each.path} ({bytes_text(each.bytes)})\n")
            self._say(_KEYS)
        sys.stdout.flush()
        return EXIT_OK

    def _delete(self, command: DataCommand, paths: Paths) -> int:
        what = "Every session, its audio" + (
            ", settings, packs and logs" if command.wanted.has_settings else ""
        )
        if not command.is_agreed:
            if not sys.stdin.isatty():
                self._say(f"{what} would be deleted for good. Add --yes to do it.")
                return EXIT_PROBLEM
            sys.stderr.write(f"{what} will be deleted for good. Type “delete” to do it: ")
            sys.stderr.flush()
            if sys.stdin.readline().strip() != "delete":
                return EXIT_PROBLEM
        left = delete_everything(paths, self._go_on, wanted=command.wanted)
        self._clear()
        for path in left:
            self._say(f"{path} could not be deleted.")
        if not left:
            self._say(f"Deleted. {_KEYS}")
        return EXIT_PROBLEM if left else EXIT_OK

    def _go_on(self, done: int, total: int) -> bool:
        if sys.stderr.isatty() and total:
            sys.stderr.write(f"{_CLEAR_ROW}{100 * done // total} %")
            sys.stderr.flush()
        return not self._is_stopped

    def _clear(self) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(_CLEAR_ROW)
            sys.stderr.flush()
