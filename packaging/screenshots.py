"""The pictures in docs/images/: every window, in both languages and both themes.

`make screenshots` takes them of the real program, always on a virtual desk, so that they have one
size. A scripted server plays a meeting with all seven emotions; every window is opened by its key.
"""

import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from app.core.overlay_settings import OverlaySettings
from app.core.settings import EmotionSettings, Settings, Theme
from app.shell.widgets.settings_pages import Section
from tests.helpers.caption_server import CaptionServer
from tests.helpers.chat_server import ChatServer, event
from tests.helpers.children import child
from tests.helpers.desk import Box, Desk, virtual_desk
from tests.helpers.kept_meeting import fill
from tests.helpers.program import Record, program
from tests.helpers.pulse import virtual_microphones
from tests.helpers.seven_emotions import (
    CHINESE_OPEN,
    ENGLISH_OPEN,
    Meeting,
    duration_ms,
    seven_emotions,
)
from tests.helpers.shipped import MAIN_WINDOW, OVERLAY, store_settings, write_tone
from tests.helpers.waiting import until
from tests.helpers.wallpaper import TITLE

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "images"
WAIT_S = 120.0
MARGIN_PX = 24
SETTLED_S = 0.8  # what has just been opened is painted and does not move any more
COLORS = 160  # of a picture: what it shows has few


@dataclass(frozen=True, slots=True)
class Edition:
    """One language of the pictures."""

    folder: str
    ui_language: str
    meeting: Meeting


EDITIONS = (Edition("en", "en", ENGLISH_OPEN), Edition("zh", "zh_CN", CHINESE_OPEN))
THEMES = (Theme.DARK, Theme.LIGHT)
# Titles are looked for as patterns, in both languages.
WINDOWS = (
    ("packs", "ctrl+k", "^(Context packs|上下文包)$"),
    ("keys", "F1", "^(Keyboard shortcuts|键盘快捷键)$"),
)
LIBRARY, LIBRARY_KEY = "^(Library|资料库)$", "ctrl+shift+l"
SUMMARY = "^(Summary|摘要)$"
SETTINGS, SETTINGS_KEY = "^(Settings|设置)$", "ctrl+comma"
PAGES = (
    ("settings-models", Section.MODELS),
    ("settings-transcript", Section.TRANSCRIPT),
    ("settings-overlay", Section.OVERLAY),
    ("settings-appearance", Section.APPEARANCE),
)


def main() -> None:
    """Take every picture."""
    with tempfile.TemporaryDirectory(prefix="zimu-") as folder:
        work = Path(folder)
        with (
            virtual_desk(work / "desk", width=1600, height=1200) as desk,
            virtual_microphones(work / "sound") as microphones,
            wallpaper(desk, work),
        ):
            environment = desk.environment | microphones.variables
            for edition, theme in product(EDITIONS, THEMES):
                target = TARGET / edition.folder
                target.mkdir(parents=True, exist_ok=True)
                shots = Shots(desk, environment, target, theme)
                take_first_steps(shots, work / f"{edition.folder}-{theme}-first", edition)
                take_meeting(shots, work / f"{edition.folder}-{theme}", edition)
                take_library(shots, work / f"{edition.folder}-{theme}-library", edition)
    for picture in sorted(TARGET.rglob("*.png")):
        shrink(picture)
        print(picture.relative_to(ROOT))


@contextmanager
def wallpaper(desk: Desk, work: Path) -> Iterator[None]:
    """A picture behind the windows, as people have one."""
    command = (sys.executable, "-P", "-m", "tests.helpers.wallpaper")
    ours = desk.environment | {"PYTHONPATH": str(ROOT)}
    with child(command, log=work / "wallpaper.log", environment=ours):
        desk.window(TITLE)
        yield


@dataclass(frozen=True, slots=True)
class Shots:
    """Where pictures of one theme are taken, and where they go."""

    desk: Desk
    environment: dict[str, str]
    target: Path
    theme: Theme

    def take(self, name: str, *titles: str) -> None:
        """One picture with the windows of these titles."""
        boxes = [self.desk.box(self.desk.window(title)) for title in titles]
        threading.Event().wait(SETTLED_S)
        self.desk.grab(self.target / f"{name}-{self.theme}.png", around(*boxes))

    def open(self, key: str, title: str) -> None:
        """Open a window by its key; the next keys go there."""
        self.focus(MAIN_WINDOW)
        self.desk.press(key)
        self.focus(title)

    def focus(self, title: str) -> None:
        """Give the keyboard to a window."""
        self.desk.run("xdotool", "windowfocus", "--sync", str(self.desk.window(title)))


def take_first_steps(shots: Shots, data_dir: Path, edition: Edition) -> None:
    """The three questions, as somebody sees them who opens Zimu for the first time."""
    data_dir.mkdir()
    settings = Settings(ui_language=edition.ui_language, theme=shots.theme)
    store_settings(data_dir, settings, is_introduced=False)
    with program("run", data_dir=data_dir, environment=shots.environment) as running:
        running.wait_for("window.shown")
        for number in (1, 2, 3):
            shots.focus(MAIN_WINDOW)
            shots.take(f"first-step-{number}", MAIN_WINDOW)
            shots.desk.press("Return")


def take_meeting(shots: Shots, data_dir: Path, edition: Edition) -> None:
    """Window and overlay, in the middle of the last line; then whatever keys open."""
    data_dir.mkdir()
    settings = Settings(
        ui_language=edition.ui_language,
        theme=shots.theme,
        emotion=EmotionSettings(is_explained=True),
        overlay=OverlaySettings(shows_emotion=True),
    )
    store_settings(data_dir, settings)
    meeting = edition.meeting
    tone = write_tone(data_dir / "meeting.wav", duration_ms(meeting) + 60_000)
    with CaptionServer(seven_emotions(meeting)) as server:
        arguments = ("run", "--source", str(tone), "--engine", server.url, "--start")
        with program(*arguments, data_dir=data_dir, environment=shots.environment) as running:
            open_line = MidLine(len(meeting.lines), len(meeting.open_line))
            running.wait_until(open_line.fits, "most of an open line", deadline_s=WAIT_S)
            running.wait_for("overlay.painted")
            shots.take("window", MAIN_WINDOW, OVERLAY)
            take_windows(shots)
            running.expect_warning("line.failed")  # the open line, as the program is ended


def take_library(shots: Shots, data_dir: Path, edition: Edition) -> None:
    """The library, a session in it, its summary, and where all that is kept."""
    data_dir.mkdir()
    settings = Settings(
        ui_language=edition.ui_language,
        theme=shots.theme,
        emotion=EmotionSettings(is_explained=True),
    )
    store_settings(data_dir, settings)
    shelf = fill(data_dir, edition.meeting)
    desk = shots.desk
    with CaptionServer(seven_emotions(edition.meeting)) as captions, ChatServer() as chat:
        chat.body = event(shelf.answer, "stop")
        arguments = ("run", "--engine", captions.url)
        with program(*arguments, data_dir=data_dir, environment=shots.environment) as running:
            running.wait_for("window.shown")
            shots.open(LIBRARY_KEY, LIBRARY)
            shots.take("library", LIBRARY)
            desk.press("Return")
            review = f"^{shelf.title}$"
            shots.focus(review)
            shots.take("review", review)
            box = desk.box(desk.window(review))
            desk.click(Box(box.left + box.width - 100, box.top + box.height - 48, 52, 36))
            for key in ("Down", "Down", "Down", "Return"):
                desk.press(key)
            shots.focus(SUMMARY)
            desk.run("xdotool", "type", chat.url)
            desk.press("Tab")
            desk.run("xdotool", "type", "qwen3:8b")
            for key in ("Tab", "Tab", "Tab", "space"):
                desk.press(key)
            until(lambda: bool(chat.asked), "the question for a summary")
            shots.take("summary", SUMMARY)
            shots.open(SETTINGS_KEY, SETTINGS)
            for _ in range(Section.DATA.value):
                desk.press("Down")
            shots.take("settings-data", SETTINGS)


def take_windows(shots: Shots) -> None:
    """What each key opens."""
    shots.focus(MAIN_WINDOW)
    shots.desk.press("ctrl+r")
    shots.take("last-minute", MAIN_WINDOW)
    shots.desk.press("Escape")
    for name, key, title in WINDOWS:
        shots.open(key, title)
        shots.take(name, title)
        shots.desk.press("Escape")
    shots.open(SETTINGS_KEY, SETTINGS)
    at = 0
    for name, section in PAGES:
        for _ in range(section.value - at):
            shots.desk.press("Down")
        at = section.value
        shots.take(name, SETTINGS)


def shrink(picture: Path) -> None:
    """Let the picture have few colours: a quarter of the bytes, and nobody sees it."""
    smaller = picture.with_suffix(".small.png")
    options = ("-strip", "+dither", "-colors", str(COLORS))
    subprocess.run(["convert", str(picture), *options, f"PNG8:{smaller}"], check=True)
    shutil.move(smaller, picture)


@dataclass(slots=True)
class MidLine:
    """Looks for the moment when all lines are over and most of the open one has been said."""

    finals: int
    chars: int

    def fits(self, record: Record) -> bool:
        """Whether this record is that moment."""
        self.finals -= record.event == "line.final"
        names = ("settled_chars", "tentative_chars")
        counts = [count for name in names if isinstance(count := record.fields.get(name), int)]
        is_open = record.event == "line.interim" and self.finals <= 0
        return is_open and sum(counts) >= 0.9 * self.chars


def around(*boxes: Box) -> Box:
    """The smallest box that holds all of `boxes` and a margin."""
    left = min(box.left for box in boxes) - MARGIN_PX
    top = min(box.top for box in boxes) - MARGIN_PX
    right = max(box.left + box.width for box in boxes) + MARGIN_PX
    bottom = max(box.top + box.height for box in boxes) + MARGIN_PX
    return Box(left, top, right - left, bottom - top)


if __name__ == "__main__":
    main()
