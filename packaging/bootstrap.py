#!/usr/bin/env python3
"""Set up a checkout: system libraries, virtual environments, the locked Python packages.

Needs nothing but Python >= 3.11 (standard library only). Run by the Makefile; every step looks
first and does only what is missing, so that a repeated run takes a moment.

    bootstrap.py app       what `make run` needs: .venv with the app and its tools
    bootstrap.py display   also a virtual display, where there is none
    bootstrap.py test      also what the tests need, and .venv-core without Qt

System libraries are installed with apt when this is root or may use sudo without asking;
otherwise the line to run is printed and the exit code is 1.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "packaging" / "lock"
VENV = ROOT / ".venv"
CORE_VENV = ROOT / ".venv-core"


class Need(NamedTuple):
    """A Debian package and the question that tells whether what it brings is already here."""

    package: str
    is_here: Callable[[], bool]


def library(package: str, soname: str) -> Need:
    """A shared library that the dynamic loader can find."""

    def is_here() -> bool:
        try:
            ctypes.CDLL(soname)
        except OSError:
            return False
        return True

    return Need(package, is_here)


def command(package: str, name: str) -> Need:
    """A program on the PATH."""
    return Need(package, lambda: shutil.which(name) is not None)


def file(package: str, pattern: str) -> Need:
    """A file below /usr/share or /usr/lib."""
    return Need(package, lambda: any(Path("/usr").glob(pattern)))


# python3-venv: Debian's Python comes without ensurepip. The rest is what PortAudio, Qt's platform
# plug-ins and the wheels load; a desktop has nearly all of it.
APP = (
    Need("python3-venv", lambda: importlib.util.find_spec("ensurepip") is not None),
    library("libportaudio2", "libportaudio.so.2"),
    library("libstdc++6", "libstdc++.so.6"),
    library("libegl1", "libEGL.so.1"),
    library("libgl1", "libGL.so.1"),
    library("libfontconfig1", "libfontconfig.so.1"),
    library("libfreetype6", "libfreetype.so.6"),
    library("libglib2.0-0", "libgthread-2.0.so.0"),
    library("libdbus-1-3", "libdbus-1.so.3"),
    library("libx11-6", "libX11.so.6"),
    library("libx11-xcb1", "libX11-xcb.so.1"),
    library("libxkbcommon0", "libxkbcommon.so.0"),
    library("libxkbcommon-x11-0", "libxkbcommon-x11.so.0"),
    library("libxcb-cursor0", "libxcb-cursor.so.0"),
    library("libxcb-icccm4", "libxcb-icccm.so.4"),
    library("libxcb-image0", "libxcb-image.so.0"),
    library("libxcb-keysyms1", "libxcb-keysyms.so.1"),
    library("libxcb-randr0", "libxcb-randr.so.0"),
    library("libxcb-render-util0", "libxcb-render-util.so.0"),
    library("libxcb-shape0", "libxcb-shape.so.0"),
    library("libxcb-xfixes0", "libxcb-xfixes.so.0"),
    library("libxcb-xkb1", "libxcb-xkb.so.1"),
    file("fonts-noto-core", "share/fonts/**/NotoSans-Regular.*"),
    file("fonts-noto-cjk", "share/fonts/**/NotoSansCJK-Regular.*"),
)
DISPLAY = (
    command("xvfb", "Xvfb"),
    command("openbox", "openbox"),
    command("picom", "picom"),
    command("x11-utils", "xprop"),
    command("xdotool", "xdotool"),
    command("imagemagick", "import"),
)
TEST = (
    command("x11-xserver-utils", "xrandr"),
    command("xfwm4", "xfwm4"),
    command("pulseaudio", "pulseaudio"),
    command("pulseaudio-utils", "parec"),
    file("libasound2-plugins", "lib/**/libasound_module_pcm_pulse.so"),
    command("tesseract-ocr", "tesseract"),
    file("tesseract-ocr-eng", "share/tesseract-ocr/**/eng.traineddata"),
    file("tesseract-ocr-chi-sim", "share/tesseract-ocr/**/chi_sim.traineddata"),
    command("dbus-daemon", "dbus-daemon"),
    file("at-spi2-core", "libexec/at-spi-bus-launcher"),
    command("fluidsynth", "fluidsynth"),
    file("timgm6mb-soundfont", "share/sounds/sf2/TimGM6mb.sf2"),
)


def main(arguments: list[str]) -> None:
    """Carry out the one step that was asked for, and those it builds on."""
    step = arguments[0] if len(arguments) == 1 else ""
    if step not in {"app", "display", "test"}:
        stop(__doc__)
    if sys.version_info < (3, 11):  # noqa: UP036  an older Python may well run this file
        stop(
            f"Zimu needs Python 3.11 or newer; this is {sys.version.split()[0]}. If you have one "
            "under another name, say it: make PYTHON3=python3.12 …"
        )
    needs = list(APP)
    if step == "test" or (step == "display" and not has_display()):
        needs += DISPLAY
    if step == "test":
        needs += TEST
    install_system_packages(needs)
    fill(VENV, lock=LOCKS / "dev.txt", with_app=True)
    if step == "test":
        fill(CORE_VENV, lock=LOCKS / "core.txt", with_app=False)


def has_display() -> bool:
    """Whether windows can open here as things are."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def install_system_packages(needs: list[Need]) -> None:
    """Install what is missing, or say how and stop. Nothing that is installed is removed for it."""
    if not sys.platform.startswith("linux"):
        return
    missing = [need.package for need in needs if not need.is_here()]
    if not missing:
        return
    line = ["apt-get", "install", "-y", "--no-remove", "--no-install-recommends", *missing]
    if shutil.which("apt-get") is None:
        stop(f"Please install what these Debian packages hold, then try again: {' '.join(missing)}")
    by_hand = f"sudo apt-get update && sudo {' '.join(line)}"
    prefix = privilege()
    if prefix is None:
        stop(f"System libraries are missing. Please run this, then try again:\n  {by_hand}")
    say(f"installing {len(missing)} system packages: {' '.join(missing)}")
    unattended = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A package list that could be refreshed only in part may still hold what is wanted.
    subprocess.run([*prefix, "apt-get", "update", "-qq"], env=unattended, check=False)
    done = subprocess.run(
        [*prefix, *line, "-qq"], env=unattended, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n")
        stop(f"apt could not install them; its own words are above. The line was:\n  {by_hand}")
    importlib.invalidate_caches()
    still = [need.package for need in needs if not need.is_here()]
    if still:
        stop(f"These are installed and yet not found: {' '.join(still)}")


def privilege() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo where it does not ask, else None."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asks = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
    return None if asks else ["sudo", "-n"]


def fill(venv: Path, *, lock: Path, with_app: bool) -> None:
    """Make `venv` hold what `lock` names, and the app itself, editable, if asked."""
    wanted = digest(lock, ROOT / "pyproject.toml", Path(__file__))
    mark = venv / "set-up-from"
    if mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return
    say(f"filling {venv.name} with the packages of {lock.relative_to(ROOT)}")
    run(sys.executable, "-m", "venv", str(venv))
    python = str(venv / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    pip = (python, "-m", "pip", "install", "-qq", "--disable-pip-version-check")
    # The lock names all that is needed, and leaves out what one package asks for in vain.
    run(*pip, "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(lock))
    if with_app:
        # What its build needs is in the lock, so that nothing unpinned is fetched for it.
        run(*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    mark.write_text(wanted, encoding="utf-8")


def digest(*files: Path) -> str:
    """What an environment depends on, in one word."""
    parts = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    return hashlib.sha256(f"{sys.version}{''.join(parts)}".encode()).hexdigest()


def run(*command_line: str) -> None:
    """Run one step; its own words say why, if it fails."""
    done = subprocess.run(command_line, check=False)
    if done.returncode:
        stop(f"This failed: {' '.join(command_line)}")


def say(sentence: str) -> None:
    """Tell the person what is going on."""
    print(f"==> {sentence}", flush=True)


def stop(sentence: str) -> NoReturn:
    """End with a sentence that says what to do."""
    sys.exit(sentence)


if __name__ == "__main__":
    main(sys.argv[1:])
