"""Asks how the transcript shall be exported, and shows how the file will begin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.export import ExportFormat, render_text
from app.core.export.choices import sample_of
from app.shell.widgets.basics import restyle, text_label
from app.shell.widgets.dialog import Dialog
from app.shell.widgets.export_options import ExportForm

if TYPE_CHECKING:
    from app.core.export import ExportOptions
    from app.shell.look import Look
    from app.shell.widgets.export_options import Matter

SIZE_PX: Final = (600, 600)
PREVIEW_CHARS: Final = 4000


class ExportSheet(Dialog):
    """Modal to its window. What was chosen is told when it is accepted."""

    chosen = Signal(object)  # ExportOptions

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matter: Matter | None = None
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.form = ExportForm()
        self._caption = text_label("caption")
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.document().setDocumentMargin(0)
        self.preview.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.preview.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._caption.setBuddy(self.preview)
        self.cancel, self.go_on = QPushButton(), QPushButton()
        restyle(self.go_on, "role", "primary")
        self.go_on.setDefault(True)
        self.cancel.setAutoDefault(False)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(self.cancel)
        self._foot.addWidget(self.go_on)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.form)
        self._shown = QVBoxLayout()
        self._shown.addWidget(self._caption)
        self._shown.addWidget(self.preview, 1)
        self._column.addLayout(self._shown, 1)
        self._column.addLayout(self._foot)
        self.form.changed.connect(self._refresh)
        self.cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._on_go_on)

    def ask(self, matter: Matter) -> None:
        """Ask how to export `matter`."""
        self._matter = matter
        self.form.show_matter(matter)
        self._refresh()
        self.form.format.setFocus()
        self.open()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        if not self.isVisible():
            self.fit(look, SIZE_PX)
        self._column.setContentsMargins(look.px(24), look.px(24), look.px(24), look.px(18))
        self._column.setSpacing(look.px(12))
        self._shown.setSpacing(look.px(5))
        self._foot.setSpacing(look.px(8))
        self.form.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self.setWindowTitle(self.tr("Export the transcript"))
        self._caption.setText(self.tr("How it begins"))
        self.preview.setAccessibleName(self.tr("How it begins"))
        self.cancel.setText(self.tr("Cancel"))
        self.go_on.setText(self.tr("Choose a place…"))
        self.form.retranslate()
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        options = self.form.options
        self.go_on.setEnabled(options is not None)
        if self._matter is None:
            return
        text = self.tr("Nothing begins between these times.")
        if options is not None:
            text = preview_of(self._matter, options)
        self.preview.setPlainText(text)

    @Slot()
    def _on_go_on(self) -> None:
        options = self.form.options
        if options is not None:
            self.accept()
            self.chosen.emit(options)


def preview_of(matter: Matter, options: ExportOptions) -> str:
    """Return how the file will begin; of a Word document its words, of a script its events."""
    if options.format is ExportFormat.DOCX:
        plain = ExportFormat.MARKDOWN if options.has_minutes else ExportFormat.TXT
        options = replace(options, format=plain)
    text = render_text(sample_of(matter.transcript, options), options)
    if options.format is ExportFormat.ASS:
        text = text[text.index("[Events]") :]
    return text[:PREVIEW_CHARS]
