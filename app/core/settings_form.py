"""The stored form of the settings, of this version and of all before it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

from app.core.endpoint import base_of, without_password
from app.core.overlay_form import dump_overlay, migrate_overlay
from app.core.script import ChineseScript
from app.core.sessions import Retention
from app.core.settings import (
    ALERT_WORDS_MAX,
    BUDGET_CNY,
    FALLBACK_AFTER_S,
    MODELS_MAX,
    SILENCE_MS,
    TEXT_PERCENT,
    VAD_THRESHOLD,
    AlertSettings,
    DeviceRef,
    EmotionSettings,
    FallbackSettings,
    HotkeySettings,
    ModelChoice,
    NetworkSettings,
    Settings,
)
from app.core.stored import Json, Stored

VERSION: Final = 4
# What a session is kept with.
_FOLLOWED: Final = (
    *("engine_id", "models", "language", "context", "pack", "corrects_terms", "chinese_script"),
    *("device", "silence_ms", "vad_threshold", "push_to_talk", "audio"),
)


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
        "pack": settings.pack,
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
        "text_percent": settings.text_percent,
        "motion": settings.motion.value,
        "announces_lines": settings.announces_lines,
        "emotion": asdict(settings.emotion),
        "keeps_sessions": settings.keeps_sessions,
        "keeps_audio": settings.keeps_audio,
        "retention": {
            "text": settings.retention.text.value,
            "audio": settings.retention.audio.value,
        },
        "alerts": asdict(settings.alerts) | {"words": list(settings.alerts.words)},
        "hotkeys": asdict(settings.hotkeys),
        "closes_to_tray": settings.closes_to_tray,
        "is_introduced": settings.is_introduced,
        "overlay": dump_overlay(settings.overlay),
    }


def dump_followed(settings: Settings) -> str:
    """Return, as JSON, what of the settings decides which words come, and no address or key."""
    stored = dump(settings)
    return json.dumps({name: stored[name] for name in _FOLLOWED}, ensure_ascii=False)


def _dump_network(network: NetworkSettings) -> dict[str, Json]:
    return {
        "proxy": network.proxy.value,
        "proxy_url": without_password(network.proxy_url),
        "ca_file": network.ca_file,
    }


def migrate(raw: object) -> Settings:
    """Return the settings that `raw`, the stored form of any version, still makes sense of.

    Never raises: a value that is missing or senseless becomes its default, one out of range the
    nearest in range. Earlier versions knew fewer keys; what they said otherwise is the overlay's.
    """
    stored = Stored(raw)
    default = Settings()
    return Settings(
        engine_id=stored.text("engine_id", default.engine_id),
        custom_url=base_of(stored.text("custom_url", default.custom_url)),
        workspace_cn=stored.text("workspace_cn", default.workspace_cn),
        workspace_intl=stored.text("workspace_intl", default.workspace_intl),
        models=_migrate_models(stored),
        own_models=stored.texts("own_models", MODELS_MAX),
        language=stored.text("language", default.language),
        context=stored.text("context", default.context),
        pack=stored.text("pack", default.pack),
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
        text_percent=stored.whole("text_percent", default.text_percent, TEXT_PERCENT),
        motion=stored.choice("motion", default.motion),
        announces_lines=stored.flag("announces_lines", default=default.announces_lines),
        emotion=_migrate_emotion(stored.inner("emotion")),
        keeps_sessions=stored.flag("keeps_sessions", default=default.keeps_sessions),
        keeps_audio=stored.flag("keeps_audio", default=default.keeps_audio),
        retention=_migrate_retention(stored.inner("retention")),
        alerts=_migrate_alerts(stored.inner("alerts")),
        hotkeys=_migrate_hotkeys(stored.inner("hotkeys")),
        closes_to_tray=stored.flag("closes_to_tray", default=default.closes_to_tray),
        is_introduced=stored.flag("is_introduced", default=default.is_introduced),
        overlay=migrate_overlay(stored.inner("overlay")),
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


def _migrate_emotion(stored: Stored) -> EmotionSettings:
    default = EmotionSettings()
    return EmotionSettings(
        is_shown=stored.flag("is_shown", default=default.is_shown),
        is_kept=stored.flag("is_kept", default=default.is_kept),
        is_explained=stored.flag("is_explained", default=default.is_explained),
    )


def _migrate_retention(stored: Stored) -> Retention:
    default = Retention()
    return Retention(
        text=stored.choice("text", default.text), audio=stored.choice("audio", default.audio)
    )


def _migrate_alerts(stored: Stored) -> AlertSettings:
    default = AlertSettings()
    return AlertSettings(
        words=tuple(word for word in stored.texts("words", ALERT_WORDS_MAX) if word.strip()),
        sounds=stored.flag("sounds", default=default.sounds),
        notifies=stored.flag("notifies", default=default.notifies),
    )


def _migrate_hotkeys(stored: Stored) -> HotkeySettings:
    default = HotkeySettings()
    return HotkeySettings(
        is_global=stored.flag("is_global", default=default.is_global),
        start=stored.text("start", default.start),
        overlay=stored.text("overlay", default.overlay),
        lock=stored.text("lock", default.lock),
        panic=stored.text("panic", default.panic),
    )
