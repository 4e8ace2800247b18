"""Where audio goes and where it is kept, in plain words; the shell translates them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.problem_text import QT_TRANSLATE_NOOP
from app.engine.catalog import EngineInfo, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[Place, str]] = MappingProxyType(
    {
        Place.THIS_COMPUTER: QT_TRANSLATE_NOOP(
            "Residency", "Audio stays on this computer. Nothing is sent anywhere."
        ),
        Place.BEIJING: QT_TRANSLATE_NOOP(
            "Residency",
            "Audio goes to Alibaba Cloud in Beijing. It is processed and stored in mainland China "
            "only.",
        ),
        Place.SINGAPORE: QT_TRANSLATE_NOOP(
            "Residency",
            "Audio goes to Alibaba Cloud in Singapore. It is stored there and processed anywhere "
            "outside mainland China.",
        ),
        Place.HOST: QT_TRANSLATE_NOOP(
            "Residency",
            "Audio goes to {host}. Whoever runs that server decides what becomes of it.",
        ),
    }
)


def english(engine: EngineInfo) -> str:
    """Return where the audio for `engine` goes."""
    return ENGLISH[engine.place].replace("{host}", engine.host)
