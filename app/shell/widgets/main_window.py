"""The window: set-up on the left, the transcript in the middle, nothing modal.

What its parts show and lead to is the business of `SettingUp`, `Heading`, `Reading`, `Messages`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from app.shell.feelings import Feelings
from app.shell.heading import Heading
from app.shell.looking_back import LookingBack
from app.shell.messages import Messages
from app.shell.reading import Reading
from app.shell.recovering import Recovering
from app.shell.setting_up import SettingUp
from app.shell.widgets.bring_in_bar import BringInBar
from app.shell.widgets.card_shelf import CardShelf
from app.shell.widgets.emotion_notice import EmotionNotice
from app.shell.widgets.footer import Footer
from app.shell.widgets.header import Header
from app.shell.widgets.last_minute import LastMinute
from app.shell.widgets.message_bar import MessageBar
from app.shell.widgets.options_menu import OptionsMenu
from app.shell.widgets.panic_bar import PanicBar
from app.shell.widgets.recovery_bar import RecoveryBar
from app.shell.widgets.sidebar import Sidebar
from app.shell.widgets.transcript_pane import TranscriptPane

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent

    from app.audio.devices import DeviceInfo
    from app.core.settings import Settings
    from app.shell.look import Look
    from app.shell.studio import Studio
    from app.shell.widgets.basics import Part

SIZE_PX = (1120, 720)
MIN_SIZE_PX = (760, 480)
SCREEN_SHARE = 0.9  # at most, however large the text is: the frame wants some, too


class MainWindow(QMainWindow):
    """Thin: build, lay out, pass on what the whole window is asked for."""

    painted = Signal()  # for the first time
    close_wanted = Signal()  # whoever built the window decides and hides it
    devices_wanted = Signal()
    export_wanted = Signal()
    settings_wanted = Signal()
    library_wanted = Signal()
    overlay_toggled = Signal(bool)
    packs_wanted = Signal()
    retranslated = Signal()

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._choices, self._controller = studio.choices, studio.controller
        mailbox, clock_s = studio.mailbox, studio.controller.clock_s
        self.sidebar = Sidebar(lambda: mailbox.level, clock_s)
        self.header = Header(clock_s)
        self.message = MessageBar()
        self.panic = PanicBar()
        self.notice = EmotionNotice()
        self.recovery = RecoveryBar()
        self.bring_in = BringInBar()
        self.cards = CardShelf(self.recovery, self.bring_in, self.notice)
        self.pane = TranscriptPane()
        self.footer = Footer()
        self.menu = OptionsMenu(self)
        self.messages = Messages(self.message, studio)
        self.setting_up = SettingUp(self.sidebar, studio)
        self.heading = Heading(self.header, studio)
        self.reading = Reading(self.pane, self.footer, studio)
        self.sidebar.options.setMenu(self.menu)
        self._lay_out()
        self.last_minute = LastMinute(self.cards, self.pane)
        self.recovering = Recovering(self.recovery, studio)
        self.feelings = Feelings(self.notice, studio)
        self.looking_back = LookingBack(self.last_minute, studio)
        self._connect()
        for presenter in (self.setting_up, self.heading, self.reading):
            presenter.show_phase(studio.controller.phase)
        self.installEventFilter(self)
        self.sidebar.start.setFocus()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What follows theme and language."""
        above = (self.header, self.panic, self.message, self.recovery, self.bring_in)
        return (self.sidebar, *above, self.notice, self.pane, self.last_minute, self.footer)

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self.setMinimumSize(self._fitting(MIN_SIZE_PX, look))
        margin = look.px(24)
        self._message_column.setContentsMargins(margin, look.px(12), margin, 0)
        self._message_column.setSpacing(look.px(8))
        for part in self.parts:
            part.apply_look(look)
        self.cards.apply_look(look)

    def take_usual_size(self, look: Look) -> None:
        """Be as large as the text wants, but not larger than the screen."""
        self.resize(self._fitting(SIZE_PX, look))

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.setWindowTitle("Zimu 字幕")
        self.menu.retranslate()
        self.messages.retranslate()
        for part in self.parts:
            part.retranslate()
        self.recovering.retranslate()
        self.show_settings(self._choices.settings)
        self.retranslated.emit()

    def show_devices(self, devices: tuple[DeviceInfo, ...]) -> None:
        """Offer the microphones that were found."""
        self.setting_up.show_devices(devices)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        for presenter in (self.setting_up, self.heading, self.reading):
            presenter.show_settings(settings)
        self.menu.show_settings(settings)

    def show_blanked(self, is_blanked: bool) -> None:
        """Take every caption in this window out of sight, or bring them back."""
        self.pane.set_curtain(is_drawn=is_blanked)
        self.last_minute.set_curtain(is_drawn=is_blanked)
        self.panic.show_blanked(is_blanked=is_blanked)

    @Slot()
    def toggle_session(self) -> None:
        """Start or stop, with what was typed: a shortcut is pressed without leaving the field."""
        self._flush()
        self._controller.toggle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch this window until it is painted, and no longer: every event would come by."""
        if event.type() is QEvent.Type.Paint:
            self.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own: the cards may be as high as the window allows."""
        super().resizeEvent(event)
        self.cards.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Qt's own; follows a change of language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.sidebar.talk.let_go()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own; the key to talk is ours wherever the focus is, if nobody there wants it."""
        if not self.sidebar.talk.press_key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Qt's own; see above."""
        if not self.sidebar.talk.release_key(event):
            super().keyReleaseEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave it to the owner whether there is something to finish or to save first."""
        event.ignore()
        self._flush()
        self.close_wanted.emit()

    def _fitting(self, size_px: tuple[int, int], look: Look) -> QSize:
        wanted = QSize(look.px(size_px[0]), look.px(size_px[1]))
        return wanted.boundedTo(self.screen().availableSize() * SCREEN_SHARE)

    def _lay_out(self) -> None:
        centre = QFrame()
        centre.setObjectName("centre")
        self._message_column = QVBoxLayout()
        self._message_column.addWidget(self.panic)
        self._message_column.addWidget(self.message)
        self._message_column.addWidget(self.cards)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(self._message_column)
        column.addWidget(self.pane, 1)
        column.addWidget(self.footer)
        root = QWidget()
        row = QHBoxLayout(root)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(centre, 1)
        self.setCentralWidget(root)

    def _connect(self) -> None:
        sidebar, footer, menu, choices = self.sidebar, self.footer, self.menu, self._choices
        sidebar.devices.opened.connect(self.devices_wanted)
        sidebar.start.clicked.connect(self.toggle_session)
        sidebar.settings.clicked.connect(self.settings_wanted)
        sidebar.library.clicked.connect(self.library_wanted)
        sidebar.context.edit_wanted.connect(self.packs_wanted)
        footer.export_wanted.connect(self._on_export_wanted)
        footer.overlay_toggled.connect(self.overlay_toggled)
        footer.last_minute_wanted.connect(self.looking_back.open)
        menu.language_chosen.connect(choices.choose_ui_language)
        menu.theme_chosen.connect(choices.choose_theme)
        choices.changed.connect(menu.show_settings)
        self.reading.cleared.connect(self.heading.refresh)

    @Slot()
    def _on_export_wanted(self) -> None:
        self._flush()
        self.export_wanted.emit()

    def _flush(self) -> None:
        self.header.flush()
        self.pane.finish_writing()
        self.setting_up.flush()
