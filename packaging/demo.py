"""The demo: caption a recording with the engine on this computer, in the real window.

`make demo` (English) and `make demo-zh` (Chinese) run it; captions.srt, captions.txt, window.png
and overlay.png are then in build/demo/ or build/demo-zh/. The program is started as a person would
start it; without a display it gets a virtual one.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.core.settings import Settings
from tests.helpers.desk import virtual_desk
from tests.helpers.recordings import chinese_recording, recording
from tests.helpers.shipped import store_settings

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ("captions.srt", "captions.txt", "window.png", "overlay.png")
# The longest recording lasts 44 s; starting, loading and finishing take a few more.
LONGEST_S = 180


@dataclass(frozen=True)
class Demo:
    """What is captioned, how the window is set, and where it goes."""

    folder: Path
    find: Callable[[Path], Path]  # the recording; may be written into the folder
    settings: Settings


DEMOS = {
    "en": Demo(
        ROOT / "build" / "demo",
        lambda _: recording("two_cities.wav"),
        Settings(language="en"),
    ),
    "zh": Demo(
        ROOT / "build" / "demo-zh",
        lambda folder: chinese_recording(folder / "chinese.wav"),
        Settings(language="zh", ui_language="zh_CN"),
    ),
}


def main(language: str) -> None:
    """Run the demo and say what it did."""
    demo = DEMOS[language]
    shutil.rmtree(demo.folder, ignore_errors=True)
    demo.folder.mkdir(parents=True)
    spoken = demo.find(demo.folder)
    print(f"Captioning {spoken.name}, at its own pace, with the engine on this computer …")
    with display(demo) as (environment, where):
        print(f"The window and the overlay are on {where}.", flush=True)
        run_program(demo, spoken, environment)
    missing = [name for name in RESULTS if not (demo.folder / name).is_file()]
    if missing:
        sys.exit(f"The demo left no {', '.join(missing)}; the log is in {log_path(demo)}")
    print((demo.folder / "captions.txt").read_text(encoding="utf-8"))
    print("Done. The captions and pictures of both windows:")
    for name in RESULTS:
        print(f"  {(demo.folder / name).relative_to(ROOT)}")


@contextmanager
def display(demo: Demo) -> Iterator[tuple[dict[str, str], str]]:
    """The environment to run in and where its windows appear."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield dict(os.environ), "your screen"
        return
    with virtual_desk(demo.folder / "desk", width=1600, height=1000) as desk:
        yield desk.environment, "a virtual display, as there is none here"


def run_program(demo: Demo, spoken: Path, environment: dict[str, str]) -> None:
    """Run the window until it has captioned the whole recording."""
    target = demo.folder
    store_settings(target / "data", demo.settings)
    options = ["--data-dir", str(target / "data"), "--log-json", str(log_path(demo))]
    window = [
        *("--source", str(spoken), "--engine", "local", "--start", "--quit-when-done"),
        *("--grab", str(target), "--quit-after", str(LONGEST_S)),
        *("--export", str(target / "captions.srt"), "--export", str(target / "captions.txt")),
    ]
    command = [sys.executable, "-P", "-m", "app", *options, "run", *window]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"The program ended with code {done.returncode}; its log is in {log_path(demo)}")


def log_path(demo: Demo) -> Path:
    """Where the program's log of this run is."""
    return demo.folder / "log.jsonl"


if __name__ == "__main__":
    main(*sys.argv[1:] or ["en"])
