"""The rows in view as a screen reader meets them: one element each, with all that it says.

Qt lets Python give no accessible tree to a widget that paints its own rows. So each row in view has
an empty label over it that has a name and nothing else, while somebody listens. GUI thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLabel

from app.shell.widgets.transcript_content import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.shell.widgets.transcript_view import PlacedRow


class TranscriptVoice:
    """Names for the rows of one viewport. A row keeps its element while it stays in view."""

    def __init__(self, viewport: QWidget) -> None:
        self._viewport = viewport
        self._labels: dict[int, QLabel] = {}
        self._spare: list[QLabel] = []

    def show_rows(self, placed: Sequence[PlacedRow]) -> None:
        """Name the rows in view, if anybody listens."""
        if not QAccessible.isActive():
            return
        rows = {each.index for each in placed}
        for row in [row for row in self._labels if row not in rows]:
            self._take_away(row)
        width, is_new = self._viewport.width(), False
        for each in placed:
            is_new |= each.index not in self._labels
            label = self._labels.get(each.index) or self._new(each.index)
            label.setGeometry(QRect(0, each.top_px, width, each.row.height_px))
            name = spoken(each.row.content)
            if label.accessibleName() != name:
                label.setAccessibleName(name)
        if is_new:
            for row in sorted(self._labels, reverse=True):
                self._labels[row].lower()  # children are told from the lowest up

    def forget(self) -> None:
        """Take every name away: none may be read."""
        for row in list(self._labels):
            self._take_away(row)

    def point_at(self, row: int) -> None:
        """Say that the keyboard is on a row in view."""
        if label := self._labels.get(row):
            QAccessible.updateAccessibility(QAccessibleEvent(label, QAccessible.Event.Focus))

    def _take_away(self, row: int) -> None:
        label = self._labels.pop(row)
        label.hide()
        label.setAccessibleName("")
        self._spare.append(label)

    def _new(self, row: int) -> QLabel:
        label = self._spare.pop() if self._spare else QLabel(self._viewport)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        label.show()
        self._labels[row] = label
        return label
