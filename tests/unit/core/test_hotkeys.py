"""Keys that work wherever the focus is: whose they are, and which cannot be taken."""

from dataclasses import replace

import pytest

from app.core.hotkeys import Clash, Hotkey, Refused, effective, key_of, refusal, with_key
from app.core.settings import HotkeySettings, Settings


@pytest.mark.parametrize("hotkey", Hotkey)
def test_each_has_its_key_and_takes_another(hotkey: Hotkey) -> None:
    before = HotkeySettings()
    after = with_key(before, hotkey, "Alt+F3")
    assert key_of(after, hotkey) == "Alt+F3"
    assert all(key_of(after, one) == key_of(before, one) for one in Hotkey if one is not hotkey)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("", None),
        ("Ctrl+Shift+F12", None),  # its own
        ("Ctrl+Shift+F9", Refused(Clash.HOTKEY, Hotkey.START)),
        ("F8", Refused(Clash.TALK)),
        ("Ctrl+S", Refused(Clash.WINDOW)),
        ("A", Refused(Clash.TYPING)),
        ("Shift+A", Refused(Clash.TYPING)),
        ("Space", Refused(Clash.TYPING)),
        ("+", Refused(Clash.TYPING)),
        ("Ctrl++", None),
        ("Meta+P", None),
        ("F6", None),
        ("Shift+F6", None),
    ],
)
def test_a_key_that_is_in_use_or_types_is_refused(key: str, expected: Refused | None) -> None:
    settings = Settings(push_to_talk=True, push_to_talk_key="F8")
    assert refusal(settings, Hotkey.PANIC, key, {"Ctrl+S"}) == expected


def test_the_key_to_talk_is_free_while_nobody_talks_by_it() -> None:
    assert refusal(Settings(push_to_talk_key="F8"), Hotkey.PANIC, "F8", ()) is None


def test_of_two_with_the_same_key_in_a_file_the_first_works() -> None:
    hotkeys = replace(HotkeySettings(), overlay="Ctrl+Shift+F9", lock="Q", panic="")
    found = effective(Settings(hotkeys=hotkeys), ())
    assert found == {Hotkey.START: "Ctrl+Shift+F9"}
