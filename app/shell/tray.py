"""The icon beside the clock: says what goes on, by its shape, and offers what can be done."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.shell.controller import Phase
from app.storage.paths import resource

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QSettings

    from app.core.events import SourceTrouble
    from app.shell.commands import Commands
    from app.shell.link_status import LinkStatus
    from app.shell.panic import Panic
    from app.shell.studio import Studio

TOLD = "tray/told"  # that Zimu stays there when its window is closed


class TrayState(Enum):
    """What the icon is about; the values name its pictures."""

    IDLE = "idle"
    CAPTIONING = "captioning"
    TROUBLE = "trouble"
    HIDDEN = "hidden"  # every caption, by the panic key


class Tray(QObject):
    """Follows the session. GUI thread.

    Where there is no tray nothing appears; on X11 it does as soon as there is one.
    """

    window_toggled = Signal()
    note_clicked = Signal()  # any notification
    alert_clicked = Signal()  # one of `alert`; after note_clicked

    def __init__(
        self,
        studio: Studio,
        commands: Commands,
        panic: Panic,
        places: QSettings,
        is_available: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
    ) -> None:
        super().__init__(commands)
        self._studio, self._commands, self._panic = studio, commands, panic
        self._places = places
        self._is_available = is_available
        self._is_alert = False  # the newest notification is about what was said
        self._is_troubled = False  # something is wrong with what is listened to
        self._state: TrayState | None = None
        self._menu = QMenu()
        self._icon = QSystemTrayIcon(self)

    @property
    def state(self) -> TrayState:
        """What the icon is about."""
        phase = self._studio.controller.phase
        if self._panic.is_on:
            return TrayState.HIDDEN
        if phase is Phase.IDLE:
            return TrayState.IDLE
        is_troubled = self._is_troubled or self._studio.link.status.is_trying
        return TrayState.TROUBLE if is_troubled else TrayState.CAPTIONING

    @property
    def tooltip(self) -> str:
        """What the icon says under the mouse."""
        return self._icon.toolTip()

    @property
    def is_there(self) -> bool:
        """Whether somebody can find the icon."""
        return self._icon.isVisible() and self._is_available()

    def start(self) -> None:
        """Appear, and follow what goes on."""
        self._fill_menu()
        studio = self._studio
        studio.controller.phase_changed.connect(self.refresh)
        studio.link.changed.connect(self._on_link_changed)
        studio.mailbox.trouble_changed.connect(self._on_trouble_changed)
        self._panic.changed.connect(self.refresh)
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self._on_note_clicked)
        self._menu.aboutToShow.connect(self._commands.retranslate)
        self._icon.setContextMenu(self._menu)
        self.refresh()
        # On other systems Qt does not wait for a tray to come, and complains that there is none.
        if self._is_available() or QGuiApplication.platformName() == "xcb":
            self._icon.show()

    def stop(self) -> None:
        """Go away."""
        self._icon.hide()

    def tell_once(self) -> None:
        """Say, the first time the window is closed to here, where Zimu went."""
        if self._places.value(TOLD) is not None:
            return
        self._places.setValue(TOLD, "1")
        self._is_alert = False
        self._icon.showMessage(
            self.tr("Zimu is still here"),
            self.tr("Its window is closed. This icon opens it again, and its menu quits Zimu."),
            QSystemTrayIcon.MessageIcon.Information,
        )

    @Slot(str, str)
    def alert(self, title: str, text: str) -> None:
        """Show a notification about what was said."""
        self._is_alert = True
        self._icon.showMessage(title, text, self._icon.icon())

    @Slot()
    def _on_note_clicked(self) -> None:
        self.note_clicked.emit()
        if self._is_alert:
            self.alert_clicked.emit()

    @Slot()
    def refresh(self) -> None:
        """Show and say what goes on now."""
        titles = {
            TrayState.IDLE: self.tr("Zimu is ready"),
            TrayState.CAPTIONING: self.tr("Zimu is captioning"),
            TrayState.TROUBLE: self.tr("Zimu is captioning, but something is wrong"),
            TrayState.HIDDEN: self.tr("Zimu hides all captions"),
        }
        self._icon.setToolTip(titles[self.state])
        if self.state is not self._state:
            self._state = self.state
            self._icon.setIcon(QIcon(str(resource(f"icons/tray-{self.state.value}.svg"))))

    def _fill_menu(self) -> None:
        menu, commands = self._menu, self._commands
        menu.addAction(commands.session)
        menu.addAction(commands.panic)
        menu.addSeparator()
        menu.addActions([commands.overlay, commands.lock, commands.reset_overlay])
        menu.addSeparator()
        menu.addActions([commands.show_window, commands.library, commands.settings])
        menu.addSeparator()
        menu.addAction(commands.quit)

    @Slot(object)
    def _on_link_changed(self, link: LinkStatus) -> None:  # noqa: ARG002
        self.refresh()

    @Slot(object)
    def _on_trouble_changed(self, trouble: SourceTrouble) -> None:
        self._is_troubled = trouble.problem is not None
        self.refresh()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.window_toggled.emit()
