"""The pictures in docs/images/: what a screen shows while the real program captions.

`make screenshots` runs it, always on a virtual desk, so that the pictures have one size. One shows
the engine on this computer at work; the other a scripted server with all seven emotions in
Chinese, because only cloud engines tell emotions.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from app.core.overlay_settings import OverlaySettings
from app.core.settings import Settings, Theme
from tests.helpers.caption_server import CaptionServer
from tests.helpers.desk import Box, Desk, virtual_desk
from tests.helpers.program import Record, program
from tests.helpers.recordings import recording
from tests.helpers.seven_emotions import MEETING, duration_ms, seven_emotions
from tests.helpers.shipped import MAIN_WINDOW, OVERLAY, store_settings, write_tone

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "images"
WAIT_S = 120.0
SOME_CHARS = 12
MARGIN_PX = 24


def main() -> None:
    """Take both sets of pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        with virtual_desk(work / "desk", width=1600, height=1200) as desk:
            take_english(desk, work / "english")
            take_seven_emotions(desk, work / "emotions")
    for picture in sorted(TARGET.glob("*.png")):
        print(picture.relative_to(ROOT))


def take_english(desk: Desk, data_dir: Path) -> None:
    """The dark window and the overlay, mid-line, with the engine on this computer."""
    store_settings(data_dir, Settings(ui_language="en", theme=Theme.DARK, language="en"))
    spoken = str(recording("two_cities.wav"))
    arguments = ("run", "--source", spoken, "--engine", "local", "--start")
    with program(*arguments, data_dir=data_dir, environment=desk.environment) as running:
        running.wait_for("audio.first_sent", deadline_s=WAIT_S)
        running.wait_until(MidLine(finals=5).fits, "an open line", deadline_s=WAIT_S)
        overlay, window = desk.box(desk.window(OVERLAY)), desk.box(desk.window(MAIN_WINDOW))
        desk.grab(TARGET / "window.png", around(window, overlay))


def take_seven_emotions(desk: Desk, data_dir: Path) -> None:
    """The light window in Chinese, after one line of each emotion."""
    overlay = OverlaySettings(visible=False)
    store_settings(
        data_dir, Settings(ui_language="zh_CN", theme=Theme.LIGHT, language="zh", overlay=overlay)
    )
    tone = write_tone(data_dir / "meeting.wav", duration_ms() + 1000)
    with CaptionServer(seven_emotions()) as server:
        arguments = ("run", "--source", str(tone), "--engine", server.url, "--start")
        with program(*arguments, data_dir=data_dir, environment=desk.environment) as running:
            running.wait_for("line.final", count=len(MEETING), deadline_s=WAIT_S)
            desk.grab(TARGET / "emotions.png", desk.box(desk.window(MAIN_WINDOW)))


@dataclass(slots=True)
class MidLine:
    """Looks for the moment when some lines are over and the open one has both kinds of words."""

    finals: int

    def fits(self, record: Record) -> bool:
        """Whether this record is that moment."""
        self.finals -= record.event == "line.final"
        counts = (record.fields.get(name, 0) for name in ("settled_chars", "tentative_chars"))
        return (
            self.finals <= 0
            and record.event == "line.interim"
            and all(isinstance(count, int) and count >= SOME_CHARS for count in counts)
        )


def around(*boxes: Box) -> Box:
    """The smallest box that holds all of `boxes` and a margin."""
    left = min(box.left for box in boxes) - MARGIN_PX
    top = min(box.top for box in boxes) - MARGIN_PX
    right = max(box.left + box.width for box in boxes) + MARGIN_PX
    bottom = max(box.top + box.height for box in boxes) + MARGIN_PX
    return Box(left, top, right - left, bottom - top)


if __name__ == "__main__":
    main()
