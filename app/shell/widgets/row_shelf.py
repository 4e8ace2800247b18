"""The rows of a transcript that are set, as they are told in one style. No widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.shell.widgets.transcript_content import Telling
from app.shell.widgets.transcript_row import TranscriptRow

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from app.core.captions import Entry
    from app.core.sieve import Sieve
    from app.shell.widgets.transcript_row import RowStyle

KEPT_ROWS: Final = 200  # in view or just scrolled away


class RowShelf:
    """Sets rows when they are asked for, and again only when they say something else."""

    def __init__(self, shown: Sieve, style: RowStyle) -> None:
        self._shown = shown
        self._rows: dict[int, tuple[Entry, TranscriptRow]] = {}
        self.style = style
        self.telling = Telling()

    def row(self, row: int) -> TranscriptRow:
        """Return a row, set."""
        entry = self._shown[row]
        known = self._rows.get(row)
        if known is not None and known[0] is entry:
            return known[1]
        made = TranscriptRow(self.telling.content_of(entry), self.style)
        self._rows[row] = (entry, made)
        return made

    def estimates_px(self, begin: int) -> list[int]:
        """Return about how high the rows from `begin` on are, without setting them."""
        height_px, words_of = self.style.estimated_height_px, self.telling.words_of
        return [height_px(words_of(entry)) for entry in self._shown.rows_from(begin)]

    def tell_anew(self) -> None:
        """Forget the rows that say something else now."""
        content_of = self.telling.content_of
        self._rows = {
            row: (entry, made)
            for row, (entry, made) in self._rows.items()
            if made.content == content_of(entry)
        }

    def restyle(self, style: RowStyle) -> bool:
        """Set every row anew in `style`; return whether their words wrap where they did."""
        old, self.style = self.style, style
        self.clear()
        return style.wraps_like(old)

    def clear(self) -> None:
        """Forget every row."""
        self._rows.clear()

    def keep(self, rows: AbstractSet[int]) -> None:
        """Forget rows other than these if there are many."""
        if len(self._rows) > KEPT_ROWS:
            self._rows = {row: set_ for row, set_ in self._rows.items() if row in rows}
