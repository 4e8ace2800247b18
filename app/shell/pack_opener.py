"""Opens the context packs, which are built when they are first asked for. GUI thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from app.core.export.naming import file_stem
from app.core.packs_form import EXPORT_SUFFIXES
from app.shell.file_dialog import open_in, suffixed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.packs import Pack
    from app.shell.look import Look
    from app.shell.pack_desk import PackDesk
    from app.shell.wardrobe import Wardrobe
    from app.shell.widgets.pack_editor import PackEditor


class PackOpener(QObject):
    """Owns the editor, above `window`, and asks for files in the system's own dialogs."""

    def __init__(self, desk: PackDesk, wardrobe: Wardrobe, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._wardrobe, self._window = desk, wardrobe, window
        self._editor: PackEditor | None = None
        self._folder: Path | None = None  # where a file was put or found last
        wardrobe.look_changed.connect(self._on_look_changed)

    @Slot()
    def open(self) -> None:
        """Show the packs in front."""
        if self._editor is None:
            from app.shell.widgets.pack_editor import PackEditor  # noqa: PLC0415  seldom needed

            self._editor = PackEditor(self._desk, self._window)
            self._editor.import_wanted.connect(self._ask_what_to_import)
            self._editor.export_wanted.connect(self._ask_where_to_export)
            self._editor.retranslate()
            self._editor.apply_look(self._wardrobe.look)
        self._editor.open_at()

    @Slot()
    def close(self) -> None:
        """A dialog does not go with the window it belongs to."""
        if self._editor is not None:
            self._editor.close()

    @Slot()
    def _ask_what_to_import(self) -> None:
        from app.documents.imported import IMPORT_SUFFIXES  # noqa: PLC0415  loads the readers

        dialog = QFileDialog(self._editor, self.tr("Import documents"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        patterns = " ".join(f"*{suffix}" for suffix in IMPORT_SUFFIXES)
        dialog.setNameFilter(self.tr("Documents ({patterns})").format(patterns=patterns))
        dialog.filesSelected.connect(self._on_files_selected)
        open_in(self._folder, dialog)

    @Slot(object)
    def _ask_where_to_export(self, pack: Pack) -> None:
        kinds = {
            ".txt": self.tr("Plain text (*.txt)"),
            ".md": self.tr("Markdown (*.md)"),
            ".toml": self.tr("Context pack (*.toml)"),
        }
        dialog = QFileDialog(self._editor, self.tr("Export the pack"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(kinds.values()))
        dialog.selectFile(file_stem(pack.name))
        dialog.setDefaultSuffix("txt")
        suffixes = {text: suffix for suffix, text in kinds.items()}
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(suffixes[chosen].lstrip("."))
        )

        def export(name: str) -> None:
            path = suffixed(Path(name), f".{dialog.defaultSuffix()}", EXPORT_SUFFIXES)
            self._folder = path.parent
            self._desk.export(pack, path)

        dialog.fileSelected.connect(export)
        open_in(self._folder, dialog)

    @Slot(list)
    def _on_files_selected(self, names: list[str]) -> None:
        self._folder = Path(names[0]).parent
        for name in names:
            self._desk.reading.read(Path(name))

    @Slot(object)
    def _on_look_changed(self, look: Look) -> None:
        if self._editor is not None:
            self._editor.apply_look(look)
