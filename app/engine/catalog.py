"""The engines there are, described by data: the window and the terminal follow it."""

from __future__ import annotations

import re
import urllib.parse
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from app.core.advice import Need, advise, language_of
from app.core.cost import INTERNATIONAL, MAINLAND, NOTHING, Price
from app.core.endpoint import host_of
from app.core.errors import ErrorCode, ZimuError
from app.core.languages import CODES
from app.core.settings import LOCAL_ID, AudioChoice
from app.protocol.config import PATH

if TYPE_CHECKING:
    from app.core.advice import Advice, ThisComputer
    from app.core.errors import Problem
    from app.core.settings import Settings

QWEN_MODEL: Final = "qwen3-asr-flash-realtime"
QWEN_MODELS: Final = (
    QWEN_MODEL,  # whatever the provider holds to be stable
    f"{QWEN_MODEL}-2026-02-10",
    f"{QWEN_MODEL}-2025-10-27",
)
CUSTOM_ID: Final = "custom"
WORKSPACE_CN: Final = "workspace-cn"
WORKSPACE_INTL: Final = "workspace-intl"

_PROVIDER: Final = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+aliyuncs\.com", re.ASCII)
_HOST_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_LOAD_BYTES_PER_S: Final = 25_000_000  # a slow disk, and a processor that has more to do
_PCM: Final = (AudioChoice.AUTO, AudioChoice.PCM16, AudioChoice.PCM8)
_PCM_AND_OPUS: Final = (*_PCM, AudioChoice.OPUS)


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
    url: str  # ws:// or wss:// with path; empty while only a running child, or nobody, knows it
    place: Place
    needs_key: bool
    languages: tuple[str, ...]
    supports_auto_language: bool
    supports_corpus: bool
    supports_emotion: bool
    models: tuple[str, ...] = ()  # what there is to choose from; empty: nothing
    takes_other_models: bool = False  # it may have some that are not among them
    audio: tuple[AudioChoice, ...] = _PCM
    takes_key: bool = True  # one may be given
    needs_workspace: bool = False  # the URL is made of a workspace's id
    takes_wishes: bool = False  # it may be a server of ours, which more can be asked of
    price: Price = NOTHING
    load_s: float = 0.0  # how much longer than a small one its model may take to get ready
    lacks: Problem | None = field(default=None, hash=False)  # why no session with it can begin

    @property
    def host(self) -> str:
        """The machine the audio goes to; empty for this computer's own engine."""
        return host_of(self.url)

    @property
    def price_cny_per_s(self) -> float:
        return self.price.cny_per_s

    def with_model(self, model: str) -> EngineInfo:
        """Return this engine with another model; empty, or none to choose: with its own."""
        return replace(self, model=model) if model and self.models else self


LOCAL: Final = EngineInfo(
    id=LOCAL_ID,
    title="Zimu",
    model="",
    url="",
    place=Place.THIS_COMPUTER,
    needs_key=False,
    languages=(),
    supports_auto_language=True,
    supports_corpus=False,
    supports_emotion=False,
    takes_key=False,
    takes_wishes=True,
)
"""The engine on this computer, of whose model nothing is known; `local` completes it."""


def _qwen(engine_id: str, host: str, place: Place, price: Price) -> EngineInfo:
    return EngineInfo(
        id=engine_id,
        title="Qwen3-ASR-Flash",
        model=QWEN_MODEL,
        url=f"wss://{host}{PATH}" if host else "",
        place=place,
        needs_key=True,
        languages=CODES,
        supports_auto_language=True,
        supports_corpus=True,
        supports_emotion=True,
        models=QWEN_MODELS,
        takes_other_models=True,
        audio=_PCM_AND_OPUS,
        price=price,
    )


CATALOG: Final = (
    LOCAL,
    _qwen("cloud-cn", "dashscope.aliyuncs.com", Place.BEIJING, MAINLAND),
    _qwen("cloud-intl", "dashscope-intl.aliyuncs.com", Place.SINGAPORE, INTERNATIONAL),
)
WORKSPACE_IDS: Final = (WORKSPACE_CN, WORKSPACE_INTL)
ENGINE_IDS: Final = (*(engine.id for engine in CATALOG), *WORKSPACE_IDS, CUSTOM_ID)


def workspace(engine_id: str, workspace_id: str) -> EngineInfo:
    """Describe the host of one's own workspace: WORKSPACE_CN in Beijing, WORKSPACE_INTL elsewhere.

    The URL is empty as long as `workspace_id` is none.
    """
    is_mainland = engine_id == WORKSPACE_CN
    region = "cn-beijing" if is_mainland else "ap-southeast-1"
    label = workspace_id.strip().lower()
    engine = _qwen(
        engine_id,
        f"{label}.{region}.maas.aliyuncs.com" if is_workspace_id(label) else "",
        Place.BEIJING if is_mainland else Place.SINGAPORE,
        MAINLAND if is_mainland else INTERNATIONAL,
    )
    return replace(engine, needs_workspace=True)


def custom(url: str) -> EngineInfo:
    """Describe the server at base URL `url`, of which nothing more is known.

    Never raises: whether the URL is any good, and safe, shows when it is dialled.
    """
    full_url = _with_path(url.strip())
    host = host_of(full_url)
    is_theirs = is_aliyun(host)
    return EngineInfo(
        id=CUSTOM_ID,
        title=host,
        model=QWEN_MODEL,
        url=full_url,
        place=Place.HOST,
        needs_key=is_theirs,
        languages=CODES,
        supports_auto_language=True,
        supports_corpus=True,
        supports_emotion=True,
        models=QWEN_MODELS,
        takes_other_models=True,
        audio=_PCM_AND_OPUS if is_theirs else _PCM,
        takes_wishes=not is_theirs,
    )


def advice_for(settings: Settings, here: ThisComputer) -> Advice:
    """Return which model the engine on this computer would run, and what would be better."""
    window, system = language_of(settings.ui_language), language_of(here.locale)
    reads = system if window in ("", "en") else window  # English is for all whose own is not there
    return advise(Need(settings.language, reads), here, settings.local_model)


def local(settings: Settings, here: ThisComputer) -> EngineInfo:
    """Describe the engine on this computer by the model that it would run.

    Where no model was named, other installed ones lend it their languages: whoever chooses one of
    them gets the model that knows it.
    """
    advice = advice_for(settings, here)
    model = advice.model
    if model is None:
        wanted = advice.proposal.model.id if advice.proposal is not None else ""
        lacks = ZimuError(ErrorCode.WEIGHTS_MISSING, model=wanted).problem
        return replace(LOCAL, lacks=lacks)
    offered = (model,) if settings.local_model == model.id else (model, *here.installed)
    finds_language = (one.detects_language for one in offered)
    return replace(
        LOCAL,
        title=model.title,
        model=model.id,
        models=tuple(one.id for one in here.installed),
        languages=tuple(dict.fromkeys(code for one in offered for code in one.languages)),
        supports_auto_language=any(finds_language) if settings.language else model.detects_language,
        supports_corpus=model.takes_terms or settings.corrects_terms,
        supports_emotion=model.has_emotion,
        load_s=(model.size_bytes or 0) / _LOAD_BYTES_PER_S,
    )


def local_if_used(settings: Settings, here: ThisComputer) -> EngineInfo | None:
    """Return the engine on this computer if a session would have use for it."""
    engine = local(settings, here)
    is_chosen = chosen(settings, here).place is engine.place
    return engine if is_chosen or settings.fallback.is_enabled else None


def engines(settings: Settings, here: ThisComputer) -> tuple[EngineInfo, ...]:
    """Return every engine there is to choose from, as `settings` and this computer complete it."""
    elsewhere = (
        *CATALOG[1:],
        workspace(WORKSPACE_CN, settings.workspace_cn),
        workspace(WORKSPACE_INTL, settings.workspace_intl),
        custom(settings.custom_url),
    )
    named = (engine.with_model(settings.model_for(engine.id)) for engine in elsewhere)
    return (local(settings, here), *named)


def chosen(settings: Settings, here: ThisComputer) -> EngineInfo:
    """Return the engine that `settings` name; the one on this computer if there is none such."""
    every = engines(settings, here)
    return next((engine for engine in every if engine.id == settings.engine_id), every[0])


def with_engine(settings: Settings, id_or_url: str) -> Settings:
    """Return `settings` with another engine: one of ENGINE_IDS, else a server's base URL."""
    if id_or_url in ENGINE_IDS:
        return replace(settings, engine_id=id_or_url)
    return replace(settings, engine_id=CUSTOM_ID, custom_url=id_or_url)


def address_of(settings: Settings) -> str:
    """Return what the user entered to complete the engine that `settings` name."""
    entered = {
        WORKSPACE_CN: settings.workspace_cn,
        WORKSPACE_INTL: settings.workspace_intl,
        CUSTOM_ID: settings.custom_url,
    }
    return entered.get(settings.engine_id, "")


def with_address(settings: Settings, address: str) -> Settings:
    """Return `settings` with their engine completed by `address`: a URL, or the id of a workspace.

    As they are if the engine needs none.
    """
    if settings.engine_id == WORKSPACE_CN:
        return replace(settings, workspace_cn=address)
    if settings.engine_id == WORKSPACE_INTL:
        return replace(settings, workspace_intl=address)
    return replace(settings, custom_url=address) if settings.engine_id == CUSTOM_ID else settings


def is_workspace_id(text: str) -> bool:
    """Whether `text` can be a workspace's id, which is part of a host name; in any case."""
    return _HOST_LABEL.fullmatch(text.lower()) is not None


def is_aliyun(host: str) -> bool:
    """Whether `host` belongs to the provider whose keys DASHSCOPE_API_KEY holds."""
    return _PROVIDER.fullmatch(host) is not None


def is_same_model(wanted: str, got: str) -> bool:
    """Whether `got`, as a server calls its model, is `wanted`: the alias of a snapshot, or one."""
    return got == wanted or got.startswith(f"{wanted}-") or wanted.startswith(f"{got}-")


def _with_path(url: str) -> str:
    """Add the protocol's path to a base URL that has none; drop query and fragment."""
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError:
        return url
    path = PATH if parts.path in ("", "/") else parts.path
    return parts._replace(path=path, query="", fragment="").geturl() if parts.netloc else url
