"""The demo: caption an English recording with the engine on this computer, in the real window.

`make demo` runs it and finds captions.srt, captions.txt, window.png and overlay.png in build/demo/.
The program is started as a person would start it; without a display it gets a virtual one.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.helpers.desk import virtual_desk
from tests.helpers.recordings import recording

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "build" / "demo"
RESULTS = ("captions.srt", "captions.txt", "window.png", "overlay.png")
# The recording lasts 44 s; starting, loading and finishing take a few more.
LONGEST_S = 180


def main() -> None:
    """Run the demo and say what it did."""
    spoken = recording("two_cities.wav")
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    print(f"Captioning {spoken.name} (44 s, at its own pace) with the engine on this computer …")
    with display() as (environment, where):
        print(f"The window and the overlay are on {where}.", flush=True)
        run_program(spoken, environment)
    missing = [name for name in RESULTS if not (TARGET / name).is_file()]
    if missing:
        sys.exit(f"The demo left no {', '.join(missing)}; the log is in {log_path()}")
    print((TARGET / "captions.txt").read_text(encoding="utf-8"))
    print("Done. The captions and pictures of both windows:")
    for name in RESULTS:
        print(f"  {(TARGET / name).relative_to(ROOT)}")


@contextmanager
def display() -> Iterator[tuple[dict[str, str], str]]:
    """The environment to run in and where its windows appear."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield dict(os.environ), "your screen"
        return
    with virtual_desk(TARGET / "desk", width=1600, height=1000) as desk:
        yield desk.environment, "a virtual display, as there is none here"


def run_program(spoken: Path, environment: dict[str, str]) -> None:
    """Run the window until it has captioned the whole recording."""
    options = ["--data-dir", str(TARGET / "data"), "--log-json", str(log_path())]
    window = [
        *("--source", str(spoken), "--engine", "local", "--start", "--quit-when-done"),
        *("--grab", str(TARGET), "--quit-after", str(LONGEST_S)),
        *("--export", str(TARGET / "captions.srt"), "--export", str(TARGET / "captions.txt")),
    ]
    command = [sys.executable, "-P", "-m", "app", *options, "run", *window]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"The program ended with code {done.returncode}; its log is in {log_path()}")


def log_path() -> Path:
    """Where the program's log of this run is."""
    return TARGET / "log.jsonl"


if __name__ == "__main__":
    main()
