"""How Chinese is written: a choice of the reader, not of who speaks or what recognises."""

from enum import StrEnum
from typing import Final

_TRADITIONAL: Final = frozenset({"hant", "tw", "hk", "mo"})


class ChineseScript(StrEnum):
    """The characters that captions in Chinese are shown in."""

    AS_HEARD = "as-heard"  # as the engine writes them
    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"


def script_of(locale: str) -> ChineseScript:
    """Return what readers expect whose language is `locale`, such as "zh_TW" or "zh-Hant-HK"."""
    language, *rest = locale.partition(".")[0].replace("-", "_").lower().split("_")
    is_traditional = "hans" not in rest and not _TRADITIONAL.isdisjoint(rest)
    if language in ("zh", "yue") and is_traditional:
        return ChineseScript.TRADITIONAL
    return ChineseScript.SIMPLIFIED
