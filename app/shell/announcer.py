"""Gives finished lines to the screen reader, if there is one. GUI thread."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from app.core.announcing import Announcing, advanced, offered
from app.core.lag import newest_final

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.captions import Captions, Line
    from app.session.sink import Stamp
    from app.shell.studio import Studio


class Announcer(QObject):
    """Speaks as `speaker`. Interims are never read: they would be read again and again."""

    def __init__(self, speaker: QWidget, studio: Studio) -> None:
        super().__init__(speaker)
        self._speaker = speaker
        self._choices = studio.choices
        self._clock_s = studio.controller.clock_s
        self._state = Announcing()
        self._newest: Line | None = None
        self._is_hushed = False
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._advance)
        studio.document.captions_changed.connect(self._on_captions_changed)

    def set_hushed(self, is_hushed: bool) -> None:
        """Say nothing, while every caption is hidden, or speak again of what comes."""
        self._is_hushed = is_hushed
        self._state = replace(self._state, waiting="")

    @Slot(object, object)
    def _on_captions_changed(self, captions: Captions, stamp: Stamp | None) -> None:
        """Take a snapshot; one without a stamp is not news."""
        final, before = newest_final(captions), self._newest
        self._newest = final
        if final is None or stamp is None or (before is not None and before.line == final.line):
            return
        is_wanted = self._choices.settings.announces_lines and not self._is_hushed
        if is_wanted and QAccessible.isActive():
            self._state = offered(self._state, final.text, self._clock_s())
            self._advance()

    @Slot()
    def _advance(self) -> None:
        now_s = self._clock_s()
        self._state, text = advanced(self._state, now_s)
        if text:
            event = QAccessibleAnnouncementEvent(self._speaker, text)
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
            QAccessible.updateAccessibility(event)
        if self._state.due_s < math.inf:
            self._due.start(max(0, math.ceil((self._state.due_s - now_s) * 1000)))
