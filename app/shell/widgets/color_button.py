"""A colour to choose: a button that shows it, and a sheet of colours to pick another from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QFrame,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core.color import parse
from app.shell.placement import kept_inside

if TYPE_CHECKING:
    from PySide6.QtGui import QScreen

    from app.shell.look import Look

SWATCH_PX: Final = 20
COLUMNS: Final = 6
COLORS: Final = (
    ("#FFFFFF", "#ECEFF4", "#C9CED6", "#868B84", "#3A424E", "#000000"),
    ("#FFE600", "#F2B84B", "#F5BE9B", "#FF9AA2", "#E5616A", "#8B1A1E"),
    ("#64F40B", "#4CC2A8", "#00E5FF", "#8FB7DA", "#035BF1", "#12233F"),
)


def swatch(color: str, look: Look, gap_px: int = 0) -> QIcon:
    """Return a picture of `color`, with an empty gap at its right."""
    size_px = look.px(SWATCH_PX)
    pixmap = QPixmap(QSize(size_px + gap_px, size_px) * look.ratio)
    pixmap.setDevicePixelRatio(look.ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.color("edge"), 1.0))
    painter.setBrush(QColor(color))
    radius = look.px(5)
    painter.drawRoundedRect(QRectF(0.5, 0.5, size_px - 1.0, size_px - 1.0), radius, radius)
    painter.end()
    return QIcon(pixmap)


class ColorSheet(QFrame):
    """Some colours, one to write, and the way to all others. Esc or a click elsewhere closes it."""

    chosen = Signal(str)  # #RRGGBB
    others_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("sheet")
        self.written = QLineEdit()
        self.others = QPushButton()
        self.swatches = {color: QToolButton() for row in COLORS for color in row}
        self._grid = QGridLayout()
        for at, (color, button) in enumerate(self.swatches.items()):
            button.setObjectName("plain")
            button.setAccessibleName(color)
            button.setToolTip(color)
            button.clicked.connect(self._on_swatch_clicked)
            self._grid.addWidget(button, at // COLUMNS, at % COLUMNS)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._grid)
        self._column.addWidget(self.written)
        self._column.addWidget(self.others)
        self.written.returnPressed.connect(self._on_written)
        self.others.clicked.connect(self._on_others_clicked)

    def open_below(self, button: QWidget, color: str, look: Look) -> None:
        """Come up below `button`, or above it; `color` is the one there is."""
        self.written.setText(color)
        self.written.setAccessibleName(self.tr("Colour as #RRGGBB"))
        self.others.setText(self.tr("Other colours…"))
        margin = look.px(12)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(look.px(8))
        self._grid.setSpacing(look.px(2))
        for each, tool in self.swatches.items():
            tool.setIconSize(QSize(look.px(SWATCH_PX), look.px(SWATCH_PX)))
            tool.setIcon(swatch(each, look))
        self.adjustSize()
        beside = QRect(button.mapToGlobal(QPoint()), button.size())
        self.setGeometry(_near(beside, self.size(), look.px(4), button.screen()))
        self.show()
        self.written.setFocus()
        self.written.selectAll()

    @Slot()
    def _on_swatch_clicked(self) -> None:
        button = self.sender()
        self._choose(next(color for color, tool in self.swatches.items() if tool is button))

    @Slot()
    def _on_written(self) -> None:
        text = "#" + self.written.text().strip().removeprefix("#")
        try:
            color = parse(text).text
        except ValueError:
            self.written.selectAll()  # to be written again
            return
        self._choose(color)

    @Slot()
    def _on_others_clicked(self) -> None:
        self.close()
        self.others_wanted.emit()

    def _choose(self, color: str) -> None:
        self.close()
        self.chosen.emit(color)


def _near(beside: QRect, size: QSize, gap_px: int, screen: QScreen) -> QRect:
    """Return where a sheet of `size` stands below `beside`, or above it at the screen's end."""
    area = screen.availableGeometry()
    sheet = QRect(QPoint(beside.left(), beside.bottom() + 1 + gap_px), size)
    if sheet.bottom() > area.bottom():
        sheet.moveBottom(beside.top() - 1 - gap_px)
    return kept_inside(sheet, area)


class ColorButton(QPushButton):
    """Says which colour it has. While one is picked among all, every colour tried is told."""

    chosen = Signal(str)  # #RRGGBB

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("color")
        self._color = "#000000"
        self._before = self._color
        self._look: Look | None = None
        self.sheet = ColorSheet(self)
        self.sheet.chosen.connect(self.chosen)
        self.sheet.others_wanted.connect(self._open_dialog)
        self.clicked.connect(self._open_sheet)

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
        if self._look is not None:
            gap_px = self._look.px(4)  # style sheets know none between picture and words
            size_px = self._look.px(SWATCH_PX)
            self.setIconSize(QSize(size_px + gap_px, size_px))
            self.setIcon(swatch(self._color, self._look, gap_px))

    @Slot()
    def _open_sheet(self) -> None:
        if self._look is not None:
            self.sheet.open_below(self, self._color, self._look)

    @Slot()
    def _open_dialog(self) -> None:
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
