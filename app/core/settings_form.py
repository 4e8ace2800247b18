"""The stored form of the settings, of this version and of all before it."""

from __future__ import annotations

from typing import Final

from app.core.endpoint import base_of, without_password
from app.core.script import ChineseScript
from app.core.settings import (
    BUDGET_CNY,
    FALLBACK_AFTER_S,
    MODELS_MAX,
    OVERLAY_FONT_PX,
    OVERLAY_ROWS,
    OVERLAY_WIDTH_PX,
    SILENCE_MS,
    VAD_THRESHOLD,
    DeviceRef,
    FallbackSettings,
    ModelChoice,
    NetworkSettings,
    OverlaySettings,
    Settings,
)
from app.core.stored import Json, Stored

VERSION: Final = 3
_SCREEN_PX: Final = (-100_000, 100_000)


def dump(settings: Settings) -> dict[str, Json]:
    """Return the stored form of `settings`; `migrate` is its inverse."""
    device = settings.device
    return {
        "version": VERSION,
        "engine_id": settings.engine_id,
        "custom_url": base_of(settings.custom_url),
        "workspace_cn": settings.workspace_cn,
        "workspace_intl": settings.workspace_intl,
        # A list: in an object the store would keep the entries that were taken out.
        "models": [{"engine_id": one.engine_id, "model": one.model} for one in settings.models],
        "own_models": list(settings.own_models),
        "language": settings.language,
        "context": settings.context,
        "corrects_terms": settings.corrects_terms,
        "chinese_script": settings.chinese_script and settings.chinese_script.value,
        "device": None if device is None else {"name": device.name, "host_api": device.host_api},
        "silence_ms": settings.silence_ms,
        "vad_threshold": settings.vad_threshold,
        "push_to_talk": settings.push_to_talk,
        "push_to_talk_key": settings.push_to_talk_key,
        "audio": settings.audio.value,
        "network": _dump_network(settings.network),
        "budget_cny": settings.budget_cny,
        "fallback": {
            "is_enabled": settings.fallback.is_enabled,
            "after_s": settings.fallback.after_s,
        },
        "ui_language": settings.ui_language,
        "theme": settings.theme.value,
        "overlay": _dump_overlay(settings.overlay),
    }


def _dump_network(network: NetworkSettings) -> dict[str, Json]:
    return {
        "proxy": network.proxy.value,
        "proxy_url": without_password(network.proxy_url),
        "ca_file": network.ca_file,
    }


def _dump_overlay(overlay: OverlaySettings) -> dict[str, Json]:
    return {
        "visible": overlay.visible,
        "screen": overlay.screen,
        "x": overlay.x,
        "y": overlay.y,
        "width_px": overlay.width_px,
        "rows": overlay.rows,
        "font_px": overlay.font_px,
    }


def migrate(raw: object) -> Settings:
    """Return the settings that `raw`, the stored form of any version, still makes sense of.

    Never raises: a value that is missing or senseless becomes its default, one out of range the
    nearest in range. Versions 1 and 2 knew fewer keys, and mean the same by those they have.
    """
    stored = Stored(raw)
    default = Settings()
    return Settings(
        engine_id=stored.text("engine_id", default.engine_id),
        custom_url=base_of(stored.text("custom_url", default.custom_url)),
        workspace_cn=stored.text("workspace_cn", default.workspace_cn),
        workspace_intl=stored.text("workspace_intl", default.workspace_intl),
        models=_migrate_models(stored),
        own_models=_migrate_own_models(stored),
        language=stored.text("language", default.language),
        context=stored.text("context", default.context),
        corrects_terms=stored.flag("corrects_terms", default=default.corrects_terms),
        chinese_script=stored.choice_or_none("chinese_script", ChineseScript),
        device=_migrate_device(stored.inner("device")),
        silence_ms=stored.whole("silence_ms", default.silence_ms, SILENCE_MS),
        vad_threshold=stored.number("vad_threshold", default.vad_threshold, VAD_THRESHOLD),
        push_to_talk=stored.flag("push_to_talk", default=default.push_to_talk),
        push_to_talk_key=stored.text("push_to_talk_key", default.push_to_talk_key),
        audio=stored.choice("audio", default.audio),
        network=_migrate_network(stored.inner("network")),
        budget_cny=stored.number_or_none("budget_cny", BUDGET_CNY),
        fallback=_migrate_fallback(stored.inner("fallback")),
        ui_language=stored.text("ui_language", default.ui_language),
        theme=stored.choice("theme", default.theme),
        overlay=_migrate_overlay(stored.inner("overlay")),
    )


def _migrate_models(stored: Stored) -> tuple[ModelChoice, ...]:
    """One for each engine; the last one counts."""
    found: dict[str, str] = {}
    for item in stored.items("models", MODELS_MAX):
        engine_id, model = Stored(item).text("engine_id", ""), Stored(item).text("model", "")
        if engine_id and model:
            found.pop(engine_id, None)
            found[engine_id] = model
    return tuple(ModelChoice(engine_id, model) for engine_id, model in found.items())


def _migrate_own_models(stored: Stored) -> tuple[str, ...]:
    items = stored.items("own_models", MODELS_MAX)
    return tuple(dict.fromkeys(item for item in items if isinstance(item, str) and item))


def _migrate_device(stored: Stored) -> DeviceRef | None:
    name = stored.text("name", "")
    return DeviceRef(name, stored.text("host_api", "")) if name else None


def _migrate_network(stored: Stored) -> NetworkSettings:
    default = NetworkSettings()
    return NetworkSettings(
        proxy=stored.choice("proxy", default.proxy),
        proxy_url=without_password(stored.text("proxy_url", default.proxy_url)),
        ca_file=stored.text("ca_file", default.ca_file),
    )


def _migrate_fallback(stored: Stored) -> FallbackSettings:
    default = FallbackSettings()
    return FallbackSettings(
        is_enabled=stored.flag("is_enabled", default=default.is_enabled),
        after_s=stored.whole("after_s", default.after_s, FALLBACK_AFTER_S),
    )


def _migrate_overlay(stored: Stored) -> OverlaySettings:
    default = OverlaySettings()
    return OverlaySettings(
        visible=stored.flag("visible", default=default.visible),
        screen=stored.text("screen", default.screen),
        x=stored.whole_or_none("x", _SCREEN_PX),
        y=stored.whole_or_none("y", _SCREEN_PX),
        width_px=stored.whole("width_px", default.width_px, OVERLAY_WIDTH_PX),
        rows=stored.whole("rows", default.rows, OVERLAY_ROWS),
        font_px=stored.whole("font_px", default.font_px, OVERLAY_FONT_PX),
    )
