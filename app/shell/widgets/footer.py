"""Below the transcript: what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

if TYPE_CHECKING:
    from app.shell.look import Look


class Footer(QFrame):
    """New on the left; export and overlay on the right."""

    new_wanted = Signal()
    export_wanted = Signal()
    overlay_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self._look: Look | None = None
        self._new = QPushButton()
        self._export = QPushButton()
        self._overlay = QPushButton()
        self._overlay.setCheckable(True)
        for button in (self._new, self._export, self._overlay):
            button.setAutoDefault(True)  # Enter presses it, as in a dialog
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._new)
        self._row.addStretch(1)
        self._row.addWidget(self._export)
        self._row.addWidget(self._overlay)
        self._new.clicked.connect(self.new_wanted)
        self._export.clicked.connect(self.export_wanted)
        self._overlay.clicked.connect(self.overlay_toggled)

    def show_possible(self, *, can_clear: bool, can_export: bool) -> None:
        """Offer only what makes sense now."""
        self._new.setEnabled(can_clear)
        self._export.setEnabled(can_export)

    def show_overlay(self, *, is_shown: bool) -> None:
        """Follow the overlay."""
        self._overlay.setChecked(is_shown)
        self._refresh_icons()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._look = look
        self._row.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        self._row.setSpacing(look.px(10))
        for button in (self._new, self._export, self._overlay):
            button.setIconSize(QSize(look.px(18), look.px(18)))
        self._refresh_icons()

    def retranslate(self) -> None:
        """Set the texts again."""
        self._new.setText(self.tr("New"))
        self._new.setShortcut("Ctrl+N")
        self._new.setToolTip(self.tr("Begin an empty transcript (Ctrl+N)"))
        self._export.setText(self.tr("Export…"))
        self._export.setShortcut("Ctrl+S")
        self._export.setToolTip(self.tr("Save as subtitles or text (Ctrl+S)"))
        self._overlay.setText(self.tr("Overlay"))
        self._overlay.setShortcut("Ctrl+L")
        self._overlay.setToolTip(self.tr("Show captions above other windows (Ctrl+L)"))
        for button in (self._new, self._export, self._overlay):
            button.setAccessibleName(button.text())
            button.setAccessibleDescription(button.toolTip())

    def _refresh_icons(self) -> None:
        if self._look is None:
            return
        self._new.setIcon(self._look.icon("new", "text", 18))
        self._export.setIcon(self._look.icon("export", "text", 18))
        token = "accent" if self._overlay.isChecked() else "text"
        self._overlay.setIcon(self._look.icon("overlay", token, 18))
