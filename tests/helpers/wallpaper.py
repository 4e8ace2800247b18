"""A picture behind all windows of a virtual desk, as people have one."""

import sys

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

TITLE = "Wallpaper"
_COLORS = ("#5d7f92", "#8f9a8c", "#c9b18b", "#8a735f")


class Wallpaper(QWidget):
    """Colours that run into each other, light and dark."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own."""
        gradient = QLinearGradient(QPointF(0, 0), QPointF(self.width(), self.height()))
        for number, color in enumerate(_COLORS):
            gradient.setColorAt(number / (len(_COLORS) - 1), QColor(color))
        QPainter(self).fillRect(self.rect(), gradient)


def main() -> int:
    """Show it until the program is ended."""
    application = QApplication(sys.argv[:1])
    wallpaper = Wallpaper(None, Qt.WindowType.X11BypassWindowManagerHint)
    wallpaper.setWindowTitle(TITLE)
    wallpaper.setGeometry(application.primaryScreen().geometry())
    wallpaper.show()
    wallpaper.lower()
    return application.exec()


if __name__ == "__main__":
    raise SystemExit(main())
