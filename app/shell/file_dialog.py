"""The system's dialogs for files, which Qt draws where a system has none. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

translate = QCoreApplication.translate


def open_in(folder: Path, dialog: QFileDialog) -> None:
    """Let `dialog` begin in `folder`; nothing waits for it. Answered, it is deleted."""
    # Two labels that Qt's own dialog has not been given in Chinese.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, translate("FileDialog", "Folder:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, translate("FileDialog", "Format:"))
    dialog.setDirectory(str(folder))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def suffixed(path: Path, suffix: str, known: Collection[str]) -> Path:
    """Return `path` with `suffix` behind a name that ends in none of `known`, as in "Version 2.5":
    Qt takes what stands behind a dot for a suffix, and adds none.

    A file of that name that is there already stays, as the dialog has not asked about it.
    """
    whole = path.with_name(f"{path.name}{suffix}")
    return path if path.suffix.lower() in known or whole.exists() else whole
