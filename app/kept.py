"""The composition root's part about what was kept: `zimu sessions` and `zimu data`."""

# ruff: noqa: PLC0415  # as in main: what a command does not need is not imported
from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from app.arguments.exports import export_options
from app.arguments.sessions import session_query
from app.core.sessions import HitOrder

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from app.core.export import ExportOptions
    from app.headless.summary import SummaryCommand
    from app.storage.paths import Paths

    Say = Callable[[str], None]


def manage_sessions(options: argparse.Namespace, paths: Paths, say: Say) -> int:
    """Run `zimu sessions`; return the exit code."""
    from app.headless.exporting import ExportFile
    from app.headless.sessions import SessionsCommand, sessions

    command = SessionsCommand(
        options.action,
        query=session_query(options),
        ids=tuple(options.sessions),
        words=" ".join(options.words),
        limit=options.limit,
        as_json=options.json,
    )
    match options.action:
        case "search" if options.order:
            command = replace(command, hit_order=HitOrder(options.order))
        case "export":
            files = [
                ExportFile(each, _export_options(options, each.suffix)) for each in options.export
            ]
            usual = "md" if options.minutes else "txt"
            output = _export_options(options, f".{options.format or usual}")
            command = replace(command, exports=tuple(files), output=output)
        case "delete":
            command = replace(command, is_for_good=options.for_good, is_agreed=options.yes)
        case "rename":
            command = replace(command, title=options.title)
        case "tag":
            command = replace(command, tags=tuple(options.tags))
        case _:
            pass
    return sessions(command, paths.library, time.time(), say)


def summary_command(options: argparse.Namespace) -> SummaryCommand:
    """Return what `zimu sessions summary` was asked for."""
    from app.arguments.meaning import network_settings
    from app.headless.summary import SummaryCommand

    return SummaryCommand(
        options.sessions[0],
        options.url,
        options.model,
        network_settings(options),
        prompt_file=options.prompt,
        is_shown_only=options.show,
        is_agreed=options.yes,
    )


def _export_options(options: argparse.Namespace, suffix: str) -> ExportOptions:
    return replace(
        export_options(options, suffix),
        is_minutes=options.minutes,
        participants=options.participants,
    )


def manage_data(options: argparse.Namespace, paths: Paths, say: Say) -> int:
    """Run `zimu data`; return the exit code."""
    from app.headless.data import DataCommand, data
    from app.storage.library.everything import Belongings

    command = DataCommand(options.action, as_json=options.json)
    match options.action:
        case "export":
            wanted = Belongings(has_audio=not options.no_audio)
            command = replace(command, target=options.path, wanted=wanted)
        case "delete":
            wanted = Belongings(has_settings=not options.keep_settings)
            command = replace(command, wanted=wanted, is_agreed=options.yes)
        case _:
            pass
    return data(command, paths, say)
