"""The settings: pages to the right of their names. What is set takes effect at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.history import differences, reset
from app.shell.widgets.appearance_page import AppearancePage
from app.shell.widgets.basics import text_label
from app.shell.widgets.cost_page import CostPage
from app.shell.widgets.data_page import DataPage
from app.shell.widgets.dialog import CalmDialog
from app.shell.widgets.engine_page import EnginePage
from app.shell.widgets.fallback_page import FallbackPage
from app.shell.widgets.key_page import KeyPage
from app.shell.widgets.keys_page import KeysPage
from app.shell.widgets.models_page import ModelsPage
from app.shell.widgets.network_page import NetworkPage
from app.shell.widgets.overlay_page import OverlayPage
from app.shell.widgets.page_search import found_on, is_found, mark
from app.shell.widgets.recognition_page import RecognitionPage
from app.shell.widgets.settings_foot import SettingsFoot
from app.shell.widgets.settings_pages import RESETS, Section, title
from app.shell.widgets.transcript_page import TranscriptPage

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent

    from app.core.settings import Settings
    from app.shell.checkups import Checkups
    from app.shell.data_desk import DataDesk
    from app.shell.hotkeys import Hotkeys
    from app.shell.key_desk import KeyDesk
    from app.shell.look import Look
    from app.shell.model_desk import ModelDesk
    from app.shell.studio import Studio
    from app.shell.widgets.form import Page

SIZE_PX = (920, 680)
NAMES_PX = 196
NAMES_SHARE = 0.34  # of the dialog, at most: the pages need the rest


class Desks(NamedTuple):
    """Who does what the pages ask for."""

    keys: KeyDesk
    checkups: Checkups
    models: ModelDesk
    hotkeys: Hotkeys
    data: DataDesk


class SettingsDialog(CalmDialog):
    """Not modal: the window goes on, and follows what is changed here."""

    hidden = Signal()

    def __init__(self, studio: Studio, desks: Desks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices = studio.choices
        self._keys = desks.keys
        self._scale = 0.0
        self._names_px = NAMES_PX
        self.setModal(False)
        self.engine = EnginePage(choices, desks.checkups)
        self.key = KeyPage(choices, desks.keys)
        self.models = ModelsPage(choices, desks.models)
        self.recognition = RecognitionPage(choices, studio.costs)
        self.network = NetworkPage(choices, desks.keys)
        self.cost = CostPage(choices, studio.costs)
        self.fallback = FallbackPage(choices)
        self.transcript = TranscriptPage(choices)
        self.data = DataPage(choices, desks.data)
        self.overlay = OverlayPage(choices)
        self.appearance = AppearancePage(choices)
        self.keys = KeysPage(choices, desks.hotkeys)
        self.search = QLineEdit()
        self._nothing = text_label("hint")
        self._names = QListWidget()
        self._names.setObjectName("sections")
        self._stack = QStackedWidget()
        for page in self.pages:
            self._names.addItem("")
            self._stack.addWidget(page)
        self.foot = SettingsFoot()
        self._lay_out()
        self._connect()
        self._names.setCurrentRow(0)
        self.calm()

    @property
    def pages(self) -> tuple[Page, ...]:
        """Every page, as in Section."""
        return (
            self.engine,
            self.key,
            self.models,
            self.recognition,
            self.network,
            self.cost,
            self.fallback,
            self.transcript,
            self.data,
            self.overlay,
            self.appearance,
            self.keys,
        )

    @property
    def section(self) -> Section:
        """Which page is shown."""
        return Section(self._stack.currentIndex())

    @property
    def offered(self) -> list[Section]:
        """The pages on which something is found; all of them while nothing is looked for."""
        return [each for each in Section if not self._names.item(each.value).isHidden()]

    def open_at(self, section: Section | None = None) -> None:
        """Come up in front, at that page."""
        self.search.clear()
        if section is not None:
            self._names.setCurrentRow(section.value)
        self._keys.look_again()
        for page in self.pages:
            page.show_settings(self._choices.settings)
        self._show_foot()
        self.show()
        self.raise_()
        self.activateWindow()
        self._names.setFocus()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        if not self.isVisible() or look.scale != self._scale:
            self._scale = look.scale
            self.fit(look, SIZE_PX)
        self._names_px = look.px(NAMES_PX)
        self._fit_names()
        self._side_column.setContentsMargins(look.px(8), look.px(12), look.px(8), look.px(8))
        self._side_column.setSpacing(look.px(8))
        self.foot.apply_look(look)
        for page in self.pages:
            page.apply_look(look)

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.setWindowTitle(self.tr("Settings"))
        for section in Section:
            self._names.item(section.value).setText(title(section))
        self._names.setAccessibleName(self.tr("Sections"))
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search the settings"))
        self._nothing.setText(self.tr("Nothing is called that."))
        self.foot.retranslate()
        for page in self.pages:
            page.retranslate()
        self._look_for(self.search.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends a search before it closes."""
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; leaves the pages their part."""
        super().resizeEvent(event)
        self._fit_names()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take over what was typed, and forget secrets that were not saved."""
        super().hideEvent(event)
        self.engine.flush()
        self.network.flush()
        self.key.forget()
        self.network.forget()
        self.hidden.emit()

    def _fit_names(self) -> None:
        self._side.setFixedWidth(min(self._names_px, round(self.width() * NAMES_SHARE)))

    def _lay_out(self) -> None:
        self._nothing.hide()
        self._side = QFrame()
        self._side.setObjectName("sectionsSide")
        self._side_column = QVBoxLayout(self._side)
        self._side_column.addWidget(self.search)
        self._side_column.addWidget(self._nothing)
        self._side_column.addWidget(self._names, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.foot)  # below both: large text needs the width

    def _connect(self) -> None:
        self._names.currentRowChanged.connect(self._on_page_chosen)
        self.search.textChanged.connect(self._look_for)
        self.foot.undo_wanted.connect(self._choices.undo)
        self.foot.page_reset_wanted.connect(self._on_page_reset_wanted)
        self.foot.reset_wanted.connect(self._on_reset_wanted)
        self.foot.close_wanted.connect(self.close)
        self._choices.changed.connect(self._show_settings)
        find = QShortcut("Ctrl+F", self)
        find.activated.connect(self.search.setFocus)

    @Slot(str)
    def _look_for(self, query: str) -> None:
        """Offer the pages on which something is called that, and point it out there."""
        for section, page in zip(Section, self.pages, strict=True):
            found = found_on(page, query)
            mark(page, found)
            is_offered = not query.strip() or bool(found) or is_found(query, title(section))
            self._names.item(section.value).setHidden(not is_offered)
        offered = self.offered
        self._nothing.setVisible(not offered)
        if offered and self.section not in offered:
            self._names.setCurrentRow(offered[0].value)
        self._show_what_is_found()

    def _show_what_is_found(self) -> None:
        page = self.pages[self.section.value]
        if found := found_on(page, self.search.text()):
            page.ensureWidgetVisible(found[0])

    def _show_foot(self) -> None:
        settings = self._choices.settings
        self.foot.show_undoable(self._choices.undoable)
        paths = RESETS[self.section]
        self.foot.show_page(can_reset=bool(differences(settings, reset(settings, paths))))

    @Slot(int)
    def _on_page_chosen(self, row: int) -> None:
        if row >= 0:
            self._stack.setCurrentIndex(row)
            self._show_foot()
            self._show_what_is_found()

    @Slot()
    def _on_page_reset_wanted(self) -> None:
        self._choices.reset(RESETS[self.section])

    @Slot()
    def _on_reset_wanted(self) -> None:
        self._choices.reset()

    @Slot(object)
    def _show_settings(self, settings: Settings) -> None:
        if self.isVisible():
            for page in self.pages:
                page.show_settings(settings)
            self._show_foot()
