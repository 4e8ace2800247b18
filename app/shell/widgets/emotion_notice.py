"""What feelings are, said once, above the transcript that shows the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.shell.widgets.form import CheckBox
from app.shell.widgets.notice import GAP_PX, ICON_PX, NoticeCard

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.shell.look import Look


class EmotionNotice(NoticeCard):
    """Asks whether feelings are shown and kept."""

    answered = Signal(bool, bool)  # shown, kept

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeps = CheckBox()
        self.foot.insertWidget(0, self._keeps)
        self._hide = self._add_button(self._on_hide_clicked)
        self._show = self._add_button(self._on_show_clicked)

    def open(self) -> None:
        """Come up, and tell those who do not see it."""
        if not self.isHidden():
            return
        self._keeps.setChecked(False)
        self.show()
        self.announce()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        super().apply_look(look)
        # Below the words, not the icon; a check box has room for its ring before its box.
        self.foot.setContentsMargins(look.px(ICON_PX + GAP_PX - 6), 0, 0, 0)
        self._keeps.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self.say(
            self.tr("Zimu shows the feeling in a voice."),
            self.tr(
                "It is a guess from how the voice sounds, and often wrong. You can hide it at any"
                " time; what is hidden is not stored. Tell those you listen to that it is shown:"
                " at work and in schools the law may forbid it."
            ),
        )
        self._keeps.setText(self.tr("Store feelings with the transcript"))
        self._show.setText(self.tr("Keep showing"))
        self._hide.setText(self.tr("Hide"))
        self._show.setAccessibleName(self.tr("Keep showing feelings"))
        self._hide.setAccessibleName(self.tr("Hide feelings"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the buttons below the box where there is no room beside it."""
        super().resizeEvent(event)
        wanted = self._keeps.sizeHint().width() + self._button_row.sizeHint().width()
        is_narrow = wanted + 2 * self.foot.spacing() > self._words.width()
        direction = QBoxLayout.Direction
        self.foot.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)

    @Slot()
    def _on_show_clicked(self) -> None:
        self._answer(is_shown=True)

    @Slot()
    def _on_hide_clicked(self) -> None:
        self._answer(is_shown=False)

    def _answer(self, *, is_shown: bool) -> None:
        self.hide()
        self.answered.emit(is_shown, self._keeps.isChecked())
