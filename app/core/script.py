"""How Chinese is written: a choice of the reader, not of who speaks or what recognises."""

from enum import StrEnum


class ChineseScript(StrEnum):
    """The characters that captions in Chinese are shown in."""

    AS_HEARD = "as-heard"  # as the engine writes them
    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"
