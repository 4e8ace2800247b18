"""The options of `zimu sessions` and `zimu data`: what was kept."""

from __future__ import annotations

import argparse
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from app.arguments.exports import add_export, add_export_details
from app.arguments.models import add_way
from app.arguments.values import between
from app.core.export import ExportFormat
from app.core.sessions import HitOrder, SessionOrder, SessionQuery

MAX_SESSIONS: Final = 1_000_000
_LISTED: Final = 50
_DAYS: Final = re.compile(r"([0-9]{1,5})d")
ID_HELP: Final = "the beginning of its id, as zimu sessions list calls it"


def add_sessions(parser: argparse.ArgumentParser) -> None:
    """Add the actions of `zimu sessions`."""
    json = argparse.ArgumentParser(add_help=False)
    json.add_argument("--json", action="store_true", help="one JSON object a line (docs/CLI.md)")
    filters = argparse.ArgumentParser(add_help=False)
    _add_filters(filters)
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    parser.set_defaults(
        **{"action": "list", "json": False, "limit": _LISTED, "trash": False},
        **{"order": SessionOrder.NEWEST.value, "since": None, "until": None, "tag": []},
        **{"language": "", "session_engine": "", "starred": False, "words": [], "sessions": []},
    )
    listing = actions.add_parser("list", parents=[json, filters], help="what was kept")
    listing.add_argument("--order", choices=[order.value for order in SessionOrder])
    listing.add_argument("--trash", action="store_true", help="what was deleted")
    search = actions.add_parser("search", parents=[json, filters], help="look for words in them")
    search.add_argument("words", nargs="+", metavar="WORDS", help='quotes keep "words" together')
    search.add_argument("--order", choices=[order.value for order in HitOrder])
    show = actions.add_parser("show", parents=[json], help="read one")
    show.add_argument("sessions", nargs=1, metavar="ID", help=ID_HELP)
    _add_export(actions.add_parser("export", help="write one to files, or to standard output"))
    _add_summary(actions.add_parser("summary", help="have a chat server of yours sum one up"))
    delete = actions.add_parser("delete", help="move sessions to the trash, for 30 days")
    delete.add_argument("sessions", nargs="+", metavar="ID", help=ID_HELP)
    delete.add_argument("--for-good", action="store_true", help="delete them now, without undo")
    delete.add_argument("--yes", action="store_true", help="do not ask")
    restore = actions.add_parser("restore", help="take sessions out of the trash")
    restore.add_argument("sessions", nargs="+", metavar="ID", help=ID_HELP)
    rename = actions.add_parser("rename", help="give a session another title")
    rename.add_argument("sessions", nargs=1, metavar="ID", help=ID_HELP)
    rename.add_argument("title", metavar="TITLE", help="if empty, what was said first")
    tag = actions.add_parser("tag", help="give a session these tags and no others")
    tag.add_argument("sessions", nargs=1, metavar="ID", help=ID_HELP)
    tag.add_argument("tags", nargs="*", metavar="TAG")


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sessions", nargs=1, metavar="ID", help=ID_HELP)
    add_export(parser)
    texts = [each.value for each in ExportFormat if each is not ExportFormat.DOCX]
    parser.add_argument("--format", choices=texts, help="of standard output (txt; md of minutes)")
    parser.add_argument(
        "--minutes",
        action="store_true",
        help="in .md and .docx: decisions, to-dos and lines with a star before the transcript",
    )
    parser.add_argument(
        "--participants",
        default="",
        metavar="NAMES",
        help="who took part, for minutes; if not told, everybody with a name",
    )
    add_export_details(parser)


def _add_summary(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sessions", nargs=1, metavar="ID", help=ID_HELP)
    parser.add_argument(
        "--url",
        required=True,
        metavar="URL",
        help="an OpenAI-compatible server, such as http://localhost:11434/v1",
    )
    parser.add_argument("--model", required=True, metavar="NAME", help="as the server calls it")
    parser.add_argument("--prompt", type=Path, metavar="PATH", help="a file with what to ask")
    parser.add_argument("--show", action="store_true", help="write what would be sent, and stop")
    parser.add_argument("--yes", action="store_true", help="do not ask before it is sent")
    add_way(parser)


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the actions of `zimu data`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    parser.set_defaults(action="list", json=False)
    listing = actions.add_parser("list", help="where everything is, and how large")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    export = actions.add_parser("export", help="write everything into a zip file")
    export.add_argument("path", type=Path, metavar="PATH")
    export.add_argument("--no-audio", action="store_true", help="leave recorded audio out")
    delete = actions.add_parser("delete", help="delete everything but speech models")
    delete.add_argument("--keep-settings", action="store_true", help="and settings and packs")
    delete.add_argument("--yes", action="store_true", help="do not ask")


def session_query(options: argparse.Namespace) -> SessionQuery:
    """Return which sessions `zimu sessions` was asked for."""
    return SessionQuery(
        since_s=None if options.since is None else options.since.timestamp(),
        until_s=None if options.until is None else options.until.timestamp(),
        tags=tuple(options.tag),
        language=options.language,
        engine_id=options.session_engine,
        has_stars=options.starred,
        is_in_trash=options.trash,
        order=SessionOrder(options.order or SessionOrder.NEWEST)
        if options.action == "list"
        else SessionOrder.NEWEST,
    )


def _add_filters(parser: argparse.ArgumentParser) -> None:
    when = "2026-11-22, 2026-11-22T14:30 or 7d (seven days ago)"
    parser.add_argument("--since", type=moment, metavar="TIME", help=f"begun then or later: {when}")
    parser.add_argument("--until", type=moment, metavar="TIME", help="begun before")
    parser.add_argument(
        "--tag", action="append", default=[], metavar="TAG", help="has this tag, and other --tag"
    )
    parser.add_argument("--language", type=str.lower, default="", metavar="L", help="was heard")
    parser.add_argument(
        "--engine", dest="session_engine", default="", metavar="ID", help="captioned by it"
    )
    parser.add_argument("--starred", action="store_true", help="has a line with a star")
    parser.add_argument(
        "--limit",
        type=between(1, MAX_SESSIONS),
        default=_LISTED,
        metavar="N",
        help=f"how many sessions at most ({_LISTED})",
    )


def moment(text: str) -> datetime:
    """Read a date with or without a time of this computer's clock, or a number of days ago."""
    if days := _DAYS.fullmatch(text):
        return datetime.now().astimezone() - timedelta(days=int(days[1]))
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as exc:
        wanted = "must be a date such as 2026-11-22 or 2026-11-22T14:30, or days such as 7d"
        raise argparse.ArgumentTypeError(wanted) from exc
