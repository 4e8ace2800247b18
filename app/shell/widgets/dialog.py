"""What the windows beside the main one have in common: their size, their language, Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QDialog, QPushButton

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from app.shell.look import Look

SCREEN_SHARE: Final = 0.9  # at most, however large the text is: the frame wants some, too


class Dialog(QDialog):
    """As large as there is room for, and in the language that is chosen."""

    def fit(self, look: Look, size_px: tuple[int, int]) -> None:
        """Be of that size, in lengths of the drawing, as far as the screen has room."""
        wanted = QSize(look.px(size_px[0]), look.px(size_px[1]))
        self.resize(wanted.boundedTo(self.screen().availableSize() * SCREEN_SHARE))

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        """Qt's own; follows a change of language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class CalmDialog(Dialog):
    """Enter presses the button that has the focus and no other, least of all from a field."""

    def calm(self) -> None:
        """Let no button that is there be pressed by Enter elsewhere."""
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own, see above."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focused := self.focusWidget(), QPushButton):
            focused.click()
