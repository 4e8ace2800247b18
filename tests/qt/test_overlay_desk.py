"""The overlay among other programs' windows, with a window manager and a compositor."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.children import child
from tests.helpers.desk import Box, Desk, virtual_desk
from tests.helpers.overlay_program import FULL_SCREEN_TITLE
from tests.helpers.readtext import read_text, words
from tests.helpers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
TITLE = "^Zimu captions$"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with virtual_desk(tmp_path_factory.mktemp("desk"), width=1600, height=900) as running:
        yield running


@contextmanager
def window(desk: Desk, log: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A window of tests/helpers/overlay_program.py; what it prints goes to `log`."""
    command = (sys.executable, "-m", "tests.helpers.overlay_program", *arguments)
    environment = desk.environment | {"PYTHONPATH": str(REPOSITORY)}
    with child(command, log=log, environment=environment) as running:
        yield running


def overlay_box(desk: Desk) -> Box:
    return desk.box(desk.window(TITLE))


def active_title(desk: Desk) -> str:
    return desk.run("xdotool", "getactivewindow", "getwindowname").strip()


def drag(desk: Desk, begin: tuple[int, int], end: tuple[int, int]) -> None:
    half = ((begin[0] + end[0]) // 2, (begin[1] + end[1]) // 2)
    for step in (("mousemove", begin), ("mousedown", None), ("mousemove", half),
                 ("mousemove", end), ("mouseup", None)):  # fmt: skip
        where = [str(part) for part in step[1]] if step[1] else ["1"]
        desk.run("xdotool", step[0], *where)


@pytest.mark.parametrize(
    ("text", "language"),
    [("The clients moved first.", "eng"), ("我们明天上午开会。", "chi_sim")],
    ids=["English", "Chinese"],
)
def test_captions_are_read_above_a_full_screen_program(
    desk: Desk, tmp_path: Path, text: str, language: str
) -> None:
    with window(desk, tmp_path / "film.log", "fullscreen"):
        film = desk.window(FULL_SCREEN_TITLE)
        with window(desk, tmp_path / "overlay.log", "overlay", text, "200", "300", "screen"):
            box = overlay_box(desk)
            desk.run("xdotool", "windowactivate", "--sync", str(film))

            def is_read() -> bool:
                picture = desk.grab(tmp_path / "above.png", inside(box))
                said = read_text(picture, language=language)
                return words(said) == words(text)

            until(is_read, f"{text!r} above the film")


def inside(box: Box) -> Box:
    """The box without its rounded corners: they look like letters."""
    return Box(box.left + 14, box.top, box.width - 28, box.height)


def test_overlay_never_takes_the_keyboard_from_another_program(desk: Desk, tmp_path: Path) -> None:
    with window(desk, tmp_path / "film.log", "fullscreen"):
        desk.window(FULL_SCREEN_TITLE)
        until(lambda: active_title(desk) == FULL_SCREEN_TITLE, "the film in front")
        with window(desk, tmp_path / "overlay.log", "overlay", "Yes.", "200", "300", "screen"):
            desk.click(overlay_box(desk))
            assert active_title(desk) == FULL_SCREEN_TITLE


def test_overlay_is_moved_by_the_mouse_and_stays_on_the_screen(desk: Desk, tmp_path: Path) -> None:
    log = tmp_path / "overlay.log"
    with window(desk, log, "overlay", "Yes.", "200", "300", "screen"):
        before = overlay_box(desk)
        drag(desk, (500, 350), (560, 420))
        until(lambda: "260 370" in log.read_text(), "the new place remembered")
        assert overlay_box(desk) == Box(260, 370, before.width, before.height)
        drag(desk, (560, 420), (1599, 899))
        until(lambda: len(log.read_text().splitlines()) == 2, "the last place remembered")
        box = overlay_box(desk)
        assert (box.left + box.width, box.top + box.height) == (1600, 900)


def test_overlay_leaves_a_screen_that_vanishes_and_comes_back_with_it(
    desk: Desk, tmp_path: Path
) -> None:
    left = ("xrandr", "--setmonitor", "LEFT", "800/211x900/238+0+0", "screen")
    right = ("xrandr", "--setmonitor", "RIGHT", "800/211x900/238+800+0", "none")
    desk.run(*left)
    desk.run(*right)
    try:
        with window(desk, tmp_path / "overlay.log", "overlay", "Yes.", "0", "300", "RIGHT"):
            until(lambda: overlay_box(desk).left == 800, "the overlay on the right screen")
            desk.run("xrandr", "--delmonitor", "RIGHT")
            until(lambda: overlay_box(desk).left == 0, "the overlay on the screen that is left")
            desk.run(*right)
            until(lambda: overlay_box(desk).left == 800, "the overlay back where it was")
    finally:
        desk.run("xrandr", "--delmonitor", "LEFT")
        desk.run("xrandr", "--delmonitor", "RIGHT")
