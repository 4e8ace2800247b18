"""Writes kept sessions to files: one where the user says, several into a folder. GUI thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from app.core.errors import ErrorCode, ZimuError
from app.core.export import SUFFIXES, Wording, reviewed
from app.core.export.naming import file_stem
from app.core.review import as_csv, figures, has_feelings
from app.documents.rendering import local_time, render
from app.shell.exporter import WORDINGS
from app.shell.file_dialog import open_in, suffixed
from app.shell.i18n import language_for
from app.shell.session_text import engine_name, session_name
from app.shell.widgets.export_options import Matter
from app.shell.widgets.transcript_content import session_clock
from app.storage.files import write_atomically, write_bytes_atomically
from app.storage.library import reviewing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from app.core.export import ExportOptions, Transcript
    from app.core.review import Review
    from app.core.sessions import SessionInfo
    from app.shell.choices import Choices
    from app.shell.library_desk import LibraryDesk
    from app.shell.wardrobe import Wardrobe
    from app.shell.widgets.export_sheet import ExportSheet

BOM: Final = "\ufeff"  # without it Excel takes UTF-8 for something else


class SessionExporter(QObject):
    """A sheet asks how, the system's dialog where."""

    done = Signal(object)  # tuple[Path, ...]: files that were written
    failed = Signal(object)  # Problem

    def __init__(
        self, desk: LibraryDesk, choices: Choices, wardrobe: Wardrobe, window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk, self._choices, self._wardrobe = desk, choices, wardrobe
        self._window = window
        self._sheet: ExportSheet | None = None
        self._sessions: tuple[SessionInfo, ...] = ()
        self._folder: Path | None = None  # where a file was put or found last

    @property
    def sheet(self) -> QWidget | None:
        """The sheet, which shows how a file begins; None: nothing was asked yet."""
        return self._sheet

    @Slot(object)
    def ask(self, sessions: Sequence[SessionInfo]) -> None:
        """Ask how these sessions shall be written, showing how the first would begin."""
        self._ask(sessions, wants_minutes=False)

    @Slot(object)
    def ask_for_minutes(self, session: SessionInfo) -> None:
        """Ask how the minutes of a session shall be written."""
        self._ask((session,), wants_minutes=True)

    @Slot(object)
    def ask_for_figures(self, review: Review) -> None:
        """Ask where the figures of a session shall be written, as a table."""

        def write(path: Path) -> None:
            def work(connection: sqlite3.Connection) -> tuple[Path, ...]:  # noqa: ARG001
                write_atomically(path, BOM + as_csv(figures(review), review.names))
                return (path,)

            self._do(work)

        self._ask_for_file(
            self.tr("Export the figures"), session_name(review.session), "csv", write
        )

    def _ask(self, sessions: Sequence[SessionInfo], *, wants_minutes: bool) -> None:
        self._sessions = tuple(sessions)
        first = self._sessions[0]
        language = language_for(self._choices.settings.ui_language, QLocale.system())

        def matter(connection: sqlite3.Connection) -> Matter:
            review = reviewing.review(connection, first.id)
            if review is None:
                raise ZimuError(ErrorCode.SESSION_UNKNOWN, session=session_name(first))
            return Matter(
                transcript_of(review),
                session_clock,
                has_emotions=has_feelings(review),
                wording=WORDINGS.get(language, Wording.ENGLISH),
                wants_minutes=wants_minutes,
            )

        self._desk.do(matter, self._on_first, self.failed.emit)

    def _on_first(self, matter: Matter) -> None:
        if self._window.isVisible():
            self._opened().ask(matter)

    def _opened(self) -> ExportSheet:
        if self._sheet is None:
            from app.shell.widgets.export_sheet import ExportSheet  # noqa: PLC0415  seldom needed

            self._sheet = ExportSheet(self._window)
            self._sheet.retranslate()
            self._sheet.chosen.connect(self._on_chosen)
        self._sheet.apply_look(self._wardrobe.look)
        return self._sheet

    @Slot(object)
    def _on_chosen(self, options: ExportOptions) -> None:
        sessions = self._sessions
        if len(sessions) == 1:
            self._ask_for_file(
                self.tr("Export the session"),
                session_name(sessions[0]),
                options.format.value,
                lambda path: self._write({sessions[0].id: path}, options.for_suffix(path.suffix)),
            )
            return
        dialog = QFileDialog(self._window, self.tr("Export into a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)

        def write(name: str) -> None:
            self._folder = folder = Path(name)
            self._write(file_names(sessions, folder, options.format.suffix), options)

        dialog.fileSelected.connect(write)
        open_in(self._folder, dialog)

    def _ask_for_file(
        self, title: str, name: str, suffix: str, write: Callable[[Path], None]
    ) -> None:
        dialog = QFileDialog(self._window, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"*.{suffix}")
        # Qt takes what stands behind a dot for a suffix, and adds none.
        dialog.selectFile(f"{file_stem(name)}.{suffix}")
        dialog.setDefaultSuffix(suffix)

        def chosen(path: str) -> None:
            self._folder = Path(path).parent
            write(suffixed(Path(path), f".{suffix}", SUFFIXES))

        dialog.fileSelected.connect(chosen)
        open_in(self._folder, dialog)

    def _write(self, paths: dict[str, Path], options: ExportOptions) -> None:
        def work(connection: sqlite3.Connection) -> tuple[Path, ...]:
            written = []
            for session_id, path in paths.items():
                review = reviewing.review(connection, session_id)
                if review is not None:  # somebody may have deleted it just now
                    write_bytes_atomically(path, render(transcript_of(review), options))
                    written.append(path)
            return tuple(written)

        self._do(work)

    def _do(self, work: Callable[[sqlite3.Connection], tuple[Path, ...]]) -> None:
        self._desk.do(work, self.done.emit, self.failed.emit)


def transcript_of(review: Review) -> Transcript:
    """Return what of a kept session goes into a file."""
    session = review.session
    engines = ", ".join(dict.fromkeys(engine_name(each) for each in session.engine_ids))
    return reviewed.transcript_of(review, begun=local_time(session.begun_s), engine=engines)


def file_names(sessions: Sequence[SessionInfo], folder: Path, suffix: str) -> dict[str, Path]:
    """Return a file for each session, by its id: none twice, and none that was there.

    Two that differ by case alone are one file on many systems.
    """
    found: dict[str, Path] = {}
    taken: set[str] = set()
    numbers: dict[str, int] = {}  # the last one for each stem
    for session in sessions:
        stem = file_stem(session_name(session))
        number, name = numbers.get(stem, 0), ""
        while not name or name.casefold() in taken or (folder / name).exists():
            number += 1
            name = f"{stem}{suffix}" if number == 1 else f"{stem} {number}{suffix}"
        numbers[stem] = number
        taken.add(name.casefold())
        found[session.id] = folder / name
    return found
