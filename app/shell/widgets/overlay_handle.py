"""The small bar above the overlay: move, smaller, larger, close. Shown while the mouse is near."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, assert_never

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from app.shell.caption_text import caption_font
from app.shell.placement import kept_inside, round_corners

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent

_BUTTON_PX: Final = QSize(32, 28)
_GAP_PX: Final = 4
_RADIUS_PX: Final = 8
_BACK: Final = QColor("#1A1E24")
_EDGE: Final = QColor("#3A4350")
_HOVER: Final = QColor("#2E3540")
_INK: Final = QColor("#DDE2EA")


class Sign(Enum):
    """What a button of the bar does, and what is drawn on it."""

    MOVE = "move"
    SMALLER = "smaller"
    LARGER = "larger"
    CLOSE = "close"


class HandleButton(QAbstractButton):
    """One sign of the bar. Never takes the focus: the overlay must not."""

    def __init__(self, sign: Sign, parent: QWidget) -> None:
        super().__init__(parent)
        self._sign = sign
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedSize(_BUTTON_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_text(self, text: str) -> None:
        """Say what the button does."""
        self.setAccessibleName(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_HOVER)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.setPen(QPen(_INK, 1.75, c=Qt.PenCapStyle.RoundCap))
        painter.setFont(caption_font(14))
        centre = QRectF(self.rect()).center()
        match self._sign:
            case Sign.MOVE:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(_INK)
                for column in (-3.0, 3.0):
                    for row in (-5.0, 0.0, 5.0):
                        painter.drawEllipse(centre + QPointF(column, row), 1.4, 1.4)
            case Sign.SMALLER:
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "A−")
            case Sign.LARGER:
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "A+")
            case Sign.CLOSE:
                arm, back = QPointF(4.5, 4.5), QPointF(4.5, -4.5)
                painter.drawLine(centre - arm, centre + arm)
                painter.drawLine(centre - back, centre + back)
            case _:
                assert_never(self._sign)


class OverlayHandle(QWidget):
    """The bar, a window of its own so that it never covers the captions."""

    drag_begun = Signal(object)  # QPoint of the screen
    drag_moved = Signal(object)
    drag_ended = Signal()
    smaller = Signal()
    larger = Signal()
    close_wanted = Signal()
    left = Signal()  # by the mouse

    def __init__(self, parent: QWidget, flags: Qt.WindowType) -> None:
        super().__init__(parent, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._buttons = {sign: HandleButton(sign, self) for sign in Sign}
        row = QHBoxLayout(self)
        row.setContentsMargins(_GAP_PX, _GAP_PX, _GAP_PX, _GAP_PX)
        row.setSpacing(0)
        for button in self._buttons.values():
            row.addWidget(button)
            button.setCursor(Qt.CursorShape.ArrowCursor)
        # The bar itself sees the mouse there: a drag begins on the grip and goes on anywhere.
        self._buttons[Sign.MOVE].setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self._buttons[Sign.SMALLER].clicked.connect(self.smaller)
        self._buttons[Sign.LARGER].clicked.connect(self.larger)
        self._buttons[Sign.CLOSE].clicked.connect(self.close_wanted)
        self.retranslate()

    @property
    def buttons(self) -> tuple[HandleButton, ...]:
        """What can be pressed or held, from left to right."""
        return tuple(self._buttons.values())

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self._buttons[Sign.MOVE].set_text(self.tr("Move the captions"))
        self.setToolTip(self.tr("Move the captions"))
        self._buttons[Sign.SMALLER].set_text(self.tr("Smaller captions"))
        self._buttons[Sign.LARGER].set_text(self.tr("Larger captions"))
        self._buttons[Sign.CLOSE].set_text(self.tr("Close the overlay"))

    def stand_at(self, box: QRect, area: QRect) -> None:
        """Stand at the right end of `box`, above it, or below where `area` has no room above."""
        size = self.sizeHint()
        bar = QRect(QPoint(box.right() - size.width() - 10, box.top() - size.height() - 2), size)
        if bar.top() < area.top():
            bar.moveTop(box.bottom() + 3)
        self.setGeometry(kept_inside(bar, area))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Round the corners."""
        super().resizeEvent(event)
        round_corners(self, _RADIUS_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the bar's own tile."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_EDGE, 1))
        painter.setBrush(_BACK)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS_PX, _RADIUS_PX
        )

    def leaveEvent(self, event: QEvent) -> None:
        """Tell the overlay that the mouse has left."""
        super().leaveEvent(event)
        self.left.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.drag_begun.emit(event.globalPosition().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the drag: without a button held, Qt does not tell."""
        self.drag_moved.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.drag_ended.emit()
