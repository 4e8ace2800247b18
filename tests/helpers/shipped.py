"""What one has to know about the shipped window to drive it from outside."""

import wave
from dataclasses import replace
from pathlib import Path

from app.core.settings import Settings
from app.storage.paths import paths_under
from app.storage.settings_store import SettingsStore

# Patterns for the titles, in either language.
MAIN_WINDOW = "^Zimu 字幕$"
OVERLAY = "^Zimu (captions|字幕浮窗)"


def store_settings(data_dir: Path, settings: Settings, *, is_introduced: bool = True) -> None:
    """Put into `data_dir` what the user would have chosen before, after the first steps."""
    chosen = replace(settings, is_introduced=is_introduced)
    SettingsStore(paths_under(data_dir).settings).save(chosen)


def write_tone(path: Path, duration_ms: int) -> Path:
    """A quiet tone for scripted servers, which count what they get and hear nothing."""
    two_samples = bytes((0, 1, 0, 255))
    with wave.open(str(path), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(16_000)
        target.writeframes(two_samples * 8 * duration_ms)
    return path
