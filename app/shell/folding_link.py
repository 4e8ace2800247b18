"""Folds the set-up column by button, by key and by the window's width, and remembers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Slot

from app.core.folding import Folding

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from app.shell.look import Look
    from app.shell.wardrobe import Wardrobe
    from app.shell.widgets.main_window import MainWindow

FOLDED: Final = "window/sidebar_folded"
NARROW_PX: Final = 880  # below it the transcript would have less than 600


class FoldingLink(QObject):
    """Between the window and its sidebar. GUI thread."""

    def __init__(self, window: MainWindow, places: QSettings, wardrobe: Wardrobe) -> None:
        super().__init__(window)
        self._window, self._places, self._wardrobe = window, places, wardrobe
        is_wanted = places.value(FOLDED, False, bool)
        self._folding = Folding(is_wanted=bool(is_wanted))
        window.sidebar.fold_wanted.connect(self._on_fold_wanted)
        wardrobe.look_changed.connect(self._on_look_changed)
        window.installEventFilter(self)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own; follow the window's width."""
        if event.type() is QEvent.Type.Resize:
            self._measure(self._wardrobe.look)
        return super().eventFilter(watched, event)

    @Slot(object)
    def _on_look_changed(self, look: Look) -> None:
        self._measure(look)

    @Slot()
    def _on_fold_wanted(self) -> None:
        self._folding = self._folding.toggled()
        self._places.setValue(FOLDED, self._folding.is_wanted)
        self._show()

    def _measure(self, look: Look) -> None:
        self._folding = self._folding.at(is_narrow=self._window.width() < look.px(NARROW_PX))
        self._show()

    def _show(self) -> None:
        self._window.sidebar.set_folded(is_folded=self._folding.is_folded)
