"""The options of `zimu models` and `zimu serve`: speech models, and the server that runs one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from app.arguments.values import MAX_SECONDS, between, proxy

MAX_PORT: Final = 65_535
APPEND_MS: Final = (20, 100)
MAX_SESSIONS: Final = 1_000
DEFAULT_MODEL: Final = "moonshine-tiny-en"


def add_models(parser: argparse.ArgumentParser) -> None:
    """Add the actions of `zimu models`."""
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
    add_way(get)
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


def add_serve(parser: argparse.ArgumentParser) -> None:
    """Add the options of `zimu serve`."""
    parser.add_argument(
        "--model",
        default="",
        metavar="ID",
        help=f"which of the installed models ({DEFAULT_MODEL} if it is one, else the best)",
    )
    parser.add_argument(
        "--models", type=Path, metavar="DIR", help="where models are, instead of the usual folder"
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=between(0, MAX_PORT), default=0, help="0: one that is free")
    parser.add_argument("--no-token", action="store_true", help="loopback only: ask for no token")
    parser.add_argument(
        "--certificate", type=Path, metavar="FILE", help="speak TLS, with this certificate (PEM)"
    )
    parser.add_argument("--key", type=Path, metavar="FILE", help="and the key that belongs to it")
    parser.add_argument(
        "--max-sessions",
        type=between(1, MAX_SESSIONS),
        metavar="N",
        help="turn clients down while there are N sessions",
    )
    parser.add_argument(
        "--parent-pipe", action="store_true", help="end when standard input is closed"
    )
    parser.add_argument(
        "--max-session-s",
        type=between(1, MAX_SECONDS),
        metavar="S",
        help="announce that a session may last S seconds, and end it then",
    )
    parser.add_argument(
        "--append-ms",
        type=between(*APPEND_MS),
        default=40,
        metavar="N",
        help="how much audio clients should send at a time (40)",
    )
    _add_status(parser.add_argument_group("asking a server that runs"))


def check_serve(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Exit if options of `zimu serve` lack those that belong to them."""
    if bool(options.certificate) != bool(options.key):
        parser.error("--certificate and --key need each other")
    if options.status != bool(options.url):
        parser.error("--status and --url need each other")


def add_way(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which way leads to other computers."""
    parser.add_argument(
        "--proxy",
        type=proxy,
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


def _add_status(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--status", action="store_true", help="tell the load of the server at --url")
    group.add_argument("--url", default="", help="the url of its ready line")
    group.add_argument(
        "--ca-file", type=Path, metavar="PATH", help="certificates to trust, not the system's"
    )
    group.add_argument("--json", action="store_true", help="one JSON object (docs/CLI.md)")
