"""`zimu sessions` on what `zimu caption` kept, with the real engine and the real library."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.helpers.program import PROGRAM
from tests.helpers.readtext import words
from tests.helpers.speech import assert_heard


def zimu(data_dir: Path, *arguments: str) -> str:
    """Run the program to its end, which must be a good one; return its standard output."""
    command = (*PROGRAM, "--data-dir", str(data_dir), *arguments)
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_was_captioned_is_found_read_exported_and_deleted(
    opening: Path, tmp_path: Path
) -> None:
    home, target = tmp_path / "home", tmp_path / "opening.vtt"
    zimu(home, "caption", str(opening), "--language", "en", "--pace", "fast")
    found = [
        json.loads(line)
        for line in zimu(home, "sessions", "search", '"best of times"', "--json").splitlines()
    ]
    assert [one["type"] for one in found] == ["session", "hit"]
    session, hit = found
    [(begin, end)] = hit["spans"]
    assert hit["text"][begin:end].lower() == "best of times"
    assert session["state"] == "closed"
    assert session["engine_ids"] == ["local"]

    shown = zimu(home, "sessions", "show", session["id"][:4], "--json").splitlines()
    lines = [one for one in map(json.loads, shown) if one["type"] == "line"]
    assert len(lines) == session["line_count"]
    assert_heard(words(" ".join(one["text"] for one in lines)))

    zimu(home, "sessions", "export", session["id"], "-o", str(target))
    assert "best of times" in target.read_text(encoding="utf-8").lower()

    zimu(home, "sessions", "delete", session["id"], "--yes")
    assert zimu(home, "sessions") == ""
    zimu(home, "sessions", "restore", session["id"])
    assert session["id"][:8] in zimu(home, "sessions", "list")

    zimu(home, "data", "export", str(tmp_path / "all.zip"))
    zimu(home, "data", "delete", "--yes")
    assert zimu(home, "sessions") == ""
