"""The catalogue that is shipped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from app.core.models import parse
from app.storage.paths import resource

if TYPE_CHECKING:
    from app.core.models import ModelInfo

_FILE: Final = "resources/models.toml"


@cache
def shipped() -> tuple[ModelInfo, ...]:
    """Return the records of every model, in the order in which they are offered. Parsed once."""
    return parse(resource(_FILE).read_text("utf-8"))
