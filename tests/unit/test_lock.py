"""The lock files fit pyproject.toml: a forgotten `make lock` fails here."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.errors import ErrorCode
from app.core.problem_text import ENGLISH

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "packaging" / "lock"
PINNED = re.compile(r"^([a-z0-9-]+)==\S+", re.MULTILINE)
QT = {"pyside6-essentials", "shiboken6"}
Group = list[str | dict[str, str]]


def pinned_in(name: str) -> set[str]:
    return set(PINNED.findall((LOCKS / name).read_text(encoding="utf-8")))


def names(requirements: Group, groups: dict[str, Group]) -> Iterator[str]:
    """The normalised package names of requirements, included groups too."""
    for requirement in requirements:
        if isinstance(requirement, dict):
            yield from names(groups[requirement["include-group"]], groups)
        else:
            yield re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower().replace("_", "-")


def test_every_declared_dependency_is_pinned() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = declared["project"], declared["dependency-groups"]
    runtime = {
        *names(project["dependencies"], groups),
        *names(project["optional-dependencies"]["english"], groups),
    }
    opus = set(names(project["optional-dependencies"]["opus"], groups))
    tools = {name for group in groups.values() for name in names(group, groups)}
    assert len(runtime) > 10
    assert runtime <= pinned_in("app.txt")
    assert runtime | opus | tools <= pinned_in("dev.txt")
    assert (runtime | opus) - QT <= pinned_in("core.txt")
    assert not QT & pinned_in("core.txt")


def test_the_user_is_told_of_extras_that_were_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = re.findall(r"zimu\[(\w+)\]", ENGLISH[ErrorCode.WEIGHTS_MISSING])
    assert len(extras) == 2
    assert set(extras) <= set(declared["project"]["optional-dependencies"])


def test_the_user_is_told_to_install_the_opus_encoder_that_was_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (encoder,) = names(declared["project"]["optional-dependencies"]["opus"], {})
    assert ENGLISH[ErrorCode.OPUS_UNAVAILABLE].endswith(f"pip install {encoder}")


@pytest.mark.parametrize("name", ["app.txt", "core.txt", "dev.txt"])
def test_a_lock_has_a_hash_for_every_package_and_no_address(name: str) -> None:
    text = (LOCKS / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(PINNED.findall(text)) > 20
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index" not in text
