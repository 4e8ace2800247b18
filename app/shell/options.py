"""What the command line says about the window. Imports no Qt, so that main can build it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.packs import Pack


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """One run of the window. What is None here comes from the settings."""

    process_start_s: float  # time.perf_counter() as early in the process as possible
    source_path: Path | None = None  # play this file instead of listening to a microphone
    device_name: str | None = None
    engine: str | None = None  # an id of the catalogue or a base URL
    pack: Pack | None = None  # for captions
    starts: bool = False  # press Start
    export_paths: tuple[Path, ...] = ()  # written when the session is over
    grab_dir: Path | None = None  # window.png and overlay.png, when the last final is shown
    quits_when_done: bool = False  # after the source ended and exports and grabs are written
    quit_after_s: float | None = None
    devices_command: tuple[str, ...] = ()  # lists devices in a process of its own
    documents_command: tuple[str, ...] = ()  # looks into a document in a process of its own
