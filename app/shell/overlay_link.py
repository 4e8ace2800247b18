"""Keeps the overlay and what is set of it the same, whoever changes either. GUI thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.shell.widgets.overlay import Overlay

if TYPE_CHECKING:
    from app.core.overlay_settings import OverlaySettings
    from app.core.settings import Settings
    from app.shell.studio import Studio


class OverlayLink(QObject):
    """Owns the overlay. `open` shows it, if it is to be shown."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices = studio.choices
        self.overlay = Overlay(self._choices.settings.overlay)
        self._is_shown = False
        # Connected before any window is: the captions must not wait for the transcript.
        studio.document.captions_changed.connect(self.overlay.show_captions)
        studio.link.changed.connect(self.overlay.show_link)
        self._choices.changed.connect(self._on_settings_changed)
        self.overlay.geometry_changed.connect(self._on_overlay_changed)
        self.overlay.closed.connect(self._on_overlay_closed)

    def open(self) -> None:
        """Show it where it was left, unless it was closed."""
        self._show_or_hide(is_shown=self._settings.visible)

    @Slot(bool)
    def show(self, is_shown: bool) -> None:
        """Show or hide the overlay from now on."""
        self._change(replace(self._settings, visible=is_shown))

    @property
    def _settings(self) -> OverlaySettings:
        return self._choices.settings.overlay

    def _change(self, overlay: OverlaySettings) -> None:
        self._choices.change(replace(self._choices.settings, overlay=overlay))

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        overlay, wanted = self.overlay, settings.overlay
        if replace(overlay.settings, visible=wanted.visible) != wanted:
            overlay.change(wanted)
        self._show_or_hide(is_shown=wanted.visible)

    def _show_or_hide(self, *, is_shown: bool) -> None:
        if is_shown is not self._is_shown:
            self._is_shown = is_shown
            self.overlay.setVisible(is_shown)

    @Slot(object)
    def _on_overlay_changed(self, overlay: OverlaySettings) -> None:
        self._change(replace(overlay, visible=self._settings.visible))

    @Slot()
    def _on_overlay_closed(self) -> None:
        self.show(is_shown=False)
