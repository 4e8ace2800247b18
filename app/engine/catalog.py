"""The engines there are, described by data: the window and the terminal follow it."""

from __future__ import annotations

import urllib.parse
from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.core.languages import CODES

PATH: Final = "/api-ws/v1/realtime"
QWEN_MODEL: Final = "qwen3-asr-flash-realtime"
CUSTOM_ID: Final = "custom"


class Place(Enum):
    """Where the audio goes."""

    THIS_COMPUTER = "this computer"
    BEIJING = "Beijing"
    SINGAPORE = "Singapore"
    HOST = "host"  # the one in the URL


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What one engine is and can do. No widget ever asks which engine it is."""

    id: str
    title: str
    model: str
    url: str  # ws:// or wss:// with path; empty while only a running child knows it
    place: Place
    needs_key: bool
    languages: tuple[str, ...]
    supports_auto_language: bool
    supports_corpus: bool
    supports_emotion: bool
    price_cny_per_s: float = 0.0

    @property
    def host(self) -> str:
        """The machine the audio goes to; empty for this computer's own engine."""
        return host_of(self.url)


LOCAL: Final = EngineInfo(
    id="local",
    title="Moonshine",
    model="moonshine-tiny-en",
    url="",
    place=Place.THIS_COMPUTER,
    needs_key=False,
    languages=("en",),
    supports_auto_language=False,
    supports_corpus=False,
    supports_emotion=False,
)


def _qwen(engine_id: str, host: str, place: Place, price_cny_per_s: float) -> EngineInfo:
    return EngineInfo(
        id=engine_id,
        title="Qwen3-ASR-Flash",
        model=QWEN_MODEL,
        url=f"wss://{host}{PATH}",
        place=place,
        needs_key=True,
        languages=CODES,
        supports_auto_language=True,
        supports_corpus=True,
        supports_emotion=True,
        price_cny_per_s=price_cny_per_s,
    )


CATALOG: Final = (
    LOCAL,
    _qwen("cloud-cn", "dashscope.aliyuncs.com", Place.BEIJING, 0.00033),
    _qwen("cloud-intl", "dashscope-intl.aliyuncs.com", Place.SINGAPORE, 0.00066),
)


def custom(url: str) -> EngineInfo:
    """Describe the server at base URL `url`, of which nothing more is known.

    Never raises: whether the URL is any good, and safe, shows when it is dialled.
    """
    full_url = _with_path(url.strip())
    host = host_of(full_url)
    return EngineInfo(
        id=CUSTOM_ID,
        title=host,
        model=QWEN_MODEL,
        url=full_url,
        place=Place.HOST,
        needs_key=is_aliyun(host),
        languages=CODES,
        supports_auto_language=True,
        supports_corpus=True,
        supports_emotion=True,
    )


def find(id_or_url: str) -> EngineInfo:
    """Return the engine of the catalogue with that id, else the server at that base URL."""
    return next((engine for engine in CATALOG if engine.id == id_or_url), custom(id_or_url))


def host_of(url: str) -> str:
    """Return the host that `url` names; empty if it names none."""
    try:
        return urllib.parse.urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_aliyun(host: str) -> bool:
    """Whether `host` belongs to the provider whose keys DASHSCOPE_API_KEY holds."""
    return host.endswith(".aliyuncs.com")


def _with_path(url: str) -> str:
    """Add the protocol's path to a base URL that has none; drop query and fragment."""
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError:
        return url
    path = PATH if parts.path in ("", "/") else parts.path
    return parts._replace(path=path, query="", fragment="").geturl() if parts.netloc else url
