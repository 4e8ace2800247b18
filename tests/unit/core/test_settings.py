"""Settings survive being stored, and any stored nonsense is survived."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.overlay_settings import (
    FADE_AFTER_S,
    OVERLAY_FONT_PX,
    OVERLAY_OPACITY,
    OVERLAY_OUTLINE_PX,
    OVERLAY_ROWS,
    OVERLAY_WEIGHT,
    OVERLAY_WIDTH_CHARS,
    PLACES_MAX,
    Alignment,
    OverlayLook,
    OverlayPlace,
    OverlaySettings,
    Stability,
)
from app.core.script import ChineseScript
from app.core.settings import (
    BUDGET_CNY,
    FALLBACK_AFTER_S,
    MODELS_MAX,
    SILENCE_MS,
    TEXT_PERCENT,
    VAD_PRESETS,
    VAD_THRESHOLD,
    AlertSettings,
    AudioChoice,
    DeviceRef,
    EmotionSettings,
    FallbackSettings,
    HotkeySettings,
    ModelChoice,
    Motion,
    NetworkSettings,
    ProxyMode,
    Settings,
    Theme,
    VadPreset,
    VadValues,
)
from app.core.settings_form import VERSION, dump, dump_followed, migrate

URLS = st.just("socks5h://me@proxy:1080") | st.text(alphabet="abc:/.")
COLORS = st.from_regex(r"#[0-9A-Fa-f]{6}", fullmatch=True)
PIXELS = st.integers(-50_000, 50_000)
SETTINGS = st.builds(
    Settings,
    engine_id=st.text(),
    custom_url=URLS,
    workspace_cn=st.text(),
    workspace_intl=st.text(),
    models=st.lists(
        st.builds(ModelChoice, st.text(min_size=1), st.text(min_size=1)),
        max_size=MODELS_MAX,
        unique_by=lambda choice: choice.engine_id,
    ).map(tuple),
    own_models=st.lists(st.text(min_size=1), max_size=MODELS_MAX, unique=True).map(tuple),
    language=st.text(),
    context=st.text(),
    corrects_terms=st.booleans(),
    chinese_script=st.none() | st.sampled_from(ChineseScript),
    device=st.none() | st.builds(DeviceRef, st.text(min_size=1), st.text()),
    silence_ms=st.integers(*SILENCE_MS),
    vad_threshold=st.floats(*VAD_THRESHOLD),
    push_to_talk=st.booleans(),
    push_to_talk_key=st.text(),
    audio=st.sampled_from(AudioChoice),
    network=st.builds(
        NetworkSettings,
        proxy=st.sampled_from(ProxyMode),
        proxy_url=URLS,
        ca_file=st.text(),
    ),
    budget_cny=st.none() | st.floats(*BUDGET_CNY),
    fallback=st.builds(FallbackSettings, st.booleans(), st.integers(*FALLBACK_AFTER_S)),
    ui_language=st.text(),
    theme=st.sampled_from(Theme),
    text_percent=st.integers(*TEXT_PERCENT),
    motion=st.sampled_from(Motion),
    announces_lines=st.booleans(),
    emotion=st.builds(EmotionSettings),
    alerts=st.builds(
        AlertSettings,
        st.lists(st.text(min_size=1).filter(str.strip), max_size=9, unique=True).map(tuple),
        st.booleans(),
        st.booleans(),
    ),
    hotkeys=st.builds(HotkeySettings),
    closes_to_tray=st.booleans(),
    is_introduced=st.booleans(),
    pack=st.text(),
    overlay=st.builds(
        OverlaySettings,
        visible=st.booleans(),
        is_locked=st.booleans(),
        rows=st.integers(*OVERLAY_ROWS),
        width_chars=st.integers(*OVERLAY_WIDTH_CHARS),
        stability=st.sampled_from(Stability),
        fade_after_s=st.none() | st.sampled_from(FADE_AFTER_S),
        shows_emotion=st.booleans(),
        look=st.builds(
            OverlayLook,
            family=st.text(),
            font_px=st.integers(*OVERLAY_FONT_PX),
            weight=st.integers(*OVERLAY_WEIGHT),
            text_color=COLORS,
            box_color=COLORS,
            box_opacity=st.floats(*OVERLAY_OPACITY),
            outline_px=st.integers(*OVERLAY_OUTLINE_PX),
            outline_color=COLORS,
            has_shadow=st.booleans(),
            alignment=st.sampled_from(Alignment),
        ),
        screen=st.text(),
        places=st.lists(
            st.builds(OverlayPlace, st.text(), PIXELS, PIXELS),
            max_size=PLACES_MAX,
            unique_by=lambda place: place.screen,
        ).map(tuple),
    ),
)

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
KNOWN_KEYS = st.sampled_from([*dump(Settings())])


@given(SETTINGS)
def test_what_was_stored_comes_back(settings: Settings) -> None:
    assert migrate(json.loads(json.dumps(dump(settings)))) == settings


@given(ANY_JSON | st.dictionaries(KNOWN_KEYS, ANY_JSON))
def test_nonsense_gives_settings_that_can_be_stored(raw: object) -> None:
    settings = migrate(raw)
    assert migrate(dump(settings)) == settings


def test_nothing_stored_gives_the_defaults() -> None:
    assert migrate({}) == Settings()
    assert migrate(None) == Settings()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"silence_ms": 5}, Settings(silence_ms=200)),
        ({"silence_ms": 10**400}, Settings(silence_ms=6000)),
        ({"silence_ms": True}, Settings()),
        ({"silence_ms": "800"}, Settings()),
        ({"vad_threshold": float("nan")}, Settings()),
        ({"vad_threshold": 10**400}, Settings(vad_threshold=1.0)),
        ({"vad_threshold": -1}, Settings(vad_threshold=-1.0)),
        ({"theme": "dark"}, Settings(theme=Theme.DARK)),
        ({"theme": "mauve"}, Settings()),
        ({"theme": ["dark"]}, Settings()),
        ({"device": {"name": "", "host_api": "ALSA"}}, Settings()),
        ({"device": {"name": "Mic"}}, Settings(device=DeviceRef("Mic", ""))),
        ({"audio": "opus"}, Settings(audio=AudioChoice.OPUS)),
        ({"audio": "mp3"}, Settings()),
        ({"chinese_script": "traditional"}, Settings(chinese_script=ChineseScript.TRADITIONAL)),
        ({"chinese_script": "seal"}, Settings()),
        ({"chinese_script": ["traditional"]}, Settings()),
        ({"corrects_terms": False}, Settings(corrects_terms=False)),
        ({"corrects_terms": 0}, Settings()),
        ({"budget_cny": -5}, Settings(budget_cny=BUDGET_CNY[0])),
        ({"budget_cny": "50"}, Settings()),
        ({"network": {"proxy": "url"}}, Settings(network=NetworkSettings(ProxyMode.URL))),
        ({"network": ["url"]}, Settings()),
        ({"fallback": {"after_s": 1}}, Settings(fallback=FallbackSettings(after_s=5))),
        ({"models": [{"engine_id": "a"}, 3, None]}, Settings()),
        ({"models": {"a": "b"}}, Settings()),
        ({"own_models": ["m", "", 7, "m", "n"]}, Settings(own_models=("m", "n"))),
        ({"context": "half \ud800"}, Settings(context="half ?")),
        ({"own_models": ["\udfff"]}, Settings(own_models=("?",))),
        ({"overlay": {"rows": 3}}, Settings(overlay=OverlaySettings(rows=3))),
        ({"overlay": "left"}, Settings()),
        ({"of a later version": 1, "context": "Zimu"}, Settings(context="Zimu")),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else "",
)
def test_a_senseless_value_is_its_default_and_an_extreme_one_the_limit(
    raw: object, expected: Settings
) -> None:
    assert migrate(raw) == expected


def test_of_two_models_for_one_engine_the_last_counts() -> None:
    stored = [{"engine_id": "a", "model": "x"}, {"engine_id": "a", "model": "y"}]
    assert migrate({"models": stored}).models == (ModelChoice("a", "y"),)


# As version 1 wrote it, all of its keys and none of ours.
OF_VERSION_1 = {
    "version": 1,
    "engine_id": "cloud-intl",
    "custom_url": "ws://127.0.0.1:8080",
    "language": "ja",
    "context": "Zimu、字幕",
    "device": {"name": "USB Mic", "host_api": "ALSA"},
    "silence_ms": 650,
    "vad_threshold": 0.1,
    "ui_language": "zh_CN",
    "theme": "dark",
    "overlay": {
        "visible": False,
        "screen": "DP-1",
        "x": -100,
        "y": 20,
        "width_px": 900,
        "rows": 3,
        "font_px": 40,
    },
}


def test_everything_of_version_1_means_what_it_meant_and_the_rest_is_as_before() -> None:
    assert migrate(OF_VERSION_1) == Settings(
        engine_id="cloud-intl",
        custom_url="ws://127.0.0.1:8080",
        language="ja",
        context="Zimu、字幕",
        device=DeviceRef("USB Mic", "ALSA"),
        silence_ms=650,
        vad_threshold=0.1,
        ui_language="zh_CN",
        theme=Theme.DARK,
        overlay=OverlaySettings(
            visible=False, rows=3, screen="DP-1", places=(OverlayPlace("DP-1", -100, 20),)
        ).with_font_px(40),
    )


def test_what_is_stored_now_is_version_4_with_every_key_of_version_1() -> None:
    stored = dump(migrate(OF_VERSION_1))
    assert stored["version"] == VERSION == 4
    assert {key: stored[key] for key in OF_VERSION_1 if key not in ("version", "overlay")} == {
        key: value for key, value in OF_VERSION_1.items() if key not in ("version", "overlay")
    }


@pytest.mark.parametrize(
    ("stored", "fade_after_s"),
    [
        ({}, 6),
        ({"fade_after_s": None}, None),
        ({"fade_after_s": 12}, 10),
        ({"fade_after_s": "x"}, 6),
    ],
)
def test_captions_fade_after_one_of_the_choices_or_never(
    stored: dict[str, object], fade_after_s: int | None
) -> None:
    assert migrate({"overlay": stored}).overlay.fade_after_s == fade_after_s


def test_a_color_that_is_none_is_the_default_one() -> None:
    look = migrate(
        {"overlay": {"look": {"text_color": "red", "box_color": "#00b140"}}}
    ).overlay.look
    assert (look.text_color, look.box_color) == ("#FFFFFF", "#00b140")


@pytest.mark.parametrize("preset", VAD_PRESETS)
def test_a_preset_is_its_values(preset: VadPreset) -> None:
    settings = Settings(vad_threshold=-0.5, silence_ms=5000).with_vad(preset)
    assert VadValues(settings.vad_threshold, settings.silence_ms) == VAD_PRESETS[preset]
    assert settings.vad_preset is preset


def test_other_values_are_a_choice_of_ones_own() -> None:
    settings = Settings(vad_threshold=0.0, silence_ms=401)
    assert settings.vad_preset is VadPreset.CUSTOM
    assert settings.with_vad(VadPreset.CUSTOM) == settings


def test_who_never_chose_waits_as_little_as_before() -> None:
    assert Settings().vad_preset is VadPreset.FAST


def test_a_model_belongs_to_its_engine() -> None:
    settings = Settings().with_model("cloud-cn", "m1").with_model("custom", "m2")
    assert (settings.model_for("cloud-cn"), settings.model_for("cloud-intl")) == ("m1", "")
    assert settings.with_model("cloud-cn", "").models == (ModelChoice("custom", "m2"),)
    assert settings.with_model("local", "whisper-base").local_model == "whisper-base"


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("http://me:secret@proxy:3128", "http://me@proxy:3128"),
        ("me:secret@proxy:3128", "me@proxy:3128"),
        ("http://:secret@proxy", "http://proxy"),
        ("socks5h://me:se@cret@proxy", "socks5h://me@proxy"),
        ("http://proxy:3128/a@b", "http://proxy:3128/a@b"),
        ("http://proxy:3128", "http://proxy:3128"),
        ("", ""),
    ],
)
def test_the_password_of_a_proxy_is_never_stored(given: str, stored: str) -> None:
    settings = Settings(network=NetworkSettings(ProxyMode.URL, given))
    network = dump(settings)["network"]
    assert isinstance(network, dict)
    assert network["proxy_url"] == stored
    assert migrate({"network": {"proxy_url": given}}).network.proxy_url == stored


def test_nor_is_one_that_was_typed_into_the_address_of_a_server() -> None:
    stored = dump(Settings(custom_url="wss://me:secret@captions.example"))
    assert stored["custom_url"] == "wss://me@captions.example"


def test_a_session_is_kept_with_what_it_followed_and_no_address() -> None:
    settings = Settings(
        engine_id="custom",
        custom_url="wss://captions.example/secret",
        workspace_cn="ws-1",
        language="de",
        context="Zimu",
        network=NetworkSettings(proxy_url="http://ada@proxy.example"),
    )
    followed = dump_followed(settings)
    assert json.loads(followed)["language"] == "de"
    for private in ("captions.example", "proxy.example", "ws-1"):
        assert private not in followed
