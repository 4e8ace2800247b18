"""Windows for tests of the overlay on a virtual desk, each its own program.

`python -m tests.helpers.overlay_program overlay LINE X Y SCREEN FONT_PX` shows the overlay with
one line and prints what it wants remembered whenever the user changes something; `… fullscreen`
shows a red window over the whole screen, as a film would be, and prints what it is given;
`… unmanaged TITLE` and `… tooltip TITLE` show a box that no window manager looks after.
"""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.core.captions import Captions, Line, LineStatus
from app.core.overlay_settings import OverlayLook, OverlayPlace, OverlaySettings
from app.shell.widgets.overlay import Overlay

FULL_SCREEN_TITLE = "A film"


class Film(QLineEdit):
    """Covers the screen, takes the keyboard, and tells of every click and every letter."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(FULL_SCREEN_TITLE)
        self.setStyleSheet("background: #ff0000; border: none;")
        self.textChanged.connect(lambda text: tell(f"typed {text}"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell."""
        super().mousePressEvent(event)
        tell("clicked")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tell of the second of two clicks, too, however soon it comes."""
        self.mousePressEvent(event)


def show_overlay(text: str, x: str, y: str, screen: str, font_px: str = "32") -> QWidget:
    """Show the overlay with `text`; print what it wants remembered."""
    settings = OverlaySettings(look=OverlayLook(font_px=int(font_px)))
    overlay = Overlay(settings.moved_to(OverlayPlace(screen, int(x), int(y))))
    overlay.geometry_changed.connect(tell_settings)
    overlay.show()
    overlay.show_captions(Captions(entries=(Line(0, LineStatus.FINAL, text),)), None)
    return overlay


def show_full_screen() -> QWidget:
    """Show a window over the whole screen that takes the keyboard."""
    film = Film()
    film.showFullScreen()
    return film


def show_box(title: str, kind: Qt.WindowType) -> QWidget:
    """Show a box in the corner of the screen."""
    box = QWidget(None, kind | Qt.WindowType.WindowDoesNotAcceptFocus)
    box.setWindowTitle(title)
    box.setGeometry(10, 10, 200, 100)
    box.show()
    return box


def tell_settings(settings: OverlaySettings) -> None:
    """Say where the box is on which screen, how large, and whether it takes clicks."""
    place = settings.place
    assert place is not None
    state = "locked" if settings.is_locked else "open"
    size = f"{settings.width_chars}x{settings.rows}"
    tell(f"{place.screen} {place.x} {place.y} {size} {state}")


def tell(line: str) -> None:
    """Print a line that a test waits for."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(kind: str, *arguments: str) -> int:
    """Show one window until the program is ended."""
    application = QApplication(sys.argv[:1])
    match kind:
        case "overlay":
            window = show_overlay(*arguments)
        case "unmanaged":
            window = show_box(arguments[0], Qt.WindowType.X11BypassWindowManagerHint)
        case "tooltip":
            window = show_box(arguments[0], Qt.WindowType.ToolTip)
        case _:
            window = show_full_screen()
    try:
        return application.exec()
    finally:
        window.close()


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
