"""What `zimu sessions` writes: sessions and what was found in them, for people and programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.core.sessions import SessionState

if TYPE_CHECKING:
    from app.core.sessions import FoundSession, SearchHit, SessionInfo

SHOWN_ID: Final = 8  # characters of an id that people are shown
_BOLD: Final = "\x1b[1m"
_PLAIN: Final = "\x1b[0m"
_UNITS: Final = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


def session_text(session: SessionInfo) -> str:
    """Return a session as one line."""
    facts = [
        " ".join(session.languages),
        " ".join(session.engine_ids),
        f"¥{session.cost_cny:.2f}" if session.cost_cny else "",
        bytes_text(session.text_bytes + session.audio_bytes),
        f"★ {session.star_count}" if session.star_count else "",
        " ".join(f"#{tag}" for tag in session.tags),
        "not closed" if session.state is SessionState.OPEN else "",
    ]
    begun = f"{datetime.fromtimestamp(session.begun_s):%Y-%m-%d %H:%M}"
    head = (session.id[:SHOWN_ID], begun, clock(session.audio_ms), one_line(session.name))
    return f"{'  '.join(filter(None, head))} ({', '.join(filter(None, facts))})"


def session_json(session: SessionInfo) -> str:
    """Return the same as one JSON object."""
    return _json({"type": "session", "name": session.name, **asdict(session)})


def found_text(found: FoundSession, *, is_bold: bool) -> str:
    """Return a session with the lines that were found in it."""
    rest = found.hit_count - len(found.hits)
    lines = [
        session_text(found.session),
        *(f"    {clock(hit.begin_ms or 0)}  {_marked(hit, is_bold=is_bold)}" for hit in found.hits),
        *([f"    and {rest:,} more"] if rest > 0 else []),
    ]
    return "\n".join(lines)


def found_json(found: FoundSession) -> str:
    """Return the session, then each of its hits, as one JSON object a line."""
    hits = [_json({"type": "hit", **asdict(hit)}) for hit in found.hits]
    session = {"type": "session", "name": found.session.name, **asdict(found.session)}
    return "\n".join([_json({**session, "hit_count": found.hit_count}), *hits])


def clock(ms: int) -> str:
    """Return a length of time as hours, minutes and seconds."""
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def bytes_text(count: int) -> str:
    """Return a size in the unit that it is best read in."""
    for size, unit in _UNITS:
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count} bytes"


def one_line(text: str) -> str:
    """Return `text` without what a terminal would act on."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def _marked(hit: SearchHit, *, is_bold: bool) -> str:
    """Return the words of a hit, those that were looked for in bold."""
    before, behind = ("…" if hit.is_cut_before else ""), ("…" if hit.is_cut_behind else "")
    if not is_bold:
        return f"{before}{one_line(hit.text)}{behind}"
    parts, at = [before], 0
    for begin, end in hit.spans:
        parts += [_printable(hit.text[at:begin]), _BOLD, _printable(hit.text[begin:end]), _PLAIN]
        at = end
    return "".join([*parts, _printable(hit.text[at:]), behind])


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable())


def _json(facts: dict[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False)
