"""The overlay among other programs' windows: two window managers, two scales, two screens."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.helpers.children import child
from tests.helpers.desk import Box, Desk, WindowManager, virtual_desk
from tests.helpers.overlay_program import FULL_SCREEN_TITLE
from tests.helpers.readtext import read_text, words
from tests.helpers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY: Final = Path(__file__).parents[2]
TITLE: Final = "^Zimu captions$"
HANDLE_TITLE: Final = "^Zimu caption controls$"
WIDTH_PX, HEIGHT_PX = 2000, 900
LEFT: Final = ("LEFT", f"{WIDTH_PX // 2}/264x{HEIGHT_PX}/238+0+0", "screen")
RIGHT: Final = ("RIGHT", f"{WIDTH_PX // 2}/264x{HEIGHT_PX}/238+{WIDTH_PX // 2}+0", "none")


@dataclass(frozen=True, slots=True)
class Room:
    """A desk whose programs have pixels `scale` times as large as the screen's."""

    desk: Desk
    scale: int
    environment: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def window(self, log: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """A window of tests/helpers/overlay_program.py; what it prints goes to `log`."""
        command = (sys.executable, "-m", "tests.helpers.overlay_program", *arguments)
        own = {"PYTHONPATH": str(REPOSITORY), "QT_SCALE_FACTOR": str(self.scale)}
        environment = self.desk.environment | own | self.environment
        with child(command, log=log, environment=environment) as running:
            yield running

    @contextmanager
    def overlay(
        self,
        log: Path,
        text: str = "Yes.",
        left: int = 100,
        top: int = 300,
        screen: str = "screen",
        font_px: int = 32,
    ) -> Iterator[Box]:
        """The overlay at that pixel of the screen, as large as it is at scale 1."""
        place = (str(left // self.scale), str(top // self.scale), screen)
        with self.window(log, "overlay", text, *place, str(font_px // self.scale)):
            yield self.box()

    @contextmanager
    def film(self, log: Path) -> Iterator[None]:
        """Another program's full screen, with the keyboard."""
        with self.window(log, "fullscreen"):
            window = self.desk.window(FULL_SCREEN_TITLE)
            self.desk.run("xdotool", "windowactivate", "--sync", str(window))
            yield

    def box(self) -> Box:
        """Where the overlay is."""
        return self.desk.box(self.desk.window(TITLE))

    def press_lock(self) -> None:
        """Click the fourth of the five buttons on the handle."""
        handle = self.desk.box(self.desk.window(HANDLE_TITLE))
        self.desk.point(handle.left + handle.width * 116 // 168, handle.top + handle.height // 2)
        self.desk.run("xdotool", "click", "1")


@pytest.fixture(
    scope="module",
    params=[(WindowManager.OPENBOX, 1), (WindowManager.XFWM4, 2)],
    ids=["openbox", "xfwm4-scale-2"],
)
def room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    manager, scale = request.param
    folder = tmp_path_factory.mktemp("desk")
    with virtual_desk(folder, width=WIDTH_PX, height=HEIGHT_PX, manager=manager) as running:
        yield Room(running, scale)


@pytest.fixture
def two_screens(room: Room) -> Iterator[Room]:
    room.desk.run("xrandr", "--setmonitor", *LEFT)
    room.desk.run("xrandr", "--setmonitor", *RIGHT)
    yield room
    monitors = room.desk.run("xrandr", "--listmonitors")
    for name in ("LEFT", "RIGHT"):
        if name in monitors:
            room.desk.run("xrandr", "--delmonitor", name)


def middle(box: Box) -> tuple[int, int]:
    return box.left + box.width // 2, box.top + box.height // 2


def moved(box: Box, left: int, top: int) -> tuple[int, int]:
    """Where the mouse has to let the middle of `box` go, for that to be its corner."""
    return left + box.width // 2, top + box.height // 2


@pytest.mark.parametrize(
    ("text", "language"),
    [("The clients moved first.", "eng"), ("我们明天上午开会。", "chi_sim")],
    ids=["English", "Chinese"],
)
def test_captions_are_read_above_a_full_screen_program(
    room: Room, tmp_path: Path, text: str, language: str
) -> None:
    with room.overlay(tmp_path / "overlay.log", text) as box, room.film(tmp_path / "film.log"):

        def is_read() -> bool:
            picture = room.desk.grab(tmp_path / "above.png", inside(box))
            said = read_text(picture, language=language)
            return words(said) == words(text)

        until(is_read, f"{text!r} above the film")


def inside(box: Box) -> Box:
    """The box without its rounded corners: they look like letters."""
    return Box(box.left + 28, box.top, box.width - 56, box.height)


def test_overlay_never_takes_the_keyboard_from_another_program(room: Room, tmp_path: Path) -> None:
    film, overlay = tmp_path / "film.log", tmp_path / "overlay.log"
    with room.film(film), room.overlay(overlay) as box:
        room.desk.run("xdotool", "type", "a")
        until(lambda: "typed a\n" in film.read_text(), "a letter after the overlay came up")
        room.desk.click(box)
        room.desk.drag(middle(box), moved(box, 160, 400))
        until(lambda: "open" in overlay.read_text(), "the overlay moved")
        room.desk.run("xdotool", "type", "b")
        until(lambda: "typed ab\n" in film.read_text(), "a letter after it was dragged")
        assert room.desk.run("xdotool", "getactivewindow", "getwindowname").strip() == "A film"


def test_clicks_go_through_the_overlay_while_it_is_locked(room: Room, tmp_path: Path) -> None:
    film, overlay = tmp_path / "film.log", tmp_path / "overlay.log"
    below = Box(0, 0, 40, 40)  # where there is nothing but the film

    def expect_clicks(count: int, what: str) -> None:
        # The film was clicked beside the overlay, too: what it was told before is in the log.
        room.desk.click(below)
        until(lambda: film.read_text().count("clicked") >= count, what)
        assert film.read_text().count("clicked") == count

    with room.film(film), room.overlay(overlay) as box:
        room.desk.click(box)
        expect_clicks(1, "only the click beside the overlay")
        room.desk.point(*middle(box))
        room.press_lock()
        until(lambda: overlay.read_text().endswith("locked\n"), "the lock")
        room.desk.click(box)
        expect_clicks(3, "the click that went through the overlay, too")
        room.desk.point(*middle(box))
        with room.desk.held("ctrl"):
            room.press_lock()
        until(lambda: overlay.read_text().endswith("open\n"), "the lock undone")
        room.desk.click(box)
        expect_clicks(4, "only the click beside the overlay")


def far_corner(box: Box) -> tuple[int, int]:
    return box.left + box.width, box.top + box.height


def test_overlay_is_moved_by_the_mouse_and_stays_on_the_screen(room: Room, tmp_path: Path) -> None:
    log, scale = tmp_path / "overlay.log", room.scale
    with room.overlay(log) as box:
        room.desk.drag(middle(box), moved(box, 160, 600))
        until(lambda: f" {160 // scale} {600 // scale} " in log.read_text(), "the new place")
        until(lambda: room.box() == Box(160, 600, box.width, box.height), "the overlay there")
        room.desk.drag(middle(room.box()), (WIDTH_PX - 1, HEIGHT_PX - 1))
        until(lambda: len(log.read_text().splitlines()) == 2, "the last place")
        until(lambda: far_corner(room.box()) == (WIDTH_PX, HEIGHT_PX), "the overlay in the corner")


def test_overlay_snaps_to_an_edge_unless_shift_is_held(room: Room, tmp_path: Path) -> None:
    log = tmp_path / "overlay.log"
    with room.overlay(log) as box:
        room.desk.drag(middle(box), moved(box, 8, 310))
        until(lambda: len(log.read_text().splitlines()) == 1, "the first place")
        until(lambda: room.box().left == 0, "the overlay at the edge")
        room.desk.drag(middle(room.box()), moved(box, 8, 310), holding="shift")
        until(lambda: len(log.read_text().splitlines()) == 2, "the second place")
        until(lambda: room.box().left == 8, "the overlay beside the edge")


def test_edges_make_the_overlay_larger_by_characters_and_rows(room: Room, tmp_path: Path) -> None:
    log = tmp_path / "overlay.log"
    with room.overlay(log) as box:
        within = 6 * room.scale  # farther out is what the round corner leaves of it
        corner = (box.left + box.width - within, box.top + box.height - within)
        room.desk.drag(corner, (corner[0] + 106, corner[1] + 80))
        until(lambda: "4 open" in log.read_text(), "four rows")
        [told] = log.read_text().splitlines()
        chars = int(told.split()[3].partition("x")[0])
        until(lambda: abs(room.box().width - box.width - 106) < 20, "the wider overlay")
        larger = room.box()
    assert chars > 42
    assert (larger.left, larger.top) == (box.left, box.top)
    assert larger.height > box.height


def test_overlay_leaves_a_screen_that_vanishes_and_comes_back_with_it(
    two_screens: Room, tmp_path: Path
) -> None:
    room = two_screens
    half_px = WIDTH_PX // 2
    film = tmp_path / "film.log"
    with room.film(film), room.overlay(tmp_path / "overlay.log", left=0, screen="RIGHT") as box:
        assert box.left == half_px
        room.desk.point(*middle(box))
        room.press_lock()
        room.desk.run("xrandr", "--delmonitor", "RIGHT")
        until(lambda: room.box().left == 0, "the overlay on the screen that is left")
        room.desk.click(room.box())
        until(lambda: "clicked" in film.read_text(), "a click through the overlay there")
        room.desk.run("xrandr", "--setmonitor", *RIGHT)
        until(lambda: room.box() == box, "the overlay back where it was")


def test_overlay_is_dragged_to_a_screen_of_another_scale(two_screens: Room, tmp_path: Path) -> None:
    factors = {"QT_SCALE_FACTOR": "1", "QT_SCREEN_SCALE_FACTORS": "LEFT=1;RIGHT=2"}
    room = Room(two_screens.desk, 1, factors)
    log = tmp_path / "overlay.log"
    with room.overlay(log, screen="LEFT", font_px=16) as box:
        room.desk.drag(middle(box), (WIDTH_PX // 2 + 500, 500))
        until(lambda: "RIGHT" in log.read_text(), "the other screen")
        larger = room.box()
        assert abs(larger.width - 2 * box.width) <= 2
        # All of it is there for the mouse, not only as much as on the screen it came from.
        end = (larger.left + larger.width - 40, larger.top + larger.height - 40)
        room.desk.drag(end, (end[0], end[1] + 100))
        until(lambda: room.box().top == larger.top + 100, "the overlay moved by its far end")
