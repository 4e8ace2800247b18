"""The settings: pages to the right of their names. What is set takes effect at once."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.shell.widgets.cost_page import CostPage
from app.shell.widgets.engine_page import EnginePage
from app.shell.widgets.fallback_page import FallbackPage
from app.shell.widgets.key_page import KeyPage
from app.shell.widgets.models_page import ModelsPage
from app.shell.widgets.network_page import NetworkPage
from app.shell.widgets.recognition_page import RecognitionPage
from app.shell.widgets.transcript_page import TranscriptPage

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent

    from app.core.settings import Settings
    from app.shell.checkups import Checkups
    from app.shell.key_desk import KeyDesk
    from app.shell.look import Look
    from app.shell.model_desk import ModelDesk
    from app.shell.studio import Studio

if TYPE_CHECKING:
    SettingsPage: TypeAlias = (
        EnginePage
        | KeyPage
        | ModelsPage
        | RecognitionPage
        | NetworkPage
        | CostPage
        | FallbackPage
        | TranscriptPage
    )

SIZE_PX = (880, 660)
SCREEN_SHARE = 0.9  # at most: its own frame wants some, too
NAMES_PX = 168


class Section(Enum):
    """The pages, in their order."""

    ENGINE = 0
    KEY = 1
    MODELS = 2
    RECOGNITION = 3
    NETWORK = 4
    COST = 5
    FALLBACK = 6
    TRANSCRIPT = 7


class SettingsDialog(QDialog):
    """Not modal: the window goes on, and follows what is changed here."""

    hidden = Signal()

    def __init__(
        self,
        studio: Studio,
        keys: KeyDesk,
        checkups: Checkups,
        models: ModelDesk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = choices = studio.choices
        self._keys = keys
        self.setModal(False)
        self.engine = EnginePage(choices, checkups)
        self.key = KeyPage(choices, keys)
        self.models = ModelsPage(choices, models)
        self.recognition = RecognitionPage(choices, studio.costs)
        self.network = NetworkPage(choices, keys)
        self.cost = CostPage(choices, studio.costs)
        self.fallback = FallbackPage(choices)
        self.transcript = TranscriptPage(choices)
        self._names = QListWidget()
        self._names.setObjectName("sections")
        self._stack = QStackedWidget()
        for page in self.pages:
            self._names.addItem("")
            self._stack.addWidget(page)
        self._close = QPushButton()
        self._lay_out()
        self._names.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._close.clicked.connect(self.close)
        choices.changed.connect(self._show_settings)
        self._names.setCurrentRow(0)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in a field must not press one

    @property
    def pages(self) -> tuple[SettingsPage, ...]:
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
        )

    def open_at(self, section: Section | None = None) -> None:
        """Come up in front, at that page."""
        if section is not None:
            self._names.setCurrentRow(section.value)
        self._keys.look_again()
        for page in self.pages:
            page.show_settings(self._choices.settings)
        self.show()
        self.raise_()
        self.activateWindow()
        self._names.setFocus()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        if not self.isVisible():
            wanted = QSize(look.px(SIZE_PX[0]), look.px(SIZE_PX[1]))
            self.resize(wanted.boundedTo(self.screen().availableSize() * SCREEN_SHARE))
        self._names.setFixedWidth(look.px(NAMES_PX))
        self._foot.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(16))
        for page in self.pages:
            page.apply_look(look)

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.setWindowTitle(self.tr("Settings"))
        titles = (
            self.tr("Engine"),
            self.tr("Key"),
            self.tr("Models"),
            self.tr("Recognition"),
            self.tr("Network"),
            self.tr("Cost"),
            self.tr("Fall-back"),
            self.tr("Transcript"),
        )
        for row, title in enumerate(titles):
            self._names.item(row).setText(title)
        self._names.setAccessibleName(self.tr("Sections"))
        self._close.setText(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close"))
        for page in self.pages:
            page.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Qt's own; follows a change of language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own, but Enter presses the button that has the focus, and no other."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focused := self.focusWidget(), QPushButton):
            focused.click()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take over what was typed, and forget secrets that were not saved."""
        super().hideEvent(event)
        self.engine.flush()
        self.network.flush()
        self.key.forget()
        self.network.forget()
        self.hidden.emit()

    def _lay_out(self) -> None:
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(self._close)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        line = QFrame()
        line.setObjectName("settingsFoot")
        line.setLayout(self._foot)
        right.addWidget(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._names)
        row.addLayout(right, 1)

    @Slot(object)
    def _show_settings(self, settings: Settings) -> None:
        if self.isVisible():
            for page in self.pages:
                page.show_settings(settings)
