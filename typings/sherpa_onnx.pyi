"""What we use of sherpa-onnx (ours; the package has no types)."""

import numpy as np
from numpy.typing import NDArray

class OfflineRecognitionResult:
    @property
    def text(self) -> str: ...
    @property
    def tokens(self) -> list[str]: ...
    @property
    def timestamps(self) -> list[float]: ...
    @property
    def lang(self) -> str: ...
    @property
    def emotion(self) -> str: ...
    @property
    def event(self) -> str: ...

class OfflineStream:
    def accept_waveform(
        self, sample_rate: float, waveform: NDArray[np.float32] | list[float]
    ) -> None: ...
    def set_option(self, key: str, value: str) -> None: ...
    @property
    def result(self) -> OfflineRecognitionResult: ...

class OfflineRecognizer:
    @classmethod
    def from_moonshine_v2(
        cls,
        encoder: str,
        decoder: str,
        tokens: str,
        **options: str | bool | int | float,
    ) -> OfflineRecognizer: ...
    @classmethod
    def from_sense_voice(
        cls, model: str, tokens: str, **options: str | bool | int | float
    ) -> OfflineRecognizer: ...
    @classmethod
    def from_transducer(
        cls,
        encoder: str,
        decoder: str,
        joiner: str,
        tokens: str,
        **options: str | bool | int | float,
    ) -> OfflineRecognizer: ...
    @classmethod
    def from_qwen3_asr(
        cls,
        conv_frontend: str,
        encoder: str,
        decoder: str,
        tokenizer: str,
        **options: str | bool | int | float,
    ) -> OfflineRecognizer: ...
    def create_stream(self, hotwords: str | None = None) -> OfflineStream: ...
    def decode_stream(self, s: OfflineStream) -> None: ...
    def decode_streams(self, ss: list[OfflineStream]) -> None: ...

class OnlineStream:
    def accept_waveform(
        self, sample_rate: float, waveform: NDArray[np.float32] | list[float]
    ) -> None: ...
    def set_option(self, key: str, value: str) -> None: ...

class OnlineRecognizer:
    @classmethod
    def from_transducer(
        cls,
        tokens: str,
        encoder: str,
        decoder: str,
        joiner: str,
        **options: str | bool | int | float,
    ) -> OnlineRecognizer: ...
    @classmethod
    def from_paraformer(
        cls, tokens: str, encoder: str, decoder: str, **options: str | bool | int | float
    ) -> OnlineRecognizer: ...
    def create_stream(self, hotwords: str | None = None) -> OnlineStream: ...
    def is_ready(self, s: OnlineStream) -> bool: ...
    def decode_stream(self, s: OnlineStream) -> None: ...
    def get_result(self, s: OnlineStream) -> str: ...
