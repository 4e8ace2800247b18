"""What is looked for in the rows of a transcript, and which of the places found is the current one.

GUI thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.core.finding import Finder, Hit
from app.shell.widgets.transcript_marks import Highlight, HighlightKind

if TYPE_CHECKING:
    from app.shell.widgets.transcript_list import TranscriptList
    from app.shell.widgets.transcript_scroll import Place


@dataclass(frozen=True, slots=True)
class Found:
    """How many places there are, and which is the current one, from 1; 0: none is."""

    count: int = 0
    number: int = 0


class TranscriptSearch(QObject):
    """Follows the rows of a list while something is looked for in them."""

    changed = Signal(object)  # Found

    def __init__(self, rows: TranscriptList) -> None:
        super().__init__(rows)
        self._rows = rows
        self._finder = Finder()
        self._current: Hit | None = None
        self._found = Found()
        self._begun_at: Place | None = None

    @property
    def current_row(self) -> int | None:
        """The row with the current place."""
        return None if self._current is None else self._current.row

    @Slot(str)
    def look_for(self, query: str) -> None:
        """Find `query`, and go to the first place from where the reader was."""
        finder = self._finder
        was_looking = finder.is_looking
        if not was_looking:
            self._begun_at = self._rows.place()
        finder.look_for(query)
        if finder.is_looking:
            self._show(finder.first_from(self._row_looked_from()) if finder.count else None)
        elif was_looking:
            self._stop()

    @Slot()
    def go_to_next(self) -> None:
        """Go to the next place; from the last to the first."""
        self._go(1)

    @Slot()
    def go_to_previous(self) -> None:
        """Go to the previous place; from the first to the last."""
        self._go(-1)

    def _go(self, step: int) -> None:
        count = self._finder.count
        if not count:
            return
        number = -1 if self._current is None else self._finder.number_of(self._current)
        self._show((number + step) % count)

    def stop(self) -> None:
        """Look for nothing, and bring the reader back to where the search began."""
        self.look_for("")

    def _stop(self) -> None:
        self._current = None
        self._rows.go_to(self._begun_at)
        self._say()

    def change_row(self, row: int) -> None:
        """Look through a row anew that reads otherwise now."""
        self._finder.change(row, self._rows.telling.found_in(self._rows.shown[row]))
        self._keep(self._current)

    def follow_rows(self, begin: int, moved: dict[int, int | None]) -> None:
        """Look through the rows from `begin` on, which are others now."""
        found_in = self._rows.telling.found_in
        rows = self._rows.shown.rows_from(begin)
        self._finder.replace_from(begin, (found_in(entry) for entry in rows))
        if self._finder.is_looking:
            hit = self._current
            row = None if hit is None else moved.get(hit.row, hit.row)
            self._keep(None if hit is None or row is None else Hit(row, hit.nth))

    def _keep(self, hit: Hit | None) -> None:
        self._current = hit if hit is not None and self._finder.has(hit) else None
        self._say()

    def highlights(self, row: int) -> tuple[Highlight, ...]:
        """Return what was found in a row."""
        if not self._finder.is_looking:
            return ()
        spans = self._finder.spans(self._rows.telling.found_in(self._rows.shown[row]))
        return tuple(
            Highlight(
                *span,
                HighlightKind.CURRENT_HIT if self._current == Hit(row, nth) else HighlightKind.HIT,
            )
            for nth, span in enumerate(spans)
        )

    def _row_looked_from(self) -> int:
        if self._current is not None:
            return self._current.row
        placed = self._rows.view.placed
        return placed[0].index if placed else 0

    def _show(self, number: int | None) -> None:
        self._current = None if number is None else self._finder.hit(number)
        if self._current is not None:
            self._rows.reveal(self._current.row)
        self._rows.viewport().update()
        self._say()

    def _say(self) -> None:
        number = 0 if self._current is None else self._finder.number_of(self._current) + 1
        found = Found(self._finder.count, number)
        if found != self._found:
            self._found = found
            self.changed.emit(found)
