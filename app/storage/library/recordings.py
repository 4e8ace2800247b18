"""Which recording a session is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def mark_of(recording: Path) -> str:
    """Return what tells the file there from another one of that name; empty: there is none."""
    try:
        found = recording.stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns}"
