"""The rooms and their arrows (docs/architecture.md), enforced on the imports of app/."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

APP = Path(__file__).resolve().parent.parent / "app"

# Which rooms a room may import, besides itself. `main` builds everything and knows everybody.
ARROWS: dict[str, frozenset[str]] = {
    "core": frozenset(),
    "protocol": frozenset({"core"}),
    "net": frozenset({"protocol", "core"}),
    "audio": frozenset({"protocol", "core"}),
    "storage": frozenset({"protocol", "core"}),
    "engine": frozenset({"protocol", "core"}),
    "documents": frozenset({"core"}),
    "models": frozenset({"net", "storage", "core"}),
    "recognizer": frozenset({"protocol", "core"}),
    "session": frozenset({"net", "audio", "storage", "engine", "protocol", "core"}),
    "shell": frozenset(
        {"session", "models", "net", "audio", "storage", "documents", "engine", "protocol", "core"}
    ),
    "headless": frozenset(
        {"session", "models", "net", "audio", "storage", "documents", "engine", "protocol", "core"}
    ),
    "logs": frozenset(),
    "arguments": frozenset({"engine", "core"}),
    "speech_models": frozenset(
        {"arguments", "headless", "models", "recognizer", "session", "net", "storage", "engine"}
        | {"core"}
    ),
    "kept": frozenset({"arguments", "headless", "storage", "core"}),
    "main": frozenset(
        {
            "arguments",
            "speech_models",
            "kept",
            "shell",
            "headless",
            "logs",
            "models",
            "recognizer",
            "session",
            "net",
            "audio",
            "storage",
            "documents",
            "engine",
        }
        | {"protocol", "core"}
    ),
    "__main__": frozenset({"main"}),
}
QT = frozenset({"PySide6", "shiboken6"})
QT_ROOMS = frozenset({"shell"})
PURE_ROOMS = frozenset({"core", "protocol"})
# Outside libraries that a pure room may use: they read no clock and touch no file or socket.
PURE_LIBRARIES = frozenset(
    {
        *("__future__", "abc", "array", "base64", "binascii", "bisect", "collections"),
        *(
            "contextlib",
            "copy",
            "dataclasses",
            "difflib",
            "enum",
            "functools",
            "hashlib",
            "heapq",
            "html",
        ),
        *("html", "ipaddress", "itertools", "json", "math", "numbers", "operator", "re", "string"),
        *("struct", "textwrap", "types", "typing", "unicodedata", "urllib.parse"),
        "msgspec",
        "pypinyin",
        "tomli_w",
        "tomllib",
    }
)
PURE_BUILTINS_BANNED = frozenset({"open", "input", "print"})


class Import(NamedTuple):
    """One module imported by one file."""

    file: Path
    line: int
    room: str
    module: str


def imports_of(tree_root: Path) -> list[Import]:
    """Every import below `tree_root`, also those inside functions and under TYPE_CHECKING."""
    found = []
    for file in sorted(tree_root.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"), filename=str(file))
        for node in ast.walk(tree):
            for module in modules_named_by(node, file, tree_root):
                found.append(Import(file, line_of(node), room_of(file, tree_root), module))
    return found


def modules_named_by(node: ast.AST, file: Path, tree_root: Path) -> Iterator[str]:
    """The modules an import statement names; relative ones are made absolute."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name
    elif isinstance(node, ast.ImportFrom):
        module = node.module or ""
        if node.level:
            package = file.parent.relative_to(tree_root.parent).parts
            base = package[: len(package) - node.level + 1]
            module = ".".join([*base, *([module] if module else [])])
        if module in {"app", "urllib"}:
            for alias in node.names:
                yield f"{module}.{alias.name}"
        else:
            yield module


def line_of(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)


def room_of(file: Path, tree_root: Path) -> str:
    """The package or top-level module a file belongs to; "" for app/__init__.py."""
    first = file.relative_to(tree_root).parts[0]
    return first.removesuffix(".py").replace("__init__", "")


def arrow_violations(imports: list[Import]) -> Iterator[str]:
    """A sentence for each import that follows no arrow."""
    for found in imports:
        if not found.module.startswith("app."):
            continue
        target = found.module.split(".")[1]
        if target in {found.room, "__version__"}:
            continue
        allowed = ARROWS.get(found.room, frozenset())
        if target not in allowed:
            yield (
                f"{found.file}:{found.line}: {found.room or 'app'} may not import {target}; "
                f"allowed: {', '.join(sorted(allowed)) or 'nothing'}"
            )


def qt_violations(imports: list[Import]) -> Iterator[str]:
    """A sentence for each import of Qt outside its rooms."""
    for found in imports:
        if found.module.split(".")[0] in QT and found.room not in QT_ROOMS:
            yield f"{found.file}:{found.line}: {found.room} may not import Qt; only shell may"


def purity_violations(imports: list[Import]) -> Iterator[str]:
    """A sentence for each library in a pure room that could do I/O or read a clock."""
    for found in imports:
        if found.room not in PURE_ROOMS or found.module.startswith("app."):
            continue
        if not {found.module, found.module.split(".")[0]} & PURE_LIBRARIES:
            yield (
                f"{found.file}:{found.line}: {found.room} is pure and may not import "
                f"{found.module}; take time, randomness and data as arguments"
            )


def builtin_violations(tree_root: Path) -> Iterator[str]:
    """A sentence for each call in a pure room of a builtin that does I/O."""
    for file in sorted(tree_root.rglob("*.py")):
        if room_of(file, tree_root) not in PURE_ROOMS:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in PURE_BUILTINS_BANNED
            ):
                yield f"{file}:{node.lineno}: a pure room may not call {node.func.id}()"


def test_imports_follow_the_arrows() -> None:
    assert not list(arrow_violations(imports_of(APP)))


def test_only_the_shell_imports_qt() -> None:
    assert not list(qt_violations(imports_of(APP)))


def test_pure_rooms_import_nothing_that_does_io() -> None:
    assert not [*purity_violations(imports_of(APP)), *builtin_violations(APP)]


def test_every_room_has_its_arrows_written_down() -> None:
    rooms = {room_of(file, APP) for file in APP.rglob("*.py")} - {""}
    assert rooms <= ARROWS.keys()


def test_the_scan_saw_the_house() -> None:
    imports = imports_of(APP)
    inner = [found for found in imports if found.module.startswith("app.")]
    assert len(list(APP.rglob("*.py"))) >= 100
    assert len(inner) >= 350
    assert {found.room for found in inner} >= ARROWS.keys() - {"core", "logs"}


class Canary(NamedTuple):
    """A line that must be found when it stands in this file."""

    file: str
    source: str
    expected: str


CANARIES = [
    Canary("core/a.py", "import app.protocol.codec\n", "core may not import protocol"),
    Canary("net/a.py", "from app.audio import ring\n", "net may not import audio"),
    Canary("net/a.py", "from app import audio\n", "net may not import audio"),
    Canary("net/a.py", "from ..audio.ring import Ring\n", "net may not import audio"),
    Canary("shell/x/a.py", "def f():\n    import app.recognizer.server\n", "may not import recog"),
    Canary("session/a.py", "from PySide6.QtCore import QObject\n", "may not import Qt"),
    Canary("core/a.py", "import time\n", "core is pure"),
    Canary("protocol/a.py", "from datetime import datetime\n", "protocol is pure"),
    Canary("protocol/a.py", "from urllib.request import urlopen\n", "protocol is pure"),
    Canary("core/a.py", "from urllib import request\n", "core is pure"),
    Canary("core/a.py", "x = open('f')\n", "may not call open()"),
]


@pytest.mark.parametrize("canary", CANARIES, ids=lambda canary: canary.source.split("\n")[0])
def test_a_forbidden_import_is_found(canary: Canary, tmp_path: Path) -> None:
    root = tmp_path / "app"
    file = root / canary.file
    file.parent.mkdir(parents=True)
    file.write_text(canary.source, encoding="utf-8")
    found = imports_of(root)
    sentences = [
        *arrow_violations(found),
        *qt_violations(found),
        *purity_violations(found),
        *builtin_violations(root),
    ]
    assert len(sentences) == 1
    assert canary.expected in sentences[0]
