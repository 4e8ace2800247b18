"""The transcript as a list: what comes, what is held back, and how it is told. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.captions import Captions, Line
from app.core.sieve import Filter, first_difference
from app.shell.widgets.transcript_scroll import Place, TranscriptScroll

if TYPE_CHECKING:
    from app.core.captions import Entry
    from app.shell.widgets.transcript_content import Telling


class TranscriptList(TranscriptScroll):
    """What a reader has before the eyes stays there, whatever comes, goes or is held back."""

    def __init__(self) -> None:
        super().__init__()
        self._captions = Captions()
        self._unfiltered: Place | None = None  # where the reader was before there was a filter

    def show_captions(self, captions: Captions) -> None:
        """Show `captions`. Costs what changed at the end, however long the transcript is."""
        old, self._captions = self._captions, captions
        index = first_difference(old, captions)
        if index == len(old.entries) == len(captions.entries):
            return
        places = self._places_from(index)
        rows = len(self.shown)
        begin = self.shown.replace_from(index, captions.entries)
        if not self.view.is_following:
            added = range(rows, len(self.shown))
            lines = sum(isinstance(self.shown[row], Line) for row in added)
            self._unseen = min(self._unseen + lines, len(self.shown))
        before = self._top_of(begin)
        self._replace_rows(begin, places)
        after = self._top_of(begin)
        self._update_from(0 if before is None or before != after else before)

    def choose_filter(self, wanted: Filter) -> None:
        """Show only what `wanted` lets pass. What stays in view stays where it is."""
        if wanted != self.shown.filter:
            self._sift(wanted)

    def tell(self, telling: Telling) -> None:
        """Tell entries in another way."""
        before, wanted = self.telling.marks, self.shown.filter
        is_sifted = telling.marks is not before and wanted.is_starred
        if wanted.emotion is not None and telling.marks.labels != before.labels:
            is_sifted = True
        self._shelf.telling = telling
        if is_sifted:
            self._sift(wanted)
        else:
            self.shown.marks = telling.marks
            self._tell_anew()

    def rows_changed(self, begin: int, moved: dict[int, int | None]) -> None:
        """Hear that the rows from `begin` on are others.

        `moved` says where rows are now that were asked for in `kept_rows`; None: not there.
        """

    def kept_rows(self) -> tuple[int, ...]:
        """Return the rows whose way is followed when others change."""
        return ()

    def _places_from(self, index: int) -> dict[int, Entry]:
        """Return the rows to follow that may move when entries from `index` on change."""
        begin = self.shown.row_of(index)
        rows = {*self.kept_rows(), *(placed.index for placed in self.view.placed)}
        return {row: self.shown[row] for row in rows if begin <= row < len(self.shown)}

    def _replace_rows(self, begin: int, places: dict[int, Entry]) -> None:
        """Set the rows from `begin` on; those in `places` were at hand before."""
        moved = {
            row: self.shown.row_like(entry, begin, likely=row) for row, entry in places.items()
        }
        kept = self._kept_in_view(moved)
        self.view.replace_from(begin, self._shelf.estimates_px(begin), kept)
        self.rows_changed(begin, moved)
        self._sync()
        self.describe()
        self.arranged()

    def _sift(self, wanted: Filter) -> None:
        was_on = self.shown.filter.is_on
        if not was_on:
            self._unfiltered = self.place()
        is_led = bool(self.kept_rows())
        indexes = {row: self.shown.index_of(row) for row in self._watched_rows()}
        self.shown.choose(wanted, self.telling.marks)
        nearest, moved = self._moved_to(indexes)
        kept = self._kept_in_view(nearest)
        self._shelf.clear()
        self.view.replace_from(0, self._shelf.estimates_px(0), kept)
        self.rows_changed(0, moved)
        self._unseen = 0
        self.describe()
        self._after_scrolling()
        if was_on and not wanted.is_on and not is_led:
            self.go_to(self._unfiltered)
        for row in self.kept_rows()[:1]:
            self.reveal(row)

    def _moved_to(
        self, indexes: dict[int, int]
    ) -> tuple[dict[int, int | None], dict[int, int | None]]:
        """Return for rows that had these indexes the rows nearest to them, and their own."""
        nearest: dict[int, int | None] = {}
        own: dict[int, int | None] = {}
        last = len(self.shown) - 1
        for row, index in indexes.items():
            now = min(self.shown.row_of(index), last)
            nearest[row] = now if now >= 0 else None
            own[row] = now if now >= 0 and self.shown.index_of(now) == index else None
        return nearest, own

    def _watched_rows(self) -> set[int]:
        rows = {*self.kept_rows(), *(placed.index for placed in self.view.placed)}
        return {row for row in rows if row < len(self.shown)}

    def _tell_anew(self) -> None:
        """Let every row say what it says now; rows that say the same stay as they are set."""
        self._shelf.tell_anew()
        self.view.replace_from(len(self.shown), (), self._kept_in_view({}))
        self._sync()
        self.describe()
        self.arranged()
        self.viewport().update()

    def _top_of(self, row: int) -> int | None:
        for placed in self.view.placed:
            if placed.index == row:
                return placed.top_px
        return None

    def _update_from(self, top_px: int) -> None:
        area = self.viewport().rect()
        self.viewport().update(area.adjusted(0, max(top_px, 0), 0, 0))
