"""What the process that looks into a document writes: what it found, or why it found nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from app.core.errors import ZimuError
from app.documents.imported import Imported, look_into

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, or the problem."""

    found: Imported | None = None
    code: str = ""
    facts: dict[str, str] = field(default_factory=dict)


def answer_for(path: Path) -> bytes:
    """Return what the process writes about the document at `path`."""
    try:
        return msgspec.json.encode(Answer(look_into(path)))
    except ZimuError as exc:
        problem = exc.problem
        return msgspec.json.encode(Answer(None, problem.code.value, dict(problem.facts)))
