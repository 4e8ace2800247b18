"""Which microphone a name means."""

import pytest

from app.audio.devices import DeviceInfo
from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.settings import DeviceRef
from app.headless.devices import choose


def device(name: str) -> DeviceInfo:
    ref = DeviceRef(name, "ALSA")
    return DeviceInfo(ref=ref, rate_hz=48_000, channels=2, is_default=False)


FOUND = [device("Blue Yeti"), device("Yeti"), device("Headset microphone")]


@pytest.mark.parametrize(
    ("name", "expected"), [("Yeti", "Yeti"), ("blue", "Blue Yeti"), ("HEADSET", FOUND[2].ref.name)]
)
def test_a_name_means_the_device_that_has_it_or_the_only_one_that_holds_it(
    name: str, expected: str
) -> None:
    assert choose(name, FOUND).name == expected


def test_a_name_that_means_none_is_a_problem() -> None:
    with pytest.raises(ZimuError) as caught:
        choose("none of them", FOUND)
    assert caught.value.problem == Problem(ErrorCode.DEVICE_NOT_FOUND, {"device": "none of them"})


def test_a_name_that_means_two_is_a_problem_that_lists_them() -> None:
    with pytest.raises(ZimuError) as caught:
        choose("yeti", FOUND)
    assert caught.value.problem == Problem(
        ErrorCode.DEVICE_AMBIGUOUS, {"device": "yeti", "devices": "Blue Yeti, Yeti"}
    )
