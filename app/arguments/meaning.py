"""What the command line says, as settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.core.script import ChineseScript
from app.core.settings import (
    AudioChoice,
    FallbackSettings,
    NetworkSettings,
    ProxyMode,
    Settings,
    VadPreset,
)
from app.engine.catalog import WORKSPACE_CN, WORKSPACE_INTL, with_engine

if TYPE_CHECKING:
    import argparse

NO_PROXY: Final = ("none", "system")


def service_settings(options: argparse.Namespace) -> Settings:
    """Return the settings that name an engine, its model and language, and the way to it."""
    workspace = options.workspace
    settings = with_engine(Settings(), options.engine)
    return replace(
        settings.with_model(settings.engine_id, options.model),
        language=options.language,
        workspace_cn=workspace if options.engine == WORKSPACE_CN else "",
        workspace_intl=workspace if options.engine == WORKSPACE_INTL else "",
        network=network_settings(options),
    )


def network_settings(options: argparse.Namespace) -> NetworkSettings:
    """Return the settings of the way to other computers."""
    return NetworkSettings(
        proxy=ProxyMode(options.proxy) if options.proxy in NO_PROXY else ProxyMode.URL,
        proxy_url="" if options.proxy in NO_PROXY else options.proxy,
        ca_file=options.ca_file,
    )


def key_settings(options: argparse.Namespace, stored: Settings) -> Settings:
    """Return the `stored` settings with the engine that `zimu key` was told, if any."""
    settings = with_engine(stored, options.engine) if options.engine else stored
    workspace = options.workspace
    return replace(
        settings,
        workspace_cn=workspace if options.engine == WORKSPACE_CN else stored.workspace_cn,
        workspace_intl=workspace if options.engine == WORKSPACE_INTL else stored.workspace_intl,
    )


def caption_settings(options: argparse.Namespace, context: str) -> Settings:
    """Return everything that `zimu caption` was told about the session."""
    settings = service_settings(options).with_vad(VadPreset(options.vad))
    threshold, silence_ms = options.threshold, options.silence_ms
    return replace(
        settings,
        context=context,
        corrects_terms=not options.keep_terms,
        chinese_script=ChineseScript(options.script) if options.script else None,
        vad_threshold=settings.vad_threshold if threshold is None else threshold,
        silence_ms=settings.silence_ms if silence_ms is None else silence_ms,
        audio=AudioChoice(options.audio_format),
        budget_cny=options.budget,
        fallback=FallbackSettings(options.fallback is not None, options.fallback_after),
    )
