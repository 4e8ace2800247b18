"""Where the cards above the transcript stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.shell.widgets.page_scroll import PageScroll

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QResizeEvent

    from app.shell.look import Look

MOST: Final = 0.4  # of the window's height: the transcript wants the rest
# The layout of what is hidden is not asked for: then only the card itself tells.
_CHANGES: Final = frozenset(
    {QEvent.Type.LayoutRequest, QEvent.Type.ShowToParent, QEvent.Type.HideToParent}
)


class CardShelf(PageScroll):
    """As high as the cards that are shown; scrolls where that is more than MOST of the window."""

    def __init__(self, *cards: QWidget) -> None:
        content = QWidget()
        content.setObjectName("cards")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        for card in cards:
            column.addWidget(card)
        self._column = column  # Qt's part, made next, asks for it at once
        super().__init__(content)
        self.setFrameShape(QFrame.Shape.NoFrame)
        for card in cards:
            card.installEventFilter(self)
        self.fit()

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._column.setSpacing(look.px(8))
        self.fit()

    def fit(self) -> None:
        """Be as high as the cards want, as far as the window is high enough."""
        self.setVisible(not self._column.isEmpty())
        wanted_px = self._wanted_px(self.width())
        most_px = round(self.window().height() * MOST)
        if wanted_px > most_px:  # the scroll bar takes some width
            wanted_px = self._wanted_px(self.width() - self.verticalScrollBar().sizeHint().width())
        self.setFixedHeight(min(wanted_px, most_px))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own; hear when a card comes, goes or says something else."""
        if event.type() in _CHANGES:
            self.fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; words wrap at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def _wanted_px(self, width_px: int) -> int:
        column = self._column
        is_wrapping = column.hasHeightForWidth()
        return (
            column.totalHeightForWidth(width_px) if is_wrapping else column.totalSizeHint().height()
        )
