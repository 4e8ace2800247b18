"""What is old goes by itself, as far as the user wants that. Functions raise sqlite3.Error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.storage.library import index, trash

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from app.core.sessions import KeptFor, Retention
    from app.storage.library.trash import GoOn

# A session that is being written is never too old. Its age counts from its end, which somebody who
# put the clock back may have made earlier than it was. Where no clock was right it has no age.
_TOO_OLD: Final = (
    "state = 'closed' AND max(ifnull(ended_s, 0.0), begun_s + audio_ms / 1000.0) BETWEEN ? AND ?"
)
_HAS_NO_STARS: Final = "NOT EXISTS (SELECT 1 FROM lines WHERE session = sessions.id AND starred)"


@dataclass(frozen=True, slots=True)
class Expired:
    """Ids of what is to go: whole sessions, and the audio of others."""

    sessions: tuple[str, ...] = ()
    audio: tuple[str, ...] = ()


def expired(connection: sqlite3.Connection, retention: Retention, now_s: float) -> Expired:
    """Return what goes now: what is too old, and what was in the trash for long enough.

    A session with a star is never too old, unless it is in the trash; its audio may be. Nothing
    goes as long as the clock cannot be right.
    """
    if now_s < trash.EARLIEST_S:
        return Expired()
    old = _older(connection, retention.text, f"(deleted_s NOT NULL OR {_HAS_NO_STARS})", now_s)
    sessions = dict.fromkeys((*old, *trash.due(connection, now_s)))
    audio = _older(connection, retention.audio, "audio_bytes > 0", now_s)
    return Expired(tuple(sessions), tuple(each for each in audio if each not in sessions))


def tidy_up(
    connection: sqlite3.Connection, folder: Path, retention: Retention, now_s: float, go_on: GoOn
) -> bool:
    """Delete for good what goes now; return whether all of it went. Mends the index, too.

    Raises OSError: something cannot be deleted; all else was.
    """
    if not index.mend(connection, go_on):
        return False
    if now_s >= trash.EARLIEST_S:
        trash.set_right(connection, now_s)
    going = expired(connection, retention, now_s)
    stuck: OSError | None = None
    for done, each in enumerate(going.audio):
        if not go_on(done, len(going.audio)):
            return False
        try:
            trash.remove_audio(connection, folder, each)
        except OSError as exc:
            stuck = exc
    is_gone = trash.remove(connection, folder, going.sessions, go_on)
    if stuck is not None:
        raise stuck
    return is_gone


def _older(
    connection: sqlite3.Connection, kept: KeptFor, condition: str, now_s: float
) -> list[str]:
    if kept.age_s is None:
        return []
    wanted = " ".join(("SELECT id FROM sessions WHERE", _TOO_OLD, "AND", condition))
    rows = connection.execute(wanted, (trash.EARLIEST_S, now_s - kept.age_s))
    return [row[0] for row in rows]
