"""The composition root: reads the command line, sets up the log, builds and runs one command.

Each command imports what it needs only when it runs, so that the engine never loads the window
and the window never loads the engine.
"""

# ruff: noqa: PLC0415  # see above: what a command does not need is not imported
from __future__ import annotations

import argparse
import io
import logging
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import __version__, logs
from app.core.export import SUFFIXES
from app.core.settings import SILENCE_MS, Settings
from app.storage.paths import Paths, paths_under, user_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.engine.local_process import LocalEngine
    from app.shell.options import WindowOptions

log = logging.getLogger(__name__)

EXIT_PROBLEM: Final = 1
EXIT_INTERRUPTED: Final = 128 + 2  # what a shell says of a program that SIGINT ended
MAX_PORT: Final = 65_535
MAX_SECONDS: Final = 2_000_000  # Qt counts milliseconds in 32 bits
ENGINE_HELP: Final = "local, cloud-cn, cloud-intl, or the base URL of your own server"


def run() -> int:
    """Entry point of `zimu`: return the exit code."""
    try:
        return _run()
    except KeyboardInterrupt:  # while it was still starting
        return EXIT_INTERRUPTED


def run_gui() -> int:
    """Entry point of `zimu-gui`, which has no console, and so no standard streams, on Windows."""
    return run()


def _run() -> int:
    age_s = logs.process_age_s()
    _open_missing_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a name the code page lacks must not end us
    options = parse(sys.argv[1:])
    paths = user_paths() if options.data_dir is None else paths_under(options.data_dir)
    is_serving = options.command == "serve"
    log_file = None if is_serving else paths.logs / f"{options.command}.log"
    logs.set_up(log_file, options.log_json, time.time() - age_s)
    match options.command:
        case "serve":
            return _serve(options, paths)
        case "devices":
            from app.headless.devices import devices

            return devices(_speaker(options), as_json=options.json)
        case "caption":
            return _caption(options, paths)
        case _:
            return _window(options, paths, time.perf_counter() - age_s)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options of `arguments`; no command means the window. Exits on a mistake."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        options = parser.parse_args([*arguments, "run"])
    for path in getattr(options, "export", ()):
        if path.suffix.lower() not in SUFFIXES:
            parser.error(f"cannot export {path}: choose from {', '.join(SUFFIXES)}")
    return options


def _open_missing_streams() -> None:
    """Put something harmless where a standard stream was closed, or never was."""
    # In this order each takes the descriptor that is its own, so that nothing else gets it.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def serve_command(data_dir: Path | None) -> tuple[str, ...]:
    """Return the command that runs the engine, out of a frozen program as well."""
    if getattr(sys, "frozen", False):
        # zimu-gui has no standard streams on Windows; the program with a console lies beside it.
        console = Path(sys.executable).with_stem("zimu")
        program: tuple[str, ...] = (str(console if console.exists() else sys.executable),)
    else:
        # Without -P a child would import whatever app/ lies in the current folder.
        program = (sys.executable, "-P", "-m", "app")
    folder = () if data_dir is None else ("--data-dir", str(data_dir))
    return (*program, *folder, "serve", "--parent-pipe")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zimu", description="Live captions for whatever the computer hears."
    )
    parser.add_argument("--version", action="version", version=f"zimu {__version__}")
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="keep everything that is stored in DIR"
    )
    parser.add_argument(
        "--log-json", metavar="PATH", help="log as JSON lines too; - is standard error"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_run(commands.add_parser("run", help="show the window (what zimu alone does)"))
    _add_caption(commands.add_parser("caption", help="caption without a window"))
    _add_serve(commands.add_parser("serve", help="run the engine of this computer as a server"))
    devices = commands.add_parser("devices", help="list the microphones")
    devices.add_argument("--json", action="store_true", help="one JSON object a line")
    return parser


def _add_run(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--source", type=Path, metavar="FILE", help="play FILE, not a microphone")
    source.add_argument("--device", metavar="NAME", help="the microphone to listen to")
    parser.add_argument("--engine", metavar="ID|URL", help=ENGINE_HELP)
    parser.add_argument("--start", action="store_true", help="press Start")
    _add_export(parser)
    parser.add_argument(
        "--grab", type=Path, metavar="DIR", help="leave window.png and overlay.png in DIR"
    )
    parser.add_argument(
        "--quit-when-done", action="store_true", help="quit when the source has ended"
    )
    parser.add_argument("--quit-after", type=_seconds, metavar="S", help="quit after S seconds")


def _add_caption(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="what to caption; - is raw 16 kHz mono s16le from standard input; none: a microphone",
    )
    source.add_argument("--device", default="", metavar="NAME", help="the microphone to listen to")
    parser.add_argument("--engine", default="local", metavar="ID|URL", help=ENGINE_HELP)
    parser.add_argument(
        "--language", type=str.lower, default="", metavar="L", help="a code such as en or zh"
    )
    parser.add_argument(
        "--context", type=Path, metavar="FILE", help="text that names what will be spoken of"
    )
    parser.add_argument(
        "--silence-ms",
        type=_between(*SILENCE_MS),
        default=Settings().silence_ms,
        metavar="N",
        help=f"how long a pause closes a line, {SILENCE_MS[0]} to {SILENCE_MS[1]}",
    )
    parser.add_argument(
        "--pace", choices=("realtime", "fast"), default="realtime", help="how fast a file is played"
    )
    _add_export(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line (docs/CLI.md)")


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--export",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="PATH",
        help="write the captions to PATH: .srt, .vtt or .txt",
    )


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=_between(0, MAX_PORT), default=0, help="0: one that is free")
    parser.add_argument("--no-token", action="store_true", help="loopback only: ask for no token")
    parser.add_argument(
        "--parent-pipe", action="store_true", help="end when standard input is closed"
    )


def _between(low: int, high: int) -> Callable[[str], int]:
    """Return what reads a whole number of the command line that has bounds."""

    def number(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}")
        return int(text)

    return number


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= MAX_SECONDS:  # which "nan" is not either
        raise argparse.ArgumentTypeError(f"must be 0 to {MAX_SECONDS} seconds")
    return value


def _speaker(options: argparse.Namespace) -> Callable[[str], None]:
    """Return what takes a sentence for the person at the terminal.

    Standard error that was asked for as JSON lines gets nothing else.
    """
    if options.log_json == logs.TO_STDERR:
        return log.warning

    def say(sentence: str) -> None:
        sys.stderr.write(f"zimu: {sentence}\n")
        sys.stderr.flush()

    return say


def _local_engine(options: argparse.Namespace, paths: Paths) -> LocalEngine:
    from app.engine.local_process import LocalEngine

    return LocalEngine(serve_command(options.data_dir), paths.logs / "engine.log")


def _serve(options: argparse.Namespace, paths: Paths) -> int:
    from app.recognizer.server import ServeOptions, serve

    return serve(
        ServeOptions(
            host=options.host,
            port=options.port,
            token=os.environ.get("ZIMU_SERVE_TOKEN", ""),
            no_token=options.no_token,
            parent_pipe=options.parent_pipe,
            cache_dir=paths.cache,
        )
    )


def _caption(options: argparse.Namespace, paths: Paths) -> int:
    from app.headless.caption import CaptionOptions, caption

    try:
        context = options.context.read_text("utf-8") if options.context else ""
    except (OSError, UnicodeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else "it is not UTF-8 text"
        _speaker(options)(f"{options.context} cannot be read: {reason}.")
        return EXIT_PROBLEM
    reads_stdin = options.file == "-"
    return caption(
        CaptionOptions(
            path=Path(options.file) if options.file and not reads_stdin else None,
            reads_stdin=reads_stdin,
            device=options.device,
            engine=options.engine,
            language=options.language,
            context=context,
            silence_ms=options.silence_ms,
            is_realtime=options.pace == "realtime",
            exports=tuple(options.export),
            as_json=options.json,
        ),
        _local_engine(options, paths),
        os.environ,
        _speaker(options),
    )


def _window(options: argparse.Namespace, paths: Paths, process_start_s: float) -> int:
    local = _local_engine(options, paths)
    local.warm()  # it gets ready while Qt is loaded
    try:
        try:
            from app.shell.application import run_window
        except ImportError as exc:
            _speaker(options)(f"The window needs PySide6, which cannot be loaded: {exc}")
            return EXIT_PROBLEM
        window_options = _window_options(options, process_start_s)
        return run_window(window_options, paths, local, _speaker(options))
    finally:
        local.stop()


def _window_options(options: argparse.Namespace, process_start_s: float) -> WindowOptions:
    from app.shell.options import WindowOptions

    return WindowOptions(
        process_start_s=process_start_s,
        source_path=options.source,
        device_name=options.device,
        engine=options.engine,
        starts=options.start,
        export_paths=tuple(options.export),
        grab_dir=options.grab,
        quits_when_done=options.quit_when_done,
        quit_after_s=options.quit_after,
    )
