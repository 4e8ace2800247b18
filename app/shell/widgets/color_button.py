"""A colour to choose: a button that shows it and opens the system's way to pick another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QColorDialog, QPushButton, QWidget

if TYPE_CHECKING:
    from app.shell.look import Look

SWATCH_PX: Final = 20


class ColorButton(QPushButton):
    """Says which colour it has. While one is picked, every colour tried is told."""

    chosen = Signal(str)  # #RRGGBB

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("color")
        self._color = "#000000"
        self._before = self._color
        self._look: Look | None = None
        self.clicked.connect(self._open)

    def show_color(self, color: str) -> None:
        """Show `color` without telling of it."""
        self._color = color
        self.setText(color)
        self._draw()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._look = look
        self._draw()

    def _draw(self) -> None:
        if self._look is None:
            return
        look, size_px = self._look, self._look.px(SWATCH_PX)
        room = QSize(size_px + look.px(4), size_px)  # style sheets know no gap before the text
        self.setIconSize(room)
        pixmap = QPixmap(room * look.ratio)
        pixmap.setDevicePixelRatio(look.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("edge"), 1.0))
        painter.setBrush(QColor(self._color))
        radius = look.px(5)
        painter.drawRoundedRect(QRectF(0.5, 0.5, size_px - 1.0, size_px - 1.0), radius, radius)
        painter.end()
        self.setIcon(QIcon(pixmap))

    @Slot()
    def _open(self) -> None:
        """Pick a colour beside everything else: the dialog does not block."""
        self._before = self._color
        dialog = QColorDialog(QColor(self._color), self)
        dialog.setWindowTitle(self.accessibleName())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.currentColorChanged.connect(self._on_tried)
        dialog.rejected.connect(self._on_rejected)
        dialog.open()

    @Slot(QColor)
    def _on_tried(self, color: QColor) -> None:
        if color.isValid():
            self.chosen.emit(color.name().upper())

    @Slot()
    def _on_rejected(self) -> None:
        self.chosen.emit(self._before)
