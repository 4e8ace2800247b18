"""Which sessions are listed: all, some by their time, those with a tag, those in the trash."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.core.sessions import DAY_S, SessionQuery
from app.shell.session_text import sessions_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.storage.library.catalogue import TagUse

_TAG_ROLE: Final = Qt.ItemDataRole.UserRole
WEEK_DAYS: Final = 7
MONTH_DAYS: Final = 30


class Shelf(Enum):
    """What is always offered, in its order; tags come before the last."""

    EVERY = "every"
    WEEK = "week"
    MONTH = "month"
    STARRED = "starred"
    AUDIO = "audio"
    TRASH = "trash"


class LibrarySide(QListWidget):
    """A list of shelves; one is chosen."""

    chosen = Signal()

    def __init__(self, wall_s: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sections")
        self._wall_s = wall_s
        self._tags: tuple[TagUse, ...] = ()
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._items = {shelf: QListWidgetItem() for shelf in Shelf}
        for item in self._items.values():
            self.addItem(item)
        self.setCurrentRow(0)
        self.currentItemChanged.connect(self._on_current_changed)

    @property
    def is_trash(self) -> bool:
        """Whether what was deleted is listed."""
        return self.currentItem() is self._items[Shelf.TRASH]

    @property
    def is_every(self) -> bool:
        """Whether nothing is left out, the trash apart."""
        return self.currentItem() is self._items[Shelf.EVERY]

    def query(self) -> SessionQuery:
        """Return what is chosen."""
        item = self.currentItem()
        if tag := item.data(_TAG_ROLE):
            return SessionQuery(tags=(tag,))
        now_s = self._wall_s()
        queries = {
            Shelf.EVERY: SessionQuery(),
            Shelf.WEEK: SessionQuery(since_s=now_s - WEEK_DAYS * DAY_S),
            Shelf.MONTH: SessionQuery(since_s=now_s - MONTH_DAYS * DAY_S),
            Shelf.STARRED: SessionQuery(has_stars=True),
            Shelf.AUDIO: SessionQuery(has_audio=True),
            Shelf.TRASH: SessionQuery(is_in_trash=True),
        }
        shelf = next((each for each, one in self._items.items() if one is item), Shelf.EVERY)
        return queries[shelf]

    @Slot(object)
    def show_tags(self, tags: tuple[TagUse, ...]) -> None:
        """Offer these tags; one that is gone and was chosen leaves everything in."""
        if tags == self._tags:
            return
        self._tags = tags
        chosen = self.currentItem().data(_TAG_ROLE)
        before = self.blockSignals(True)
        first = len(Shelf) - 1
        while self.count() > len(Shelf):
            self.takeItem(first)
        for at, use in enumerate(tags):
            item = QListWidgetItem()
            item.setData(_TAG_ROLE, use.tag)
            self.insertItem(first + at, item)
            if use.tag == chosen:
                self.setCurrentItem(item)
        is_gone = bool(chosen) and self.currentItem().data(_TAG_ROLE) != chosen
        if is_gone:
            self.setCurrentItem(self._items[Shelf.EVERY])
        self.blockSignals(before)
        self._name_tags()
        if is_gone:
            self.chosen.emit()

    def choose(self, shelf: Shelf) -> None:
        """List what is on that shelf."""
        self.setCurrentItem(self._items[shelf])

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.setAccessibleName(self.tr("Which sessions are listed"))
        names = {
            Shelf.EVERY: self.tr("All sessions"),
            Shelf.WEEK: self.tr("Last 7 days"),
            Shelf.MONTH: self.tr("Last 30 days"),
            Shelf.STARRED: self.tr("With stars"),
            Shelf.AUDIO: self.tr("With audio"),
            Shelf.TRASH: self.tr("Recently deleted"),
        }
        for shelf, item in self._items.items():
            item.setText(names[shelf])
        self._name_tags()

    def _name_tags(self) -> None:
        for at, use in enumerate(self._tags, len(Shelf) - 1):
            self.item(at).setText(f"# {use.tag}")
            spoken = self.tr("Tag {tag}, {sessions}")
            sessions = sessions_text(use.session_count)
            self.item(at).setData(
                Qt.ItemDataRole.AccessibleTextRole, spoken.format(tag=use.tag, sessions=sessions)
            )

    @Slot()
    def _on_current_changed(self) -> None:
        self.chosen.emit()
