"""Words looked for in every session of the library. Functions raise sqlite3.Error."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Final

from app.core.searching import excerpt, expression, phrases
from app.core.sessions import Found, FoundSession, HitOrder, SearchHit
from app.storage.library.catalogue import conditions, infos

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from app.core.searching import Phrase
    from app.core.sessions import SessionQuery

SESSIONS: Final = 50
HITS_EACH: Final = 3

# With more hits than this in all, sessions are asked one after the other until there are enough.
_FEW_HITS: Final = 5_000
_ASKED_SESSIONS: Final = 2_000
_BEST_OF: Final = 4  # times as many sessions as are wanted are compared then

_LINES: Final = """
    SELECT lines.id, session, line, begin_ms, ifnull(edited, text) AS words
    FROM lines WHERE id IN ({ids}) ORDER BY position, line
"""
_SOME: Final = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
_SESSIONS_OF: Final = """
    SELECT session, lines.id FROM (SELECT rowid AS id FROM search WHERE search MATCH ?) AS hits
    CROSS JOIN lines ON lines.id = hits.id
"""
# All lines of a session have ids in one stretch, in which there are those of another only if
# both were written at the same time.
_OF_SESSION: Final = """
    SELECT lines.id FROM search CROSS JOIN lines ON lines.id = search.rowid
    WHERE search MATCH ?1 AND lines.session = ?2
        AND search.rowid >= (SELECT min(id) FROM lines WHERE session = ?2)
        AND search.rowid <= (SELECT max(id) FROM lines WHERE session = ?2)
"""


def search(
    connection: sqlite3.Connection,
    words: str,
    query: SessionQuery,
    *,
    order: HitOrder = HitOrder.NEWEST,
    sessions: int = SESSIONS,
    hits_each: int = HITS_EACH,
) -> Found:
    """Return the first sessions of `query` with a line that has all of `words`.

    Sessions come newest first, whatever `query` says, or those with the most hits first.
    """
    wanted = phrases(words)
    if not wanted:
        return Found()
    match = expression(wanted)
    few = connection.execute(_SOME, (match, _FEW_HITS + 1)).fetchall()
    if len(few) <= _FEW_HITS:
        hits, is_all = _of_few(connection, match, query), True
    else:
        enough = sessions * (_BEST_OF if order is HitOrder.BEST else 1) + 1
        hits, is_all = _of_many(connection, match, query, enough)
    ids = list(hits)
    if order is HitOrder.BEST:
        ids.sort(key=lambda each: -len(hits[each]))
    shown = {each: hits[each][:hits_each] for each in ids[:sessions]}
    lines = _hits(connection, [hit for some in shown.values() for hit in some], wanted)
    found = tuple(
        FoundSession(info, tuple(lines[info.id]), len(hits[info.id]))
        for info in infos(connection, list(shown))
        if lines[info.id]
    )
    return Found(found, has_more=len(ids) > sessions or not is_all)


def hits_in(connection: sqlite3.Connection, words: str, session_id: str) -> tuple[SearchHit, ...]:
    """Return every line of the session that has all of `words`, in the order of reading."""
    wanted = phrases(words)
    if not wanted:
        return ()
    ids = _in_session(connection, expression(wanted), session_id)
    return tuple(_hits(connection, ids, wanted)[session_id])


def _of_few(
    connection: sqlite3.Connection, match: str, query: SessionQuery
) -> dict[str, list[int]]:
    """Return ids of all lines that are found, by sessions, newest first."""
    hits: defaultdict[str, list[int]] = defaultdict(list)
    for session, line in connection.execute(_SESSIONS_OF, (match,)):
        hits[session].append(line)
    return {each: hits[each] for each in _sessions(connection, query) if each in hits}


def _of_many(
    connection: sqlite3.Connection, match: str, query: SessionQuery, enough: int
) -> tuple[dict[str, list[int]], bool]:
    """Return the same of the newest sessions, and whether there are no others."""
    hits: dict[str, list[int]] = {}
    newest = _sessions(connection, query)
    for session in islice(newest, _ASKED_SESSIONS):
        if found := _in_session(connection, match, session):
            hits[session] = found
        if len(hits) == enough:
            break
    return hits, next(newest, None) is None


def _sessions(connection: sqlite3.Connection, query: SessionQuery) -> Iterator[str]:
    where, values = conditions(query)
    wanted = ("SELECT id FROM sessions WHERE", where, "ORDER BY begun_s DESC, id")
    rows = connection.execute(" ".join(wanted), values)
    return (row["id"] for row in rows)


def _in_session(connection: sqlite3.Connection, match: str, session_id: str) -> list[int]:
    return [row[0] for row in connection.execute(_OF_SESSION, (match, session_id))]


def _hits(
    connection: sqlite3.Connection, ids: Sequence[int], wanted: Sequence[Phrase]
) -> defaultdict[str, list[SearchHit]]:
    """Return what there is to show of these lines, by sessions, in the order of reading."""
    hits: defaultdict[str, list[SearchHit]] = defaultdict(list)
    ordered = connection.execute(_LINES.format(ids=", ".join(map(str, ids))))
    for row in ordered:
        part = excerpt(row["words"], wanted)
        hit = SearchHit(
            row["session"],
            row["line"],
            row["begin_ms"],
            part.text,
            part.spans,
            part.is_cut_before,
            part.is_cut_behind,
        )
        hits[row["session"]].append(hit)
    return hits
