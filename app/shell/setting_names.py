"""What the settings are called, for who wants to take a change back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Collection


def names() -> dict[str, str]:
    """Return the words for the fields of `Settings`, by their dotted names."""
    translate = QCoreApplication.translate

    return {
        "engine_id": translate("SettingNames", "Engine"),
        "custom_url": translate("SettingNames", "Address of the server"),
        "workspace_cn": translate("SettingNames", "ID of the workspace"),
        "workspace_intl": translate("SettingNames", "ID of the workspace"),
        "models": translate("SettingNames", "Model"),
        "own_models": translate("SettingNames", "List of models"),
        "language": translate("SettingNames", "Language"),
        "context": translate("SettingNames", "Context"),
        "pack": translate("SettingNames", "Context pack"),
        "corrects_terms": translate("SettingNames", "Correction of terms"),
        "chinese_script": translate("SettingNames", "Chinese script"),
        "device": translate("SettingNames", "Microphone"),
        "silence_ms": translate("SettingNames", "When a line ends"),
        "vad_threshold": translate("SettingNames", "When a line ends"),
        "push_to_talk": translate("SettingNames", "Push to talk"),
        "push_to_talk_key": translate("SettingNames", "Key to hold"),
        "audio": translate("SettingNames", "How audio is sent"),
        "network": translate("SettingNames", "Network"),
        "budget_cny": translate("SettingNames", "Budget"),
        "fallback": translate("SettingNames", "Fall-back"),
        "ui_language": translate("SettingNames", "Language of the window"),
        "theme": translate("SettingNames", "Colours"),
        "text_percent": translate("SettingNames", "Size of the text"),
        "motion": translate("SettingNames", "Motion"),
        "emotion": translate("SettingNames", "Feelings"),
        "keeps_sessions": translate("SettingNames", "Keeping of sessions"),
        "keeps_audio": translate("SettingNames", "Recording of audio"),
        "retention": translate("SettingNames", "How long sessions are kept"),
        "alerts": translate("SettingNames", "Alert words"),
        "hotkeys": translate("SettingNames", "Shortcuts"),
        "announces_lines": translate("SettingNames", "What a screen reader is told"),
        "closes_to_tray": translate("SettingNames", "What closing the window does"),
        "is_introduced": translate("SettingNames", "First steps"),
        "overlay": translate("SettingNames", "Overlay"),
        "overlay.is_locked": translate("SettingNames", "Lock of the overlay"),
        "overlay.rows": translate("SettingNames", "Rows of the overlay"),
        "overlay.width_chars": translate("SettingNames", "Width of the overlay"),
        "overlay.stability": translate("SettingNames", "How still the overlay is"),
        "overlay.fade_after_s": translate("SettingNames", "When the overlay fades"),
        "overlay.look": translate("SettingNames", "Look of the overlay"),
        "overlay.look.family": translate("SettingNames", "Font of the overlay"),
        "overlay.look.font_px": translate("SettingNames", "Text size of the overlay"),
    }


def name_of(paths: Collection[str]) -> str:
    """Return one name for what was changed; `paths` are not empty."""
    known = names()
    found = {_name(path, known) for path in paths}
    if len(found) == 1:
        return found.pop()
    common = _common(paths)
    if common in known:
        return known[common]
    return QCoreApplication.translate("SettingNames", "Several settings")


def _name(path: str, known: dict[str, str]) -> str:
    while path not in known:
        path = path.rpartition(".")[0]
    return known[path]


def _common(paths: Collection[str]) -> str:
    """Return the longest dotted name that all `paths` begin with; empty: none."""
    split = [path.split(".") for path in paths]
    common = []
    for parts in zip(*split, strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return ".".join(common)
