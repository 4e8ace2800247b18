"""What the pages of the settings are made of: captions above fields, words below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from app.shell.widgets.basics import ChoiceBox, set_tone, text_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QWheelEvent

    from app.core.settings import Settings
    from app.shell.look import Look

BESIDE_BOX_PX: Final = 30  # where the words beside the box of a CheckBox begin


class Field(QWidget):
    """One thing to set: its caption, the widgets in a row, and a sentence about it."""

    def __init__(self, *widgets: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = text_label("caption")
        self.caption.setBuddy(widgets[0])
        self._hint = text_label("hint")
        self._widgets = widgets
        self._row = QHBoxLayout()
        self._row.addWidget(widgets[0], 1)
        for widget in widgets[1:]:
            widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._row.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.caption)
        self._column.addLayout(self._row)
        self._column.addWidget(self._hint)
        self._hint.hide()

    @property
    def hint(self) -> str:
        """What it says about itself."""
        return self._hint.text()

    def name(self, caption: str) -> None:
        """Call the field `caption`."""
        self.caption.setText(caption)
        self._widgets[0].setAccessibleName(caption)

    def say(self, sentence: str, *, tone: str = "") -> None:
        """Say `sentence` below the field; without any, nothing stands there."""
        set_tone(self._hint, tone)
        self._hint.setText(sentence)
        self._hint.setVisible(bool(sentence))
        self._widgets[0].setAccessibleDescription(sentence)

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._column.setSpacing(look.px(5))
        self._row.setSpacing(look.px(8))
        for widget in self._widgets:
            if isinstance(widget, ChoiceBox | NumberBox):
                widget.apply_look(look)


class Page(QScrollArea):
    """A column of fields that scrolls where there is little room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: list[Field] = []
        self._switches: list[Switch] = []
        inner = QFrame()
        inner.setObjectName("page")
        self._column = QVBoxLayout(inner)
        self._column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def add_field(self, *widgets: QWidget) -> Field:
        """Add a field made of `widgets`."""
        field = Field(*widgets)
        self._fields.append(field)
        self.add(field)
        return field

    def add_switch(self) -> Switch:
        """Add something to switch on and off."""
        switch = Switch()
        self._switches.append(switch)
        self.add(switch)
        return switch

    def add(self, widget: QWidget, *, is_wide: bool = True) -> None:
        """Add something that is no field; not wide: only as wide as it needs to be."""
        side = Qt.AlignmentFlag(0) if is_wide else Qt.AlignmentFlag.AlignLeft
        self._column.insertWidget(self._column.count() - 1, widget, 0, side)

    def add_words(self, name: str = "hint") -> QLabel:
        """Add a paragraph."""
        label = text_label(name)
        self.add(label)
        return label

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        raise NotImplementedError

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        for box in self.findChildren(CheckBox):
            box.apply_look(look)
        self._column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        self._column.setSpacing(look.px(16))
        for field in self._fields:
            field.apply_look(look)
        for switch in self._switches:
            switch.apply_look(look)


class CheckBox(QCheckBox):
    """Something that is on or off. The style sheet fills the box; the tick is drawn here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None

    def apply_look(self, look: Look) -> None:
        """Draw the tick in the theme's colour."""
        self._look = look
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own, with a tick, which a style sheet cannot colour."""
        super().paintEvent(event)
        if self._look is None or not self.isChecked():
            return
        look = self._look
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_stroke(look, "on_accent" if self.isEnabled() else "secondary", 1.75))
        middle = QRectF(box).center()
        corners = ((-3.6, 0.2), (-1.2, 2.7), (3.6, -2.8))
        painter.drawPolyline([middle + QPointF(a, b) * look.scale for a, b in corners])
        painter.end()


class Switch(QWidget):
    """Something that is on or off, with a sentence about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = CheckBox()
        self._hint = text_label("hint")
        self._hint.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._hint)

    def say(self, sentence: str) -> None:
        """Say `sentence` below the box."""
        self._hint.setText(sentence)
        self._hint.show()
        self.box.setAccessibleDescription(sentence)

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`: the words stand below those of the box."""
        self._column.setSpacing(look.px(2))
        self._hint.setContentsMargins(look.px(BESIDE_BOX_PX), 0, 0, 0)


class NumberBox(QDoubleSpinBox):
    """A number to type or to step through. Tells of it when it is left, not at every key."""

    def __init__(
        self, limits: tuple[float, float], step: float, decimals: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self.setRange(*limits)
        self.setSingleStep(step)
        self.setDecimals(decimals)
        self.setKeyboardTracking(False)
        self.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToNearestValue)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_value(self, value: float) -> None:
        """Show `value` without telling of it."""
        if not self.hasFocus() or self.value() != value:
            before = self.blockSignals(True)
            self.setValue(value)
            self.blockSignals(before)

    def apply_look(self, look: Look) -> None:
        """Draw the arrows in the theme's colour, and begin where other fields begin."""
        self._look = look
        self.lineEdit().setTextMargins(look.px(9), 0, 0, 0)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own, with two small arrows, which a style sheet cannot colour."""
        super().paintEvent(event)
        if self._look is None:
            return
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_stroke(look, "secondary", 1.5))
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = 16 * look.scale if is_mirrored else self.width() - 16 * look.scale
        for sign in (-1, 1):
            y = self.height() / 2 + sign * 5 * look.scale
            corners = ((-3.0, -1.5), (0.0, 1.5), (3.0, -1.5))
            painter.drawPolyline(
                [QPointF(x + a * look.scale, y + sign * b * look.scale) for a, b in corners]
            )
        painter.end()


def _stroke(look: Look, color: str, width: float) -> QPen:
    pen = QPen(look.color(color), look.scale * width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def offer(box: ChoiceBox, titles: Sequence[str], chosen: int) -> None:
    """Let `box` offer `titles`; an open list that stays the same keeps its place."""
    if list(titles) != [box.itemText(at) for at in range(box.count())]:
        box.clear()
        box.addItems(list(titles))
    box.setCurrentIndex(chosen)
