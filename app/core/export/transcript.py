"""A transcript with what is known of its session."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.core.captions import Captions
from app.core.marks import NO_MARKS, Marks

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Transcript:
    """What can be exported. The emotions of lines are those that may be written down."""

    captions: Captions = field(default_factory=Captions)
    marks: Marks = NO_MARKS
    title: str = ""  # empty: nobody gave it one
    begun: str = ""  # local time, ISO 8601: 2026-11-22T14:03:27+08:00; empty: not known
    engine: str = ""  # what recognised it, as people call it
    speakers: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    # The name of who or what said a line, by the line's id; what is not here has none.
