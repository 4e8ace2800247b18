"""Fields beside one another, or below one another where there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.shell.look import Look
    from app.shell.widgets.form import Field

FIELD_PX: Final = 140  # narrower ones stand below one another
GAP_PX: Final = 12


class FieldRow(QWidget):
    """Equally wide fields."""

    def __init__(self, *fields: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = fields
        self._narrowest_px = 0
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for field in fields:
            self._row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._row.setSpacing(look.px(GAP_PX))
        self._narrowest_px = look.px(len(self._fields) * (FIELD_PX + GAP_PX) - GAP_PX)
        for field in self._fields:
            field.apply_look(look)
        self._turn()

    def minimumSizeHint(self) -> QSize:
        """Return the least size: fields below one another."""
        widest = max(field.minimumSizeHint().width() for field in self._fields)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand as there is room."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if self.width() >= self._narrowest_px else down)
