"""The window: set-up on the left, the transcript in the middle, nothing modal.

It shows what controller and document say and passes on what the user wants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from app.core.lag import newest_final
from app.shell.controller import Phase
from app.shell.errors_text import problem_text
from app.shell.messages import Messages
from app.shell.widgets.footer import Footer
from app.shell.widgets.header import Header
from app.shell.widgets.message_bar import MessageBar
from app.shell.widgets.options_menu import OptionsMenu
from app.shell.widgets.sidebar import Sidebar
from app.shell.widgets.transcript_pane import TranscriptPane

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from app.audio.devices import DeviceInfo
    from app.core.captions import Captions, Line
    from app.core.settings import Settings
    from app.session.sink import Stamp
    from app.shell.link_status import LinkStatus
    from app.shell.listening import Listening
    from app.shell.look import Look
    from app.shell.studio import Studio
    from app.shell.widgets.basics import Part

SIZE_PX = (1120, 720)
MIN_SIZE_PX = (760, 480)
SECOND_MS = 1000


class MainWindow(QMainWindow):
    """Thin: build, connect, show. What a message says and offers is `Messages`' business."""

    painted = Signal()  # for the first time
    close_wanted = Signal()  # whoever built the window decides and hides it
    devices_wanted = Signal()
    export_wanted = Signal()
    settings_wanted = Signal()
    overlay_toggled = Signal(bool)
    overlay_reset_wanted = Signal()

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._controller = controller = studio.controller
        self._choices = studio.choices
        self._document = document = studio.document
        self._link, self._costs = studio.link, studio.costs
        mailbox = studio.mailbox
        self._devices: tuple[DeviceInfo, ...] = ()
        self._newest_final: Line | None = None
        self._second = QTimer(self, interval=SECOND_MS)
        self.sidebar = Sidebar(lambda: mailbox.level, controller.clock_s)
        self.header = Header(controller.clock_s)
        self.message = MessageBar()
        self.pane = TranscriptPane()
        self.footer = Footer()
        self.menu = OptionsMenu(self)
        self.messages = Messages(self.message, studio)
        self.sidebar.options.setMenu(self.menu)
        self.pane.set_clock(document.time_of_day)
        self._lay_out()
        self._connect_parts()
        self._connect_sources()
        self.installEventFilter(self)
        self.sidebar.start.setFocus()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What follows theme and language."""
        return (self.sidebar, self.header, self.message, self.pane, self.footer)

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self.setMinimumSize(look.px(MIN_SIZE_PX[0]), look.px(MIN_SIZE_PX[1]))
        margin = look.px(24)
        self._message_column.setContentsMargins(margin, look.px(12), margin, 0)
        for part in self.parts:
            part.apply_look(look)

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.setWindowTitle("Zimu 字幕")
        self.menu.retranslate()
        self.messages.retranslate()
        for part in self.parts:
            part.retranslate()
        self.show_settings(self._choices.settings)

    def show_devices(self, devices: tuple[DeviceInfo, ...]) -> None:
        """Offer the microphones that were found."""
        self._devices = devices
        self.sidebar.devices.show_devices(devices, self._controller.listening)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        choices, engine = self._choices, self._choices.engine
        problem = choices.engine_problem
        hint = problem_text(problem) if problem else ""
        self.sidebar.engine.show_engines(
            choices.engines, engine, address=choices.address, hint=hint
        )
        self.sidebar.language.show_languages(engine, choices.language)
        self.sidebar.context.show_context(engine, settings.context)
        self.show_devices(self._devices)
        self._show_talk()
        self._show_engine()
        self.footer.show_overlay(is_shown=settings.overlay.visible)
        self.menu.show_settings(settings)
        self.pane.set_empty_text(self._empty_text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch this window until it is painted, and no longer: every event would come by."""
        if event.type() is QEvent.Type.Paint:
            self.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
        return super().eventFilter(watched, event)

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

    def _lay_out(self) -> None:
        centre = QFrame()
        centre.setObjectName("centre")
        self._message_column = QVBoxLayout()
        self._message_column.addWidget(self.message)
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

    def _connect_parts(self) -> None:
        controller, choices, sidebar = self._controller, self._choices, self.sidebar
        sidebar.devices.chosen.connect(controller.listen_to)
        sidebar.devices.opened.connect(self.devices_wanted)
        sidebar.engine.chosen.connect(choices.choose_engine)
        sidebar.engine.address_entered.connect(choices.choose_address)
        sidebar.language.chosen.connect(choices.choose_language)
        sidebar.context.edited.connect(choices.write_context)
        sidebar.start.clicked.connect(self._on_start_clicked)
        sidebar.talk.talked.connect(self._on_talked)
        sidebar.settings.clicked.connect(self.settings_wanted)
        self.header.title_edited.connect(self._document.rename)
        self.footer.new_wanted.connect(self._on_new_wanted)
        self.footer.export_wanted.connect(self._on_export_wanted)
        self.footer.overlay_toggled.connect(self.overlay_toggled)
        self.menu.language_chosen.connect(choices.choose_ui_language)
        self.menu.theme_chosen.connect(choices.choose_theme)
        self.menu.overlay_reset_wanted.connect(self.overlay_reset_wanted)
        self._second.timeout.connect(self._on_second)

    def _connect_sources(self) -> None:
        self._choices.changed.connect(self.show_settings)
        self._controller.listening_changed.connect(self._on_listening_changed)
        self._controller.phase_changed.connect(self._on_phase_changed)
        self._controller.talk_changed.connect(self._on_talk_changed)
        self._controller.switched.connect(self.sidebar.note_switch)
        self._link.changed.connect(self._on_link_changed)
        self._costs.changed.connect(self._on_cost_changed)
        self._document.title_changed.connect(self.header.show_title)
        self._document.captions_changed.connect(self._on_captions_changed)
        self._on_phase_changed(self._controller.phase)

    def _show_engine(self) -> None:
        """Say where the audio goes: to who captions now, while somebody does."""
        running = self._link.status.engine_id if self._controller.phase is not Phase.IDLE else ""
        found = (engine for engine in self._choices.engines if engine.id == running)
        self.header.show_engine(next(found, self._choices.engine))

    def _show_talk(self) -> None:
        settings = self._choices.settings
        self.sidebar.talk.show_use(
            is_used=settings.push_to_talk,
            can_talk=self._controller.can_talk,
            key=settings.push_to_talk_key,
        )

    def _empty_text(self) -> str:
        if self._controller.phase is not Phase.IDLE:
            return self.tr("Speak. What is said appears here.")
        if self._choices.engine_problem is not None:
            return self.tr("See on the left what the engine still needs, or choose another.")
        return self.tr("Press Start and speak. What is said appears here.")

    @Slot(object)
    def _on_phase_changed(self, phase: Phase) -> None:
        is_over = phase is Phase.IDLE
        self.sidebar.start.show_phase(phase)
        self.pane.set_empty_text(self._empty_text())
        self._show_talk()
        self.sidebar.devices.set_on(is_on=phase is Phase.RUNNING)
        self._refresh_possible()
        if is_over:
            self._second.stop()
            self.header.show_lag(None)
        else:
            self._second.start()
        self._on_second()

    @Slot(object)
    def _on_listening_changed(self, listening: Listening) -> None:  # noqa: ARG002
        self.show_devices(self._devices)

    @Slot(object)
    def _on_link_changed(self, link: LinkStatus) -> None:
        self.header.show_link(link)
        self._show_engine()

    @Slot()
    def _on_cost_changed(self) -> None:
        self.header.show_cost(self._costs.session_cny)

    @Slot(bool)
    def _on_talked(self, is_talking: bool) -> None:
        self._controller.talk(is_talking=is_talking)

    @Slot(bool)
    def _on_talk_changed(self, is_talking: bool) -> None:
        self.sidebar.talk.show_talking(is_talking=is_talking)

    @Slot(object, object)
    def _on_captions_changed(self, captions: Captions, stamp: Stamp | None) -> None:
        self.pane.show_captions(captions)
        self._refresh_possible()
        final = newest_final(captions)
        if final is not None and stamp is not None and final is not self._newest_final:
            self._newest_final = final
            lag_ms = self._controller.begin_ms + stamp.t_ms - (final.end_ms or 0)
            self.header.show_lag(max(0, lag_ms))

    @Slot()
    def _on_start_clicked(self) -> None:
        self._flush()
        self._controller.toggle()

    @Slot()
    def _on_export_wanted(self) -> None:
        self._flush()
        self.export_wanted.emit()

    @Slot()
    def _on_second(self) -> None:
        is_there = self._controller.phase is not Phase.IDLE or not self._document.is_empty
        self.header.show_elapsed(self._controller.elapsed_ms if is_there else None)

    @Slot()
    def _on_new_wanted(self) -> None:
        self._document.clear()
        self._on_second()

    def _flush(self) -> None:
        """Take over what was typed: a shortcut is pressed without leaving the field."""
        self.header.flush()
        self.sidebar.engine.flush()
        self.sidebar.context.flush()

    def _refresh_possible(self) -> None:
        is_empty = self._document.is_empty
        is_idle = self._controller.phase is Phase.IDLE
        self.footer.show_possible(can_clear=is_idle and not is_empty, can_export=not is_empty)
