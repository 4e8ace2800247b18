"""A few words as chips in rows: each goes away when it is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

if TYPE_CHECKING:
    from app.shell.look import Look


class Flow(QLayout):
    """Sets its items side by side, in as many rows as they need."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's own: take another item."""
        self._items.append(item)

    def count(self) -> int:
        """Qt's own: how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Qt's own: one of them, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Qt's own: give one away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Qt's own: the narrower, the more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt's own."""
        return self._place(QRect(0, 0, width, 0), moves=False)

    def sizeHint(self) -> QSize:
        """Qt's own."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Qt's own: room for the widest."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, area: QRect) -> None:
        """Qt's own: place the items in `area`."""
        super().setGeometry(area)
        self._place(area, moves=True)

    def _place(self, area: QRect, *, moves: bool) -> int:
        """Return how high the rows are together; move the items there if asked to."""
        x, y, row = area.left(), area.top(), 0
        for item in self._items:
            size = item.sizeHint().boundedTo(QSize(area.width(), item.sizeHint().height()))
            if x > area.left() and x + size.width() > area.right() + 1:
                x, y, row = area.left(), y + row + self.spacing(), 0
            if moves:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            row = max(row, size.height())
        return y + row - area.top()


class WordList(QWidget):
    """Shows words; says which one the user took away."""

    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._words: tuple[str, ...] = ()
        self._chips: list[QPushButton] = []
        self._flow = Flow(self)
        self._flow.setContentsMargins(0, 0, 0, 0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def sizeHint(self) -> QSize:
        """Qt's own: one row, as the width alone decides how many there are."""
        return self._flow.minimumSize()

    def minimumSizeHint(self) -> QSize:
        """Qt's own; the same."""
        return self.sizeHint()

    def show_words(self, words: tuple[str, ...]) -> None:
        """Show `words`; without any, vanish."""
        if words == self._words:
            return
        had_focus = any(chip.hasFocus() for chip in self._chips)
        self._words = words
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(word) for word in words]
        self.setVisible(bool(words))
        self.apply_look(self._look)
        if had_focus and self._chips:
            self._chips[-1].setFocus()

    def apply_look(self, look: Look | None) -> None:
        """Take sizes and colours from `look`."""
        self._look = look
        if look is None:
            return
        self._flow.setSpacing(look.px(8))
        for chip in self._chips:
            chip.setIcon(look.icon("close", "secondary", 16))
            chip.setIconSize(QSize(look.px(16), look.px(16)))

    def retranslate(self) -> None:
        """Set the texts again."""
        for chip, word in zip(self._chips, self._words, strict=True):
            self._name(chip, word)

    def _chip(self, word: str) -> QPushButton:
        chip = QPushButton(word.replace("&", "&&"), self)
        chip.setObjectName("chip")
        chip.setAutoDefault(False)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the word
        chip.clicked.connect(lambda: self.removed.emit(word))
        self._name(chip, word)
        self._flow.addWidget(chip)
        chip.show()  # the layout would show it only later
        return chip

    def _name(self, chip: QPushButton, word: str) -> None:
        name = self.tr("Remove {word}").format(word=word)
        chip.setAccessibleName(name)
        chip.setToolTip(name)
