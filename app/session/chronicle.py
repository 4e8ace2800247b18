"""What the log says about a session: ids and numbers, never a word that was spoken."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from app.core.events import (
    EngineChanged,
    Final,
    Gap,
    Interim,
    LineFailed,
    LineRemoved,
    Notice,
    SourceTrouble,
)

if TYPE_CHECKING:
    from app.core.events import SessionEvent

log = logging.getLogger(__name__)

_CODE = re.compile(r"[\w.-]{1,64}", re.ASCII)  # a server may say anything there, words too


def note(event: SessionEvent) -> None:
    """Log `event` if it is worth a line."""
    facts: dict[str, object]
    match event:
        case Interim(line=line, settled=settled, tentative=tentative):
            if log.isEnabledFor(logging.DEBUG):
                facts = {"settled_chars": len(settled), "tentative_chars": len(tentative)}
                log.debug("interim", extra={"event": "line.interim", "line": line, **facts})
        case Final(line=line, text=text):  # its emotion is nobody's business here
            facts = {"line": line, "chars": len(text)}
            log.info("line finished", extra={"event": "line.final", **facts})
        case LineRemoved(line=line):
            log.info("line held no words", extra={"event": "line.removed", "line": line})
        case LineFailed(line=line, code=code):
            facts = {"line": line, "code": code if _CODE.fullmatch(code) else "?"}
            log.warning("line failed", extra={"event": "line.failed", **facts})
        case Gap(begin_ms=begin_ms, end_ms=end_ms):
            facts = {"begin_ms": begin_ms, "end_ms": end_ms}
            log.warning("audio was lost", extra={"event": "gap", **facts})
        case EngineChanged(state=state, problem=problem, engine_id=engine_id):
            why = problem.code.value if problem is not None else None
            facts = {"state": state.value, "problem": why, "engine": engine_id}
            log.info("engine is %s", state.value, extra={"event": "engine.state", **facts})
        case SourceTrouble(problem=problem) if problem is not None:
            log.warning("source: %s", problem.code.value)
        case Notice(problem=problem):
            log.warning("notice: %s", problem.code.value)
        case _:
            return
