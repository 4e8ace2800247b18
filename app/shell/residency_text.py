"""Where audio goes and is kept, in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.engine.residency import ENGLISH

if TYPE_CHECKING:
    from app.engine.catalog import EngineInfo


def residency_text(engine: EngineInfo) -> str:
    """Return where the audio for `engine` goes; of a server without an address, nothing."""
    sentence = QCoreApplication.translate("Residency", ENGLISH[engine.place])
    if "{host}" in sentence and not engine.host:
        return ""
    return sentence.replace("{host}", engine.host)
