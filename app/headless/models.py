"""`zimu models`: which speech models there are, and how they come and go."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, assert_never

from app.core.endpoint import host_of
from app.core.errors import ErrorCode, ZimuError
from app.core.models import PackageSource
from app.core.problem_text import english
from app.headless.check import EXIT_CODES, EXIT_INTERRUPTED
from app.headless.interrupts import interrupts_go_to
from app.headless.model_lines import Meter, licence_text, model_json, model_text, problem_json
from app.headless.output import EXIT_PROBLEM, give_up
from app.models.store import Condition
from app.net.download import PausedError
from app.net.links import Cancel

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.errors import Problem
    from app.core.models import ModelInfo
    from app.models.manager import Manager
    from app.models.store import ModelState

EXIT_OK: Final = 0


@dataclass(frozen=True, slots=True)
class ModelsCommand:
    """One run of `zimu models`; what an action does not need is empty."""

    action: Literal["list", "get", "remove", "verify", "import"]
    model_id: str = ""  # empty: all
    path: Path = Path()
    host: str = ""  # the only source to ask
    accepts_licence: bool = False
    as_json: bool = False


def models(command: ModelsCommand, manager: Manager, say: Callable[[str], None]) -> int:
    """Do it; return the exit code. `say` takes sentences for the person at the terminal."""
    try:
        return _Run(command, manager, say).run()
    except ZimuError as exc:
        return _tell(exc.problem, command, say)
    except PausedError:
        say("Stopped. What is here is kept; the same command goes on with it.")
        return EXIT_INTERRUPTED
    except OSError as exc:
        if exc.filename is not None:  # standard output has no name
            raise
        return give_up(exc, say)


def _tell(problem: Problem, command: ModelsCommand, say: Callable[[str], None]) -> int:
    """Say what went wrong; return the exit code."""
    if command.as_json:
        sys.stdout.write(problem_json(problem) + "\n")
    say(english(problem))
    return EXIT_CODES.get(problem.code, EXIT_PROBLEM)


class _Run:
    def __init__(
        self, command: ModelsCommand, manager: Manager, say: Callable[[str], None]
    ) -> None:
        self._command = command
        self._manager = manager
        self._say = say
        self._cancel = Cancel()
        self._meter = Meter(sys.stdout if command.as_json else sys.stderr, as_json=command.as_json)

    def run(self) -> int:
        command = self._command
        match command.action:
            case "list":
                for state in self._manager.store.states():
                    self._print(state)
            case "get":
                self._get(self._manager.store.find(command.model_id))
            case "import":
                self._import(self._manager.store.find(command.model_id))
            case "verify":
                return self._verify()
            case "remove":
                model = self._manager.store.find(command.model_id)
                self._manager.remove(model)
                self._say(f"{model.title} was removed.")
            case _:
                assert_never(command.action)
        return EXIT_OK

    def _get(self, model: ModelInfo) -> None:
        state = self._manager.store.state(model)
        needs_download = state.condition is not Condition.IN_PARTS or self._command.host
        # Parts that do not make the model leave it to a download, too.
        if state.folder is None and (needs_download or self._command.accepts_licence):
            self._require_source(model)
            self._agree(model)
        with interrupts_go_to(self._cancel.cancel), self._meter:
            state = self._manager.get(model, self._cancel, self._meter, host=self._command.host)
        self._print(state)

    def _import(self, model: ModelInfo) -> None:
        self._agree(model)
        path = self._command.path
        with interrupts_go_to(self._cancel.cancel), self._meter:
            state = self._manager.import_from(path, model, self._cancel, self._meter)
        self._print(state)

    def _verify(self) -> int:
        """Verify the one that is named, or all that are here, whatever is wrong with one."""
        code = EXIT_OK
        store = self._manager.store
        named = self._command.model_id
        states = [store.state(store.find(named))] if named else store.states()
        for state in states:
            if not (named or state.folder or state.condition is Condition.DAMAGED):
                continue
            try:
                with interrupts_go_to(self._cancel.cancel), self._meter:
                    found = self._manager.verify(state.model, self._cancel, self._meter)
            except ZimuError as exc:
                code = _tell(exc.problem, self._command, self._say)
            else:
                self._print(found)
                self._say(f"{state.model.title} is whole.")
        return code

    def _require_source(self, model: ModelInfo) -> None:
        """Say which hosts there are if the one that was named is none of them."""
        hosts = [host_of(one.url) for one in model.sources if not isinstance(one, PackageSource)]
        if self._command.host and self._command.host not in hosts:
            raise ZimuError(
                ErrorCode.SOURCE_UNKNOWN, host=self._command.host, hosts=", ".join(hosts)
            )

    def _agree(self, model: ModelInfo) -> None:
        """Show the licence; the person accepts it by an option or, on a terminal, by an answer."""
        licences = self._manager.licences
        if licences.is_accepted(model):
            return
        self._say(licence_text(model))
        if not self._command.accepts_licence:
            if not sys.stdin.isatty():
                self._say("Add --accept-licence if you accept it.")
                licences.require(model)
            sys.stderr.write("Do you accept it? [y/N] ")
            sys.stderr.flush()
            if sys.stdin.readline().strip().lower() not in ("y", "yes"):
                licences.require(model)
        licences.accept(model)

    def _print(self, state: ModelState) -> None:
        line = model_json(state) if self._command.as_json else model_text(state)
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
