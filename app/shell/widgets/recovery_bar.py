"""A session that was cut off, above the transcript: what shall become of it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.shell.widgets.notice import NoticeCard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class RecoveryBar(NoticeCard):
    """Asks about one session after the other."""

    continue_wanted = Signal()
    keep_wanted = Signal()
    keep_all_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._discard = self._add_button(self.discard_wanted)
        self._keep_all = self._add_button(self.keep_all_wanted)
        self._keep = self._add_button(self.keep_wanted)
        self._continue = self._add_button(self.continue_wanted)
        self.buttons = (self._discard, self._keep_all, self._keep, self._continue)

    def show_session(self, title: str, words: str, *, is_last: bool) -> None:
        """Ask about one session; `is_last`: it is the only one that is left."""
        is_new = self.isHidden() or title != self.accessibleName()
        self.say(title, words)
        self._keep_all.setVisible(not is_last)
        self.show()
        if is_new:
            self.announce()

    def allow_continuing(self, *, is_allowed: bool) -> None:
        """Whether its transcript can be gone on with now."""
        self._continue.setEnabled(is_allowed)
        self._continue.setToolTip("" if is_allowed else self.tr("Stop captioning first."))

    def retranslate(self) -> None:
        """Set the texts again."""
        self._discard.setText(self.tr("Discard"))
        self._discard.setToolTip(self.tr("Move it to the trash of the library"))
        self._keep_all.setText(self.tr("Keep all"))
        self._keep.setText(self.tr("Keep"))
        self._keep.setToolTip(self.tr("Leave it in the library as it is"))
        self._continue.setText(self.tr("Continue"))
        self._discard.setAccessibleName(self.tr("Discard the session that was cut off"))
        self._keep.setAccessibleName(self.tr("Keep the session that was cut off"))
        self._continue.setAccessibleName(self.tr("Continue the session that was cut off"))
        self.allow_continuing(is_allowed=self._continue.isEnabled())
