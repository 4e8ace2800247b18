"""What becomes of emotions: whether they are kept, and the first word about them. GUI thread."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from app.core.captions import Line, LineStatus
from app.core.feelings import wants_emotions
from app.core.settings import EmotionSettings

if TYPE_CHECKING:
    from app.core.captions import Captions, Entry
    from app.core.settings import Settings
    from app.session.sink import Stamp
    from app.shell.studio import Studio
    from app.shell.widgets.emotion_notice import EmotionNotice

log = logging.getLogger(__name__)

_LIVELY: Final = 32  # new finals are among so many entries


class Feelings(QObject):
    """Between the settings, the transcript and the notice."""

    def __init__(self, notice: EmotionNotice, studio: Studio) -> None:
        super().__init__(notice)
        self._notice = notice
        self._choices, self._document = studio.choices, studio.document
        self._emotion = studio.choices.settings.emotion
        notice.answered.connect(self._on_answered)
        self._choices.changed.connect(self._on_settings_changed)
        self._document.captions_changed.connect(self._on_captions_changed)
        self._document.want_emotions(are_wanted=wants_emotions(studio.choices.settings))

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        self._document.want_emotions(are_wanted=wants_emotions(settings))
        if settings.emotion == self._emotion:
            return
        self._emotion = emotion = settings.emotion
        if emotion.is_explained or not emotion.is_shown:
            self._notice.hide()
        event = {"event": "emotion.consent", "shown": emotion.is_shown, "kept": emotion.is_kept}
        log.info("it was decided what becomes of emotions", extra=event)

    @Slot(object, object)
    def _on_captions_changed(self, captions: Captions, stamp: Stamp | None) -> None:  # noqa: ARG002
        if self._emotion.is_explained or not self._emotion.is_shown or not self._notice.isHidden():
            return
        if any(_is_felt(entry) for entry in captions.entries[-_LIVELY:]):
            self._notice.open()

    @Slot(bool, bool)
    def _on_answered(self, is_shown: bool, is_kept: bool) -> None:
        answer = EmotionSettings(is_shown=is_shown, is_kept=is_kept, is_explained=True)
        self._choices.change(replace(self._choices.settings, emotion=answer))


def _is_felt(entry: Entry) -> bool:
    """Whether the transcript shows an emotion beside `entry`."""
    if not isinstance(entry, Line):
        return False
    return entry.status is LineStatus.FINAL and entry.emotion.is_shown
