"""What we use of sounddevice (ours; the package has no types). Importing it can raise too."""

from collections.abc import Callable
from typing import Any, Literal, Self, TypedDict, overload

from numpy.typing import NDArray

class PortAudioError(Exception): ...
class CallbackStop(Exception): ...
class CallbackAbort(Exception): ...

class CallbackFlags:
    input_underflow: bool
    input_overflow: bool
    def __bool__(self) -> bool: ...

class _DeviceDict(TypedDict):
    name: str
    index: int
    hostapi: int
    max_input_channels: int
    max_output_channels: int
    default_low_input_latency: float
    default_high_input_latency: float
    default_samplerate: float

class _HostApiDict(TypedDict):
    name: str
    devices: list[int]
    default_input_device: int
    default_output_device: int

class DeviceList(tuple[_DeviceDict, ...]): ...

class _Stream:
    @property
    def active(self) -> bool: ...
    @property
    def stopped(self) -> bool: ...
    @property
    def closed(self) -> bool: ...
    @property
    def samplerate(self) -> float: ...
    @property
    def channels(self) -> int: ...
    @property
    def blocksize(self) -> int: ...
    @property
    def latency(self) -> float: ...
    @property
    def time(self) -> float: ...
    def start(self) -> None: ...
    def stop(self, ignore_errors: bool = True) -> None: ...
    def abort(self, ignore_errors: bool = True) -> None: ...
    def close(self, ignore_errors: bool = True) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *args: object) -> None: ...

class InputStream(_Stream):
    def __init__(
        self,
        samplerate: float | None = None,
        blocksize: int | None = None,
        device: int | str | None = None,
        channels: int | None = None,
        dtype: str | None = None,
        latency: float | str | None = None,
        extra_settings: object = None,
        callback: Callable[[NDArray[Any], int, Any, CallbackFlags], None] | None = None,
        finished_callback: Callable[[], None] | None = None,
        clip_off: bool | None = None,
        dither_off: bool | None = None,
        never_drop_input: bool | None = None,
    ) -> None: ...

class RawInputStream(_Stream):
    def __init__(
        self,
        samplerate: float | None = None,
        blocksize: int | None = None,
        device: int | str | None = None,
        channels: int | None = None,
        dtype: str | None = None,
        latency: float | str | None = None,
        extra_settings: object = None,
        # The buffer is PortAudio's own and is used again after the call: copy it.
        callback: Callable[[Any, int, Any, CallbackFlags], None] | None = None,
        finished_callback: Callable[[], None] | None = None,
        clip_off: bool | None = None,
        dither_off: bool | None = None,
        never_drop_input: bool | None = None,
    ) -> None: ...

class OutputStream(_Stream):
    def __init__(
        self,
        samplerate: float | None = None,
        blocksize: int | None = None,
        device: int | str | None = None,
        channels: int | None = None,
        dtype: str | None = None,
        latency: float | str | None = None,
    ) -> None: ...
    def write(self, data: NDArray[Any]) -> bool: ...

@overload
def query_devices() -> DeviceList: ...
@overload
def query_devices(*, kind: Literal["output"]) -> _DeviceDict: ...
def query_hostapis() -> tuple[_HostApiDict, ...]: ...
def check_input_settings(
    device: int | str | None = None,
    channels: int | None = None,
    dtype: str | None = None,
    extra_settings: object = None,
    samplerate: float | None = None,
) -> None: ...
def get_portaudio_version() -> tuple[int, str]: ...

# PortAudio lists the devices once; only this pair makes it look again, and it kills open streams.
def _initialize() -> None: ...
def _terminate() -> None: ...
