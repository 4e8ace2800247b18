"""Writes Chinese in the characters that its reader expects: with OpenCC, where it is installed."""

from __future__ import annotations

import importlib.util
from functools import cache
from typing import TYPE_CHECKING, Final, assert_never

from app.core.script import ChineseScript

if TYPE_CHECKING:
    from opencc import OpenCC

_LANGUAGES: Final = ("zh", "yue")


def in_script(text: str, language: str, script: ChineseScript) -> str:
    """Return `text` in `script` if it is Chinese, and as it is without OpenCC.

    Text that mixes both comes out in one; what is written in it already stays.
    """
    if language not in _LANGUAGES or not _is_installed():
        return text
    match script:
        case ChineseScript.AS_HEARD:
            return text
        case ChineseScript.SIMPLIFIED:
            return _converted(text, "t2s")
        case ChineseScript.TRADITIONAL:
            return _converted(text, "s2tw")
        case _:
            assert_never(script)


@cache
def _is_installed() -> bool:
    return importlib.util.find_spec("opencc") is not None


def _converted(text: str, conversion: str) -> str:
    converted: str = _converter(conversion).convert(text)
    return converted


@cache
def _converter(conversion: str) -> OpenCC:
    from opencc import OpenCC  # noqa: PLC0415  # an optional extra

    return OpenCC(conversion)
