"""Opens the library and the review of a session, built when first asked for. GUI thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.core.summary import topic_of
from app.shell.library_desk import LibraryDesk
from app.shell.panic import OutOfSight

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.core.errors import Problem
    from app.core.review import Review
    from app.core.summary import Topic
    from app.shell.choices import Choices
    from app.shell.look import Look
    from app.shell.review_desk import ReviewDesk
    from app.shell.session_exporter import SessionExporter
    from app.shell.summary_desk import SummaryDesk
    from app.shell.wardrobe import Wardrobe
    from app.shell.widgets.library_window import LibraryWindow
    from app.shell.widgets.review_window import ReviewWindow
    from app.shell.widgets.summary_window import SummaryWindow


class LibraryOpener(QObject):
    """Owns both windows, above `window`, and the desk that they share."""

    recording_wanted = Signal()  # to be brought in
    data_wanted = Signal()  # how long things are kept, and where

    def __init__(
        self,
        library: Path,
        choices: Choices,
        wardrobe: Wardrobe,
        window: QWidget,
        summaries: SummaryDesk,
    ) -> None:
        super().__init__(window)
        self._choices, self._wardrobe, self._window = choices, wardrobe, window
        self.desk = LibraryDesk(library, time.time, self)
        self._library: LibraryWindow | None = None
        self._review: ReviewWindow | None = None
        self._summaries = summaries
        self._summary: SummaryWindow | None = None
        self._summarized = ""  # the id of the session
        self._review_desk: ReviewDesk | None = None
        self._exporters: list[SessionExporter] = []
        self._out_of_sight = OutOfSight()
        wardrobe.look_changed.connect(self._on_look_changed)

    @Slot()
    def open(self) -> None:
        """Show the library in front, unless every caption is hidden."""
        if self._out_of_sight.is_on:
            return
        if self._library is None:
            # What most runs do not need must not be waited for by the window.
            from app.shell.widgets.library_window import LibraryWindow  # noqa: PLC0415

            self._library = LibraryWindow(self.desk, self._window)
            self._library.retranslate()
            self._library.apply_look(self._wardrobe.look)
            self._library.opened.connect(self.review)
            self._library.recording_wanted.connect(self.recording_wanted)
            self._library.data_wanted.connect(self.data_wanted)
            self._library.export_wanted.connect(self._exporter(self._library).ask)
        self._library.open_in_front()

    @Slot(str, object)
    def review(self, session_id: str, line: int | None = None) -> None:
        """Show a session in front, at `line` if there is one, unless every caption is hidden."""
        if self._out_of_sight.is_on:
            return
        if self._review_desk is None:
            from app.shell.review_desk import ReviewDesk  # noqa: PLC0415  see above

            self._review_desk = ReviewDesk(self.desk, self)
            self._review_window(self._review_desk)
            self._review_desk.failed.connect(self._on_failed)
            self._review_desk.opened.connect(self._on_opened)
        self._review_desk.open(session_id, line)

    @Slot()
    def close(self) -> None:
        """A dialog does not go with the window it belongs to. What was typed is kept."""
        for window in (self._summary, self._review, self._library):
            if window is not None:
                window.close()

    def set_blanked(self, is_blanked: bool) -> None:
        """Take every window out of sight, or bring back those that were there."""
        sheets = (exporter.sheet for exporter in self._exporters)
        windows = (self._library, self._review, self._summary, *sheets)
        self._out_of_sight.set_on(windows, is_on=is_blanked)
        if not is_blanked and self._library is not None and self._library.isVisible():
            self._library.open_in_front()

    def stop(self) -> bool:
        """End the threads; False if one would not end."""
        has_ended = self._summaries.stop()
        return self.desk.stop() and has_ended

    def _review_window(self, desk: ReviewDesk) -> None:
        from app.shell.playing import Playing  # noqa: PLC0415  see above
        from app.shell.widgets.review_window import ReviewWindow  # noqa: PLC0415  see above

        playing = Playing(parent=self)
        self._review = ReviewWindow(desk, playing, time.time, self._window)
        self._review.retranslate()
        self._review.apply_look(self._wardrobe.look)
        exporter = self._exporter(self._review)
        self._review.export_wanted.connect(lambda review: exporter.ask((review.session,)))
        self._review.minutes_wanted.connect(exporter.ask_for_minutes)
        self._review.figures_wanted.connect(exporter.ask_for_figures)
        self._review.summary_wanted.connect(self._summarize)

    @Slot()
    def _on_opened(self) -> None:
        """Leave what was read for later, if every caption was hidden meanwhile."""
        if self._out_of_sight.is_on and self._review is not None:
            self._out_of_sight.keep(self._review)

    @Slot(object)
    def _summarize(self, review: Review) -> None:
        from app.shell.session_exporter import transcript_of  # noqa: PLC0415  see above

        self.desk.do(
            lambda _: topic_of(transcript_of(review)),  # a long one takes a while
            lambda topic: self._show_summary(topic, review.session.id),
            self._on_failed,
        )

    def _show_summary(self, topic: Topic, session_id: str) -> None:
        if self._out_of_sight.is_on:
            return
        if self._summary is None:
            from app.shell.widgets.summary_window import SummaryWindow  # noqa: PLC0415  see above

            self._summary = SummaryWindow(self._summaries, self._review)
            self._summary.retranslate()
            self._summary.apply_look(self._wardrobe.look)
            self._summary.line_chosen.connect(self._on_cited)
        self._summarized = session_id
        self._summary.open_for(topic)

    @Slot(object)
    def _on_cited(self, line: int) -> None:
        """Go to a line of the session that was summed up, whichever is reviewed by now."""
        reviewed = None if self._review_desk is None else self._review_desk.review
        is_it = reviewed is not None and reviewed.session.id == self._summarized
        if is_it and self._review is not None and self._review.isVisible():
            self._review.go_to_line(line)
        else:
            self.review(self._summarized, line)

    def _exporter(self, window: LibraryWindow | ReviewWindow) -> SessionExporter:
        from app.shell.session_exporter import SessionExporter  # noqa: PLC0415  see above

        exporter = SessionExporter(self.desk, self._choices, self._wardrobe, window)
        self._exporters.append(exporter)
        exporter.done.connect(window.show_written)
        exporter.failed.connect(window.show_problem)
        return exporter

    @Slot(object)
    def _on_failed(self, problem: Problem) -> None:
        """Say what kept a session from being opened where the user is."""
        if self._library is not None and not (self._review and self._review.isVisible()):
            self._library.show_problem(problem)

    @Slot(object)
    def _on_look_changed(self, look: Look) -> None:
        for window in (self._summary, self._review, self._library):
            if window is not None:
                window.apply_look(look)
