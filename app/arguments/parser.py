"""The command line: what can be said."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import __version__
from app.arguments.exports import add_export, add_export_details, check_export
from app.arguments.models import add_models, add_serve, add_way, check_serve
from app.arguments.packs import add_packs, check_packs
from app.arguments.sessions import add_data, add_sessions
from app.arguments.values import between, folder, number_between, proxy, seconds
from app.core.script import ChineseScript
from app.core.settings import (
    BUDGET_CNY,
    FALLBACK_AFTER_S,
    SILENCE_MS,
    VAD_PRESETS,
    VAD_THRESHOLD,
    AudioChoice,
    FallbackSettings,
    VadPreset,
)
from app.engine.catalog import WORKSPACE_IDS

if TYPE_CHECKING:
    from collections.abc import Sequence

ENGINE_HELP: Final = (
    "local, cloud-cn, cloud-intl, workspace-cn, workspace-intl, or the base URL of your own server"
)

PACK_HELP: Final = "the context pack to use, by its name or id (zimu packs list)"


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options of `arguments`; no command means the window. Exits on a mistake."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        options = parser.parse_args([*arguments, "run"])
    check_export(parser, options)
    if options.command == "caption":
        _check_caption(parser, options)
    if options.command == "packs":
        check_packs(parser, options)
    if options.command == "serve":
        check_serve(parser, options)
    if getattr(options, "workspace", "") and options.engine not in WORKSPACE_IDS:
        parser.error(f"--workspace needs --engine {' or '.join(WORKSPACE_IDS)}")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zimu", description="Live captions for whatever the computer hears."
    )
    parser.add_argument("--version", action="version", version=f"zimu {__version__}")
    parser.add_argument(
        "--data-dir", type=folder, metavar="DIR", help="keep everything that is stored in DIR"
    )
    parser.add_argument(
        "--log-json", metavar="PATH", help="log as JSON lines too; - is standard error"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_run(commands.add_parser("run", help="show the window (what zimu alone does)"))
    _add_caption(commands.add_parser("caption", help="caption without a window"))
    _add_check(commands.add_parser("check", help="try the connection to an engine"))
    _add_key(commands.add_parser("key", help="keep API keys in the system's keychain"))
    add_models(commands.add_parser("models", help="speech models for the engine of this computer"))
    add_packs(commands.add_parser("packs", help="context packs: names and terms to expect"))
    add_sessions(commands.add_parser("sessions", help="what was kept: find it, read it, delete it"))
    add_data(commands.add_parser("data", help="everything that was kept: where, export, delete"))
    add_serve(commands.add_parser("serve", help="run the engine of this computer as a server"))
    devices = commands.add_parser("devices", help="list the microphones")
    devices.add_argument("--json", action="store_true", help="one JSON object a line")
    return parser


def _add_run(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--source", type=Path, metavar="FILE", help="play FILE, not a microphone")
    source.add_argument("--device", metavar="NAME", help="the microphone to listen to")
    parser.add_argument("--engine", metavar="ID|URL", help=ENGINE_HELP)
    parser.add_argument("--pack", default="", metavar="NAME", help=PACK_HELP)
    parser.add_argument("--start", action="store_true", help="press Start")
    add_export(parser)
    parser.add_argument(
        "--grab", type=Path, metavar="DIR", help="leave window.png and overlay.png in DIR"
    )
    parser.add_argument(
        "--quit-when-done", action="store_true", help="quit when the source has ended"
    )
    parser.add_argument("--quit-after", type=seconds, metavar="S", help="quit after S seconds")


def _add_caption(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "files",
        nargs="*",
        default=[],
        metavar="FILE",
        help="what to caption; - is raw 16 kHz mono s16le from standard input; none: a microphone",
    )
    source.add_argument("--device", default="", metavar="NAME", help="the microphone to listen to")
    _add_service(parser, "local")
    context = parser.add_mutually_exclusive_group()
    context.add_argument(
        "--context", type=Path, metavar="FILE", help="text that names what will be spoken of"
    )
    context.add_argument("--pack", default="", metavar="NAME", help=PACK_HELP)
    parser.add_argument(
        "--keep-terms",
        action="store_true",
        help="leave words alone that only sound like terms of the context",
    )
    parser.add_argument(
        "--script",
        choices=[script.value for script in ChineseScript],
        help="how Chinese is written; if not said, as the system's language is",
    )
    _add_pauses(parser)
    parser.add_argument(
        "--audio-format",
        choices=[choice.value for choice in AudioChoice],
        default=AudioChoice.AUTO.value,
        help="how audio travels; opus is experimental",
    )
    parser.add_argument(
        "--pace", choices=("realtime", "fast"), default="realtime", help="how fast a file is played"
    )
    _add_limits(parser)
    parser.add_argument(
        "--no-keep", action="store_true", help="do not keep the session in the library"
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help="go on with files that were not heard to their end",
    )
    add_export(parser)
    add_export_details(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line (docs/CLI.md)")


def _check_caption(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    if "-" in options.files and len(options.files) > 1:
        parser.error("standard input goes with no other FILE")
    if options.export and len(options.files) > 1:
        parser.error("--export goes with one FILE; zimu sessions export writes those that are kept")
    if options.resume and (options.no_keep or not options.files or "-" in options.files):
        parser.error("--resume is for a FILE that is kept")


def _add_service(parser: argparse.ArgumentParser, engine: str) -> None:
    parser.add_argument("--engine", default=engine, metavar="ID|URL", help=ENGINE_HELP)
    parser.add_argument("--model", default="", metavar="M", help="another model of the engine")
    parser.add_argument(
        "--language", type=str.lower, default="", metavar="L", help="a code such as en or zh"
    )
    parser.add_argument(
        "--workspace", default="", metavar="ID", help="for workspace-cn and workspace-intl"
    )
    add_way(parser)


def _add_pauses(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--vad",
        choices=[preset.value for preset in VAD_PRESETS],
        default=VadPreset.FAST.value,
        help="how soon a pause closes a line",
    )
    parser.add_argument(
        "--threshold",
        type=number_between(*VAD_THRESHOLD),
        metavar="X",
        help="what counts as a voice, -1 (everything) to 1, instead of the preset's",
    )
    parser.add_argument(
        "--silence-ms",
        type=between(*SILENCE_MS),
        metavar="N",
        help=f"how long a pause closes a line, {SILENCE_MS[0]} to {SILENCE_MS[1]}",
    )


def _add_limits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--budget",
        type=number_between(*BUDGET_CNY),
        metavar="CNY",
        help="warn near, and stop at, so many yuan in a month",
    )
    parser.add_argument(
        "--fallback", choices=("local",), help="who captions while the engine cannot be reached"
    )
    parser.add_argument(
        "--fallback-after",
        type=between(*FALLBACK_AFTER_S),
        default=FallbackSettings().after_s,
        metavar="S",
        help="after how many seconds",
    )


def _add_check(parser: argparse.ArgumentParser) -> None:
    _add_service(parser, "cloud-cn")
    parser.add_argument("--json", action="store_true", help="one JSON object (docs/CLI.md)")


def _add_key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("set", "delete", "list"))
    parser.add_argument("--engine", default="cloud-cn", metavar="ID|URL", help=ENGINE_HELP)
    parser.add_argument(
        "--workspace", default="", metavar="ID", help="for workspace-cn and workspace-intl"
    )
    parser.add_argument(
        "--proxy", type=proxy, default="", metavar="URL", help="the password of this proxy instead"
    )
    parser.add_argument(
        "--chat", default="", metavar="URL", help="the key of this server of summaries instead"
    )
