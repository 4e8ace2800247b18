"""What a change among the microphones means to who listens to one of them."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from app.audio.scene import Change, Scene, judge, may_open

BOTH = frozenset({"usb", "built-in", "speaker.monitor"})
ON_USB = Scene(BOTH, default="usb", heard="usb")
USB_LEFT = frozenset({"built-in", "speaker.monitor"})
NONE_LEFT = frozenset({"speaker.monitor"})
UNKNOWN = Scene()


class Case(NamedTuple):
    then: Scene
    now: Scene
    follows_default: bool
    change: Change


CASES = {
    "nothing changed": Case(ON_USB, ON_USB, False, Change.NONE),
    "another one went": Case(ON_USB, Scene(frozenset({"usb"}), "usb", "usb"), False, Change.NONE),
    "the server moved us away": Case(
        ON_USB, Scene(USB_LEFT, "built-in", "built-in"), False, Change.GONE
    ),
    "the user moved us to another": Case(
        ON_USB, Scene(BOTH, "usb", "built-in"), False, Change.NONE
    ),
    "the chosen one is not the default any more": Case(
        ON_USB, Scene(BOTH, "built-in", "usb"), False, Change.NONE
    ),
    "the server moved us with the default": Case(
        ON_USB, Scene(USB_LEFT, "built-in", "built-in"), True, Change.NONE
    ),
    "only what plays is left of the default": Case(
        ON_USB, Scene(NONE_LEFT, "speaker.monitor", "speaker.monitor"), True, Change.GONE
    ),
    "what plays was listened to from the beginning": Case(
        Scene(BOTH, "speaker.monitor", "speaker.monitor"),
        Scene(NONE_LEFT, "speaker.monitor", "speaker.monitor"),
        True,
        Change.NONE,
    ),
    "nobody moves streams and the default changed": Case(
        Scene(BOTH, "usb"), Scene(BOTH, "built-in"), True, Change.REPLACED
    ),
    "nobody moves streams and the chosen one stays": Case(
        Scene(BOTH, "usb"), Scene(BOTH, "built-in"), False, Change.NONE
    ),
    "nobody says anything": Case(UNKNOWN, UNKNOWN, True, Change.NONE),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_change_is_judged_by_what_was_listened_to(case: Case) -> None:
    assert judge(case.then, case.now, follows_default=case.follows_default) is case.change


def test_what_is_lost_is_tried_when_it_is_there_or_nobody_can_tell() -> None:
    assert may_open(UNKNOWN, UNKNOWN, follows_default=False)
    assert may_open(ON_USB, ON_USB, follows_default=False)
    assert not may_open(ON_USB, Scene(USB_LEFT, "built-in"), follows_default=False)
    assert not may_open(ON_USB, UNKNOWN, follows_default=False)
    assert may_open(UNKNOWN, Scene(USB_LEFT, "built-in"), follows_default=False)


def test_a_default_that_is_only_what_plays_is_no_microphone_that_returned() -> None:
    assert may_open(ON_USB, Scene(USB_LEFT, "built-in"), follows_default=True)
    assert not may_open(ON_USB, Scene(NONE_LEFT, "speaker.monitor"), follows_default=True)
