"""The pictures in docs/images/: every window, in both languages and both themes.

`make screenshots` takes them, always on a virtual desk, so that they have one size. The window and
the overlay are those of the real program while a scripted server plays a meeting with all seven
emotions; the other windows are built of the same parts by `tests.helpers.gallery`.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from app.core.overlay_settings import OverlaySettings
from app.core.settings import EmotionSettings, Settings, Theme
from tests.helpers.caption_server import CaptionServer
from tests.helpers.children import child
from tests.helpers.desk import Box, Desk, virtual_desk
from tests.helpers.program import Record, program
from tests.helpers.seven_emotions import (
    CHINESE_OPEN,
    ENGLISH_OPEN,
    Meeting,
    duration_ms,
    seven_emotions,
)
from tests.helpers.shipped import MAIN_WINDOW, OVERLAY, store_settings, write_tone
from tests.helpers.wallpaper import TITLE

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "images"
WAIT_S = 120.0
MARGIN_PX = 24
COLORS = 160  # of a picture: what it shows has few


@dataclass(frozen=True, slots=True)
class Edition:
    """One language of the pictures."""

    folder: str
    ui_language: str
    meeting: Meeting


EDITIONS = (Edition("en", "en", ENGLISH_OPEN), Edition("zh", "zh_CN", CHINESE_OPEN))
THEMES = (Theme.DARK, Theme.LIGHT)


def main() -> None:
    """Take every picture."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        with virtual_desk(work / "desk", width=1600, height=1200) as desk:
            paper = (sys.executable, "-P", "-m", "tests.helpers.wallpaper")
            ours = desk.environment | {"PYTHONPATH": str(ROOT)}
            with child(paper, log=work / "wallpaper.log", environment=ours):
                desk.window(TITLE)
                for edition, theme in product(EDITIONS, THEMES):
                    target = TARGET / edition.folder
                    target.mkdir(parents=True, exist_ok=True)
                    take_meeting(desk, work / edition.folder / theme, edition, theme)
                    take_gallery(desk, target, edition, theme)
    for picture in sorted(TARGET.rglob("*.png")):
        shrink(picture)
        print(picture.relative_to(ROOT))


def take_meeting(desk: Desk, data_dir: Path, edition: Edition, theme: Theme) -> None:
    """Window and overlay, in the middle of the last line."""
    data_dir.mkdir(parents=True)
    settings = Settings(
        ui_language=edition.ui_language,
        theme=theme,
        emotion=EmotionSettings(is_explained=True),
        is_introduced=True,
        overlay=OverlaySettings(shows_emotion=True),
    )
    store_settings(data_dir, settings)
    tone = write_tone(data_dir / "meeting.wav", duration_ms(edition.meeting) + 20_000)
    with CaptionServer(seven_emotions(edition.meeting)) as server:
        arguments = ("run", "--source", str(tone), "--engine", server.url, "--start")
        with program(*arguments, data_dir=data_dir, environment=desk.environment) as running:
            running.wait_until(
                MidLine(len(edition.meeting.lines), len(edition.meeting.open_line)).fits,
                "most of an open line",
                deadline_s=WAIT_S,
            )
            overlay, window = desk.box(desk.window(OVERLAY)), desk.box(desk.window(MAIN_WINDOW))
            desk.grab(TARGET / edition.folder / f"window-{theme}.png", around(window, overlay))
            running.expect_warning("line.failed")  # the open line, as the program is ended


def take_gallery(desk: Desk, target: Path, edition: Edition, theme: Theme) -> None:
    """The windows that a program shows only when it is asked to."""
    command = (sys.executable, "-P", "-m", "tests.helpers.gallery")
    arguments = (str(target), edition.ui_language, str(theme))
    environment = desk.environment | {"PYTHONPATH": str(ROOT)}
    subprocess.run([*command, *arguments], env=environment, check=True)


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
