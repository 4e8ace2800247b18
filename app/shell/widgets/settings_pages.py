"""The pages of the settings: their order, their names, and what a reset of each sets back."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Mapping


class Section(Enum):
    """The pages, in their order."""

    ENGINE = 0
    KEY = 1
    MODELS = 2
    RECOGNITION = 3
    NETWORK = 4
    COST = 5
    FALLBACK = 6
    TRANSCRIPT = 7
    DATA = 8
    OVERLAY = 9
    APPEARANCE = 10
    KEYS = 11


# Dotted names of the fields of Settings. A page without any has nothing to reset: what is done
# there, to keys and to models, is not a setting.
RESETS: Final[Mapping[Section, frozenset[str]]] = {
    Section.ENGINE: frozenset(
        {"engine_id", "custom_url", "workspace_cn", "workspace_intl", "models", "own_models"}
    ),
    Section.KEY: frozenset(),
    Section.MODELS: frozenset({"chinese_script", "corrects_terms"}),
    Section.RECOGNITION: frozenset(
        {"silence_ms", "vad_threshold", "push_to_talk", "push_to_talk_key", "audio"}
    ),
    Section.NETWORK: frozenset({"network"}),
    Section.COST: frozenset({"budget_cny"}),
    Section.FALLBACK: frozenset({"fallback"}),
    Section.TRANSCRIPT: frozenset(
        {
            "emotion.is_shown",
            "keeps_audio",
            "emotion.is_kept",
            "alerts.sounds",
            "alerts.notifies",
        }
    ),
    Section.DATA: frozenset({"keeps_sessions", "retention"}),
    Section.OVERLAY: frozenset(
        {
            "overlay.look",
            "overlay.rows",
            "overlay.width_chars",
            "overlay.stability",
            "overlay.fade_after_s",
            "overlay.shows_emotion",
        }
    ),
    Section.APPEARANCE: frozenset(
        {"theme", "text_percent", "motion", "ui_language", "announces_lines"}
    ),
    Section.KEYS: frozenset({"hotkeys", "closes_to_tray"}),
}


def title(section: Section) -> str:
    """Return what the page is called."""
    translate = QCoreApplication.translate
    titles = {
        Section.ENGINE: translate("SettingsDialog", "Engine"),
        Section.KEY: translate("SettingsDialog", "Key"),
        Section.MODELS: translate("SettingsDialog", "Models"),
        Section.RECOGNITION: translate("SettingsDialog", "Recognition"),
        Section.NETWORK: translate("SettingsDialog", "Network"),
        Section.COST: translate("SettingsDialog", "Cost"),
        Section.FALLBACK: translate("SettingsDialog", "Fall-back"),
        Section.TRANSCRIPT: translate("SettingsDialog", "Transcript"),
        Section.DATA: translate("SettingsDialog", "Your data"),
        Section.OVERLAY: translate("SettingsDialog", "Overlay"),
        Section.APPEARANCE: translate("SettingsDialog", "Appearance"),
        Section.KEYS: translate("SettingsDialog", "Shortcuts"),
    }
    return titles[section]
