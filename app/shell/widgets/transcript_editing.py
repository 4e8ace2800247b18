"""A line of the transcript while its words are put right. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.core.captions import Line
from app.shell.widgets.line_editor import LineEditor

if TYPE_CHECKING:
    from app.shell.widgets.transcript_list import TranscriptList

_OUT_OF_SIGHT_PX = -10_000


class TranscriptEditing(QObject):
    """Holds the list still under the editor, and follows again afterwards if it did before."""

    saved = Signal(object, str)  # Line, its words from now on

    def __init__(self, rows: TranscriptList) -> None:
        super().__init__(rows)
        self._rows = rows
        self._editor: LineEditor | None = None
        self._line: Line | None = None
        self.row: int | None = None  # the row of the line
        self._followed_before = False

    def begin(self, row: int, line: Line) -> LineEditor:
        """Open the words of `line`, which is in `row`, and return the editor."""
        rows = self._rows
        self.finish()
        followed = rows.view.is_following
        rows.reveal(row)
        self._followed_before = followed
        rows.view.hold()
        self._line, self.row = line, row
        self._editor = editor = LineEditor(rows.telling.words_of(line), rows.look, rows.viewport())
        editor.saved.connect(self._on_saved)
        editor.given_up.connect(self._stop)
        editor.document().contentsChanged.connect(self.place)
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.place()
        return editor

    def finish(self) -> None:
        """Keep what was typed so far."""
        if self._editor is not None:
            self._editor.finish()

    @Slot()
    def place(self) -> None:
        """Let the editor stand where its line is."""
        if self._editor is None:
            return
        for placed in self._rows.view.placed:
            if placed.index == self.row:
                self._editor.stand_at(placed.row.text_box().translated(0, placed.top_px))
                return
        self._editor.move(0, _OUT_OF_SIGHT_PX)  # hidden, it would lose the focus

    def follow_rows(self, moved: dict[int, int | None]) -> None:
        """Go where the line goes; give up when it is not shown any more."""
        if self.row is None or self._line is None:
            return
        row = self.row = moved.get(self.row, self.row)
        entry = None if row is None or row >= len(self._rows.shown) else self._rows.shown[row]
        if not isinstance(entry, Line) or entry.line != self._line.line:
            self._stop()

    @Slot(str)
    def _on_saved(self, text: str) -> None:
        line = self._line
        self._stop()
        if line is not None:
            self.saved.emit(line, text)

    @Slot()
    def _stop(self) -> None:
        editor, self._editor, self._line, self.row = self._editor, None, None, None
        if editor is None:
            return
        had_focus = editor.hasFocus()
        editor.hide()
        editor.deleteLater()
        if had_focus:
            self._rows.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._followed_before:
            self._rows.jump_to_end()
        else:
            self._rows.view.release()
