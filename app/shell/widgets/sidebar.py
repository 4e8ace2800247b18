"""The set-up, as a person thinks: what to listen to, who recognises, language, context."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.shell.widgets.basics import text_label
from app.shell.widgets.context_editor import ContextEditor
from app.shell.widgets.device_picker import DevicePicker
from app.shell.widgets.engine_card import EngineCard
from app.shell.widgets.language_selector import LanguageSelector
from app.shell.widgets.start_button import StartButton
from app.shell.widgets.talk_button import TalkButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.events import Level
    from app.shell.look import Look
    from app.shell.widgets.basics import Part

WIDTH_PX = 272
MARGIN_PX = 18
NOTE_MS = 6000


class Sidebar(QFrame):
    """A column as wide as the drawing says; on a low screen it scrolls, but for the big button."""

    def __init__(
        self,
        read_level: Callable[[], Level | None],
        clock_s: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self._logo = QLabel()
        self._brand = text_label("brand", wraps=False)
        self.settings = QToolButton()
        self.options = QToolButton()
        for button in (self.settings, self.options):
            button.setObjectName("plain")
        self.options.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.devices = DevicePicker(read_level, clock_s)
        self.engine = EngineCard()
        self.language = LanguageSelector()
        self.context = ContextEditor()
        self.start = StartButton()
        self.talk = TalkButton()
        self._note = text_label("hint")
        self._note_ends = QTimer(self, interval=NOTE_MS, singleShot=True)
        self._note_ends.timeout.connect(self._note.hide)
        self._brand_row = QHBoxLayout()
        self._brand_row.addWidget(self._logo)
        self._brand_row.addWidget(self._brand, 1)
        self._brand_row.addWidget(self.settings)
        self._brand_row.addWidget(self.options)
        self._setup = QWidget()
        self._setup.setObjectName("setup")
        self._setup_column = QVBoxLayout(self._setup)
        for part in (self.devices, self.engine, self.language, self.context):
            self._setup_column.addWidget(part)
        self._setup_column.setStretchFactor(self.context, 1)
        self._scroll = _scrolling(self._setup)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._brand_row)
        self._column.addWidget(self._scroll, 1)
        self._foot = QVBoxLayout()
        for widget in (self._note, self.talk, self.start):
            self._foot.addWidget(widget)
        self._column.addLayout(self._foot)
        self._note.hide()
        self._margin_px = MARGIN_PX

    @property
    def parts(self) -> tuple[Part, ...]:
        """What follows theme and language."""
        return (self.devices, self.engine, self.language, self.context, self.talk, self.start)

    @Slot()
    def note_switch(self) -> None:
        """Say for a while that what was changed takes effect while the session goes on."""
        self._note.show()
        self._note_ends.start()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self.setFixedWidth(look.px(WIDTH_PX))
        margin = look.px(MARGIN_PX)
        self._margin_px = margin
        self._column.setContentsMargins(0, look.px(18), 0, look.px(20))
        self._column.setSpacing(look.px(10))
        self._brand_row.setContentsMargins(margin, 0, look.px(12), 0)
        self._brand_row.setSpacing(look.px(6))
        self._setup_column.setSpacing(look.px(18))
        self._foot.setContentsMargins(margin, 0, margin, 0)
        self._foot.setSpacing(look.px(10))
        self._logo.setPixmap(look.icon("app", "accent", 26).pixmap(look.px(26)))
        for button, icon in ((self.settings, "settings"), (self.options, "options")):
            button.setIconSize(QSize(look.px(20), look.px(20)))
            button.setIcon(look.icon(icon, "secondary"))
        for part in self.parts:
            part.apply_look(look)
        self._keep_width(self._scroll.verticalScrollBar().maximum())

    def retranslate(self) -> None:
        """Set the texts again."""
        self._brand.setText("Zimu 字幕")
        self.settings.setAccessibleName(self.tr("Settings"))
        self.settings.setToolTip(self.tr("Engine, key, recognition, network, cost (Ctrl+,)"))
        self.settings.setShortcut("Ctrl+,")
        self.options.setAccessibleName(self.tr("Options"))
        self.options.setToolTip(self.tr("Language and colours of the window"))
        self._note.setText(self.tr("It takes effect with the next line."))
        for part in self.parts:
            part.retranslate()

    @Slot(int, int)
    def _on_range_changed(self, lowest: int, highest: int) -> None:  # noqa: ARG002
        self._keep_width(highest)

    def _keep_width(self, highest: int) -> None:
        """Let a scroll bar stand in the margin: the set-up stays as wide as without it."""
        bar_px = self._scroll.verticalScrollBar().sizeHint().width() if highest else 0
        right_px = max(0, self._margin_px - bar_px)
        self._setup_column.setContentsMargins(self._margin_px, 4, right_px, 4)


def _scrolling(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("setupScroll")
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
