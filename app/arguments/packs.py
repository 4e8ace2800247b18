"""The options of `zimu packs`: named contexts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.core.packs_form import EXPORT_SUFFIXES

if TYPE_CHECKING:
    import argparse

NAME_HELP: Final = "the pack's name or id, as zimu packs list calls it"


def add_packs(parser: argparse.ArgumentParser) -> None:
    """Add the actions of `zimu packs`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    parser.set_defaults(action="list", json=False, name="", path=Path(), language="", whole=False)
    listing = actions.add_parser("list", help="the packs there are")
    listing.add_argument("--json", action="store_true", help="one JSON object a line (docs/CLI.md)")
    show = actions.add_parser("show", help="the text of a pack")
    show.add_argument("name", metavar="NAME", help=NAME_HELP)
    bring = actions.add_parser("import", help="make a pack of a document or an exported pack")
    bring.add_argument(
        "path", type=Path, metavar="PATH", help=".txt, .md, .docx, .pptx, .pdf, .toml"
    )
    bring.add_argument("--name", default="", help="what to call it; if not said, as the file")
    bring.add_argument(
        "--language", type=str.lower, default="", metavar="L", help="the language it brings"
    )
    bring.add_argument(
        "--whole", action="store_true", help="take the whole text, not its names and terms"
    )
    export = actions.add_parser("export", help="write a pack to a file")
    export.add_argument("name", metavar="NAME", help=NAME_HELP)
    export.add_argument("path", type=Path, metavar="PATH", help=", ".join(EXPORT_SUFFIXES))
    look = actions.add_parser("look")  # what the window asks; no help, as nobody else needs it
    look.add_argument("path", type=Path)


def check_packs(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Refuse to export to a kind of file that is none of ours. Exits then."""
    if options.action == "export" and options.path.suffix.lower() not in EXPORT_SUFFIXES:
        parser.error(f"cannot export {options.path}: choose from {', '.join(EXPORT_SUFFIXES)}")
