"""Every key on one sheet, as the window's own buttons and actions tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.shell.widgets.basics import text_label
from app.shell.widgets.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.shell.look import Look

SIZE_PX = (460, 560)


class KeysSheet(Dialog):
    """Not modal. `keys` are asked for whenever it comes up: keys and what they do change."""

    def __init__(self, keys: Callable[[], Mapping[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._keys = keys
        self._look: Look | None = None
        self._inner = QFrame()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What each thing is done by, and the thing, as shown."""
        by_words: dict[str, list[str]] = {}
        for key, words in self._keys().items():
            if words:
                native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
                by_words.setdefault(words, []).append(native)
        return [("   ".join(sorted(keys, key=len)), words) for words, keys in by_words.items()]

    def open_in_front(self) -> None:
        """Show the keys as they are now."""
        self._fill()
        self.show()
        self.raise_()
        self.activateWindow()
        self._scroll.setFocus()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._look = look
        if not self.isVisible():
            self.fit(look, SIZE_PX)
        self._fill()

    def retranslate(self) -> None:
        """Set the texts again."""
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._scroll.setAccessibleName(self.tr("Keyboard shortcuts"))
        self._fill()

    def _fill(self) -> None:
        if self._look is None:
            return
        look = self._look
        self._inner = QFrame()
        self._inner.setObjectName("page")
        grid = QGridLayout(self._inner)
        grid.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        grid.setHorizontalSpacing(look.px(18))
        grid.setVerticalSpacing(look.px(10))
        grid.setColumnStretch(0, 1)
        for row, (keys, words) in enumerate(self.rows):
            label, key = text_label("sentence"), text_label("keys", wraps=False)
            label.setText(words)
            key.setText(keys)
            grid.addWidget(label, row, 0)
            grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.setWidget(self._inner)
