"""The note on a line while it is written, below the words of the line. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Slot

from app.shell.widgets.line_editor import LineEditor
from app.shell.widgets.transcript_editing import TranscriptEditing

if TYPE_CHECKING:
    from app.core.captions import Line
    from app.shell.widgets.transcript_row import TranscriptRow

BELOW: Final = 6  # the words that the note is about stay in view


class NoteEditor(LineEditor):
    """Enter and going elsewhere save, Esc gives up, as with the words."""

    def name(self) -> None:
        """Say what it is for."""
        self.setAccessibleName(self.tr("Note on the line"))
        self.setPlaceholderText(self.tr("What you want to remember of this line"))


class ReviewNoting(TranscriptEditing):
    """Holds the list still under the editor, which is always in view."""

    @Slot()
    def place(self) -> None:
        """Let the editor stand below the words, or above the end of the view."""
        super().place()
        editor = self.editor
        room_px = self.rows.viewport().height() - (0 if editor is None else editor.height())
        if editor is not None and editor.y() > room_px >= 0:
            editor.move(editor.x(), room_px)

    def editor_for(self, line: Line) -> LineEditor:
        """Return a field with the note that is there."""
        rows = self.rows
        editor = NoteEditor(rows.telling.marks.note_of(line), rows.look, rows.viewport())
        editor.name()
        return editor

    def box_in(self, row: TranscriptRow) -> QRectF:
        """Return where in its row the note stands."""
        return row.remark_box().translated(0, self.rows.look.px(BELOW))
