"""Microphones are told apart, remembered and found again."""

from __future__ import annotations

import pytest

from app.audio.backend import DeviceInfo
from app.audio.devices import DeviceRef, find, list_devices, match
from app.core.errors import ErrorCode, ZimuError
from tests.unit.audio.fakes import BUILT_IN, USB, FakeBackend


def device(name: str, host_api: str, *, is_default: bool = False) -> DeviceInfo:
    return DeviceInfo(DeviceRef(name, host_api), 48_000, 2, is_default)


def names(*devices: DeviceInfo) -> list[str]:
    return [info.ref.name for info in list_devices(FakeBackend(devices))]


def test_a_device_listed_twice_is_shown_once_in_its_first_place() -> None:
    assert names(USB, BUILT_IN, USB) == ["USB Mic", "Built-in"]


def test_the_same_name_under_two_host_apis_is_two_devices() -> None:
    assert names(device("Mic", "ALSA"), device("Mic", "JACK")) == ["Mic", "Mic"]


def test_on_windows_each_microphone_is_shown_once_with_its_whole_name() -> None:
    assert names(
        device("Microphone (USB Audio Device wi", "MME"),
        device("Microphone (USB Audio Device with a long name)", "Windows DirectSound"),
        device("Microphone (USB Audio Device with a long name)", "Windows WASAPI"),
    ) == ["Microphone (USB Audio Device with a long name)"]


def test_sample_rate_converters_of_alsa_are_no_microphones() -> None:
    assert names(device("speexrate", "ALSA"), device("default", "ALSA")) == ["default"]


def test_without_a_wish_the_default_is_taken() -> None:
    assert match((USB, BUILT_IN), None) == BUILT_IN


def test_without_a_default_the_first_is_taken() -> None:
    assert match((USB, device("Other", "ALSA")), None) == USB


def test_a_remembered_device_is_found_wherever_it_is_listed_now() -> None:
    assert match((BUILT_IN, USB), DeviceRef("USB Mic", "ALSA")) == USB


def test_the_same_name_under_another_host_api_is_not_it() -> None:
    assert match((USB,), DeviceRef("USB Mic", "JACK")) is None


def test_a_card_that_got_another_number_is_still_the_same_microphone() -> None:
    now = device("USB Mic: Audio (hw:3,0)", "ALSA")
    assert match((BUILT_IN, now), DeviceRef("USB Mic: Audio (hw:1,0)", "ALSA")) == now


def test_of_two_equal_cards_the_one_with_the_right_number_is_taken() -> None:
    first, second = device("Mic (hw:1,0)", "ALSA"), device("Mic (hw:2,0)", "ALSA")
    assert match((first, second), second.ref) == second


def test_a_device_plugged_in_since_the_last_scan_is_found() -> None:
    backend = FakeBackend(present=(BUILT_IN,), after_rescan=(BUILT_IN, USB))
    assert find(backend, USB.ref) == USB


@pytest.mark.parametrize(
    ("present", "wanted", "code"),
    [
        ((BUILT_IN,), USB.ref, ErrorCode.DEVICE_NOT_FOUND),
        ((), USB.ref, ErrorCode.DEVICE_NOT_FOUND),
        ((), None, ErrorCode.NO_DEVICE),
    ],
)
def test_a_device_that_is_not_there_is_named(
    present: tuple[DeviceInfo, ...], wanted: DeviceRef | None, code: ErrorCode
) -> None:
    with pytest.raises(ZimuError) as caught:
        find(FakeBackend(present), wanted)
    assert caught.value.problem.code is code
