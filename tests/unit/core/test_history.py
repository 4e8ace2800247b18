"""What was set can be taken back, one thing at a time, and nothing else changes with it."""

from dataclasses import replace

from app.core.history import CHANGES_MAX, History, differences, reset, with_fields
from app.core.overlay_settings import OverlayLook, OverlayPlace, OverlaySettings
from app.core.settings import AlertSettings, DeviceRef, HotkeySettings, Settings, Theme

START = Settings()


def test_differences_are_named_by_their_fields() -> None:
    look = replace(START.overlay.look, font_px=40, weight=700)
    other = replace(START, theme=Theme.DARK, overlay=replace(START.overlay, look=look))
    assert differences(START, other) == {"theme", "overlay.look.font_px", "overlay.look.weight"}
    assert differences(START, START) == frozenset()


def test_a_microphone_is_one_thing() -> None:
    one, other = (replace(START, device=DeviceRef(name, "ALSA")) for name in "ab")
    assert differences(one, other) == {"device"}
    assert differences(START, one) == {"device"}
    assert with_fields(one, START, {"device"}) == START


def test_taking_back_leaves_what_was_changed_later_elsewhere() -> None:
    dark = replace(START, theme=Theme.DARK)
    history = History().with_change(START, dark, goes_on=False)
    later = replace(dark, overlay=dark.overlay.moved_to(OverlayPlace("DP-1", 1, 2)))
    assert history.with_change(dark, later, goes_on=False) is history
    settings, left = history.undone(later)
    assert settings == replace(later, theme=Theme.SYSTEM)
    assert left == History()
    assert left.undone(settings) == (settings, left)


def test_the_newest_is_taken_back_first() -> None:
    dark = replace(START, theme=Theme.DARK)
    german = replace(dark, language="de")
    history = History().with_change(START, dark, goes_on=False)
    history = history.with_change(dark, german, goes_on=False)
    settings, history = history.undone(german)
    assert settings == dark
    assert history.undone(settings)[0] == START


def test_what_is_typed_in_one_go_is_one_change() -> None:
    settings, history = START, History()
    for length in range(1, 6):
        typed = replace(settings, context="names"[:length])
        history = history.with_change(settings, typed, goes_on=True)
        settings = typed
    assert len(history.changes) == 1
    assert history.undone(settings)[0] == START
    other = replace(settings, language="de")
    assert len(history.with_change(settings, other, goes_on=True).changes) == 2


def test_the_oldest_changes_are_forgotten() -> None:
    settings, history = START, History()
    for silence_ms in range(400, 400 + 2 * CHANGES_MAX):
        after = replace(settings, silence_ms=silence_ms)
        history = history.with_change(settings, after, goes_on=False)
        settings = after
    assert len(history.changes) == CHANGES_MAX


def test_some_or_all_go_back_to_how_they_came() -> None:
    overlay = OverlaySettings(rows=4, look=OverlayLook(weight=700), screen="DP-1")
    settings = Settings(
        context="my names",
        alerts=AlertSettings(words=("Anna",), sounds=False),
        theme=Theme.LIGHT,
        hotkeys=HotkeySettings(panic="F6"),
        overlay=overlay,
        is_introduced=True,
    )
    assert reset(settings, {"overlay.rows"}).overlay == replace(overlay, rows=2)
    assert reset(settings, {"overlay"}).overlay == OverlaySettings()
    assert reset(settings, {"overlay"}).theme is Theme.LIGHT
    everything = reset(settings)
    assert (everything.context, everything.alerts.words) == ("my names", ("Anna",))
    assert everything.is_introduced
    assert everything.overlay == OverlaySettings(screen="DP-1")
    assert everything.hotkeys == HotkeySettings()
    heard = replace(START, device=DeviceRef("USB Mic", "ALSA"))
    assert reset(heard) == heard, "a session may be listening to it"
