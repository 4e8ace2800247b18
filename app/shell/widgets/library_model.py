"""The rows of the library: sessions page by page as they are looked at, or what a search found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from app.core.sessions import PAGE_SESSIONS
from app.shell.session_text import session_name, spoken_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from app.core.emotion import Emotion
    from app.core.sessions import Found, SearchHit, SessionInfo, SessionPage

ROW_ROLE: Final = Qt.ItemDataRole.UserRole
FEELINGS_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_Index: TypeAlias = QModelIndex | QPersistentModelIndex
NOWHERE: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session, with how many places were found in it; None: nothing is looked for."""

    session: SessionInfo
    hit_count: int | None = None


@dataclass(frozen=True, slots=True)
class HitRow:
    """A line that was found; it stands below its session."""

    session: SessionInfo
    hit: SearchHit


LibraryRow: TypeAlias = SessionRow | HitRow
Feelings: TypeAlias = "Mapping[Emotion, int]"  # how many lines have each


class LibraryModel(QAbstractListModel):
    """Knows how many rows there are, and of those in view what they say."""

    pages_wanted = Signal(object)  # set[int]: of sessions that are looked at and not here
    renamed = Signal(object, str)  # SessionInfo, its title from now on

    def __init__(self, wall_s: Callable[[], float]) -> None:
        super().__init__()
        self._wall_s = wall_s
        self._rows: dict[int, LibraryRow] = {}
        self._count = 0
        self._is_search = False
        self._feelings: dict[str, Feelings] = {}
        self._missing: set[int] = set()
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)

    @property
    def is_search(self) -> bool:
        """Whether what was found is shown."""
        return self._is_search

    def row(self, number: int) -> LibraryRow | None:
        """Return what is in a row; None: it is not here yet."""
        return self._rows.get(number)

    def want(self, numbers: Iterable[int]) -> None:
        """Ask for these rows, as far as they are not here."""
        missing = {number // PAGE_SESSIONS for number in numbers if number not in self._rows}
        if missing:
            self._missing |= missing
            self._asking.start()

    def clear(self) -> None:
        """Show nothing."""
        self._reset({}, 0, is_search=False)

    def show_page(self, page: SessionPage, number: int) -> None:
        """Show a page of the sessions; what was there before stays until its own page comes."""
        begin = number * PAGE_SESSIONS
        rows: dict[int, LibraryRow] = {
            begin + at: SessionRow(each) for at, each in enumerate(page.sessions)
        }
        if self._is_search or page.total != self._count:
            self._reset(rows, page.total, is_search=False)
            return
        self._rows.update(rows)
        if rows:
            self.dataChanged.emit(self.index(begin), self.index(begin + len(rows) - 1))

    def show_found(self, found: Found) -> None:
        """Show what a search found, each session with its lines below it."""
        rows: list[LibraryRow] = []
        for each in found.sessions:
            rows.append(SessionRow(each.session, each.hit_count))
            rows.extend(HitRow(each.session, hit) for hit in each.hits)
        self._reset(dict(enumerate(rows)), len(rows), is_search=True)

    def show_feelings(self, found: Mapping[str, Feelings]) -> None:
        """Tell what was felt in these sessions, by their ids."""
        self._feelings.update(found)
        if self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1), [FEELINGS_ROLE])

    def forget_besides(self, pages: set[int]) -> None:
        """Ask again for all that is not in these pages, as soon as it is looked at."""
        self._rows = {
            number: row for number, row in self._rows.items() if number // PAGE_SESSIONS in pages
        }

    def row_of(self, session_id: str) -> int | None:
        """Return where that session is, if it is here."""
        for number, row in self._rows.items():
            if isinstance(row, SessionRow) and row.session.id == session_id:
                return number
        return None

    def rowCount(self, parent: _Index = NOWHERE) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else self._count

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's own; a row that is not here is asked for."""
        row = self._rows.get(index.row())
        if row is None:
            self._missing.add(max(index.row(), 0) // PAGE_SESSIONS)
            self._asking.start()
            return None
        match role:
            case int() if role == ROW_ROLE:
                return row
            case int() if role == FEELINGS_ROLE:
                return self._feelings.get(row.session.id)
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return session_name(row.session) if isinstance(row, SessionRow) else row.hit.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row)
            case _:
                return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Qt's own: the user gave a session another name."""
        row = self._rows.get(index.row())
        if role != Qt.ItemDataRole.EditRole or not isinstance(row, SessionRow):
            return False
        title = " ".join(str(value).split())
        if title != session_name(row.session):
            self.renamed.emit(row.session, title)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Qt's own; a session can be given another name."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if isinstance(self._rows.get(index.row()), SessionRow):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def _spoken(self, row: LibraryRow) -> str:
        if isinstance(row, HitRow):
            return row.hit.text
        return spoken_session(row.session, self._wall_s())

    def _reset(self, rows: dict[int, LibraryRow], count: int, *, is_search: bool) -> None:
        self.beginResetModel()
        self._rows, self._count, self._is_search = rows, count, is_search
        self._missing.clear()
        self.endResetModel()

    @Slot()
    def _ask(self) -> None:
        missing, self._missing = self._missing, set()
        if missing:
            self.pages_wanted.emit(missing)
