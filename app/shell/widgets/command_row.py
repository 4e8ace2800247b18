"""Buttons in a row; those for which there is no room are in a menu at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from app.shell.look import Look


class CommandRow(QWidget):
    """The first buttons stay longest. What is not offered at all is neither here nor there."""

    def __init__(self, buttons: Sequence[QPushButton], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = tuple(buttons)
        self._offered = set(buttons)
        self._more = QPushButton()
        self._menu = QMenu(self)
        self._more.setMenu(self._menu)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for button in (*self._buttons, self._more):
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        self._row.insertStretch(0, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._menu.aboutToShow.connect(self._fill)

    @property
    def offered(self) -> tuple[QPushButton, ...]:
        """The buttons that are here or in the menu."""
        return tuple(button for button in self._buttons if button in self._offered)

    def offer(self, buttons: Sequence[QPushButton]) -> None:
        """Offer these of the buttons."""
        self._offered = set(buttons)
        self._fit()

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._row.setSpacing(look.px(8))
        self._fit()

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self._more.setText(self.tr("More"))
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Qt's own: the menu is enough."""
        return self._more.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        gap = self._row.spacing()
        widths = [button.sizeHint().width() + gap for button in self.offered]
        shown = len(widths)
        if sum(widths) - gap > self.width():
            room = self.width() - self._more.sizeHint().width()
            while shown and sum(widths[:shown]) > room:
                shown -= 1
        visible = set(self.offered[:shown])
        for button in self._buttons:
            button.setVisible(button in visible)
        self._more.setVisible(shown < len(widths))

    @Slot()
    def _fill(self) -> None:
        self._menu.clear()
        for button in self.offered:
            if button.isHidden():
                action = self._menu.addAction(button.text())
                action.setEnabled(button.isEnabled())
                action.triggered.connect(button.click)
