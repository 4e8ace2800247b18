"""The overlay is moved by keys of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint

from app.core.overlay_settings import OverlaySettings
from app.shell.overlay_keys import STEP_PX, OverlayKeys
from app.shell.widgets.overlay import Overlay
from app.shell.window_keys import window_keys

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.helpers.stage import Stage

# Without a display, Qt tells of every raise() and size hint that goes nowhere.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_every_step_of_a_key_is_remembered_and_listed_with_the_others(
    stage: Stage, qtbot: QtBot
) -> None:
    overlay = Overlay(OverlaySettings(width_chars=12))
    qtbot.addWidget(overlay)
    overlay.show()
    before = overlay.pos()
    keys = OverlayKeys(stage.window, overlay)
    stage.window.retranslate()
    for action, by in (
        (keys.left, QPoint(-STEP_PX, 0)),
        (keys.up, QPoint(0, -STEP_PX)),
        (keys.right, QPoint(STEP_PX, 0)),
        (keys.down, QPoint(0, STEP_PX)),
    ):
        action.trigger()
        assert overlay.pos() == before + by
        before = overlay.pos()
    place = overlay.settings.place
    assert place is not None
    listed = window_keys(stage.window)
    assert listed["Alt+Shift+Left"] == "Move the overlay left"
    keys.next_screen.trigger()
    assert overlay.settings.place == place  # there is one screen only
    overlay.hide()
