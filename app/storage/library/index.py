"""Whether the search index knows every line. Triggers see to it; a repaired file may differ."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from app.storage.library.tables import found_words

if TYPE_CHECKING:
    import sqlite3

log = logging.getLogger(__name__)

_COUNTS: Final = """
    SELECT (SELECT count(*) FROM lines WHERE status <> 'open'),
        (SELECT count(*) FROM search_docsize)
"""


def mend(connection: sqlite3.Connection) -> bool:
    """Make the index anew if it has more or fewer lines than there are; return whether it had.

    Raises sqlite3.Error.
    """
    line_count, indexed_count = connection.execute(_COUNTS).fetchone()
    if line_count == indexed_count:
        return False
    log.warning("the index has %d lines of %d: it is made anew", indexed_count, line_count)
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
        connection.execute(
            f"INSERT INTO search (rowid, text) SELECT id, indexed({found_words('lines')})"  # noqa: S608  # names of ours
            " FROM lines WHERE status <> 'open'"
        )
    return True
