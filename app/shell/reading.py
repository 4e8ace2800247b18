"""Lets the transcript and what stands below it follow the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.shell.controller import Phase

if TYPE_CHECKING:
    from app.core.captions import Captions
    from app.core.settings import Settings
    from app.session.sink import Stamp
    from app.shell.studio import Studio
    from app.shell.widgets.footer import Footer
    from app.shell.widgets.transcript_pane import TranscriptPane


class Reading(QObject):
    """Between the studio, the transcript and its foot. GUI thread."""

    cleared = Signal()  # by the user

    def __init__(self, pane: TranscriptPane, footer: Footer, studio: Studio) -> None:
        super().__init__(pane)
        self._pane, self._footer = pane, footer
        self._controller, self._choices = studio.controller, studio.choices
        self._document = studio.document
        pane.set_clock(self._document.time_of_day)
        footer.new_wanted.connect(self._on_new_wanted)
        self._document.captions_changed.connect(self._on_captions_changed)
        self._controller.phase_changed.connect(self.show_phase)
        self._choices.changed.connect(self.show_settings)

    @Slot(object)
    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        self._footer.show_overlay(is_shown=settings.overlay.visible)
        self._pane.set_empty_text(self._empty_text())

    def _empty_text(self) -> str:
        if self._controller.phase is not Phase.IDLE:
            return self.tr("Speak. What is said appears here.")
        if self._choices.engine_problem is not None:
            return self.tr("See on the left what the engine still needs, or choose another.")
        return self.tr("Press Start and speak. What is said appears here.")

    def _refresh_possible(self) -> None:
        is_empty = self._document.is_empty
        is_idle = self._controller.phase is Phase.IDLE
        self._footer.show_possible(can_clear=is_idle and not is_empty, can_export=not is_empty)

    @Slot(object)
    def show_phase(self, phase: Phase) -> None:  # noqa: ARG002
        """Follow the session."""
        self._pane.set_empty_text(self._empty_text())
        self._refresh_possible()

    @Slot(object, object)
    def _on_captions_changed(self, captions: Captions, stamp: Stamp | None) -> None:  # noqa: ARG002
        self._pane.show_captions(captions)
        self._refresh_possible()

    @Slot()
    def _on_new_wanted(self) -> None:
        self._document.clear()
        self.cleared.emit()
