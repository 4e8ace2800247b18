"""The command line: what can be said, and what it means as settings."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import __version__
from app.core.endpoint import without_password
from app.core.export import SUFFIXES
from app.core.script import ChineseScript
from app.core.settings import (
    BUDGET_CNY,
    FALLBACK_AFTER_S,
    SILENCE_MS,
    VAD_PRESETS,
    VAD_THRESHOLD,
    AudioChoice,
    FallbackSettings,
    NetworkSettings,
    ProxyMode,
    Settings,
    VadPreset,
)
from app.engine.catalog import WORKSPACE_CN, WORKSPACE_IDS, WORKSPACE_INTL, with_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_PORT: Final = 65_535
APPEND_MS: Final = (20, 100)
MAX_SESSIONS: Final = 1_000
DEFAULT_MODEL: Final = "moonshine-tiny-en"
MAX_SECONDS: Final = 2_000_000  # Qt counts milliseconds in 32 bits
ENGINE_HELP: Final = (
    "local, cloud-cn, cloud-intl, workspace-cn, workspace-intl, or the base URL of your own server"
)
NO_PROXY: Final = ("none", "system")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options of `arguments`; no command means the window. Exits on a mistake."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        options = parser.parse_args([*arguments, "run"])
    for path in getattr(options, "export", ()):
        if path.suffix.lower() not in SUFFIXES:
            parser.error(f"cannot export {path}: choose from {', '.join(SUFFIXES)}")
    if options.command == "serve":
        _check_serve(parser, options)
    if getattr(options, "workspace", "") and options.engine not in WORKSPACE_IDS:
        parser.error(f"--workspace needs --engine {' or '.join(WORKSPACE_IDS)}")
    return options


def _check_serve(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    if bool(options.certificate) != bool(options.key):
        parser.error("--certificate and --key need each other")
    if options.status != bool(options.url):
        parser.error("--status and --url need each other")


def service_settings(options: argparse.Namespace) -> Settings:
    """Return the settings that name an engine and the way to it."""
    workspace = options.workspace
    settings = with_engine(Settings(), options.engine)
    return replace(
        settings.with_model(settings.engine_id, options.model),
        workspace_cn=workspace if options.engine == WORKSPACE_CN else "",
        workspace_intl=workspace if options.engine == WORKSPACE_INTL else "",
        network=network_settings(options),
    )


def network_settings(options: argparse.Namespace) -> NetworkSettings:
    """Return the settings of the way to other computers."""
    return NetworkSettings(
        proxy=ProxyMode(options.proxy) if options.proxy in NO_PROXY else ProxyMode.URL,
        proxy_url="" if options.proxy in NO_PROXY else options.proxy,
        ca_file=options.ca_file,
    )


def key_settings(options: argparse.Namespace, stored: Settings) -> Settings:
    """Return the `stored` settings with the engine that `zimu key` was told, if any."""
    settings = with_engine(stored, options.engine) if options.engine else stored
    workspace = options.workspace
    return replace(
        settings,
        workspace_cn=workspace if options.engine == WORKSPACE_CN else stored.workspace_cn,
        workspace_intl=workspace if options.engine == WORKSPACE_INTL else stored.workspace_intl,
    )


def caption_settings(options: argparse.Namespace, context: str) -> Settings:
    """Return everything that `zimu caption` was told about the session."""
    settings = service_settings(options).with_vad(VadPreset(options.vad))
    threshold, silence_ms = options.threshold, options.silence_ms
    return replace(
        settings,
        language=options.language,
        context=context,
        corrects_terms=not options.keep_terms,
        chinese_script=ChineseScript(options.script) if options.script else None,
        vad_threshold=settings.vad_threshold if threshold is None else threshold,
        silence_ms=settings.silence_ms if silence_ms is None else silence_ms,
        audio=AudioChoice(options.audio_format),
        budget_cny=options.budget,
        fallback=FallbackSettings(options.fallback is not None, options.fallback_after),
    )


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
    _add_check(commands.add_parser("check", help="try the connection to an engine"))
    _add_key(commands.add_parser("key", help="keep API keys in the system's keychain"))
    _add_models(commands.add_parser("models", help="speech models for the engine of this computer"))
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
    _add_service(parser, "local")
    parser.add_argument(
        "--language", type=str.lower, default="", metavar="L", help="a code such as en or zh"
    )
    parser.add_argument(
        "--context", type=Path, metavar="FILE", help="text that names what will be spoken of"
    )
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
    _add_export(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line (docs/CLI.md)")


def _add_service(parser: argparse.ArgumentParser, engine: str) -> None:
    parser.add_argument("--engine", default=engine, metavar="ID|URL", help=ENGINE_HELP)
    parser.add_argument("--model", default="", metavar="M", help="another model of the engine")
    parser.add_argument(
        "--workspace", default="", metavar="ID", help="for workspace-cn and workspace-intl"
    )
    _add_way(parser)


def _add_way(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--proxy",
        type=_proxy,
        default="system",
        metavar="URL",
        help="system (the default), none, or the URL of a proxy without its password",
    )
    parser.add_argument(
        "--ca-file",
        default="",
        metavar="PATH",
        help="certificates to trust instead of the system's",
    )


def _add_pauses(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--vad",
        choices=[preset.value for preset in VAD_PRESETS],
        default=VadPreset.FAST.value,
        help="how soon a pause closes a line",
    )
    parser.add_argument(
        "--threshold",
        type=_number(*VAD_THRESHOLD),
        metavar="X",
        help="what counts as a voice, -1 (everything) to 1, instead of the preset's",
    )
    parser.add_argument(
        "--silence-ms",
        type=_between(*SILENCE_MS),
        metavar="N",
        help=f"how long a pause closes a line, {SILENCE_MS[0]} to {SILENCE_MS[1]}",
    )


def _add_limits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--budget",
        type=_number(*BUDGET_CNY),
        metavar="CNY",
        help="warn near, and stop at, so many yuan in a month",
    )
    parser.add_argument(
        "--fallback", choices=("local",), help="who captions while the engine cannot be reached"
    )
    parser.add_argument(
        "--fallback-after",
        type=_between(*FALLBACK_AFTER_S),
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
        "--proxy", type=_proxy, default="", metavar="URL", help="the password of this proxy instead"
    )


def _add_models(parser: argparse.ArgumentParser) -> None:
    json = argparse.ArgumentParser(add_help=False)
    json.add_argument("--json", action="store_true", help="one JSON object a line (docs/CLI.md)")
    licence = argparse.ArgumentParser(add_help=False)
    licence.add_argument(
        "--accept-licence", action="store_true", help="accept the licence that is shown"
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    parser.set_defaults(action="list", model="", path=Path(), source="", accept_licence=False)
    parser.set_defaults(proxy="system", ca_file="", json=False)
    actions.add_parser("list", parents=[json], help="what there is, and what is installed")
    get = actions.add_parser("get", parents=[json, licence], help="install a model, go on with one")
    get.add_argument("model", metavar="ID", help="as zimu models list calls it")
    get.add_argument("--source", default="", metavar="HOST", help="download from this host only")
    _add_way(get)
    remove = actions.add_parser("remove", parents=[json], help="delete what was downloaded of it")
    remove.add_argument("model", metavar="ID")
    verify = actions.add_parser("verify", parents=[json], help="read every byte and compare")
    verify.add_argument("model", nargs="?", default="", metavar="ID", help="none: all")
    bring = actions.add_parser(
        "import", parents=[json, licence], help="install a model from a folder or an archive"
    )
    bring.add_argument("model", metavar="ID")
    bring.add_argument("path", type=Path, metavar="PATH")
    benchmark = actions.add_parser(
        "benchmark", parents=[json], help="try for ten seconds each which models keep up here"
    )
    benchmark.add_argument("models", nargs="*", metavar="ID", help="none: all that are installed")


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
    parser.add_argument(
        "--model", default=DEFAULT_MODEL, metavar="ID", help="which of the installed models"
    )
    parser.add_argument(
        "--models", type=Path, metavar="DIR", help="where models are, instead of the usual folder"
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=_between(0, MAX_PORT), default=0, help="0: one that is free")
    parser.add_argument("--no-token", action="store_true", help="loopback only: ask for no token")
    parser.add_argument(
        "--certificate", type=Path, metavar="FILE", help="speak TLS, with this certificate (PEM)"
    )
    parser.add_argument("--key", type=Path, metavar="FILE", help="and the key that belongs to it")
    parser.add_argument(
        "--max-sessions",
        type=_between(1, MAX_SESSIONS),
        metavar="N",
        help="turn clients down while there are N sessions",
    )
    parser.add_argument(
        "--parent-pipe", action="store_true", help="end when standard input is closed"
    )
    parser.add_argument(
        "--max-session-s",
        type=_between(1, MAX_SECONDS),
        metavar="S",
        help="announce that a session may last S seconds, and end it then",
    )
    parser.add_argument(
        "--append-ms",
        type=_between(*APPEND_MS),
        default=40,
        metavar="N",
        help="how much audio clients should send at a time (40)",
    )
    _add_status(parser.add_argument_group("asking a server that runs"))


def _add_status(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--status", action="store_true", help="tell the load of the server at --url")
    group.add_argument("--url", default="", help="the url of its ready line")
    group.add_argument(
        "--ca-file", type=Path, metavar="PATH", help="certificates to trust, not the system's"
    )
    group.add_argument("--json", action="store_true", help="one JSON object (docs/CLI.md)")


def _between(low: int, high: int) -> Callable[[str], int]:
    """Return what reads a whole number of the command line that has bounds."""

    def number(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}")
        return int(text)

    return number


def _number(low: float, high: float) -> Callable[[str], float]:
    """Return what reads a number of the command line that has bounds."""

    def number(text: str) -> float:
        value = float(text)
        if not low <= value <= high:  # which "nan" is not either
            raise argparse.ArgumentTypeError(f"must be {low:g} to {high:g}")
        return value

    return number


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= MAX_SECONDS:  # which "nan" is not either
        raise argparse.ArgumentTypeError(f"must be 0 to {MAX_SECONDS} seconds")
    return value


def _proxy(text: str) -> str:
    """Every process of this computer can read a command line: no password may stand there."""
    if without_password(text) != text:
        raise argparse.ArgumentTypeError(
            "no password here: use zimu key set --proxy, or ZIMU_PROXY_PASSWORD"
        )
    return text
