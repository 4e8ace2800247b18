"""The button above the end of a transcript that somebody scrolled away from. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QPushButton, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from app.shell.look import Look

MARGIN: Final = 12


class JumpPill(QPushButton):
    """Leads to the newest line, and says how many came meanwhile."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pill")
        self.hide()

    def show_new(self, lines: int, area: QRect, look: Look) -> None:
        """Show that so many lines are new, in the middle of the lower edge of `area`."""
        text = self.tr("Jump to latest")
        if lines:
            text = self.tr("Jump to latest · %n new", "", lines)
        if text != self.text():
            self.setText(text)
        self.adjustSize()
        left = area.center().x() - self.width() // 2
        self.move(left, area.bottom() - self.height() - look.px(MARGIN))
        self.show()

    def covered_px(self, look: Look) -> int:
        """Return how much of the lower edge it covers when it is shown."""
        return self.sizeHint().height() + look.px(MARGIN)
