"""`zimu caption`: one session without a window."""

from __future__ import annotations

import logging
import shutil
import signal
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from app.audio.capture import MicrophoneSource
from app.audio.devices import list_devices
from app.audio.file_source import FileSource, Pace
from app.audio.pipe_source import PipeSource
from app.core.corpus import LIMIT_TOKENS, estimate_tokens
from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.events import EngineChanged, SourceTrouble
from app.core.export import render
from app.core.problem_text import english
from app.core.settings import Settings
from app.engine.catalog import Place, find
from app.headless.devices import choose
from app.headless.jsonl import JsonLines
from app.headless.outbox import Outbox
from app.headless.output import EXIT_PROBLEM, give_up
from app.headless.terminal import Terminal
from app.headless.troubles import FINAL_TROUBLES
from app.protocol.config import Vad, WireConfig
from app.session.dialer import EngineDialer
from app.session.plan import Patience, Plan
from app.session.session import Session
from app.storage.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import FrameType

    from app.audio.source import Source
    from app.core.captions import Captions
    from app.engine.catalog import EngineInfo
    from app.engine.local_process import LocalEngine
    from app.headless.outbox import Happening

log = logging.getLogger(__name__)

EXIT_OK: Final = 0


@dataclass(frozen=True, slots=True)
class CaptionOptions:
    """One run of `zimu caption`."""

    path: Path | None = None  # None: a microphone, or standard input
    reads_stdin: bool = False
    device: str = ""  # empty: the system's default
    engine: str = "local"
    language: str = ""  # empty: automatic
    context: str = ""
    silence_ms: int = Settings().silence_ms
    is_realtime: bool = True
    exports: tuple[Path, ...] = ()
    as_json: bool = False


class Printer(Protocol):
    """Writes what happens to standard output. Both methods raise OSError."""

    def show(self, happening: Happening) -> None: ...

    def finish(self) -> None: ...


class Run:
    """The session, its thread, and the main thread that writes and hears Ctrl+C."""

    def __init__(self, session: Session, outbox: Outbox, printer: Printer) -> None:
        self._session = session
        self._outbox = outbox
        self._printer = printer
        self._interrupts = 0
        self.problem: Problem | None = None

    def complete(self) -> OSError | None:
        """Run the session to its end; return why standard output cannot be written, if so."""
        thread = threading.Thread(target=self._run_session, name="session")
        thread.start()
        try:
            with _interrupts_go_to(self._interrupt):
                self._write_all()
        except OSError as exc:
            return exc
        finally:
            self._session.abort()  # it is over already, or nobody is there to write
            self._outbox.close()
            thread.join()
        return None

    def _write_all(self) -> None:
        for happening in self._outbox:
            match happening.event:
                case EngineChanged(problem=problem) if problem is not None:
                    self.problem = problem
                case SourceTrouble(problem=problem) if problem is not None:
                    if problem.code in FINAL_TROUBLES:
                        self.problem = problem
                        self._session.stop()
            self._printer.show(happening)
        self._printer.finish()

    def _interrupt(self) -> None:
        """The first Ctrl+C waits for the last words, the second does not."""
        self._interrupts += 1
        if self._interrupts == 1:
            self._session.stop()
        else:
            self._session.abort()
            self._outbox.close()

    def _run_session(self) -> None:
        try:
            self._session.run()
        except Exception:
            log.exception("the session ended by an error of ours")
            self.problem = Problem(ErrorCode.INTERNAL)
        finally:
            self._outbox.close()


def caption(
    options: CaptionOptions,
    local: LocalEngine,
    environ: Mapping[str, str],
    say: Callable[[str], None],
) -> int:
    """Caption until the source ends or Ctrl+C; return the exit code.

    `say` takes sentences for the person at the terminal.
    """
    try:
        return _caption(options, local, environ, say)
    except ZimuError as exc:
        say(english(exc.problem))
        return EXIT_PROBLEM
    finally:
        local.stop()


def _caption(
    options: CaptionOptions,
    local: LocalEngine,
    environ: Mapping[str, str],
    say: Callable[[str], None],
) -> int:
    engine = find(options.engine)
    if engine.place is Place.THIS_COMPUTER:
        local.warm()
    outbox = Outbox()
    session = Session(
        Plan(
            engine,
            _wire_config(options, engine, _context(options.context, engine, say)),
            EngineDialer(engine, local, environ),
        ),
        _source(options),
        outbox,
        time.perf_counter,
        patience=Patience.FAIL_EARLY,
    )
    run = Run(session, outbox, _printer(environ, say, as_json=options.as_json))
    failure = run.complete()
    # A session that failed before its first word must not empty the files of the one before.
    exports = options.exports if run.problem is None or session.captions.entries else ()
    is_written = all([_export(session.captions, path, say) for path in exports])
    if failure is not None:
        return give_up(failure, say)
    if run.problem is not None:
        say(english(run.problem))
    return EXIT_OK if is_written and run.problem is None else EXIT_PROBLEM


def _context(context: str, engine: EngineInfo, say: Callable[[str], None]) -> str:
    """Return what of `context` is sent: all of it, or nothing, which is said."""
    surplus = estimate_tokens(context) - LIMIT_TOKENS
    if context and not engine.supports_corpus:
        say("This engine cannot use a context; it is not sent.")
    elif surplus > 0:
        say(f"The context is about {surplus:,} tokens too long; it is not sent.")
    else:
        return context
    return ""


def _wire_config(options: CaptionOptions, engine: EngineInfo, context: str) -> WireConfig:
    """Return the settings of the wire session. ZimuError LANGUAGE_NOT_AVAILABLE."""
    is_known = engine.place is not Place.HOST
    if is_known and options.language and options.language not in engine.languages:
        raise ZimuError(
            ErrorCode.LANGUAGE_NOT_AVAILABLE,
            language=options.language,
            languages=", ".join(engine.languages),
        )
    return WireConfig(
        language=options.language,
        context=context,
        vad=Vad(threshold=Settings().vad_threshold, silence_ms=options.silence_ms),
    )


def _source(options: CaptionOptions) -> Source:
    if options.reads_stdin:
        return PipeSource(sys.stdin.buffer)
    if options.path is not None:
        return FileSource(options.path, Pace.REALTIME if options.is_realtime else Pace.FAST)
    return MicrophoneSource(choose(options.device, list_devices()) if options.device else None)


def _printer(environ: Mapping[str, str], say: Callable[[str], None], *, as_json: bool) -> Printer:
    if as_json:
        return JsonLines(sys.stdout.buffer)
    is_terminal = sys.stdout.isatty() and environ.get("TERM") != "dumb"
    return Terminal(
        sys.stdout,
        say,
        columns=(lambda: shutil.get_terminal_size().columns) if is_terminal else None,
        has_colour=not environ.get("NO_COLOR"),
    )


def _export(captions: Captions, path: Path, say: Callable[[str], None]) -> bool:
    """Write the captions to `path`; say so if that fails."""
    try:
        write_atomically(path, render(captions, path.suffix))
    except ZimuError as exc:
        say(english(exc.problem))
        return False
    facts = {"suffix": path.suffix, "lines": len(captions.entries)}
    log.info("exported", extra={"event": "export.done", **facts})
    return True


@contextmanager
def _interrupts_go_to(action: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl+C, and being asked to end, run `action` on the main thread meanwhile."""

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        action()

    names = ["SIGINT", "SIGTERM", "SIGBREAK"]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        names.append("SIGHUP")  # not under nohup, where the terminal may go
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, on_signal) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
