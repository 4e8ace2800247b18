"""A line of the transcript while its words are put right. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.core.captions import Line
from app.shell.widgets.line_editor import LineEditor

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF

    from app.shell.widgets.transcript_list import TranscriptList
    from app.shell.widgets.transcript_row import TranscriptRow

_OUT_OF_SIGHT_PX = -10_000


class TranscriptEditing(QObject):
    """Holds the list still under the editor, and follows again afterwards if it did before."""

    saved = Signal(object, str)  # Line, its words from now on

    def __init__(self, rows: TranscriptList) -> None:
        super().__init__(rows)
        self.rows = rows
        self.editor: LineEditor | None = None
        self._line: Line | None = None
        self.row: int | None = None  # the row of the line
        self._followed_before = False

    def begin(self, row: int, line: Line) -> LineEditor:
        """Open the words of `line`, which is in `row`, and return the editor."""
        rows = self.rows
        self.finish()
        followed = rows.view.is_following
        rows.reveal(row)
        self._followed_before = followed
        rows.view.hold()
        self._line, self.row = line, row
        self.editor = editor = self.editor_for(line)
        editor.saved.connect(self._on_saved)
        editor.given_up.connect(self._stop)
        editor.document().contentsChanged.connect(self.place)
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.place()
        return editor

    def finish(self) -> None:
        """Keep what was typed so far."""
        if self.editor is not None:
            self.editor.finish()

    def editor_for(self, line: Line) -> LineEditor:
        """Return the field in which `line` is put right."""
        rows = self.rows
        return LineEditor(rows.telling.words_of(line), rows.look, rows.viewport())

    def box_in(self, row: TranscriptRow) -> QRectF:
        """Return where in its row the editor stands."""
        return row.text_box()

    @Slot()
    def place(self) -> None:
        """Let the editor stand where its line is."""
        if self.editor is None:
            return
        for placed in self.rows.view.placed:
            if placed.index == self.row:
                self.editor.stand_at(self.box_in(placed.row).translated(0, placed.top_px))
                return
        self.editor.move(0, _OUT_OF_SIGHT_PX)  # hidden, it would lose the focus

    def follow_rows(self, moved: dict[int, int | None]) -> None:
        """Go where the line goes; give up when it is not shown any more."""
        if self.row is None or self._line is None:
            return
        row = self.row = moved.get(self.row, self.row)
        entry = None if row is None or row >= len(self.rows.shown) else self.rows.shown[row]
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
        editor, self.editor, self._line, self.row = self.editor, None, None, None
        if editor is None:
            return
        had_focus = editor.hasFocus()
        editor.hide()
        editor.deleteLater()
        if had_focus:
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._followed_before:
            self.rows.jump_to_end()
        else:
            self.rows.view.release()
