"""What feelings are, said once, above the transcript that shows the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.shell.widgets.basics import text_label
from app.shell.widgets.form import CheckBox

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.shell.look import Look

ICON_PX: Final = 20


class EmotionNotice(QFrame):
    """Stays until it is answered, holds up nothing and never takes the focus."""

    answered = Signal(bool, bool)  # shown, kept

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._look: Look | None = None
        self._icon = QLabel()
        self._title = text_label("noticeTitle")
        self._words = text_label("noticeWords")
        self._keeps = CheckBox()
        self._show = QPushButton()
        self._hide = QPushButton()
        for button in (self._show, self._hide):
            button.setAutoDefault(True)  # Enter presses it, as in a dialog
        self._show.clicked.connect(self._on_show_clicked)
        self._hide.clicked.connect(self._on_hide_clicked)
        self._lay_out()
        self.hide()

    def open(self) -> None:
        """Come up, and tell those who do not see it."""
        if not self.isHidden():
            return
        self._keeps.setChecked(False)
        self.show()
        announcement = f"{self._title.text()} {self._words.text()}"
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, announcement))

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._look = look
        self._all.setContentsMargins(look.px(12), look.px(12), look.px(12), look.px(12))
        self._all.setSpacing(look.px(12))
        self._row.setSpacing(look.px(10))
        self._column.setSpacing(look.px(4))
        self._foot.setSpacing(look.px(8))
        self._buttons.setSpacing(look.px(8))
        # Below the words, not the icon; a check box has room for its ring before its box.
        self._foot.setContentsMargins(look.px(ICON_PX + 10 - 6), 0, 0, 0)
        self._icon.setPixmap(look.icon("info", "accent").pixmap(look.px(ICON_PX)))
        self._keeps.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._title.setText(self.tr("Zimu shows the feeling in a voice."))
        self._words.setText(
            self.tr(
                "It is a guess from how the voice sounds, and often wrong. You can hide it at any"
                " time; what is hidden is not stored. Tell those you listen to that it is shown:"
                " at work and in schools the law may forbid it."
            )
        )
        self._keeps.setText(self.tr("Store feelings with the transcript"))
        self._show.setText(self.tr("Keep showing"))
        self._hide.setText(self.tr("Hide"))
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self._words.text())
        self._show.setAccessibleName(self.tr("Keep showing feelings"))
        self._hide.setAccessibleName(self.tr("Hide feelings"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the buttons below the box where there is no room beside it."""
        super().resizeEvent(event)
        wanted = self._keeps.sizeHint().width() + self._buttons.sizeHint().width()
        is_narrow = wanted + 2 * self._foot.spacing() > self._words.width()
        direction = QBoxLayout.Direction
        self._foot.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)

    def _lay_out(self) -> None:
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._buttons.addWidget(self._hide)
        self._buttons.addWidget(self._show)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.addWidget(self._keeps)
        self._foot.addLayout(self._buttons, 1)
        self._column = QVBoxLayout()
        self._column.addWidget(self._title)
        self._column.addWidget(self._words)
        self._row = QHBoxLayout()
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._column, 1)
        self._all = QVBoxLayout(self)
        self._all.addLayout(self._row)
        self._all.addLayout(self._foot)

    @Slot()
    def _on_show_clicked(self) -> None:
        self._answer(is_shown=True)

    @Slot()
    def _on_hide_clicked(self) -> None:
        self._answer(is_shown=False)

    def _answer(self, *, is_shown: bool) -> None:
        self.hide()
        self.answered.emit(is_shown, self._keeps.isChecked())
