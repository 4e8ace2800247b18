"""The system's dialogs for files, which Qt draws where a system has none. GUI thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from collections.abc import Collection

translate = QCoreApplication.translate

DOCUMENTS: Final = QStandardPaths.StandardLocation.DocumentsLocation
MUSIC: Final = QStandardPaths.StandardLocation.MusicLocation


def open_in(
    folder: Path | None,
    dialog: QFileDialog,
    usual: QStandardPaths.StandardLocation = DOCUMENTS,
) -> None:
    """Let `dialog` begin in `folder`; None: where such files `usual`ly are. Nothing waits for it.

    Answered, it is deleted. That place is looked at here and no earlier: it may be on another
    computer, which may not answer for a minute.
    """
    # Two labels that Qt's own dialog has not been given in Chinese.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, translate("FileDialog", "Folder:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, translate("FileDialog", "Format:"))
    dialog.setDirectory(str(folder or _usual_folder(usual)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _usual_folder(location: QStandardPaths.StandardLocation) -> Path:
    found = QStandardPaths.writableLocation(location)
    return Path(found) if Path(found).is_dir() else Path.home()


def suffixed(path: Path, suffix: str, known: Collection[str]) -> Path:
    """Return `path` with `suffix` behind a name that ends in none of `known`, as in "Version 2.5":
    Qt takes what stands behind a dot for a suffix, and adds none.

    A file of that name that is there already stays, as the dialog has not asked about it.
    """
    whole = path.with_name(f"{path.name}{suffix}")
    return path if path.suffix.lower() in known or whole.exists() else whole
