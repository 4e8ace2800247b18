"""The small pieces that every part of the window is made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QWheelEvent

    from app.shell.look import Look


MAX_VISIBLE_ITEMS = 12
BADGE_ICON_PX = 16
_FIGURE = re.compile(r"\d")


class Part(Protocol):
    """A piece of the window that follows theme and language."""

    def apply_look(self, look: Look) -> None:
        """Show yourself in `look`."""

    def retranslate(self) -> None:
        """Set every text again; the language changed."""


def text_label(name: str, *, wraps: bool = True) -> QLabel:
    """Return a label that the style sheet knows as `name`."""
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(wraps)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def set_tone(widget: QWidget, tone: str) -> None:
    """Let the style sheet's [tone=…] rules apply to `widget`."""
    restyle(widget, "tone", tone)


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Let the style sheet's [name=value] rules apply to `widget`."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class ChoiceBox(QComboBox):
    """A list to choose from. Long entries are cut at their end instead of widening the window."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self.setView(QListView(self))  # the native list would ignore the style sheet
        self.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(MAX_VISIBLE_ITEMS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def apply_look(self, look: Look) -> None:
        """Draw the chevron in the theme's colour."""
        self._look = look
        self.update()

    def showPopup(self) -> None:
        """Qt's own; says first that somebody wants to choose."""
        self.opened.emit()
        bar_px = self.view().verticalScrollBar().sizeHint().width()
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 2 * bar_px)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls: a choice must not change by scrolling past it."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt's own, with an ellipsis where the words do not fit, and a chevron."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        field = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, field.width() - 2
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        if self._look is not None:
            self._draw_chevron(painter, self._look)
        painter.end()

    def _draw_chevron(self, painter: QPainter, look: Look) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(look.color("secondary"), look.scale * 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = 16 * look.scale if is_mirrored else self.width() - 16 * look.scale
        y = self.height() / 2
        corners = [(-3.5, -1.75), (0.0, 1.75), (3.5, -1.75)]
        painter.drawPolyline([QPointF(x + a * look.scale, y + b * look.scale) for a, b in corners])


class Dot(QWidget):
    """A small disc in a colour of the theme. Decoration: the words beside it say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._color = "accent"

    def apply_look(self, look: Look) -> None:
        """Take size and colours from `look`."""
        self._look = look
        self.setFixedSize(look.px(9), look.px(9))
        self.update()

    def set_color(self, name: str) -> None:
        """Show another colour of the theme."""
        if name != self._color:
            self._color = name
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the disc."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color(self._color))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


class Badge(QFrame):
    """A quiet pill of a few words, with a dot or an icon where that helps.

    Other figures of the same number leave it as wide as it is.
    """

    def __init__(self, *, has_dot: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("badge")
        self._look: Look | None = None
        self._icon = ("", "")  # its name and its colour
        self._dot = Dot(self) if has_dot else None
        self._picture = QLabel()
        self._picture.hide()
        self._label = text_label("badgeText", wraps=False)
        self._row = QHBoxLayout(self)
        if self._dot is not None:
            self._row.addWidget(self._dot)
        self._row.addWidget(self._picture)
        self._row.addWidget(self._label)
        self.hide()  # it says nothing yet

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def set_text(self, text: str, color: str = "accent", *, name: str = "") -> None:
        """Say `text`, and `name` to who does not see where it stands; without any, vanish."""
        if text != self._label.text():
            self._label.setText(text)
            self._keep_width()
        if (name or text) != self.accessibleName():
            self.setAccessibleName(name or text)
        is_there = bool(text or self._icon[0])
        if self.isHidden() == is_there:
            self.setVisible(is_there)
        self._label.setVisible(bool(text))
        if self._dot is not None:
            self._dot.set_color(color)

    def set_icon(self, name: str, color: str) -> None:
        """Show icons/NAME.svg in a colour of the theme; an empty name: none."""
        if (name, color) != self._icon:
            self._icon = (name, color)
            self._draw()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._look = look
        self._row.setContentsMargins(look.px(11), look.px(5), look.px(11), look.px(5))
        self._row.setSpacing(look.px(6))
        if self._dot is not None:
            self._dot.apply_look(look)
        self._draw()
        self._keep_width()

    def _draw(self) -> None:
        name, color = self._icon
        self._picture.setVisible(bool(name))
        if name and self._look is not None:
            icon = self._look.icon(name, color, BADGE_ICON_PX)
            self._picture.setPixmap(icon.pixmap(self._look.px(BADGE_ICON_PX)))

    def _keep_width(self) -> None:
        self._label.ensurePolished()
        widest = _FIGURE.sub("0", self._label.text())
        self._label.setMinimumWidth(self._label.fontMetrics().horizontalAdvance(widest))
