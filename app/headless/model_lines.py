"""What `zimu models` writes: a model in a line, its licence, how far a download is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Self

import msgspec

from app.core.models import Commercial
from app.core.problem_text import english
from app.models.sealing import Stage
from app.models.store import Condition

if TYPE_CHECKING:
    from types import TracebackType
    from typing import TextIO

    from app.core.errors import Problem
    from app.core.models import ModelInfo
    from app.models.sealing import Progress
    from app.models.store import ModelState

_TELL_EVERY_S: Final = 0.2
_CLEAR_ROW: Final = "\r\x1b[2K"
_STAGES: Final = {
    Stage.DOWNLOADING: "Downloading",
    Stage.UNPACKING: "Unpacking",
    Stage.COPYING: "Copying",
    Stage.CHECKING: "Checking",
}
_BUSINESS: Final = {
    Commercial.YES: "businesses may use it",
    Commercial.NO: "businesses may not use it",
    Commercial.UNCLEAR: "whether businesses may use it is not clear",
}


class Meter:
    """Shows progress: in the last row of a terminal, or as JSON lines; elsewhere nothing."""

    def __init__(self, out: TextIO, *, as_json: bool) -> None:
        self._out = out
        self._as_json = as_json
        self._is_shown = as_json or out.isatty()
        self._told_s = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_shown and not self._as_json:
            self._out.write(_CLEAR_ROW)
            self._out.flush()

    def __call__(self, progress: Progress) -> None:
        now_s = time.monotonic()
        is_last = progress.done_bytes == progress.total_bytes
        if not self._is_shown or (now_s - self._told_s < _TELL_EVERY_S and not is_last):
            return
        self._told_s = now_s
        line = _progress_json(progress) + "\n" if self._as_json else _progress_text(progress)
        self._out.write(line)
        self._out.flush()


def model_text(state: ModelState) -> str:
    """Return a model as one line: * stands before what can be used."""
    model = state.model
    abilities = [
        word
        for word, has in (
            ("streaming", model.is_streaming),
            ("punctuation", model.has_punctuation),
            ("emotion", model.has_emotion),
            ("finds out the language", model.detects_language),
            ("takes terms", model.takes_terms),
        )
        if has
    ]
    facts = [
        _where(state),
        " ".join(model.languages),
        ", ".join(abilities),
        _megabytes(model.size_bytes),
        f"{model.licence.name} ({_BUSINESS[model.licence.commercial]})",
    ]
    mark = "*" if state.is_at_hand else " "
    return f"{mark} {model.id}  {model.title}: {'; '.join(fact for fact in facts if fact)}"


def model_json(state: ModelState) -> str:
    """Return the same as one JSON object."""
    model = state.model
    return _json(
        {
            "type": "model",
            "id": model.id,
            "title": model.title,
            "state": state.condition.name.lower(),
            "folder": None if state.folder is None else str(state.folder),
            "begun_bytes": state.begun_bytes,
            "languages": model.languages,
            "runtime": model.runtime,
            "is_streaming": model.is_streaming,
            "has_punctuation": model.has_punctuation,
            "has_emotion": model.has_emotion,
            "detects_language": model.detects_language,
            "takes_terms": model.takes_terms,
            "size_bytes": model.size_bytes,
            "ram_bytes": model.ram_bytes,
            "licence": model.licence,
            "note": model.note,
        }
    )


def problem_json(problem: Problem) -> str:
    """Return what went wrong as one JSON object."""
    return _json({"type": "error", "code": problem.code, "message": english(problem)})


def licence_text(model: ModelInfo) -> str:
    """Return what is to be accepted before a model comes."""
    licence = model.licence
    sentences = [
        f"{model.title} is under the licence {licence.name} ({licence.url}):",
        f"{_BUSINESS[licence.commercial]}.",
        model.note,
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _where(state: ModelState) -> str:
    match state.condition:
        case Condition.INSTALLED:
            return "installed"
        case Condition.CARRIED:
            return "in a Python package"
        case Condition.IN_PARTS:
            return "in Python packages, joined before its first use"
        case Condition.DAMAGED:
            return "damaged"
        case Condition.BEGUN:
            return f"{_megabytes(state.begun_bytes)} are here"
        case Condition.ABSENT:
            return ""


def _progress_text(progress: Progress) -> str:
    total = f" of {_megabytes(progress.total_bytes)}" if progress.total_bytes else ""
    return f"{_CLEAR_ROW}{_STAGES[progress.stage]}: {_megabytes(progress.done_bytes)}{total}"


def _progress_json(progress: Progress) -> str:
    return _json(
        {
            "type": "progress",
            "stage": progress.stage.name.lower(),
            "done_bytes": progress.done_bytes,
            "total_bytes": progress.total_bytes,
        }
    )


def _megabytes(size_bytes: int | None) -> str:
    return "" if size_bytes is None else f"{size_bytes / 1e6:.0f} MB"


def _json(record: dict[str, object]) -> str:
    return msgspec.json.encode(record).decode()
