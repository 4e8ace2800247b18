"""The small bar above the overlay: move, smaller, larger, lock, close. There while the mouse is."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, assert_never

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from app.shell.caption_text import caption_font
from app.shell.widgets.overlay_bar import INK, STROKE, OverlayBar, paint_padlock

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from app.shell.look import Look

_BUTTON_PX: Final = QSize(32, 28)
_GAP_PX: Final = 4
_TEXT_PX: Final = 14
_HOVER: Final = QColor("#2E3540")


class Sign(Enum):
    """What a button of the bar does, and what is drawn on it."""

    MOVE = "move"
    SMALLER = "smaller"
    LARGER = "larger"
    LOCK = "lock"
    CLOSE = "close"


class HandleButton(QAbstractButton):
    """One sign of the bar. Never takes the focus: the overlay must not."""

    def __init__(self, sign: Sign, parent: QWidget) -> None:
        super().__init__(parent)
        self._sign = sign
        self._scale = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_scale(1.0)

    def set_scale(self, scale: float) -> None:
        """Be that much larger than drawn."""
        self._scale = scale
        self.setFixedSize(_BUTTON_PX * scale)

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
        painter.setPen(QPen(INK, STROKE * self._scale, c=Qt.PenCapStyle.RoundCap))
        painter.setFont(caption_font(round(_TEXT_PX * self._scale)))
        self._paint_sign(painter, QRectF(self.rect()).center())

    def _paint_sign(self, painter: QPainter, centre: QPointF) -> None:
        scale = self._scale
        match self._sign:
            case Sign.MOVE:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(INK)
                for column in (-3.0, 3.0):
                    for row in (-5.0, 0.0, 5.0):
                        dot = centre + QPointF(column, row) * scale
                        painter.drawEllipse(dot, 1.4 * scale, 1.4 * scale)
            case Sign.SMALLER:
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "A−")
            case Sign.LARGER:
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "A+")
            case Sign.LOCK:
                paint_padlock(painter, centre, scale, is_open=not self.isChecked())
            case Sign.CLOSE:
                arm, back = QPointF(4.5, 4.5) * scale, QPointF(4.5, -4.5) * scale
                painter.drawLine(centre - arm, centre + arm)
                painter.drawLine(centre - back, centre + back)
            case _:
                assert_never(self._sign)


class OverlayHandle(OverlayBar):
    """Tells what is pressed, and how the mouse drags it; does nothing itself."""

    drag_begun = Signal(object)  # QPoint of the screen
    drag_moved = Signal(object)
    drag_ended = Signal()
    smaller = Signal()
    larger = Signal()
    lock_wanted = Signal(bool)
    close_wanted = Signal()
    left = Signal()  # by the mouse

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
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
        self._buttons[Sign.LOCK].setCheckable(True)
        self._buttons[Sign.SMALLER].clicked.connect(self.smaller)
        self._buttons[Sign.LARGER].clicked.connect(self.larger)
        # Not clicked: assistive technology may toggle it without a click.
        self._buttons[Sign.LOCK].toggled.connect(self.lock_wanted)
        self._buttons[Sign.CLOSE].clicked.connect(self.close_wanted)
        self.retranslate()

    @property
    def buttons(self) -> tuple[HandleButton, ...]:
        """What can be pressed or held, from left to right."""
        return tuple(self._buttons.values())

    def show_locked(self, *, is_locked: bool) -> None:
        """Offer to unlock, or to lock."""
        self._buttons[Sign.LOCK].setChecked(is_locked)
        self._name_lock()

    def apply_look(self, look: Look) -> None:
        """Follow the size of the text."""
        super().apply_look(look)
        for button in self._buttons.values():
            button.set_scale(look.scale)

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.setWindowTitle(self.tr("Zimu caption controls"))
        self.setAccessibleName(self.tr("Caption controls"))
        self._buttons[Sign.MOVE].set_text(self.tr("Move the captions"))
        self.setToolTip(self.tr("Move the captions"))
        self._buttons[Sign.SMALLER].set_text(self.tr("Smaller captions"))
        self._buttons[Sign.LARGER].set_text(self.tr("Larger captions"))
        self._buttons[Sign.CLOSE].set_text(self.tr("Close the overlay"))
        self._name_lock()

    def _name_lock(self) -> None:
        lock = self._buttons[Sign.LOCK]
        if lock.isChecked():
            lock.set_text(self.tr("Unlock: the captions take clicks again"))
        else:
            lock.set_text(self.tr("Lock: clicks go through the captions"))

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
