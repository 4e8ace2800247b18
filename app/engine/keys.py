"""Which key goes to which host, and to no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.engine.catalog import EngineInfo, is_aliyun

if TYPE_CHECKING:
    from collections.abc import Mapping

CLOUD_KEY: Final = "DASHSCOPE_API_KEY"
CUSTOM_KEY: Final = "ZIMU_ENGINE_KEY"


def key_for(engine: EngineInfo, environ: Mapping[str, str]) -> str:
    """Return the key of `engine` out of `environ`; empty if it goes without.

    The provider's key is for the provider's hosts alone. ZimuError KEY_MISSING: it needs one.
    """
    key = environ.get(CLOUD_KEY if is_aliyun(engine.host) else CUSTOM_KEY, "").strip()
    if engine.needs_key and not key:
        raise ZimuError(ErrorCode.KEY_MISSING, host=engine.host)
    return key
