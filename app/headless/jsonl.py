"""Captions as JSON lines (docs/CLI.md is the description for those who read them)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

from app.core.captions import Line
from app.core.errors import Problem
from app.core.events import (
    Backlog,
    EngineChanged,
    EngineState,
    Final,
    Gap,
    Interim,
    LineFailed,
    LineRemoved,
    Metered,
    Notice,
    SourceTrouble,
)
from app.core.problem_text import english

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.captions import Captions
    from app.headless.outbox import Happening


class JsonLines:
    """Writes one object a line to `stream` and nothing else."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._shown: set[int] = set()  # lines that have an interim and no final yet

    def show(self, happening: Happening) -> None:
        """Write what happened, if there is an object for it. Raises OSError."""
        record = self._record(happening)
        if record is None:
            return
        _write(self._stream, record | {"t_ms": happening.stamp.t_ms})

    def finish(self) -> None:
        """Nothing is left over: every object is written whole."""

    def _record(self, happening: Happening) -> dict[str, object] | None:
        captions = happening.captions
        record: dict[str, object] | None = None
        match happening.event:
            case Interim(line=line):
                self._shown.add(line)
                record = {"type": "interim", **_words(captions, line), "end_ms": None}
            case Final(line=line, text=text):
                self._shown.discard(line)
                record = {"type": "final", **_words(captions, line), "text": text}
            case LineRemoved(line=line):
                record = self._removed(line)
            case LineFailed(line=line, code=code):
                message = "The engine could not finish this line."
                record = {"type": "error", "line": line, "code": code, "message": message}
            case Gap(begin_ms=begin_ms, end_ms=end_ms):
                record = {"type": "gap", "begin_ms": begin_ms, "end_ms": end_ms}
            case EngineChanged(state=EngineState.FAILED, problem=Problem() as problem):
                record = _error(problem)
            case EngineChanged() as change:
                record = _state(change)
            case Backlog(waiting_ms=waiting_ms):
                record = {"type": "backlog", "waiting_ms": waiting_ms}
            case Metered() as reading:
                record = _cost(reading)
            case SourceTrouble(problem=Problem() as problem) | Notice(problem=problem):
                record = _error(problem)
            case _:
                pass
        return record

    def _removed(self, line: int) -> dict[str, object] | None:
        """Whoever saw words of a line that turned out to have none must hear of it."""
        if line not in self._shown:
            return None
        self._shown.discard(line)
        return {"type": "final", **_blank(line), "text": ""}


def announce(stream: BinaryIO, path: Path) -> None:
    """Say which recording the objects that follow are about. Raises OSError."""
    _write(stream, {"type": "recording", "path": str(path)})


def _write(stream: BinaryIO, record: dict[str, object]) -> None:
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    # The name of a file may be no text: what of it cannot be written becomes question marks.
    stream.write(line.encode("utf-8", errors="replace") + b"\n")
    stream.flush()


def _words(captions: Captions, line_id: int) -> dict[str, object]:
    line = captions.find(line_id)
    return _blank(line_id) if line is None else _fields(line)


def _blank(line_id: int) -> dict[str, object]:
    return _fields(Line(line_id))


def _fields(line: Line) -> dict[str, object]:
    return {
        "line": line.line,
        "settled": line.settled,
        "tentative": line.tentative,
        "begin_ms": line.begin_ms,
        "end_ms": line.end_ms,
        "language": line.language,
        "emotion": line.emotion.value,
        "engine": line.engine_id,
    }


def _state(change: EngineChanged) -> dict[str, object]:
    record: dict[str, object] = {
        "type": "state",
        "state": change.state.value,
        "engine": change.engine_id,
    }
    if change.state is EngineState.RECONNECTING:
        record["retry_in_s"] = change.retry_in_s
    if change.problem is not None:
        record |= {"code": change.problem.code.value, "message": english(change.problem)}
    return record


def _cost(reading: Metered) -> dict[str, object]:
    return {
        "type": "cost",
        "engine": reading.engine_id,
        "audio_s": round(reading.audio_s, 3),
        "cost_cny": round(reading.cost_cny, 6),
        "is_reported": reading.is_reported,
    }


def _error(problem: Problem) -> dict[str, object]:
    return {"type": "error", "code": problem.code.value, "message": english(problem)}
