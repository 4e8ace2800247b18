"""What can be done from anywhere: by a key, from the tray, from the menu of the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence

from app.core.hotkeys import Hotkey
from app.shell.controller import Phase

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.shell.studio import Studio


class Commands(QObject):
    """One action for each, shared by whoever offers it, that says what it does now. GUI thread."""

    session_toggled = Signal()
    overlay_toggled = Signal(bool)
    panic_toggled = Signal()

    def __init__(self, studio: Studio, window: QWidget) -> None:
        super().__init__(window)
        self._controller, self._choices = studio.controller, studio.choices
        self._window = window
        self._is_blanked = False
        self.session = QAction(self)
        self.overlay = QAction(self)
        self.lock = QAction(self)
        self.panic = QAction(self)
        self.reset_overlay = QAction(self)
        self.show_window = QAction(self)
        self.settings = QAction(self)
        self.library = QAction(self)
        self.open_recording = QAction(self)
        self.keys = QAction(self)
        self.quit = QAction(self)
        self._actions = {
            Hotkey.START: self.session,
            Hotkey.OVERLAY: self.overlay,
            Hotkey.LOCK: self.lock,
            Hotkey.PANIC: self.panic,
        }
        self.quit.setShortcut(QKeySequence("Ctrl+Q"))
        self.open_recording.setShortcut(QKeySequence("Ctrl+O"))
        self.keys.setShortcuts([QKeySequence("F1"), QKeySequence("Ctrl+/")])
        for action in (*self._actions.values(), self.open_recording, self.quit, self.keys):
            action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
            action.setAutoRepeat(False)
            window.addAction(action)
        self.session.triggered.connect(self.session_toggled)
        self.overlay.triggered.connect(self._on_overlay_triggered)
        self.lock.triggered.connect(self._on_lock_triggered)
        self.panic.triggered.connect(self.panic_toggled)
        studio.controller.phase_changed.connect(self.retranslate)
        studio.choices.changed.connect(self.retranslate)

    def action(self, hotkey: Hotkey) -> QAction:
        """Return what `hotkey` does."""
        return self._actions[hotkey]

    @property
    def with_hotkeys(self) -> tuple[QAction, ...]:
        """Those whose keys can be chosen."""
        return tuple(self._actions.values())

    @Slot(bool)
    def show_blanked(self, is_blanked: bool) -> None:
        """Follow the panic key."""
        self._is_blanked = is_blanked
        self.retranslate()

    @Slot()
    def retranslate(self) -> None:
        """Say what each does now."""
        overlay = self._choices.settings.overlay
        stops = self._controller.phase in (Phase.RUNNING, Phase.RESTARTING)
        self.session.setText(self.tr("Stop captioning") if stops else self.tr("Start captioning"))
        self.overlay.setText(
            self.tr("Hide the overlay") if overlay.visible else self.tr("Show the overlay")
        )
        self.lock.setText(
            self.tr("Unlock the overlay") if overlay.is_locked else self.tr("Lock the overlay")
        )
        self.panic.setText(
            self.tr("Bring captions back") if self._is_blanked else self.tr("Hide all captions now")
        )
        self.reset_overlay.setText(self.tr("Bring the overlay back to its place"))
        self.show_window.setText(
            self.tr("Hide the window") if self._window.isVisible() else self.tr("Show the window")
        )
        self.settings.setText(self.tr("Settings…"))
        self.library.setText(self.tr("Library…"))
        self.open_recording.setText(self.tr("Open recording…"))
        self.keys.setText(self.tr("Keyboard shortcuts"))
        self.quit.setText(self.tr("Quit Zimu"))

    @Slot()
    def _on_overlay_triggered(self) -> None:
        self.overlay_toggled.emit(not self._choices.settings.overlay.visible)

    @Slot()
    def _on_lock_triggered(self) -> None:
        settings = self._choices.settings
        overlay = replace(settings.overlay, is_locked=not settings.overlay.is_locked)
        self._choices.change(replace(settings, overlay=overlay))
