"""Ready looks of the overlay to choose from, each painted as it looks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGridLayout, QRadioButton, QSizePolicy, QWidget

from app.core.contrast import OUTLINE_PX
from app.core.overlay_presets import PRESETS, OverlayPreset
from app.core.overlay_settings import Alignment
from app.core.rollup import Row
from app.shell.widgets.overlay_rows import OverlayRows

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QPaintEvent, QResizeEvent

    from app.core.overlay_settings import OverlayLook
    from app.shell.look import Look

TILE_PX: Final = (92, 86)
TILE_SAMPLE_PX: Final = 46
TILE_FONT_PX: Final = 17
GAP_PX: Final = 8


class PresetTiles(QWidget):
    """As many beside one another as there is room for. None is marked if the look is one's own."""

    chosen = Signal(object)  # OverlayPreset

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = {preset: PresetTile(look, self) for preset, look in PRESETS.items()}
        self._look: Look | None = None
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for tile in self.tiles.values():
            tile.clicked.connect(self._on_clicked)

    def show_preset(self, preset: OverlayPreset | None) -> None:
        """Mark the preset that the look is."""
        for each, tile in self.tiles.items():
            tile.setAutoExclusive(False)  # else none could be unchecked
            tile.setChecked(each is preset)
            tile.setAutoExclusive(True)

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._look = look
        self._grid.setSpacing(look.px(GAP_PX))
        for tile in self.tiles.values():
            tile.apply_look(look)
        self._arrange()

    def retranslate(self) -> None:
        """Set the texts again."""
        for preset, tile in self.tiles.items():
            tile.setText(preset_name(preset))
            tile.setAccessibleName(preset_name(preset))

    def minimumSizeHint(self) -> QSize:
        """Return the least size: one tile in a row."""
        return QSize(PresetTile.sizeHint(next(iter(self.tiles.values()))).width(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Begin a row where there is no room for another tile."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if self._look is None:
            return
        gap_px = self._look.px(GAP_PX)
        room = (self.width() + gap_px) // (self._look.px(TILE_PX[0]) + gap_px)
        columns = min(max(room, 1), len(self.tiles))
        if columns == self._columns:
            return
        self._columns = columns
        for at, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, at // columns, at % columns)
        for column in range(len(self.tiles)):
            self._grid.setColumnStretch(column, int(column < columns))

    @Slot()
    def _on_clicked(self) -> None:
        chosen = (preset for preset, tile in self.tiles.items() if tile.isChecked())
        self.chosen.emit(next(chosen))


class PresetTile(QRadioButton):
    """A ready look: what it looks like, and its name below."""

    def __init__(self, look: OverlayLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sample = replace(look, font_px=TILE_FONT_PX, outline_px=min(look.outline_px, OUTLINE_PX))
        self._set = OverlayRows(replace(sample, alignment=Alignment.CENTRE))
        self._row = Row(0, "Aa 字幕", 5)
        self._look: Look | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._look = look
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's own."""
        return QSize(*TILE_PX) if self._look is None else QSize(*map(self._look.px, TILE_PX))

    def minimumSizeHint(self) -> QSize:
        """Qt's own."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Qt's own: all of it can be pressed."""
        return self.rect().contains(pos)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt's own; the name may be cut."""
        self.setToolTip(self.text())
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the sample, the ring around it when it is chosen or has the focus, and the name."""
        if self._look is None:
            return
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(8, 8, self.width() - 16, look.px(TILE_SAMPLE_PX))
        self._paint_sample(painter, area, look)
        self._paint_ring(painter, area, look)
        below = QRectF(0, area.bottom() + look.px(8), self.width(), self.height() - area.bottom())
        font = self.font()
        font.setPixelSize(look.px(12))
        painter.setFont(font)
        painter.setPen(look.color("text" if self.isChecked() else "secondary"))
        name = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width() - 6
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, name)
        painter.end()

    def _paint_sample(self, painter: QPainter, area: QRectF, look: Look) -> None:
        edge = QPainterPath()
        edge.addRoundedRect(area, look.px(8), look.px(8))
        painter.save()
        painter.setClipPath(edge)
        painter.translate(area.topLeft())
        scale = look.px(TILE_SAMPLE_PX) / self._set.box_height_px(1)
        painter.scale(scale, scale)
        width_px = round(area.width() / scale)
        self._set.paint_box(painter, QRect(0, 0, width_px, self._set.box_height_px(1)), 0)
        self._set.paint(painter, [self._row], width_px)
        painter.restore()

    def _paint_ring(self, painter: QPainter, area: QRectF, look: Look) -> None:
        """Draw rings apart from the sample: it may have any colour."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = look.px(8)
        painter.setPen(QPen(look.color("edge" if self.underMouse() else "line"), 1.0))
        painter.drawRoundedRect(area, radius, radius)
        if self.isChecked():
            painter.setPen(QPen(look.color("accent"), 2.0))
            painter.drawRoundedRect(area.adjusted(-4, -4, 4, 4), radius + 3, radius + 3)
        if self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2.0))
            frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(frame, radius + 4, radius + 4)


def preset_name(preset: OverlayPreset) -> str:
    """Return what a preset is called in the window's language."""
    names = {
        OverlayPreset.DARK: QCoreApplication.translate("OverlayPreset", "Dark"),
        OverlayPreset.LIGHT: QCoreApplication.translate("OverlayPreset", "Light"),
        OverlayPreset.HIGH_CONTRAST: QCoreApplication.translate("OverlayPreset", "High contrast"),
        OverlayPreset.YELLOW_ON_BLACK: QCoreApplication.translate(
            "OverlayPreset", "Yellow on black"
        ),
        OverlayPreset.CHROMA_KEY: QCoreApplication.translate("OverlayPreset", "For streaming"),
    }
    return names[preset]
