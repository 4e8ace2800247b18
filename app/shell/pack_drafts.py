"""What was typed into context packs and is in no file of theirs yet. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.core.packs import Pack

DELAY_MS = 300  # sooner than the settings are kept: nothing goes from them to nowhere


class PackDrafts(QObject):
    """Texts by the ids of their packs, which somebody keeps a moment after they changed."""

    keep_wanted = Signal(object)  # dict[str, str]

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts: dict[str, str] = {}
        self._pause = QTimer(self, interval=DELAY_MS, singleShot=True)
        self._pause.timeout.connect(self._on_timeout)

    def __contains__(self, pack: Pack) -> bool:
        return pack.id in self._texts

    def text_of(self, pack: Pack) -> str:
        """Return what stands in `pack` now."""
        return self._texts.get(pack.id, pack.text)

    def write(self, pack: Pack, text: str) -> None:
        """Remember that `text` stands in `pack` now."""
        if text == pack.text:
            self.forget(pack.id)
        elif self._texts.get(pack.id) != text:
            self._texts[pack.id] = text
            self._pause.start()

    def forget(self, pack_id: str) -> None:
        """Remember nothing of that pack any more."""
        if self._texts.pop(pack_id, None) is not None:
            self._pause.start()

    def flush(self) -> None:
        """Have them kept now, if they are not."""
        if self._pause.isActive():
            self._on_timeout()

    @Slot()
    def _on_timeout(self) -> None:
        self._pause.stop()
        kept: Mapping[str, str] = dict(self._texts)
        self.keep_wanted.emit(kept)
