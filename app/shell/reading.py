"""Lets the transcript and what stands below it follow the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from app.core.sieve import tally
from app.shell.controller import Phase

if TYPE_CHECKING:
    from app.core.captions import Captions, Line
    from app.core.marks import Marks
    from app.core.settings import Settings
    from app.core.sieve import Filter, Tally
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
        pane.edit_wanted.connect(self._document.edit)
        pane.star_wanted.connect(self._on_star_wanted)
        pane.mark_wanted.connect(self._document.mark)
        self._undo = undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), pane)
        undo.setContext(Qt.ShortcutContext.WidgetShortcut)  # a field in it undoes its own typing
        undo.activated.connect(self._document.undo_mark)
        footer.new_wanted.connect(self._on_new_wanted)
        footer.filter_wanted.connect(self._on_filter_wanted)
        footer.filters.set_count(self._tally)
        self._connect_find()
        self._document.captions_changed.connect(self._on_captions_changed)
        self._document.marks_changed.connect(self._on_marks_changed)
        self._controller.phase_changed.connect(self.show_phase)
        self._choices.changed.connect(self.show_settings)

    def _connect_find(self) -> None:
        find, search = self._footer.find_bar, self._pane.search
        find.query_changed.connect(search.look_for)
        find.next_wanted.connect(search.go_to_next)
        find.previous_wanted.connect(search.go_to_previous)
        find.closed.connect(self._on_find_closed)
        search.changed.connect(find.show_found)

    @Slot(object)
    def show_settings(self, settings: Settings) -> None:
        """Follow the settings, and say again in the language of now what is said here."""
        self._undo.setWhatsThis(self.tr("Undo an edit of the transcript"))
        self._footer.show_overlay(is_shown=settings.overlay.visible)
        self._footer.filters.show_emotions(is_shown=settings.emotion.is_shown)
        self._pane.show_emotions(is_shown=settings.emotion.is_shown)
        self._pane.show_alert_words(settings.alerts.words)
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
        self._show_filter()

    @Slot(object)
    def _on_marks_changed(self, marks: Marks) -> None:
        self._pane.show_marks(marks)
        self._show_filter()

    @Slot(object, bool)
    def _on_star_wanted(self, line: Line, is_starred: bool) -> None:
        self._document.star(line, is_starred=is_starred)

    @Slot(object)
    def _on_filter_wanted(self, wanted: Filter) -> None:
        self._pane.choose_filter(wanted)
        self._show_filter()

    @Slot()
    def _on_find_closed(self) -> None:
        self._pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_filter(self) -> None:
        shown = self._pane.shown
        self._footer.show_filter(shown.filter, shown=len(shown), lines=shown.lines)

    def _tally(self) -> Tally:
        return tally(self._document.captions.entries, self._document.marks)

    @Slot()
    def _on_new_wanted(self) -> None:
        self._pane.finish_writing()
        self._document.clear()
        self.cleared.emit()
