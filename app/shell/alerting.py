"""Calls the user when somebody says one of the words they wait for. GUI thread."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from app.core.alerts import WordWatch

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.alerts import Call
    from app.core.captions import Captions
    from app.session.sink import Stamp
    from app.shell.chime import Chime
    from app.shell.studio import Studio

log = logging.getLogger(__name__)


class Alerting(QObject):
    """By a sound, in the task bar, and by a notification of the system.

    A notification may be seen by others, on a shared screen or a locked one: it says the word,
    which the user chose, and the time, and nothing of what was said. While the window is in front
    the transcript shows the word, and no notification comes.
    """

    notification_wanted = Signal(str, str)  # title, text

    def __init__(self, window: QWidget, studio: Studio, chime: Chime) -> None:
        super().__init__(window)
        self._window = window
        self._chime = chime
        self._choices = studio.choices
        self._document = studio.document
        self._clock_s = studio.controller.clock_s
        self._watch = WordWatch()
        self._document.captions_changed.connect(self._on_captions_changed)

    @Slot(object, object)
    def _on_captions_changed(self, captions: Captions, stamp: Stamp | None) -> None:
        """Take a snapshot; one without a stamp is not news."""
        if stamp is None:
            self._watch.skip(captions)
            return
        words = self._choices.settings.alerts.words
        for call in self._watch.calls(captions, words, self._clock_s()):
            self._tell(call)

    def _tell(self, call: Call) -> None:
        alerts = self._choices.settings.alerts
        log.info("one of the alert words was said", extra={"event": "alert"})
        QApplication.alert(self._window)  # nothing happens while it is in front
        if alerts.sounds:
            self._chime.play()
        if alerts.notifies and not self._window.isActiveWindow():
            title = self.tr("“{word}” was said").format(word=call.word)
            time = self._document.time_of_day(call.begin_ms)
            text = self.tr("At {time}. Click to read the last 60 seconds.")
            self.notification_wanted.emit(title, text.format(time=time))
