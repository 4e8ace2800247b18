"""The set-up, as a person thinks: what to listen to, who recognises, language, context."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.shell.widgets.basics import ChoiceBox, text_label
from app.shell.widgets.device_picker import DevicePicker
from app.shell.widgets.engine_card import EngineCard
from app.shell.widgets.language_selector import LanguageSelector
from app.shell.widgets.pack_picker import PackPicker
from app.shell.widgets.sidebar_rail import SidebarRail
from app.shell.widgets.start_button import StartButton
from app.shell.widgets.talk_button import TalkButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.events import Level
    from app.shell.look import Look
    from app.shell.widgets.basics import Part

WIDTH_PX = 272
FOLDED_PX = 64
FOLDED_MARGIN_PX = 10
LEAST_RAIL_PX = 40  # of its height: one icon
MARGIN_PX = 18
NOTE_MS = 6000

_STYLE = Qt.ToolButtonStyle


class Sidebar(QFrame):
    """A column as wide as the drawing says, or folded to icons as wide as one.

    On a low screen it scrolls, but for the big button.
    """

    fold_wanted = Signal()  # or unfold: the other way round

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
        self.library = QToolButton()
        self.library.setToolButtonStyle(_STYLE.ToolButtonTextBesideIcon)
        self.settings = QToolButton()
        self.options = QToolButton()
        self.fold = QToolButton()
        for button in (self.library, self.settings, self.options, self.fold):
            button.setObjectName("plain")
        self.options.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.devices = DevicePicker(read_level, clock_s)
        self.engine = EngineCard()
        self.language = LanguageSelector()
        self.context = PackPicker()
        self.start = StartButton()
        self.talk = TalkButton()
        self._note = text_label("hint")
        self._note_ends = QTimer(self, interval=NOTE_MS, singleShot=True)
        self._note_ends.timeout.connect(self._note.hide)
        self._look: Look | None = None
        self._margin_px = MARGIN_PX
        self._is_folded = False
        lists = {
            "microphone": self.devices,
            "engine": self.engine,
            "language": self.language,
            "context": self.context,
        }
        self.rail = SidebarRail({icon: _box_of(part) for icon, part in lists.items()})
        self._rail_scroll = _scrolling(self.rail)
        self._rail_scroll.verticalScrollBar().rangeChanged.connect(self._on_rail_range_changed)
        # The button that has this key, too, is not there while only the rail is.
        self._packs_key = QShortcut(QKeySequence("Ctrl+K"), self.rail)
        self._packs_key.activated.connect(self.context.edit_wanted)
        self.rail.asked.connect(self._on_asked)
        self.fold.clicked.connect(self.fold_wanted)
        self._lay_out()
        self._rail_scroll.hide()
        self._note.hide()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What follows theme and language."""
        setup = (self.devices, self.engine, self.language, self.context)
        return (*setup, self.rail, self.talk, self.start)

    def set_folded(self, *, is_folded: bool) -> None:
        """Show icons alone, or all there is to set up. The big button stays."""
        if is_folded == self._is_folded:
            return
        focused = QApplication.focusWidget()
        has_focus = focused is not None and self._scroll.isAncestorOf(focused)
        self._is_folded = is_folded
        direction = QBoxLayout.Direction
        self._brand_row.setDirection(direction.BottomToTop if is_folded else direction.LeftToRight)
        centre = Qt.AlignmentFlag.AlignHCenter if is_folded else Qt.AlignmentFlag(0)
        for button in (self.settings, self.options, self.fold):
            self._brand_row.setAlignment(button, centre)
        for widget in (self._logo, self._brand, self._scroll):
            widget.setVisible(not is_folded)
        self._note.setVisible(not is_folded and self._note_ends.isActive())
        self._rail_scroll.setVisible(is_folded)
        for big in (self.talk, self.start):
            big.set_compact(is_compact=is_folded)
        self._foot.setAlignment(self.library, centre)
        only, beside = _STYLE.ToolButtonIconOnly, _STYLE.ToolButtonTextBesideIcon
        self.library.setToolButtonStyle(only if is_folded else beside)
        if has_focus:
            self.fold.setFocus()
        self._name_fold()
        if self._look is not None:
            self._measure(self._look)

    @Slot()
    def note_switch(self) -> None:
        """Say for a while that what was changed takes effect while the session goes on."""
        self._note.setVisible(not self._is_folded)  # there is no room for words
        self._note_ends.start()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._look = look
        self._measure(look)
        self._logo.setPixmap(look.icon("app", "accent", 26).pixmap(look.px(26)))
        icons = (
            *((self.library, "library"), (self.settings, "settings")),
            *((self.options, "options"), (self.fold, "sidebar")),
        )
        for button, icon in icons:
            button.setIconSize(QSize(look.px(20), look.px(20)))
            button.setIcon(look.icon(icon, "secondary"))
        for part in self.parts:
            part.apply_look(look)
        self._keep_width(self._scroll.verticalScrollBar().maximum())

    def _lay_out(self) -> None:
        self._brand_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._brand_row.addWidget(self._logo)
        self._brand_row.addWidget(self._brand, 1)
        for button in (self.settings, self.options, self.fold):
            self._brand_row.addWidget(button)
        setup = QWidget()
        self._setup_column = QVBoxLayout(setup)
        for part in (self.devices, self.engine, self.language, self.context):
            self._setup_column.addWidget(part)
        self._setup_column.addStretch(1)
        self._scroll = _scrolling(setup)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self._foot = QVBoxLayout()
        for widget in (self._note, self.library, self.talk, self.start):
            self._foot.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._brand_row)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self._rail_scroll, 1)
        self._column.addLayout(self._foot)

    def _measure(self, look: Look) -> None:
        """Set the lengths that are others when it is folded."""
        self.setFixedWidth(look.px(FOLDED_PX if self._is_folded else WIDTH_PX))
        margin = look.px(FOLDED_MARGIN_PX if self._is_folded else MARGIN_PX)
        self._margin_px = look.px(MARGIN_PX)
        self._column.setContentsMargins(0, look.px(18), 0, look.px(20))
        self._column.setSpacing(look.px(24 if self._is_folded else 10))
        self._brand_row.setContentsMargins(margin, 0, margin if self._is_folded else look.px(12), 0)
        self._brand_row.setSpacing(look.px(8 if self._is_folded else 6))
        self._setup_column.setSpacing(look.px(18))
        self._rail_scroll.setMinimumHeight(look.px(LEAST_RAIL_PX))
        self._foot.setContentsMargins(margin, 0, margin, 0)
        self._foot.setSpacing(look.px(10))

    def retranslate(self) -> None:
        """Set the texts again."""
        self._brand.setText("Zimu 字幕")
        self.library.setText(self.tr("Library"))
        self.library.setAccessibleName(self.tr("Library"))
        self.library.setToolTip(self.tr("Every session that was kept (Ctrl+Shift+L)"))
        self.library.setShortcut("Ctrl+Shift+L")
        self.settings.setAccessibleName(self.tr("Settings"))
        self.settings.setToolTip(self.tr("Engine, key, recognition, network, cost (Ctrl+,)"))
        self.settings.setShortcut("Ctrl+,")
        self.options.setAccessibleName(self.tr("Options"))
        self.options.setToolTip(self.tr("Language and colours of the window"))
        self._name_fold()
        self._packs_key.setWhatsThis(self.tr("Edit context packs"))
        self._note.setText(self.tr("It takes effect with the next line."))
        for part in self.parts:
            part.retranslate()

    def _name_fold(self) -> None:
        """Say what the button does now, and that a key does it, too."""
        text = self.tr("Show the set-up") if self._is_folded else self.tr("Fold to icons")
        self.fold.setAccessibleName(text)
        self.fold.setToolTip(self.tr("{what} (Ctrl+B)").format(what=text))
        self.fold.setShortcut("Ctrl+B")

    @Slot(object)
    def _on_asked(self, box: ChoiceBox) -> None:
        self.fold_wanted.emit()
        box.setFocus()

    @Slot(int, int)
    def _on_range_changed(self, lowest: int, highest: int) -> None:  # noqa: ARG002
        self._keep_width(highest)

    @Slot(int, int)
    def _on_rail_range_changed(self, lowest: int, highest: int) -> None:  # noqa: ARG002
        """Keep the icons below those above, beside a scroll bar too."""
        self.rail.setContentsMargins(_bar_px(self._rail_scroll, highest), 0, 0, 0)

    def _keep_width(self, highest: int) -> None:
        """Let a scroll bar stand in the margin: the set-up stays as wide as without it."""
        bar_px = _bar_px(self._scroll, highest)
        right_px = max(0, self._margin_px - bar_px)
        self._setup_column.setContentsMargins(self._margin_px, 4, right_px, 4)


def _box_of(part: QWidget) -> ChoiceBox:
    """Return the list that a part of the set-up is about."""
    return part.findChildren(ChoiceBox)[0]


def _bar_px(area: QScrollArea, highest: int) -> int:
    """Return how much a bar takes that scrolls as far as `highest`: nothing where all is seen."""
    return area.verticalScrollBar().sizeHint().width() if highest else 0


def _scrolling(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("setupScroll")
    content.setObjectName("setup")
    content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
