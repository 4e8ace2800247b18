"""Opens the settings, which are built when they are first asked for. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.shell.backstage import Backstage
    from app.shell.data_desk import DataDesk
    from app.shell.hotkeys import Hotkeys
    from app.shell.look import Look
    from app.shell.studio import Studio
    from app.shell.wardrobe import Wardrobe
    from app.shell.widgets.settings_dialog import SettingsDialog
    from app.shell.widgets.settings_pages import Section


class SettingsOpener(QObject):
    """Owns the dialog, above `window`."""

    def __init__(
        self,
        studio: Studio,
        back: Backstage,
        hotkeys: Hotkeys,
        data: DataDesk,
        wardrobe: Wardrobe,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._studio, self._back, self._wardrobe = studio, back, wardrobe
        self._hotkeys, self._data = hotkeys, data
        self._window = window
        self._dialog: SettingsDialog | None = None
        wardrobe.look_changed.connect(self._on_look_changed)

    @Slot()
    def open(self) -> None:
        """Show the settings in front."""
        self._open_at(None)

    @Slot()
    def open_data(self) -> None:
        """Show what is kept, and for how long."""
        from app.shell.widgets.settings_pages import Section  # noqa: PLC0415  see below

        self._open_at(Section.DATA)

    def _open_at(self, section: Section | None) -> None:
        if self._dialog is None:
            # What most runs do not need must not be waited for by the window.
            from app.shell.widgets.settings_dialog import (  # noqa: PLC0415
                Desks,
                SettingsDialog,
            )

            back = self._back
            desks = Desks(back.keys, back.checkups, back.models, self._hotkeys, self._data)
            self._dialog = SettingsDialog(self._studio, desks, self._window)
            self._dialog.retranslate()
            self._dialog.apply_look(self._wardrobe.look)
        self._dialog.open_at(section)

    @Slot()
    def close(self) -> None:
        """A dialog does not go with the window it belongs to."""
        if self._dialog is not None:
            self._dialog.close()

    @Slot(object)
    def _on_look_changed(self, look: Look) -> None:
        if self._dialog is not None:
            self._dialog.apply_look(look)
