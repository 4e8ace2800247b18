"""Recordings that were not heard to their end, so that their sessions can go on."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.resuming import heard_for_good
from app.storage.library import schema, statements
from app.storage.library.recordings import mark_of
from app.storage.library.recovery import runs
from app.storage.library.values import storable, text

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.captions import Captions
    from app.storage.library.records import Kept


def take_up(path: Path, recording: Path, owner: str) -> Kept | None:
    """Let the newest session of `recording` that is not at its end be one of the program `owner`.

    Return what is heard for good, from where `Head.source_ms` says where to go on; None: there is
    no such session, it is being written, or the file is not the one that was heard. Blocks.
    Raises OSError, sqlite3.Error, ZimuError.
    """
    if not path.exists():
        return None
    with closing(schema.connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            found = connection.execute(
                """
                SELECT id, owner FROM sessions WHERE source_path = ? AND source_mark = ?
                    AND source_ms IS NOT NULL AND deleted_s IS NULL ORDER BY begun_s DESC LIMIT 1
                """,
                (storable(str(recording.absolute())), mark_of(recording)),
            ).fetchone()
            if found is None or runs(path, text(found["owner"])):
                return None
            connection.execute(
                "UPDATE sessions SET owner = ?, state = 'open', ended_s = NULL WHERE id = ?",
                (owner, found["id"]),
            )
            kept = statements.read(connection, found["id"])
            if kept is None:
                return None
            captions, end_ms = heard_for_good(kept.captions)
            statements.keep_only(connection, found["id"], len(captions.entries))
    return _going_on(kept, captions, end_ms)


def _going_on(kept: Kept, captions: Captions, end_ms: int) -> Kept:
    head = replace(kept.head, ended_s=None, source_ms=end_ms, audio_ms=end_ms)
    return replace(kept, head=head, captions=captions)
