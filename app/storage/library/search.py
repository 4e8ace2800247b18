"""Words looked for in every session of the library. Functions raise sqlite3.Error."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Final

from app.core.searching import excerpt, expression, phrases
from app.core.sessions import Found, FoundSession, HitOrder, SearchHit
from app.storage.library.catalogue import conditions, infos
from app.storage.library.tables import found_words
from app.storage.library.values import moment_s, text, whole, whole_or_none

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from app.core.searching import Phrase
    from app.core.sessions import SessionQuery

SESSIONS: Final = 50
HITS_EACH: Final = 3

# So many hits, the newest, are looked at for the sessions that they are in; if these are not
# enough, sessions are asked one after the other.
_NEWEST_HITS: Final = 1_000
_ASKED_SESSIONS: Final = 2_000
_BEST_OF: Final = 2  # so many times as many sessions as are wanted are compared

_LINES: Final = f"""
    SELECT lines.id, session, line, begin_ms, {found_words("lines")} AS words
    FROM lines WHERE id IN ({{ids}}) ORDER BY position, line
"""  # noqa: S608  # names of ours
_NEWEST: Final = """
    SELECT session, hits.id FROM (
        SELECT rowid AS id FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?
    ) AS hits CROSS JOIN lines ON lines.id = hits.id
"""
# All lines of a session have ids in one stretch, in which there are those of another only if
# both were written at the same time.
_OF_SESSION: Final = """
    WITH own AS MATERIALIZED (SELECT id FROM lines WHERE session = ?2)
    SELECT search.rowid FROM search WHERE search MATCH ?1
        AND search.rowid >= (SELECT min(id) FROM own)
        AND search.rowid <= (SELECT max(id) FROM own)
        AND +search.rowid IN own
"""
_BEGINS_BEFORE: Final = "SELECT 1 FROM lines WHERE session = ? AND id < ? LIMIT 1"


def search(
    connection: sqlite3.Connection,
    words: str,
    query: SessionQuery,
    *,
    order: HitOrder = HitOrder.NEWEST,
    sessions: int = SESSIONS,
    hits_each: int = HITS_EACH,
) -> Found:
    """Return the newest sessions of `query` with a line that has all of `words`.

    They come newest first, or, of twice as many, those with the most hits. What `query` says
    of an order does not count. There may be more sessions than any search looks at.
    """
    wanted = phrases(words)
    if not wanted:
        return Found()
    match = expression(wanted)
    enough = sessions * (_BEST_OF if order is HitOrder.BEST else 1)
    # One more than enough says that there are more.
    hits = _newest(connection, match, query, enough + 1)
    has_more = hits is None or len(hits) > enough
    if hits is None:
        hits, has_more = _asked(connection, match, query, enough + 1)
    shown = list(islice(hits, enough))
    if order is HitOrder.BEST:
        shown.sort(key=lambda each: -len(hits[each]))
    has_more = has_more or len(shown) > sessions
    del shown[sessions:]
    lines = _hits(connection, [hit for each in shown for hit in hits[each][:hits_each]], wanted)
    found = tuple(
        FoundSession(info, tuple(lines[info.id]), len(hits[info.id]))
        for info in infos(connection, shown)
    )
    return Found(found, has_more)


def hits_in(connection: sqlite3.Connection, words: str, session_id: str) -> tuple[SearchHit, ...]:
    """Return every line of the session that has all of `words`, in the order of reading."""
    wanted = phrases(words)
    if not wanted:
        return ()
    ids = _in_session(connection, expression(wanted), session_id)
    return tuple(_hits(connection, ids, wanted)[session_id])


def _newest(
    connection: sqlite3.Connection, match: str, query: SessionQuery, enough: int
) -> dict[str, list[int]] | None:
    """Return the lines that are found, of so many sessions; None: the newest are not enough."""
    hits: defaultdict[str, list[int]] = defaultdict(list)
    wanted: dict[str, float | None] = {}  # when they began; None: not wanted
    looked_at = last = 0
    with closing(connection.execute(_NEWEST, (match, _NEWEST_HITS))) as rows:
        for session, line in rows:
            looked_at += 1
            if session not in wanted:
                wanted[session] = _begun_s(connection, query, session)
            if wanted[session] is not None:
                hits[session].append(line)
            if len(hits) == enough:
                last = line
                break
    if len(hits) < enough and looked_at == _NEWEST_HITS:
        return None
    for session, lines in hits.items():
        lines.reverse()
        if connection.execute(_BEGINS_BEFORE, (session, last)).fetchone():
            hits[session] = _in_session(connection, match, session)
    return dict(sorted(hits.items(), key=lambda one: (-(wanted[one[0]] or 0), one[0])))


def _asked(
    connection: sqlite3.Connection, match: str, query: SessionQuery, enough: int
) -> tuple[dict[str, list[int]], bool]:
    """Return the same, found by asking one session after the other; and whether there are more."""
    where, values = conditions(query)
    newest = " ".join(("SELECT id FROM sessions WHERE", where, "ORDER BY begun_s DESC, id"))
    hits: dict[str, list[int]] = {}
    with closing(connection.execute(newest, values)) as rows:
        for number, (session,) in enumerate(rows):
            if found := _in_session(connection, match, session):
                hits[session] = found
            if len(hits) == enough or number == _ASKED_SESSIONS:
                return hits, True
    return hits, False


def _begun_s(connection: sqlite3.Connection, query: SessionQuery, session: str) -> float | None:
    """Return when a session began; None: it is not one that is wanted."""
    where, values = conditions(query)
    wanted = " ".join(("SELECT begun_s FROM sessions WHERE id = ? AND", where))
    row = connection.execute(wanted, (session, *values)).fetchone()
    return None if row is None else moment_s(row[0])


def _in_session(connection: sqlite3.Connection, match: str, session_id: str) -> list[int]:
    return [row[0] for row in connection.execute(_OF_SESSION, (match, session_id))]


def _hits(
    connection: sqlite3.Connection, ids: Sequence[int], wanted: Sequence[Phrase]
) -> defaultdict[str, list[SearchHit]]:
    """Return what there is to show of these lines, by sessions, in the order of reading."""
    hits: defaultdict[str, list[SearchHit]] = defaultdict(list)
    ordered = connection.execute(_LINES.format(ids=", ".join(map(str, ids))))
    for row in ordered:
        part = excerpt(text(row["words"]), wanted)
        hit = SearchHit(
            row["session"],
            whole(row["line"]),
            whole_or_none(row["begin_ms"]),
            part.text,
            part.spans,
            part.is_cut_before,
            part.is_cut_behind,
        )
        hits[row["session"]].append(hit)
    return hits
