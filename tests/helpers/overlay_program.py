"""Windows for tests of the overlay on a virtual desk, each its own program.

`python -m tests.helpers.overlay_program overlay LINE X Y SCREEN` shows the overlay with one line
and prints where it is remembered to be whenever the user moves it; `… fullscreen` shows a red
window over the whole screen, as a film would be.
"""

import sys

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.core.captions import Captions, Line, LineStatus
from app.core.overlay_settings import OverlayPlace, OverlaySettings
from app.shell.widgets.overlay import Overlay

FULL_SCREEN_TITLE = "A film"


def show_overlay(text: str, x: str, y: str, screen: str) -> QWidget:
    """Show the overlay with `text`; print what it wants remembered."""
    overlay = Overlay(OverlaySettings().moved_to(OverlayPlace(screen, int(x), int(y))))
    overlay.geometry_changed.connect(tell_place)
    overlay.show()
    overlay.show_captions(Captions(entries=(Line(0, LineStatus.FINAL, text),)), None)
    return overlay


def tell_place(settings: OverlaySettings) -> None:
    """Print a line that a test waits for."""
    place = settings.place
    assert place is not None
    sys.stdout.write(f"{place.x} {place.y}\n")
    sys.stdout.flush()


def show_full_screen() -> QWidget:
    """Show a window over the whole screen that takes the keyboard."""
    film = QLineEdit()
    film.setWindowTitle(FULL_SCREEN_TITLE)
    film.setStyleSheet("background: #ff0000; border: none;")
    film.showFullScreen()
    return film


def main(kind: str, *arguments: str) -> int:
    """Show one window until the program is ended."""
    application = QApplication(sys.argv[:1])
    window = show_overlay(*arguments) if kind == "overlay" else show_full_screen()
    try:
        return application.exec()
    finally:
        window.close()


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
