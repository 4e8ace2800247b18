"""Under Wayland the app is an X program, if it can be, and says what else it cannot do."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from app.shell.on_top import tell_if_not_on_top
from app.shell.window_system import sees_mouse, stays_on_top, wanted_platform
from tests.helpers.stage import Stage

WAYLAND, X11 = {"WAYLAND_DISPLAY": "wayland-0"}, {"DISPLAY": ":0"}


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        (WAYLAND | X11, "xcb"),
        (WAYLAND, None),
        (X11, None),
        ({}, None),
        (WAYLAND | X11 | {"QT_QPA_PLATFORM": "wayland"}, None),
        (WAYLAND | {"DISPLAY": ""}, None),
    ],
)
def test_x11_is_asked_for_where_both_are_there(
    environment: dict[str, str], platform: str | None
) -> None:
    assert wanted_platform(environment) == platform


@pytest.mark.parametrize(
    ("platform", "stays"),
    [("xcb", True), ("windows", True), ("cocoa", True), ("wayland", False), ("wayland-egl", False)],
)
def test_only_wayland_lets_others_cover_the_overlay(platform: str, *, stays: bool) -> None:
    assert stays_on_top(platform) is stays


@pytest.mark.parametrize(
    ("platform", "environment", "sees"),
    [
        ("xcb", X11, True),
        ("windows", {}, True),
        ("xcb", X11 | WAYLAND, False),
        ("wayland", WAYLAND, False),
    ],
)
def test_no_wayland_program_sees_the_mouse_above_others(
    platform: str, environment: dict[str, str], *, sees: bool
) -> None:
    assert sees_mouse(platform, environment) is sees


def test_user_is_told_once_for_all_that_the_overlay_may_be_covered(
    stage: Stage, tmp_path: Path
) -> None:
    file, bar = str(tmp_path / "window.ini"), stage.window.message
    messages = stage.window.messages
    tell_if_not_on_top("xcb", QSettings(file, QSettings.Format.IniFormat), messages)
    assert not bar.text
    places = QSettings(file, QSettings.Format.IniFormat)
    tell_if_not_on_top("wayland", places, messages)
    assert "Wayland" in bar.text
    places.sync()
    bar.dismiss()
    tell_if_not_on_top("wayland", QSettings(file, QSettings.Format.IniFormat), messages)
    assert not bar.text
