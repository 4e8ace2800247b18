"""Lets the header say what is going on: title, length, lag, cost, where the audio goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.core.lag import newest_final
from app.shell.controller import Phase

if TYPE_CHECKING:
    from app.core.captions import Captions, Line
    from app.core.settings import Settings
    from app.session.sink import Stamp
    from app.shell.link_status import LinkStatus
    from app.shell.studio import Studio
    from app.shell.widgets.header import Header

SECOND_MS = 1000


class Heading(QObject):
    """Between the studio and the header. GUI thread."""

    def __init__(self, header: Header, studio: Studio) -> None:
        super().__init__(header)
        self._header = header
        self._controller, self._choices = studio.controller, studio.choices
        self._document, self._link, self._costs = studio.document, studio.link, studio.costs
        self._newest_final: Line | None = None
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self.refresh)
        header.title_edited.connect(self._document.rename)
        self._document.title_changed.connect(header.show_title)
        self._document.captions_changed.connect(self._on_captions_changed)
        self._controller.phase_changed.connect(self.show_phase)
        self._choices.changed.connect(self.show_settings)
        self._link.changed.connect(self._on_link_changed)
        self._costs.changed.connect(self._on_cost_changed)

    @Slot(object)
    def show_settings(self, settings: Settings) -> None:  # noqa: ARG002
        """Say where the audio goes: to who captions now, while somebody does."""
        running = self._link.status.engine_id if self._controller.phase is not Phase.IDLE else ""
        found = (engine for engine in self._choices.engines if engine.id == running)
        self._header.show_engine(next(found, self._choices.engine))

    @Slot()
    def refresh(self) -> None:
        """Say how long the transcript is by now."""
        is_there = self._controller.phase is not Phase.IDLE or not self._document.is_empty
        self._header.show_elapsed(self._controller.elapsed_ms if is_there else None)

    @Slot(object)
    def show_phase(self, phase: Phase) -> None:
        """Follow the session."""
        if phase is Phase.IDLE:
            self._second.stop()
            self._header.show_lag(None)
        else:
            self._second.start()
        self.refresh()

    @Slot(object)
    def _on_link_changed(self, link: LinkStatus) -> None:
        self._header.show_link(link)
        self.show_settings(self._choices.settings)

    @Slot()
    def _on_cost_changed(self) -> None:
        self._header.show_cost(self._costs.session_cny)

    @Slot(object, object)
    def _on_captions_changed(self, captions: Captions, stamp: Stamp | None) -> None:
        final = newest_final(captions)
        if final is not None and stamp is not None and final is not self._newest_final:
            self._newest_final = final
            lag_ms = self._controller.begin_ms + stamp.t_ms - (final.end_ms or 0)
            self._header.show_lag(max(0, lag_ms))
