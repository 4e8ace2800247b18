"""Under Wayland the app is an X program, if it can be."""

import pytest

from app.shell.window_system import wanted_platform

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
