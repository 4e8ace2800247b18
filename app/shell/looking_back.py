"""Opens the last 60 seconds, as they are at that moment. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.core.alerts import mentions
from app.core.captions import GapLine
from app.core.recent import last_minute
from app.shell.caption_text import on_one_row
from app.shell.widgets.last_minute import Said
from app.shell.widgets.transcript_content import Telling

if TYPE_CHECKING:
    from app.core.captions import Entry
    from app.shell.studio import Studio
    from app.shell.widgets.last_minute import LastMinute


class LookingBack(QObject):
    """Between the studio and the panel."""

    def __init__(self, panel: LastMinute, studio: Studio) -> None:
        super().__init__(panel)
        self._panel = panel
        self._document, self._choices = studio.document, studio.choices
        self._controller = studio.controller
        self._document.cleared.connect(panel.dismiss)

    @Slot()
    def open(self) -> None:
        """Show what was said up to now."""
        recent = last_minute(self._document.captions, self._controller.elapsed_ms)
        words = self._choices.settings.alerts.words
        telling = Telling(self._document.time_of_day, self._document.marks, alert_words=words)
        span = self.tr("{begin} – {end}").format(
            begin=telling.clock(recent.begin_ms), end=telling.clock(recent.end_ms)
        )
        said = tuple(_said(entry, telling) for entry in recent.entries)
        self._panel.open_with(said, span if said else "")


def _said(entry: Entry, telling: Telling) -> Said:
    text = on_one_row(telling.text_of(entry))
    is_remark = isinstance(entry, GapLine)
    calls = () if is_remark else mentions(text, telling.alert_words)
    return Said(telling.time_of(entry), text, calls, is_remark=is_remark)
