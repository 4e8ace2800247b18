"""PortAudio through sounddevice. The import can fail: leave it to `devices.load_backend`.

PortAudio keeps one state per process (its device list, its open streams), so the lock and the set
of open streams that guard it are per process too.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, Final

import sounddevice as sd

from app.audio.backend import DeviceInfo
from app.core.errors import ErrorCode, ZimuError
from app.core.settings import DeviceRef

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.audio.backend import OnAudio, Stream, StreamFormat

log = logging.getLogger(__name__)

_LATENCY_S: Final = 0.05
"""How long the interpreter may be busy elsewhere before the driver loses audio: three blocks. Under
PulseAudio it costs 5 ms of delay against "low", which leaves two."""

_SPEAKER_LATENCY_S: Final = 0.15
"""What is played is heard so much later, and does not stutter while the window works."""

_library = threading.Lock()
_open_streams: set[_PortAudioStream | Speaker] = set()


class PortAudio:
    """Implements `Backend`. Holds nothing itself: every instance speaks for the one library."""

    def devices(self) -> tuple[DeviceInfo, ...]:
        with _library:
            return tuple(info for _, info in _inputs())

    def rescan(self) -> bool:
        with _library:
            # PortAudio lists devices only while it is initialised, and that kills open streams.
            if _open_streams:
                return False
            try:
                sd._terminate()
                sd._initialize()
            except sd.PortAudioError as exc:
                raise ZimuError(ErrorCode.AUDIO_UNAVAILABLE) from exc
            return True

    def open(
        self, device: DeviceRef, stream_format: StreamFormat, block_frames: int, on_audio: OnAudio
    ) -> Stream:
        with _library:
            index = next((index for index, info in _inputs() if info.ref == device), None)
            if index is None:
                raise ZimuError(ErrorCode.DEVICE_NOT_FOUND, device=device.name)
            try:
                raw = _start(index, stream_format, block_frames, on_audio)
            except sd.PortAudioError as exc:
                log.info("PortAudio refused to open the device: %s", exc)  # tried again and again
                raise ZimuError(ErrorCode.DEVICE_REFUSED, device=device.name) from exc
            stream = _PortAudioStream(raw)
            _open_streams.add(stream)
            return stream


class _PortAudioStream:
    def __init__(self, raw: sd.RawInputStream) -> None:
        self._raw = raw

    @property
    def is_active(self) -> bool:
        return self._raw.active

    def close(self) -> None:
        with _library:
            _open_streams.discard(self)
            # Not stop(): it waits for buffers, and for ever when the source is suspended.
            self._raw.abort(ignore_errors=True)
            self._raw.close(ignore_errors=True)


class Speaker:
    """The default output, open: the `Output` of `playback`. One thread at a time."""

    def __init__(self, raw: sd.OutputStream) -> None:
        self._raw = raw

    @property
    def rate_hz(self) -> int:
        return round(self._raw.samplerate)

    @property
    def delay_ms(self) -> int:
        return round(self._raw.latency * 1000)

    def write(self, samples: NDArray[np.float32]) -> None:
        try:
            self._raw.write(samples.reshape(-1, 1))
        except sd.PortAudioError as exc:
            raise ZimuError(ErrorCode.SPEAKER_UNAVAILABLE) from exc

    def close(self) -> None:
        with _library:
            _open_streams.discard(self)
            self._raw.abort(ignore_errors=True)
            self._raw.close(ignore_errors=True)


def open_speaker() -> Speaker:
    """Open and start the default output. Blocks. Raises ZimuError(SPEAKER_UNAVAILABLE)."""
    try:
        return _started_speaker()
    except ZimuError:
        if not PortAudio().rescan():  # it may have been connected since the last scan
            raise
    return _started_speaker()


def _started_speaker() -> Speaker:
    with _library:
        try:
            rate_hz = sd.query_devices(kind="output")["default_samplerate"]
            raw = sd.OutputStream(
                samplerate=rate_hz, channels=1, dtype="float32", latency=_SPEAKER_LATENCY_S
            )
            _start_or_close(raw)
        except (sd.PortAudioError, ValueError) as exc:  # the latter: there is none
            log.info("PortAudio refused to open a loudspeaker: %s", exc)
            raise ZimuError(ErrorCode.SPEAKER_UNAVAILABLE) from exc
        speaker = Speaker(raw)
        _open_streams.add(speaker)
        return speaker


def _inputs() -> list[tuple[int, DeviceInfo]]:
    """Return every input with its momentary index."""
    try:
        host_apis = sd.query_hostapis()
        devices = sd.query_devices()
    except sd.PortAudioError as exc:
        raise ZimuError(ErrorCode.AUDIO_UNAVAILABLE) from exc
    inputs = []
    for device in devices:
        if device["max_input_channels"] > 0:
            host_api = host_apis[device["hostapi"]]
            info = DeviceInfo(
                ref=DeviceRef(device["name"], host_api["name"]),
                rate_hz=round(device["default_samplerate"]),
                channels=device["max_input_channels"],
                is_default=device["index"] == host_api["default_input_device"],
            )
            inputs.append((device["index"], info))
    return inputs


def _start(
    index: int, stream_format: StreamFormat, block_frames: int, on_audio: OnAudio
) -> sd.RawInputStream:
    def callback(indata: Any, _frames: int, _time: Any, status: sd.CallbackFlags) -> None:
        on_audio(bytes(indata), status.input_overflow)

    raw = sd.RawInputStream(
        samplerate=stream_format.rate_hz,
        channels=stream_format.channels,
        blocksize=block_frames,
        device=index,
        dtype="int16",
        latency=_LATENCY_S,
        # Dither would turn digital silence into noise and exact samples into near ones.
        dither_off=True,
        callback=callback,
    )
    _start_or_close(raw)
    return raw


def _start_or_close(raw: sd.RawInputStream | sd.OutputStream) -> None:
    try:
        raw.start()
    except sd.PortAudioError:
        raw.close(ignore_errors=True)
        raise
