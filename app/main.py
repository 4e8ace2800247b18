"""The composition root: reads the command line, sets up the log, builds and runs one command.

Each command imports what it needs only when it runs, so that the engine never loads the window
and the window never loads the engine.
"""

# ruff: noqa: PLC0415  # see above: what a command does not need is not imported
from __future__ import annotations

import io
import locale
import logging
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import logs
from app.arguments.exports import export_options
from app.arguments.meaning import (
    caption_settings,
    key_settings,
    service_settings,
)
from app.arguments.parser import parse
from app.storage.paths import Paths, paths_under, user_paths

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from app.core.advice import ThisComputer
    from app.core.packs import Pack
    from app.engine.keys import Keys
    from app.engine.local_process import LocalEngine
    from app.headless.kit import Kit
    from app.shell.options import WindowOptions
    from app.storage.packs import PackStore

log = logging.getLogger(__name__)

EXIT_PROBLEM: Final = 1
EXIT_INTERRUPTED: Final = 128 + 2  # what a shell says of a program that SIGINT ended


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
    redactor = logs.set_up(log_file, options.log_json, time.time() - age_s)
    match options.command:
        case "serve":
            from app.speech_models import serve_model

            code = serve_model(options, paths, _speaker(options))
        case "devices":
            from app.headless.devices import devices

            code = devices(_speaker(options), as_json=options.json)
        case "caption":
            code = _caption(options, paths, _kit(options, paths, redactor))
        case "check":
            from app.headless.check import check

            kit = _kit(options, paths, redactor)
            code = check(service_settings(options), kit, as_json=options.json)
        case "key":
            code = _key(options, paths, redactor)
        case "packs":
            code = _packs(options, paths)
        case "sessions":
            code = _sessions(options, paths, redactor)
        case "data":
            from app.kept import manage_data

            code = manage_data(options, paths, _speaker(options))
        case "models":
            from app.speech_models import manage_models

            code = manage_models(options, paths, _keys(redactor), _speaker(options))
        case _:
            code = _window(options, paths, redactor, time.perf_counter() - age_s)
    return code


def _sessions(options: argparse.Namespace, paths: Paths, redactor: logs.Redactor) -> int:
    from app.kept import manage_sessions, summary_command

    if options.action != "summary":
        return manage_sessions(options, paths, _speaker(options))
    from app.headless.summary import summarize

    command = summary_command(options)
    return summarize(command, paths.library, _keys(redactor), _speaker(options))


def _open_missing_streams() -> None:
    """Put something harmless where a standard stream was closed, or never was."""
    # In this order each takes the descriptor that is its own, so that nothing else gets it.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def program(data_dir: Path | None) -> tuple[str, ...]:
    """Return what starts this program for the same user, out of a frozen one as well."""
    if getattr(sys, "frozen", False):
        # zimu-gui has no standard streams on Windows; the program with a console lies beside it.
        console = Path(sys.executable).with_stem("zimu")
        command: tuple[str, ...] = (str(console if console.exists() else sys.executable),)
    else:
        # Without -P a child would import whatever app/ lies in the current folder.
        command = (sys.executable, "-P", "-m", "app")
    return command if data_dir is None else (*command, "--data-dir", str(data_dir))


def serve_command(data_dir: Path | None) -> tuple[str, ...]:
    """Return the command that runs the engine."""
    return (*program(data_dir), "serve", "--parent-pipe")


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


def _here(paths: Paths) -> ThisComputer:
    from app.models.here import look_around

    return look_around(paths, system_locale())


def system_locale() -> str:
    """Return the system's language, such as zh_TW; empty: it does not say."""
    if sys.platform == "win32":
        import ctypes

        found = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    else:
        names = ("LC_ALL", "LC_MESSAGES", "LANG")
        found = next(filter(None, map(os.environ.get, names)), "")
    return found


def _keys(redactor: logs.Redactor) -> Keys:
    from app.engine.keys import Keys
    from app.storage.secrets import SystemKeychain

    return Keys(os.environ, SystemKeychain(), redactor.learn)


def _kit(options: argparse.Namespace, paths: Paths, redactor: logs.Redactor) -> Kit:
    from datetime import datetime

    from app.headless.kit import Kit
    from app.storage.ledger import Ledger

    def now() -> datetime:
        return datetime.now().astimezone()

    return Kit(
        here=_here(paths),
        local=_local_engine(options, paths),
        keys=_keys(redactor),
        ledger=Ledger(paths.ledger, now),
        library=paths.library,
        now=now,
        environ=os.environ,
        say=_speaker(options),
    )


def _pack_store(paths: Paths) -> PackStore:
    from app.storage.packs import PackStore
    from app.storage.paths import resource

    return PackStore(paths.packs, resource("resources/packs"))


def _packs(options: argparse.Namespace, paths: Paths) -> int:
    from app.headless.packs import PacksCommand, packs

    command = PacksCommand(
        options.action,
        name=options.name,
        path=options.path,
        language=options.language,
        takes_all=options.whole,
        as_json=options.json,
    )
    return packs(command, _pack_store(paths), _speaker(options))


def _named_pack(
    options: argparse.Namespace, paths: Paths, say: Callable[[str], None]
) -> Pack | None:
    """Return the pack that was named, if one was. Raises ZimuError: there is no such pack."""
    if not options.pack:
        return None
    from app.headless.packs import pack_named

    return pack_named(options.pack, _pack_store(paths), say)


def _caption(options: argparse.Namespace, paths: Paths, kit: Kit) -> int:
    from app.core.errors import ZimuError
    from app.core.packs import with_pack
    from app.core.problem_text import english
    from app.headless.caption import CaptionOptions, caption
    from app.headless.exporting import ExportFile

    try:
        context = options.context.read_text("utf-8-sig") if options.context else ""
        settings = caption_settings(options, context)
        if (pack := _named_pack(options, paths, kit.say)) is not None:
            settings = with_pack(settings, pack)
    except (OSError, UnicodeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else "it is not UTF-8 text"
        kit.say(f"{options.context} cannot be read: {reason}.")
        return EXIT_PROBLEM
    except ZimuError as exc:
        kit.say(english(exc.problem))
        return EXIT_PROBLEM
    if options.language:
        settings = replace(settings, language=options.language)
    reads_stdin = options.files == ["-"]
    return caption(
        CaptionOptions(
            settings=settings,
            paths=() if reads_stdin else tuple(map(Path, options.files)),
            reads_stdin=reads_stdin,
            device=options.device,
            is_realtime=options.pace == "realtime",
            exports=tuple(
                ExportFile(path, export_options(options, path.suffix)) for path in options.export
            ),
            as_json=options.json,
            keeps=not options.no_keep,
            resumes=options.resume,
        ),
        kit,
    )


def _key(options: argparse.Namespace, paths: Paths, redactor: logs.Redactor) -> int:
    from app.headless.keys import KeyCommand, change_keys
    from app.storage.settings_store import SettingsStore

    command = KeyCommand(
        options.action,
        settings=key_settings(options, SettingsStore(paths.settings).load().settings),
        proxy_url=options.proxy,
        chat_url=options.chat,
    )
    return change_keys(command, _keys(redactor), _speaker(options))


def _window(
    options: argparse.Namespace, paths: Paths, redactor: logs.Redactor, process_start_s: float
) -> int:
    from contextlib import ExitStack

    from app.shell.instance import Claim, claim

    with ExitStack() as stack:
        match claim(paths.config, stack):
            case Claim.FIRST:
                return _only_window(options, paths, redactor, process_start_s)
            case Claim.SHOWN:
                return _second_window(options, _speaker(options))
            case Claim.SILENT:
                _speaker(options)("Zimu is already running, but its window does not answer.")
                return EXIT_PROBLEM


def _second_window(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Say what became of a start while there is a window; return the exit code."""
    wishes = (options.source, options.device, options.engine, options.pack, options.export)
    if options.start or any(wishes):
        say(
            "Zimu is already open, and its window is in front now. It does not do what was asked "
            "for here: close it first, or use another --data-dir."
        )
        return EXIT_PROBLEM
    say("Zimu is already open. Its window is in front now.")
    return 0


def _only_window(
    options: argparse.Namespace, paths: Paths, redactor: logs.Redactor, process_start_s: float
) -> int:
    from functools import partial

    from app.core.errors import ZimuError
    from app.core.problem_text import english
    from app.engine.catalog import local_if_used, with_engine
    from app.models.here import speeds_of
    from app.speech_models import manager_of, store_in
    from app.storage.settings_store import SettingsStore

    say = _speaker(options)
    try:
        pack = _named_pack(options, paths, say)
    except ZimuError as exc:
        say(english(exc.problem))
        return EXIT_PROBLEM
    loaded, here = SettingsStore(paths.settings).load(), _here(paths)
    local = _local_engine(options, paths)
    settings = loaded.settings
    if options.engine is not None:
        settings = with_engine(settings, options.engine)
    if (engine := local_if_used(settings, here)) is not None:
        local.warm(engine)  # it gets ready while Qt is loaded
    try:
        try:
            from app.shell.application import run_window
            from app.shell.model_desk import ModelSource
        except ImportError as exc:
            say(f"The window needs PySide6, which cannot be loaded: {exc}")
            return EXIT_PROBLEM
        window_options = _window_options(options, pack, process_start_s)
        models = ModelSource(
            here,
            partial(manager_of, store_in(paths.models)),
            speeds_of(paths).load,
            (*program(options.data_dir), "models", "benchmark"),
        )
        keys = _keys(redactor)
        return run_window(window_options, paths, local, keys, loaded, models, say)
    finally:
        local.stop()


def _window_options(
    options: argparse.Namespace, pack: Pack | None, process_start_s: float
) -> WindowOptions:
    from app.shell.options import WindowOptions

    return WindowOptions(
        process_start_s=process_start_s,
        source_path=options.source,
        device_name=options.device,
        engine=options.engine,
        pack=pack,
        starts=options.start,
        export_paths=tuple(options.export),
        grab_dir=options.grab,
        quits_when_done=options.quit_when_done,
        quit_after_s=options.quit_after,
        devices_command=(*program(options.data_dir), "devices", "--json"),
        documents_command=(*program(options.data_dir), "packs", "look"),
    )
