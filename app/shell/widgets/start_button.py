"""The one big button."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget

from app.shell.controller import Phase
from app.shell.widgets.basics import restyle

if TYPE_CHECKING:
    from app.shell.look import Look


class StartButton(QPushButton):
    """Says what pressing it does now: accent when it starts, red when it stops."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._phase = Phase.IDLE
        self._is_compact = False
        self.setAutoDefault(True)  # Enter presses it, as in a dialog

    def show_phase(self, phase: Phase) -> None:
        """Follow the controller."""
        self._phase = phase
        self._refresh()

    def set_compact(self, *, is_compact: bool) -> None:
        """Show the icon alone where there is no room for words."""
        self._is_compact = is_compact
        self._refresh()

    def apply_look(self, look: Look) -> None:
        """Take size and colours from `look`."""
        self._look = look
        self.setIconSize(QSize(look.px(18), look.px(18)))
        self._refresh()

    def retranslate(self) -> None:
        """Set the texts again."""
        self._refresh()

    def _refresh(self) -> None:
        stops = self._phase in (Phase.RUNNING, Phase.RESTARTING)
        role = "stop" if stops else "start"
        restyle(self, "role", role)
        name = self.tr("Stop") if stops else self.tr("Start")
        self.setText("" if self._is_compact else name)
        self.setShortcut("Ctrl+Return")  # setText takes it away
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._description())
        self.setToolTip(f"{self._description()} (Ctrl+Enter)")
        if self._look is not None:
            self.setIcon(self._look.icon(role, f"on_{'stop' if stops else 'accent'}", 18))

    def _description(self) -> str:
        match self._phase:
            case Phase.IDLE:
                return self.tr("Start captioning")
            case Phase.RUNNING:
                return self.tr("Stop captioning; the last words still come")
            case Phase.FINISHING:
                return self.tr("Start again as soon as the last words are in")
            case Phase.RESTARTING:
                return self.tr("Do not start again")
            case _:
                assert_never(self._phase)
