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

class OfflineStream:
    def accept_waveform(
        self, sample_rate: float, waveform: NDArray[np.float32] | list[float]
    ) -> None: ...
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
    def create_stream(self, hotwords: str | None = None) -> OfflineStream: ...
    def decode_stream(self, s: OfflineStream) -> None: ...
    def decode_streams(self, ss: list[OfflineStream]) -> None: ...
