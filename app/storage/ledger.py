"""What was spent, by month and by session: JSON, shared by every Zimu that runs."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.stored import Json, Stored
from app.storage.files import read_text, set_aside, write_atomically
from app.storage.locks import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from app.core.events import Metered

log = logging.getLogger(__name__)

VERSION: Final = 1
SESSIONS_MAX: Final = 200  # the newest are kept one by one
_LIMITS: Final = (0.0, 1e12)


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of audio and what they cost."""

    audio_s: float = 0.0
    cost_cny: float = 0.0

    def plus(self, audio_s: float, cost_cny: float) -> Spent:
        """Return the sum, which is never below nothing."""
        return Spent(max(self.audio_s + audio_s, 0.0), max(self.cost_cny + cost_cny, 0.0))


@dataclass(frozen=True, slots=True)
class Entry:
    """What one session used of one engine since the entry before."""

    session: str  # an id that no other session has
    engine_id: str
    audio_s: float
    cost_cny: float


class Ledger:
    """Reads and writes `path`. Blocks on the disk; any thread, any process.

    `problem` says what became of a damaged file; then the counting starts anew.
    """

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now
        self.problem: Problem | None = None

    def this_month(self) -> Spent:
        """Return what all sessions of this month spent. Never raises."""
        return _sum(self.by_engine())

    def by_engine(self) -> Mapping[str, Spent]:
        """Return the same for every engine. Never raises: nothing, if it cannot be read now."""
        try:
            months = Stored(self._read()).inner("months")
        except OSError as exc:
            log.warning("the ledger cannot be read: %s", type(exc).__name__)
            return MappingProxyType({})
        return MappingProxyType(_engines(months, self._month()))

    def add(self, entries: tuple[Entry, ...]) -> Spent:
        """Write `entries` down; return what the month then amounts to.

        Raises ZimuError EXPORT_FAILED.
        """
        try:
            with locked(self._path.with_suffix(".lock")):
                stored = self._read()
                for entry in entries:
                    self._enter(stored, entry)
                stored["version"] = VERSION
                write_atomically(self._path, json.dumps(stored, indent=1) + "\n", is_private=True)
                return _sum(_engines(Stored(stored).inner("months"), self._month()))
        except OSError as exc:
            reason = exc.strerror or type(exc).__name__
            facts = {"path": str(self._path), "reason": reason}
            raise ZimuError(ErrorCode.EXPORT_FAILED, **facts) from exc

    def _month(self) -> str:
        return self._now().strftime("%Y-%m")

    def _enter(self, stored: dict[str, Json], entry: Entry) -> None:
        months = _object(stored, "months")
        _add(_object(months, self._month()), entry)
        sessions = _object(stored, "sessions")
        session = _object(sessions, entry.session)
        session.setdefault("began", self._now().isoformat(timespec="seconds"))
        _add(_object(session, "engines"), entry)
        for oldest in list(sessions)[:-SESSIONS_MAX]:
            del sessions[oldest]

    def _read(self) -> dict[str, Json]:
        """Return what the file holds. OSError: it cannot be read now, which is no damage."""
        try:
            raw = json.loads(read_text(self._path))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (ValueError, RecursionError) as exc:
            return self._start_anew(type(exc).__name__)
        return raw if isinstance(raw, dict) else self._start_anew("not a JSON object")

    def _start_anew(self, why: str) -> dict[str, Json]:
        log.warning("the ledger cannot be read: %s", why)
        facts = {"path": str(set_aside(self._path))}
        self.problem = Problem(ErrorCode.LEDGER_DAMAGED, MappingProxyType(facts))
        return {}


class Tally:
    """Brings the readings of one session into the ledger, what is new each time.

    On one thread, which waits for the disk in `keep`.
    """

    def __init__(self, ledger: Ledger, session: str) -> None:
        self._ledger = ledger
        self._session = session
        self._newest: dict[str, Metered] = {}
        self._kept: dict[str, Spent] = {}

    @property
    def cost_cny(self) -> float:
        """What the session cost so far, all engines together."""
        return sum(reading.cost_cny for reading in self._newest.values())

    def note(self, reading: Metered) -> None:
        """Take the newest reading of an engine."""
        self._newest[reading.engine_id] = reading

    def keep(self) -> Spent:
        """Write down what is new; return what all other sessions of the month spent.

        Raises ZimuError EXPORT_FAILED; what could not be written is still new then.
        """
        entries = tuple(self._entry(reading) for reading in self._newest.values())
        month = self._ledger.add(tuple(one for one in entries if one.audio_s or one.cost_cny))
        for reading in self._newest.values():
            self._kept[reading.engine_id] = Spent(reading.audio_s, reading.cost_cny)
        own_s = sum(reading.audio_s for reading in self._newest.values())
        return month.plus(-own_s, -self.cost_cny)

    def _entry(self, reading: Metered) -> Entry:
        kept = self._kept.get(reading.engine_id, Spent())
        audio_s, cost_cny = reading.audio_s - kept.audio_s, reading.cost_cny - kept.cost_cny
        return Entry(self._session, reading.engine_id, audio_s, cost_cny)


def _engines(months: Stored, month: str) -> dict[str, Spent]:
    raw = months.get(month)
    stored = months.inner(month)
    return {name: _spent(stored.inner(name)) for name in raw} if isinstance(raw, dict) else {}


def _sum(engines: Mapping[str, Spent]) -> Spent:
    total = Spent()
    for spent in engines.values():
        total = total.plus(spent.audio_s, spent.cost_cny)
    return total


def _spent(stored: Stored) -> Spent:
    audio_s = stored.number("audio_s", 0.0, _LIMITS)
    return Spent(audio_s, stored.number("cost_cny", 0.0, _LIMITS))


def _add(engines: dict[str, Json], entry: Entry) -> None:
    total = _spent(Stored(engines).inner(entry.engine_id)).plus(entry.audio_s, entry.cost_cny)
    # Millionths of a second and of a yuan: below both, sums would show how numbers are stored.
    engines[entry.engine_id] = {
        "audio_s": round(total.audio_s, 6),
        "cost_cny": round(total.cost_cny, 6),
    }


def _object(owner: dict[str, Json], key: str) -> dict[str, Json]:
    """Return the object under `key`, put there if something else, or nothing, is."""
    value = owner.get(key)
    if isinstance(value, dict):
        return value
    owner[key] = made = dict[str, Json]()
    return made
