"""The set-up folded to icons: each says what is chosen, and leads to where it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.shell.look import Look
    from app.shell.widgets.basics import ChoiceBox

ICON_PX = 20


class SidebarRail(QWidget):
    """One button for each list, by the name of its icon."""

    asked = Signal(object)  # the ChoiceBox that somebody wants to see

    def __init__(self, boxes: Mapping[str, ChoiceBox], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes = boxes
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._buttons = {icon: QToolButton() for icon in boxes}
        for icon, button in self._buttons.items():
            button.setObjectName("plain")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(self._on_clicked)
            boxes[icon].currentTextChanged.connect(self.retranslate)
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._column.setSpacing(look.px(8))
        for icon, button in self._buttons.items():
            button.setIconSize(QSize(look.px(ICON_PX), look.px(ICON_PX)))
            button.setIcon(look.icon(icon, "secondary"))

    @Slot()
    def retranslate(self) -> None:
        """Say again what is chosen."""
        for icon, button in self._buttons.items():
            box = self._boxes[icon]
            text = self.tr("{what}: {choice}")
            told = text.format(what=box.accessibleName(), choice=box.currentText())
            button.setAccessibleName(told)
            button.setToolTip(told)

    @Slot()
    def _on_clicked(self) -> None:
        icon = next(icon for icon, button in self._buttons.items() if button is self.sender())
        self.asked.emit(self._boxes[icon])
