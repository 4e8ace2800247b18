"""Whether the search index knows every line. Triggers see to it; a repaired file may differ."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from app.storage.library.tables import found_words
from app.storage.library.trash import let_others_write

if TYPE_CHECKING:
    import sqlite3

    from app.storage.library.trash import GoOn

log = logging.getLogger(__name__)

_LINES_AT_ONCE: Final = 50
_UNKNOWN: Final = "status <> 'open' AND NOT EXISTS (SELECT 1 FROM search_docsize AS known"
_NEXT: Final = f"""
    SELECT id FROM lines WHERE id < ? AND {_UNKNOWN} WHERE known.id = lines.id)
    ORDER BY id DESC LIMIT {_LINES_AT_ONCE}
"""  # noqa: S608  # names of ours
# Whoever changed a line meanwhile has told the index of it.
_ADD: Final = f"""
    INSERT INTO search (rowid, text) SELECT id, indexed({found_words("lines")}) FROM lines
    WHERE id BETWEEN ? AND ? AND {_UNKNOWN} WHERE known.id = lines.id)
"""  # noqa: S608  # names of ours
_COUNTS: Final = """
    SELECT (SELECT count(*) FROM lines WHERE status <> 'open'),
        (SELECT count(*) FROM search_docsize)
"""
_HAS_STRANGERS: Final = """
    SELECT 1 FROM search_docsize WHERE NOT EXISTS (
        SELECT 1 FROM lines WHERE lines.id = search_docsize.id AND status <> 'open') LIMIT 1
"""


def mend(connection: sqlite3.Connection, go_on: GoOn) -> bool:
    """Tell the index of the lines that it does not know; return False if that was called off.

    Small steps, between which others write, the newest lines first: these can be looked for at
    once. What is called off is gone on with by the next call. Raises sqlite3.Error.
    """
    line_count, known_count = connection.execute(_COUNTS).fetchone()
    if line_count == known_count:
        return True
    log.warning("the index has %d lines of %d: it is mended", known_count, line_count)
    if connection.execute(_HAS_STRANGERS).fetchone():
        # It cannot be told to forget words that nobody knows.
        connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
        known_count = 0
    before = 1 << 62
    while ids := [row[0] for row in connection.execute(_NEXT, (before,))]:
        if not go_on(known_count, line_count):
            return False
        let_others_write()
        connection.execute(_ADD, (ids[-1], ids[0]))
        before, known_count = ids[-1], known_count + len(ids)
    return True
