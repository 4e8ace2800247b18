"""Below the transcript that is reviewed: what is looked for, what is shown, what is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.shell.widgets.filter_menu import FilterMenu
from app.shell.widgets.find_bar import FindBar
from app.shell.widgets.review_exports import ReviewExports

if TYPE_CHECKING:
    from app.shell.look import Look


class ReviewFoot(QFrame):
    """A field and two buttons with menus, whose signals tell what is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self.find_bar = FindBar()
        self.filters, self.exports = FilterMenu(self), ReviewExports(self)
        self._filter, self._save = QPushButton(), QPushButton()
        self._filter.setMenu(self.filters)
        self._save.setMenu(self.exports)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.find_bar, 1)
        self._row.addWidget(self._filter)
        self._row.addWidget(self._save)
        self.filters.chosen.connect(self.name_filter)

    @Slot()
    def name_filter(self) -> None:
        """Say what is shown."""
        self._filter.setText(self.filters.words)
        self._filter.setAccessibleName(self.filters.words)

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._row.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        self._row.setSpacing(look.px(8))
        for button, icon in ((self._filter, "filter"), (self._save, "export")):
            button.setIcon(look.icon(icon, "text", 18))
            button.setIconSize(QSize(look.px(18), look.px(18)))
        self.find_bar.apply_look(look)
        self.filters.apply_look(look)

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self._save.setText(self.tr("Export"))
        self._save.setToolTip(self.tr("Save the transcript (Ctrl+E), or a table of the figures"))
        self._filter.setToolTip(self.tr("Show only lines with one feeling or a star"))
        self.find_bar.retranslate()
        self.exports.retranslate()
        self.name_filter()
