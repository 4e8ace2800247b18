"""Settings survive being stored, and any stored nonsense is survived."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.settings import (
    OVERLAY_FONT_PX,
    OVERLAY_ROWS,
    OVERLAY_WIDTH_PX,
    SILENCE_MS,
    VAD_THRESHOLD,
    DeviceRef,
    OverlaySettings,
    Settings,
    Theme,
    dump,
    migrate,
)

SETTINGS = st.builds(
    Settings,
    engine_id=st.text(),
    custom_url=st.text(),
    language=st.text(),
    context=st.text(),
    device=st.none() | st.builds(DeviceRef, st.text(min_size=1), st.text()),
    silence_ms=st.integers(*SILENCE_MS),
    vad_threshold=st.floats(*VAD_THRESHOLD),
    ui_language=st.text(),
    theme=st.sampled_from(Theme),
    overlay=st.builds(
        OverlaySettings,
        visible=st.booleans(),
        screen=st.text(),
        x=st.none() | st.integers(-50_000, 50_000),
        y=st.none() | st.integers(-50_000, 50_000),
        width_px=st.integers(*OVERLAY_WIDTH_PX),
        rows=st.integers(*OVERLAY_ROWS),
        font_px=st.integers(*OVERLAY_FONT_PX),
    ),
)

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
KNOWN_KEYS = st.sampled_from([*dump(Settings()), "overlay", "device"])


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
