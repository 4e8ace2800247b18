"""`zimu sessions`: what was kept, listed, searched, read, exported and deleted."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, assert_never

from app.core.errors import ErrorCode, ZimuError
from app.core.export import ExportFormat, ExportOptions, Transcript, usual
from app.core.export.reviewed import transcript_of
from app.core.problem_text import english
from app.core.sessions import HitOrder, SessionQuery, SessionState
from app.documents.rendering import local_time, render
from app.headless.exporting import export
from app.headless.output import EXIT_PROBLEM, give_up
from app.headless.session_lines import (
    SHOWN_ID,
    found_json,
    found_text,
    session_json,
    session_text,
)
from app.storage.library import catalogue, recovery, reviewing, schema, trash
from app.storage.library.journal import problem_of
from app.storage.library.search import search

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from app.core.sessions import SessionInfo
    from app.headless.exporting import ExportFile

EXIT_OK: Final = 0
EVERYTHING: Final = SessionQuery()
_AS_TEXT: Final = usual(ExportFormat.TXT)
_NONE_YET: Final = "Nothing was kept yet."


@dataclass(frozen=True, slots=True)
class SessionsCommand:
    """One run of `zimu sessions`; what an action does not need is empty."""

    action: Literal["list", "search", "show", "export", "delete", "restore", "rename", "tag"]
    query: SessionQuery = EVERYTHING
    ids: tuple[str, ...] = ()  # their beginnings
    words: str = ""
    hit_order: HitOrder = HitOrder.NEWEST
    limit: int = 50
    exports: tuple[ExportFile, ...] = ()  # none: to standard output
    output: ExportOptions = _AS_TEXT
    title: str = ""
    tags: tuple[str, ...] = ()
    is_for_good: bool = False
    is_agreed: bool = False
    as_json: bool = False


def sessions(command: SessionsCommand, path: Path, now_s: float, say: Callable[[str], None]) -> int:
    """Do it with the library at `path`; return the exit code. `say` takes sentences for people."""
    if not path.exists() and command.action in ("list", "search"):
        say(_NONE_YET)
        return EXIT_OK
    try:
        with closing(_open(path, command)) as connection:
            return _Run(command, path, connection, now_s, say).run()
    except schema.TROUBLES as exc:
        if isinstance(exc, OSError) and exc.filename is None:
            return give_up(exc, say)
        say(english(problem_of(exc, path, ErrorCode.LIBRARY_UNREADABLE)))
        return EXIT_PROBLEM


def _open(path: Path, command: SessionsCommand) -> sqlite3.Connection:
    if not path.exists():
        raise ZimuError(ErrorCode.SESSION_UNKNOWN, session=command.ids[0])
    return schema.connect(path)


class _Run:
    def __init__(
        self,
        command: SessionsCommand,
        path: Path,
        connection: sqlite3.Connection,
        now_s: float,
        say: Callable[[str], None],
    ) -> None:
        self._command = command
        self._path = path
        self._connection = connection
        self._now_s = now_s
        self._say = say

    def run(self) -> int:
        command = self._command
        found = [catalogue.find(self._connection, each) for each in command.ids]
        code = EXIT_OK
        match command.action:
            case "list":
                self._list()
            case "search":
                self._search()
            case "show":
                self._show(found[0])
            case "export":
                code = self._export(found[0])
            case "delete":
                code = self._delete(found)
            case "restore":
                count = trash.restore(self._connection, [each.id for each in found])
                self._say(f"{_sessions(count)} taken out of the trash.")
            case "rename":
                catalogue.rename(self._connection, found[0].id, command.title)
                self._print_again(found[0])
            case "tag":
                catalogue.set_tags(self._connection, found[0].id, command.tags)
                self._print_again(found[0])
            case _:
                assert_never(command.action)
        sys.stdout.flush()
        return code

    def _list(self) -> None:
        command = self._command
        page = catalogue.page(self._connection, command.query, count=command.limit)
        for session in page.sessions:
            self._print(session)
        if not page.total:
            self._say("There is no such session." if _is_narrow(command.query) else _NONE_YET)
        elif page.total > len(page.sessions):
            self._say(f"{page.total - len(page.sessions):,} more: use --limit, or --since.")

    def _search(self) -> None:
        command = self._command
        found = search(
            self._connection,
            command.words,
            command.query,
            order=command.hit_order,
            sessions=command.limit,
        )
        is_bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        for each in found.sessions:
            line = found_json(each) if command.as_json else found_text(each, is_bold=is_bold)
            sys.stdout.write(line + "\n")
        if not found.sessions:
            self._say("Nothing was found.")
        elif found.has_more:
            self._say("There is more: use --limit, or --since.")

    def _show(self, session: SessionInfo) -> None:
        transcript = transcript_in(self._connection, session.id)
        self._print(session)
        if self._command.as_json:
            options = usual(ExportFormat.JSONL)
        else:
            sys.stdout.write("\n")
            options = replace(_AS_TEXT, has_times=True)
        sys.stdout.flush()
        sys.stdout.buffer.write(render(transcript, options))

    def _export(self, session: SessionInfo) -> int:
        transcript = transcript_in(self._connection, session.id)
        files = self._command.exports
        if not files:
            sys.stdout.buffer.write(render(transcript, self._command.output))
            return EXIT_OK
        done = [export(transcript, file, self._say) for file in files]
        return EXIT_OK if all(done) else EXIT_PROBLEM

    def _delete(self, found: list[SessionInfo]) -> int:
        if not self._command.is_agreed and not self._is_agreed(found):
            return EXIT_PROBLEM
        self._close(found)
        ids = [each.id for each in found]
        trash.delete(self._connection, ids, self._now_s)
        if not self._command.is_for_good:
            self._say(
                f"{_sessions(len(ids))} moved to the trash, for 30 days. "
                f"zimu sessions restore {found[0].id[:SHOWN_ID]} brings one back."
            )
            return EXIT_OK
        if not trash.remove(self._connection, self._path.parent, ids, lambda _done, _total: True):
            self._say("Deleted. The disk space is freed as soon as nothing else reads the library.")
            return EXIT_OK
        self._say(f"{_sessions(len(ids))} deleted for good.")
        return EXIT_OK

    def _is_agreed(self, found: list[SessionInfo]) -> bool:
        for session in found:
            self._say(session_text(session))
        if not sys.stdin.isatty():
            self._say("Add --yes to delete what is listed above.")
            return False
        sys.stderr.write("Delete? [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in ("y", "yes")

    def _close(self, found: list[SessionInfo]) -> None:
        """Close what its program left open when it died. Raises ZimuError SESSION_RUNNING."""
        going = [each for each in found if each.state is SessionState.OPEN]
        left = recovery.unclosed(self._path) if going else ()
        for one in left:
            if one.id in {each.id for each in going}:
                recovery.keep(self._path, one)
        for each in catalogue.infos(self._connection, [each.id for each in going]):
            if each.state is SessionState.OPEN:
                raise ZimuError(ErrorCode.SESSION_RUNNING, session=each.id[:SHOWN_ID])

    def _print_again(self, session: SessionInfo) -> None:
        for each in catalogue.infos(self._connection, [session.id]):
            self._print(each)

    def _print(self, session: SessionInfo) -> None:
        line = session_json(session) if self._command.as_json else session_text(session)
        sys.stdout.write(line + "\n")


def transcript_in(connection: sqlite3.Connection, session_id: str) -> Transcript:
    """Return what of a session can be read. Raises ZimuError SESSION_UNKNOWN, sqlite3.Error."""
    review = reviewing.review(connection, session_id)
    if review is None:
        raise ZimuError(ErrorCode.SESSION_UNKNOWN, session=session_id)
    session = review.session
    engines = ", ".join(session.engine_ids)
    return transcript_of(review, begun=local_time(session.begun_s), engine=engines)


def _sessions(count: int) -> str:
    return "1 session was" if count == 1 else f"{count:,} sessions were"


def _is_narrow(query: SessionQuery) -> bool:
    return replace(query, order=EVERYTHING.order) != EVERYTHING
