"""What the user chose: one frozen record, replaced whole."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.overlay_settings import OverlaySettings
from app.core.sessions import Retention

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.core.script import ChineseScript

LOCAL_ID: Final = "local"  # of the engine on this computer

SILENCE_MS: Final = (200, 6000)
VAD_THRESHOLD: Final = (-1.0, 1.0)
FALLBACK_AFTER_S: Final = (5, 600)
BUDGET_CNY: Final = (0.01, 1_000_000.0)
MODELS_MAX: Final = 50
TEXT_PERCENT: Final = (100, 200)
ALERT_WORDS_MAX: Final = 50


class Theme(StrEnum):
    """Which colours the window wears."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class Motion(StrEnum):
    """Whether what changes may move or fade."""

    SYSTEM = "system"
    FULL = "full"
    REDUCED = "reduced"


class VadPreset(StrEnum):
    """How soon a pause ends a line."""

    FAST = "fast"
    BALANCED = "balanced"
    PATIENT = "patient"
    CUSTOM = "custom"  # any other threshold and silence


@dataclass(frozen=True, slots=True)
class VadValues:
    """What a preset stands for: threshold −1…1, silence 200…6000 ms."""

    threshold: float
    silence_ms: int


# The first two are the service's own recommendations for little delay and for balance. Its guide
# gives about 1,200 ms as what tolerates a speaker's pauses; longer would only delay every final.
VAD_PRESETS: Final[Mapping[VadPreset, VadValues]] = MappingProxyType(
    {
        VadPreset.FAST: VadValues(0.0, 400),
        VadPreset.BALANCED: VadValues(0.2, 800),
        VadPreset.PATIENT: VadValues(0.2, 1200),
    }
)


class AudioChoice(StrEnum):
    """How audio travels to the engine."""

    AUTO = "auto"  # PCM at 16 kHz, at 8 kHz where the source has no more
    PCM16 = "pcm16"
    PCM8 = "pcm8"
    OPUS = "opus"  # experimental; only where the engine takes it


class ProxyMode(StrEnum):
    """Which way leads out of this computer's network."""

    SYSTEM = "system"
    NONE = "none"
    URL = "url"


@dataclass(frozen=True, slots=True)
class DeviceRef:
    """A microphone as it is remembered. Never by index: indexes shift when devices come and go."""

    name: str
    host_api: str


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The model that was chosen for an engine."""

    engine_id: str
    model: str


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """How servers elsewhere are reached. A proxy's password is in the system's keychain."""

    proxy: ProxyMode = ProxyMode.SYSTEM
    proxy_url: str = ""  # [scheme://][user@]host[:port]
    ca_file: str = ""  # certificates in PEM form instead of the system's; empty: the system's


@dataclass(frozen=True, slots=True)
class FallbackSettings:
    """Whether the engine on this computer takes over while the chosen one cannot be reached."""

    is_enabled: bool = False
    after_s: int = 20


@dataclass(frozen=True, slots=True)
class EmotionSettings:
    """What becomes of the feeling that the engine hears in a voice."""

    is_shown: bool = True  # in the transcript; the overlay has a switch of its own
    is_kept: bool = False  # with the transcript, and in what is exported
    is_explained: bool = False  # the first-use notice was answered


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """Words, such as one's own name, that are pointed out when somebody says them."""

    words: tuple[str, ...] = ()
    sounds: bool = True
    notifies: bool = True


@dataclass(frozen=True, slots=True)
class HotkeySettings:
    """Keys that work wherever the focus is, as QKeySequence writes them; empty: none."""

    is_global: bool = False  # in other programs, too, where the system allows it
    start: str = "Ctrl+Shift+F9"
    overlay: str = "Ctrl+Shift+F10"
    lock: str = "Ctrl+Shift+F11"
    panic: str = "Ctrl+Shift+F12"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that outlives a run, except keys (they belong to the system's keychain)."""

    engine_id: str = LOCAL_ID
    custom_url: str = ""
    workspace_cn: str = ""  # the workspace's id in Beijing
    workspace_intl: str = ""  # in Singapore
    models: tuple[ModelChoice, ...] = ()  # what is not here uses the engine's best model
    own_models: tuple[str, ...] = ()  # names that the user added to the list
    language: str = ""  # empty: automatic
    context: str = ""
    pack: str = ""  # the context pack that `context` was taken from; empty: none
    # What sounds like a term of the context becomes that term. On: it touches nothing without such
    # terms, and whoever lists them wants them written so.
    corrects_terms: bool = True
    chinese_script: ChineseScript | None = None  # None: as the system's language is written
    device: DeviceRef | None = None  # None: the system's default
    silence_ms: int = 400
    vad_threshold: float = 0.0
    push_to_talk: bool = False  # lines end when the key or button is let go
    push_to_talk_key: str = "F8"  # as QKeySequence writes it
    audio: AudioChoice = AudioChoice.AUTO
    network: NetworkSettings = field(default_factory=NetworkSettings)
    budget_cny: float | None = None  # for a month; None: no limit
    fallback: FallbackSettings = field(default_factory=FallbackSettings)
    ui_language: str = ""  # empty: the system's
    theme: Theme = Theme.SYSTEM
    text_percent: int = 100  # of the size that the system asks for
    motion: Motion = Motion.SYSTEM
    announces_lines: bool = True  # to a screen reader, where there is one
    emotion: EmotionSettings = field(default_factory=EmotionSettings)
    keeps_sessions: bool = True  # in the library, from the next start on
    keeps_audio: bool = False  # with the transcript
    retention: Retention = field(default_factory=Retention)
    alerts: AlertSettings = field(default_factory=AlertSettings)
    hotkeys: HotkeySettings = field(default_factory=HotkeySettings)
    closes_to_tray: bool = False
    is_introduced: bool = False  # the first steps were shown
    overlay: OverlaySettings = field(default_factory=OverlaySettings)

    @property
    def vad_preset(self) -> VadPreset:
        """The preset that threshold and silence make; CUSTOM: none does."""
        values = VadValues(self.vad_threshold, self.silence_ms)
        found = (preset for preset, known in VAD_PRESETS.items() if known == values)
        return next(found, VadPreset.CUSTOM)

    def with_vad(self, preset: VadPreset) -> Settings:
        """Return these settings with `preset`; CUSTOM leaves the values as they are."""
        values = VAD_PRESETS.get(preset, VadValues(self.vad_threshold, self.silence_ms))
        return replace(self, vad_threshold=values.threshold, silence_ms=values.silence_ms)

    @property
    def local_model(self) -> str:
        """The model chosen for the engine on this computer; empty: its best for the language."""
        return self.model_for(LOCAL_ID)

    def model_for(self, engine_id: str) -> str:
        """Return the model chosen for that engine; empty: its best."""
        found = (choice.model for choice in self.models if choice.engine_id == engine_id)
        return next(found, "")

    def with_model(self, engine_id: str, model: str) -> Settings:
        """Return these settings with `model` for that engine; empty: its best again."""
        others = tuple(choice for choice in self.models if choice.engine_id != engine_id)
        chosen = (ModelChoice(engine_id, model),) if model else ()
        return replace(self, models=(*others, *chosen))
