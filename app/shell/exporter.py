"""Asks how the transcript shall be exported, and where it shall be written. GUI thread."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from app.core.export import SUFFIXES, ExportFormat, Wording
from app.core.export.choices import dump, load
from app.core.export.naming import file_stem
from app.core.feelings import keeps_emotions
from app.shell.file_dialog import open_in, suffixed
from app.shell.i18n import SIMPLIFIED_CHINESE, TRADITIONAL_CHINESE, language_for
from app.shell.panic import OutOfSight
from app.shell.widgets.export_options import Matter, Part

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QWidget

    from app.core.export import ExportOptions
    from app.core.export.choices import ExportChoices
    from app.shell.look import Look
    from app.shell.studio import Studio
    from app.shell.wardrobe import Wardrobe
    from app.shell.widgets.export_sheet import ExportSheet

log = logging.getLogger(__name__)

CHOICES: Final = "export/choices"
WORDINGS: Final = {
    SIMPLIFIED_CHINESE: Wording.CHINESE,
    TRADITIONAL_CHINESE: Wording.TRADITIONAL,
}


class Exporter(QObject):
    """A sheet of our own, then the system's dialog; a session goes on meanwhile.

    What was chosen is remembered in `places`.
    """

    given_up = Signal()

    def __init__(
        self, window: QWidget, studio: Studio, wardrobe: Wardrobe, places: QSettings
    ) -> None:
        super().__init__(window)
        self._window, self._wardrobe, self._places = window, wardrobe, places
        self._document, self._settings = studio.document, studio.choices
        self._sheet: ExportSheet | None = None
        self._out_of_sight = OutOfSight()
        self._folder: Path | None = None  # where a file was put or found last
        wardrobe.look_changed.connect(self._on_look_changed)

    def ask(self, selected: frozenset[int], part: Part = Part.ALL) -> None:
        """Let the user choose what and how: `part` to begin with, lines `selected` by their ids.

        Nothing is asked while every caption is hidden: the sheet shows some.
        """
        if self._out_of_sight.is_on:
            self.given_up.emit()
            return
        settings = self._settings.settings
        language = language_for(settings.ui_language, QLocale.system())
        matter = Matter(
            self._document.transcript,
            self._document.time_of_day,
            selected,
            part,
            keeps_emotions(settings),
            WORDINGS.get(language, Wording.ENGLISH),
            self._remembered(),
        )
        self._open_sheet().ask(matter)

    @Slot()
    def close(self) -> None:
        """A dialog does not go with the window it belongs to."""
        if self._sheet is not None:
            self._sheet.close()

    def set_blanked(self, is_blanked: bool) -> None:
        """Take the sheet out of sight, or bring it back if it was there."""
        self._out_of_sight.set_on((self._sheet,), is_on=is_blanked)

    def _open_sheet(self) -> ExportSheet:
        if self._sheet is None:
            from app.shell.widgets.export_sheet import ExportSheet  # noqa: PLC0415  seldom needed

            self._sheet = ExportSheet(self._window)
            self._sheet.retranslate()
            self._sheet.apply_look(self._wardrobe.look)
            self._sheet.chosen.connect(self._on_chosen)
            self._sheet.rejected.connect(self.given_up)
        return self._sheet

    @Slot(object)
    def _on_chosen(self, options: ExportOptions) -> None:
        if self._sheet is not None:
            self._places.setValue(CHOICES, json.dumps(dump(self._sheet.form.choices)))
        self._ask_where(options)

    def _ask_where(self, options: ExportOptions) -> None:
        dialog = QFileDialog(self._window, self.tr("Save the exported file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self._kind(options.format))
        # Qt takes what stands behind a dot for a suffix, and adds none.
        dialog.selectFile(f"{file_stem(self._document.title)}{options.format.suffix}")
        dialog.setDefaultSuffix(options.format.value)

        def write(name: str) -> None:
            path = suffixed(Path(name), options.format.suffix, SUFFIXES)
            self._folder = path.parent
            self._document.export(path, options.for_suffix(path.suffix))

        dialog.fileSelected.connect(write)
        dialog.rejected.connect(self.given_up)
        open_in(self._folder, dialog)

    def _kind(self, wanted: ExportFormat) -> str:
        """Return what the system's dialog calls the format."""
        kinds = {
            ExportFormat.TXT: self.tr("Plain text (*.txt)"),
            ExportFormat.SRT: self.tr("Subtitles, SubRip (*.srt)"),
            ExportFormat.VTT: self.tr("Subtitles, WebVTT (*.vtt)"),
            ExportFormat.ASS: self.tr("Subtitles, SubStation Alpha (*.ass)"),
            ExportFormat.MARKDOWN: self.tr("Markdown (*.md)"),
            ExportFormat.DOCX: self.tr("Word document (*.docx)"),
            ExportFormat.JSONL: self.tr("JSON Lines (*.jsonl)"),
            ExportFormat.CSV: self.tr("Table (*.csv)"),
        }
        return kinds[wanted]

    def _remembered(self) -> ExportChoices:
        try:
            return load(json.loads(str(self._places.value(CHOICES, "{}"))))
        except ValueError:
            log.warning("what was chosen for exports cannot be read")
            return load(None)

    @Slot(object)
    def _on_look_changed(self, look: Look) -> None:
        if self._sheet is not None:
            self._sheet.apply_look(look)
