"""Where the audio goes, in plain words."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from app.engine.catalog import EngineInfo, Place

translate = QCoreApplication.translate


def engine_title(engine: EngineInfo) -> str:
    """Return the engine's name and place, to choose it by."""
    match engine.place:
        case Place.THIS_COMPUTER:
            place = translate("Place", "this computer")
        case Place.BEIJING:
            place = translate("Place", "Beijing")
        case Place.SINGAPORE:
            place = translate("Place", "Singapore")
        case Place.HOST:
            return translate("Place", "Your own server")
        case _:
            assert_never(engine.place)
    if engine.needs_workspace:
        return translate("Place", "{engine} · {place}, own workspace").format(
            engine=engine.title, place=place
        )
    return f"{engine.title} · {place}"


def place_sentence(engine: EngineInfo) -> str:
    """Return where the audio goes, for the engine's card."""
    match engine.place:
        case Place.THIS_COMPUTER:
            return translate("Place", "Audio stays on this computer")
        case Place.BEIJING:
            return translate("Place", "Audio goes to Beijing")
        case Place.SINGAPORE:
            return translate("Place", "Audio goes to Singapore")
        case Place.HOST:
            if not engine.host:
                return translate("Place", "Enter the address of a server")
            return translate("Place", "Audio goes to {host}").format(host=engine.host)
        case _:
            assert_never(engine.place)


def place_badge(engine: EngineInfo) -> str:
    """Return the same in as few words as will do."""
    if engine.place is Place.THIS_COMPUTER:
        return translate("Place", "Audio stays here")
    return place_sentence(engine) if engine.host else ""
