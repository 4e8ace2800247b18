"""What we use of soxr (ours; the package has no types)."""

from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

_Sample = TypeVar("_Sample", bound=np.generic)
_Quality = Literal["QQ", "LQ", "MQ", "HQ", "VHQ"]

class ResampleStream:
    def __init__(
        self,
        in_rate: float,
        out_rate: float,
        num_channels: int,
        dtype: Literal["float32", "float64", "int16", "int32"] = "float32",
        quality: _Quality = "HQ",
        vr: bool = False,
    ) -> None: ...
    def resample_chunk(self, x: NDArray[_Sample], last: bool = False) -> NDArray[_Sample]: ...
    def num_clips(self) -> int: ...
    def delay(self) -> float: ...
    def clear(self) -> None: ...

def resample(
    x: NDArray[_Sample], in_rate: float, out_rate: float, quality: _Quality = "HQ"
) -> NDArray[_Sample]: ...
