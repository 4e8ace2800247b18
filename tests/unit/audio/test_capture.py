"""The microphone source with a fake audio library: what it opens, passes on, notices, survives."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.audio.backend import StreamFormat
from app.audio.capture import MicrophoneSource
from app.audio.scene import Scene
from app.core.errors import ErrorCode, ZimuError
from tests.helpers.waiting import until
from tests.unit.audio.fakes import (
    BUILT_IN,
    USB,
    FakeBackend,
    FakeClock,
    FakeSystem,
    RecordingOutlet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.audio.backend import Backend
    from app.audio.devices import DeviceRef

MOVED_USB = replace(USB, is_default=True)
MOVED_BUILT_IN = replace(BUILT_IN, is_default=False)
EXACT = StreamFormat(rate_hz=16_000, channels=1)
NOISE = np.random.default_rng(7).integers(-3000, 3000, 320).astype("<i2").tobytes()
ZEROS = bytes(len(NOISE))


@contextmanager
def listening(
    backend: FakeBackend,
    outlet: RecordingOutlet,
    *,
    device: DeviceRef | None = None,
    stream_format: StreamFormat | None = EXACT,
    clock: FakeClock | None = None,
    system: FakeSystem | None = None,
) -> Iterator[MicrophoneSource]:
    source = MicrophoneSource(
        device,
        load=lambda: backend,
        stream_format=stream_format,
        clock=clock or FakeClock(),
        system=system or FakeSystem(),
    )
    source.start(outlet)
    try:
        yield source
    finally:
        source.stop()


def hear(backend: FakeBackend, outlet: RecordingOutlet, pcm: bytes) -> None:
    """Feed `pcm` and wait until the ear has passed it on."""
    wanted = len(outlet.pcm) + len(pcm)
    backend.stream().feed(pcm)
    until(lambda: len(outlet.pcm) >= wanted, "the audio")


def test_the_default_device_is_opened_at_its_own_rate_with_two_channels_at_most() -> None:
    backend = FakeBackend()
    with listening(backend, RecordingOutlet(), stream_format=None):
        assert backend.stream().stream_format == StreamFormat(rate_hz=44_100, channels=2)
    assert backend.opened[0][0] == BUILT_IN.ref


def test_a_chosen_device_is_opened() -> None:
    backend = FakeBackend()
    with listening(backend, RecordingOutlet(), device=USB.ref):
        backend.stream()
    assert [ref for ref, _ in backend.opened] == [USB.ref]


def test_what_is_heard_is_passed_on_bit_by_bit_with_its_level() -> None:
    backend, outlet = FakeBackend(), RecordingOutlet()
    with listening(backend, outlet):
        hear(backend, outlet, NOISE)
        hear(backend, outlet, NOISE)
    assert outlet.pcm == NOISE * 2
    assert outlet.levels
    assert outlet.troubles == []


def test_all_that_was_heard_before_the_stop_is_passed_on() -> None:
    backend, outlet = FakeBackend(), RecordingOutlet()
    with listening(backend, outlet, stream_format=StreamFormat(rate_hz=48_000, channels=1)):
        for _ in range(50):
            backend.stream().feed(bytes(960 * 2))
    assert len(outlet.pcm) == 16_000 * 2


def test_no_piece_is_longer_than_forty_milliseconds() -> None:
    backend, outlet = FakeBackend(), RecordingOutlet()
    with listening(backend, outlet):
        hear(backend, outlet, NOISE * 7)
    assert [len(piece) // 2 for piece in outlet.pieces] == [640, 640, 640, 320]


class StuckOutlet(RecordingOutlet):
    """Holds the ear thread inside its first write, as an overloaded machine would."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = threading.Event()
        self.go_on = threading.Event()

    def write(self, pcm16k: bytes) -> None:
        super().write(pcm16k)
        self.reached.set()
        self.go_on.wait(10)


def test_audio_that_found_no_room_for_five_seconds_is_an_exact_gap() -> None:
    backend, outlet = FakeBackend(), StuckOutlet()
    with listening(backend, outlet):
        backend.stream().feed(NOISE)
        assert outlet.reached.wait(10)
        for _ in range(300):
            backend.stream().feed(NOISE)
        outlet.go_on.set()
    assert outlet.skips == [50 * 320]
    assert outlet.pcm == NOISE * 251


@pytest.mark.expects_log("device_stalled")
def test_two_seconds_without_callbacks_are_told_and_taken_back() -> None:
    backend, outlet, clock = FakeBackend(), RecordingOutlet(), FakeClock()
    with listening(backend, outlet, clock=clock):
        hear(backend, outlet, NOISE)
        clock.now_s += 2.1
        until(lambda: outlet.codes == ["device_stalled"], "the stall")
        hear(backend, outlet, NOISE)
        until(lambda: outlet.codes == ["device_stalled", "well"], "the recovery")


@pytest.mark.expects_log("device_stalled")
def test_a_microphone_that_stays_still_is_opened_anew() -> None:
    backend, outlet, clock = FakeBackend(), RecordingOutlet(), FakeClock()
    with listening(backend, outlet, clock=clock):
        hear(backend, outlet, NOISE)
        clock.now_s += 5.1
        until(lambda: len(backend.opened) == 2, "the second stream")
        hear(backend, outlet, NOISE)
        until(lambda: outlet.codes == ["device_stalled", "well"], "the recovery")
    assert backend.opened[0][1].closed == 1


@pytest.mark.expects_log("device_silent")
def test_ten_seconds_of_zeros_are_told_and_taken_back() -> None:
    backend, outlet = FakeBackend(), RecordingOutlet()
    with listening(backend, outlet):
        hear(backend, outlet, ZEROS * 499)
        assert outlet.codes == []
        hear(backend, outlet, ZEROS)
        until(lambda: outlet.codes == ["device_silent"], "the remark on silence")
        hear(backend, outlet, NOISE)
        until(lambda: outlet.codes == ["device_silent", "well"], "the recovery")


@pytest.mark.expects_log("device_gone")
def test_a_device_that_goes_away_is_told_with_its_name_and_closed() -> None:
    backend, outlet = FakeBackend(), RecordingOutlet()
    with listening(backend, outlet, device=USB.ref):
        stream = backend.stream()
        backend.refuses = True
        stream.is_active = False
        until(lambda: outlet.codes == ["device_gone"], "the loss")
    problem = outlet.troubles[0]
    assert problem is not None
    assert problem.facts == {"device": "USB Mic"}
    assert stream.closed == 1
    assert not outlet.ended.is_set()


@pytest.mark.parametrize(
    ("backend", "code"),
    [
        pytest.param(
            FakeBackend(refuses=True),
            "device_refused",
            marks=pytest.mark.expects_log("device_refused"),
        ),
        pytest.param(
            FakeBackend(present=(BUILT_IN,)),
            "device_not_found",
            marks=pytest.mark.expects_log("device_not_found"),
        ),
    ],
    ids=["refused", "not found"],
)
def test_a_device_that_cannot_be_opened_is_told_and_nothing_is_raised(
    backend: FakeBackend, code: str
) -> None:
    outlet = RecordingOutlet()
    with listening(backend, outlet, device=USB.ref):
        until(lambda: outlet.codes == [code], "the trouble")


def test_a_microphone_that_was_plugged_in_again_is_opened_after_a_new_scan() -> None:
    backend, outlet = FakeBackend(is_stale=True), RecordingOutlet()
    with listening(backend, outlet, device=USB.ref):
        hear(backend, outlet, NOISE)
    assert outlet.troubles == []


@pytest.mark.expects_log("device_not_found")
def test_a_microphone_that_is_only_listed_is_told_as_missing() -> None:
    backend, outlet = FakeBackend(after_rescan=(BUILT_IN,), is_stale=True), RecordingOutlet()
    with listening(backend, outlet, device=USB.ref):
        until(lambda: outlet.codes == ["device_not_found"], "the trouble")


@pytest.mark.expects_log("audio_unavailable")
def test_a_missing_audio_library_is_told() -> None:
    def load() -> Backend:
        raise ZimuError(ErrorCode.AUDIO_UNAVAILABLE)

    outlet = RecordingOutlet()
    source = MicrophoneSource(None, load=load, system=FakeSystem())
    source.start(outlet)
    until(lambda: outlet.codes == ["audio_unavailable"], "the trouble")
    source.stop()


@pytest.mark.expects_log("the ear broke")
@pytest.mark.expects_log("internal")
def test_a_bug_in_the_ear_is_told_and_logged() -> None:
    def load() -> Backend:
        raise RuntimeError

    outlet = RecordingOutlet()
    source = MicrophoneSource(None, load=load, system=FakeSystem())
    source.start(outlet)
    until(lambda: outlet.codes == ["internal"], "the trouble")
    source.stop()


def test_stopping_closes_the_device_and_is_no_trouble() -> None:
    backend, outlet = FakeBackend(), RecordingOutlet()
    with listening(backend, outlet) as source:
        hear(backend, outlet, NOISE)
        source.stop()
        source.stop()
        assert "zimu-ear" not in [thread.name for thread in threading.enumerate()]
    assert backend.stream().closed == 1
    assert (outlet.troubles, outlet.ended.is_set()) == ([], False)


def test_stopping_before_the_start_does_nothing() -> None:
    MicrophoneSource(None, load=FakeBackend, system=FakeSystem()).stop()


@pytest.mark.expects_log("device_gone")
def test_a_device_that_returns_is_heard_again_where_its_time_puts_it() -> None:
    backend, outlet, system = FakeBackend(), RecordingOutlet(), FakeSystem()
    with listening(backend, outlet, device=USB.ref, system=system):
        hear(backend, outlet, NOISE)
        backend.refuses = True
        backend.stream().is_active = False
        until(lambda: outlet.codes == ["device_gone"], "the loss")
        backend.refuses = False
        system.change(Scene())
        until(lambda: len(backend.opened) == 2, "the return")
        hear(backend, outlet, NOISE)
        until(lambda: outlet.codes == ["device_gone", "well"], "the good news")
    assert outlet.resumed_at == [len(NOISE)]
    assert outlet.pcm == NOISE * 2


@pytest.mark.expects_log("device_refused")
def test_a_device_that_could_not_be_opened_is_tried_again_without_a_word() -> None:
    backend, outlet, system = FakeBackend(refuses=True), RecordingOutlet(), FakeSystem()
    with listening(backend, outlet, system=system):
        until(lambda: outlet.codes == ["device_refused"], "the trouble")
        looks = system.asked
        system.change(Scene())
        until(lambda: system.asked > looks, "another look")
        backend.refuses = False
        system.change(Scene())
        hear(backend, outlet, NOISE)
        until(lambda: outlet.codes == ["device_refused", "well"], "the good news")


@pytest.mark.expects_log("device_gone")
def test_a_stream_that_the_server_moved_to_another_microphone_is_not_heard() -> None:
    backend, outlet = FakeBackend(), RecordingOutlet()
    both = Scene(frozenset({"usb", "built-in"}), default="built-in", heard="usb")
    system = FakeSystem(both)
    with listening(backend, outlet, device=USB.ref, system=system):
        hear(backend, outlet, NOISE)
        until(lambda: system.asked > 0, "the first look")
        system.change(Scene(frozenset({"built-in"}), default="built-in", heard="built-in"))
        until(lambda: outlet.codes == ["device_gone"], "the loss")
        assert [stream.closed for _, stream in backend.opened] == [1]
        system.change(both)
        hear_again(backend, outlet)
    assert [ref for ref, _ in backend.opened] == [USB.ref, USB.ref]


def test_the_default_follows_the_system_without_a_word() -> None:
    backend, outlet = FakeBackend(after_rescan=(MOVED_USB, MOVED_BUILT_IN)), RecordingOutlet()
    system = FakeSystem(Scene(frozenset({"1", "2"}), default="1"))
    with listening(backend, outlet, system=system):
        hear(backend, outlet, NOISE)
        until(lambda: system.asked > 0, "the first look")
        system.change(Scene(frozenset({"1", "2"}), default="2"))
        hear_again(backend, outlet)
    assert [ref for ref, _ in backend.opened] == [BUILT_IN.ref, USB.ref]
    assert outlet.troubles == []


def hear_again(backend: FakeBackend, outlet: RecordingOutlet) -> None:
    """Wait until a second stream was opened, and hear it."""
    until(lambda: len(backend.opened) == 2, "the second stream")
    hear(backend, outlet, NOISE)
