"""Below the transcript: what can be found, held back and done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.sieve import Filter
from app.shell.widgets.basics import text_label
from app.shell.widgets.filter_menu import FilterMenu
from app.shell.widgets.find_bar import FindBar

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.shell.look import Look

MARGIN: Final = 24
SPACING: Final = 8
FIND_WIDTH: Final = 168  # the least at which the field stands among buttons with words


class Footer(QFrame):
    """New on the left, then find and filter; the last minute, export and overlay on the right.

    Where there is no room for words the buttons show icons alone. While something is looked for
    where there is not even room for those, the field is alone.
    """

    new_wanted = Signal()
    export_wanted = Signal()
    last_minute_wanted = Signal()
    overlay_toggled = Signal(bool)
    filter_wanted = Signal(object)  # Filter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self._look: Look | None = None
        self.find_bar = FindBar()
        self.filters = FilterMenu(self)
        self._new, self._filter, self._recent = QPushButton(), QPushButton(), QPushButton()
        self._export, self._overlay = QPushButton(), QPushButton()
        self._overlay.setCheckable(True)
        self._texts: dict[QPushButton, str] = dict.fromkeys(
            (self._new, self._filter, self._recent, self._export, self._overlay), ""
        )
        self._note = text_label("quiet", wraps=False)
        self._every = QPushButton()
        self._every.setObjectName("link")
        self._strip = QWidget()
        self._lay_out()
        self._connect()

    def show_possible(self, *, can_clear: bool, can_export: bool) -> None:
        """Offer only what makes sense now."""
        self._new.setEnabled(can_clear)
        self._export.setEnabled(can_export)
        self._recent.setEnabled(can_export)

    def show_overlay(self, *, is_shown: bool) -> None:
        """Follow the overlay."""
        self._overlay.setChecked(is_shown)
        self._refresh_icons()

    def show_filter(self, wanted: Filter, *, shown: int, lines: int) -> None:
        """Say how many of the lines are shown, if not all are."""
        if wanted.is_on:
            text = self.tr("{shown} of {lines} lines shown")
            self._note.setText(text.format(shown=shown, lines=lines))
        if self._strip.isHidden() is wanted.is_on:
            self._strip.setVisible(wanted.is_on)
            self._refresh_texts()
            self._refresh_icons()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._look = look
        margin = look.px(MARGIN)
        self._row.setContentsMargins(margin, look.px(12), margin, look.px(12))
        self._row.setSpacing(look.px(SPACING))
        self._strip_row.setContentsMargins(margin, look.px(12), margin, 0)
        self._strip_row.setSpacing(look.px(12))
        for button in self._texts:
            button.setIconSize(QSize(look.px(18), look.px(18)))
        self.find_bar.apply_look(look)
        self.filters.apply_look(look)
        self._refresh_icons()
        self._fit()

    def retranslate(self) -> None:
        """Set the texts again."""
        self.find_bar.retranslate()
        self._new.setToolTip(self.tr("Begin an empty transcript (Ctrl+N)"))
        self._filter.setToolTip(self.tr("Show only lines with one feeling or a star"))
        self._recent.setToolTip(self.tr("Read what was said in the last minute (Ctrl+R)"))
        self._export.setToolTip(self.tr("Save as subtitles, text, a document or a table (Ctrl+S)"))
        self._overlay.setToolTip(self.tr("Show captions above other windows (Ctrl+L)"))
        self._every.setText(self.tr("Show all lines"))
        self._refresh_texts()

    def minimumSizeHint(self) -> QSize:
        """Qt's own; the field may have the foot to itself."""
        if self._look is None:
            return super().minimumSizeHint()
        width = 2 * self._look.px(MARGIN) + self.find_bar.minimumSizeHint().width()
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show words where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        for button in (*self._texts, self._every):
            button.setAutoDefault(True)  # Enter presses it, as in a dialog
        for button, keys in ((self._new, "N"), (self._recent, "R"), (self._export, "S")):
            button.setShortcut(f"Ctrl+{keys}")
        self._overlay.setShortcut("Ctrl+L")
        self._filter.setMenu(self.filters)
        self._strip_row = QHBoxLayout(self._strip)
        self._strip_row.addWidget(self._note)
        self._strip_row.addWidget(self._every)
        self._strip_row.addStretch(1)
        self._strip.hide()
        self._row = QHBoxLayout()
        self._row.addWidget(self._new)
        self._row.addWidget(self.find_bar, 1)
        for button in (self._filter, self._recent, self._export, self._overlay):
            self._row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._strip)
        column.addLayout(self._row)

    def _connect(self) -> None:
        self._new.clicked.connect(self.new_wanted)
        self._recent.clicked.connect(self.last_minute_wanted)
        self._export.clicked.connect(self.export_wanted)
        self._overlay.clicked.connect(self.overlay_toggled)
        self._every.clicked.connect(self._on_every_clicked)
        self.filters.chosen.connect(self._on_filter_chosen)
        self.find_bar.is_used_changed.connect(self._fit)

    def _refresh_texts(self) -> None:
        self._texts = {
            self._new: self.tr("New"),
            self._filter: self.filters.words,
            self._recent: self.tr("Last 60 s"),
            self._export: self.tr("Export…"),
            self._overlay: self.tr("Overlay"),
        }
        for button, text in self._texts.items():
            button.setAccessibleName(text)
            button.setAccessibleDescription(button.toolTip())
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Show as many words, and then as many buttons, as there is room for."""
        look = self._look
        if look is None:
            return
        find_px = self.find_bar.minimumSizeHint().width()
        room_px = self.width() - 2 * look.px(MARGIN) - len(self._texts) * look.px(SPACING)
        worded_px = self._set_words(with_words=True)
        if worded_px + max(find_px, look.px(FIND_WIDTH)) > room_px:
            icons_px = self._set_words(with_words=False)
            is_alone = self.find_bar.is_used and icons_px + find_px > room_px
        else:
            is_alone = False
        for button in self._texts:
            button.setVisible(not is_alone)

    def _set_words(self, *, with_words: bool) -> int:
        """Show the buttons with their words or without; return how wide they are together."""
        for button, text in self._texts.items():
            keys = button.shortcut()
            button.setText(text if with_words else "")
            button.setShortcut(keys)  # Qt drops it when the text is set
        return sum(button.sizeHint().width() for button in self._texts)

    def _refresh_icons(self) -> None:
        if self._look is None:
            return
        is_filtering = not self._strip.isHidden()
        icons = (
            (self._new, "new", False),
            (self._filter, "filter", is_filtering),
            (self._recent, "recent", False),
            (self._export, "export", False),
            (self._overlay, "overlay", self._overlay.isChecked()),
        )
        for button, name, is_on in icons:
            button.setIcon(self._look.icon(name, "accent" if is_on else "text", 18))

    @Slot(object)
    def _on_filter_chosen(self, wanted: Filter) -> None:
        self.filter_wanted.emit(wanted)
        self._refresh_texts()

    @Slot()
    def _on_every_clicked(self) -> None:
        self.filters.choose(Filter())
