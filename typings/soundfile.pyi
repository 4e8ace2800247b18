"""What we use of soundfile (ours; the package has no types)."""

from collections.abc import Iterator
from io import RawIOBase
from os import PathLike
from typing import Any, BinaryIO, Literal, Self, overload

import numpy as np
from numpy.typing import NDArray

_File = str | bytes | PathLike[str] | BinaryIO | RawIOBase
_DType = Literal["float64", "float32", "int32", "int16"]

class SoundFileError(Exception): ...
class SoundFileRuntimeError(SoundFileError, RuntimeError): ...

class LibsndfileError(SoundFileRuntimeError):
    code: int
    @property
    def error_string(self) -> str: ...

class SoundFile:
    def __init__(
        self,
        file: _File,
        mode: Literal["r", "w", "r+", "w+"] = "r",
        samplerate: int | None = None,
        channels: int | None = None,
        subtype: str | None = None,
        endian: str | None = None,
        format: str | None = None,
    ) -> None: ...
    @property
    def samplerate(self) -> int: ...
    @property
    def channels(self) -> int: ...
    @property
    def frames(self) -> int: ...
    @property
    def format(self) -> str: ...
    @property
    def subtype(self) -> str: ...
    @property
    def closed(self) -> bool: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *args: object) -> None: ...
    def __len__(self) -> int: ...
    def seek(self, frames: int, whence: int = 0) -> int: ...
    def seekable(self) -> bool: ...
    def tell(self) -> int: ...
    def close(self) -> None: ...
    def write(self, data: NDArray[Any]) -> None: ...
    def buffer_read(self, frames: int = -1, dtype: _DType | None = None) -> memoryview: ...
    @overload
    def read(
        self, frames: int = -1, *, dtype: Literal["float32"], always_2d: bool = False
    ) -> NDArray[np.float32]: ...
    @overload
    def read(
        self, frames: int = -1, *, dtype: Literal["int16"], always_2d: bool = False
    ) -> NDArray[np.int16]: ...
    @overload
    def read(self, frames: int = -1, *, always_2d: bool = False) -> NDArray[np.float64]: ...
    def blocks(
        self,
        blocksize: int | None = None,
        overlap: int = 0,
        frames: int = -1,
        dtype: _DType = "float64",
        always_2d: bool = False,
    ) -> Iterator[NDArray[Any]]: ...

class _Info:
    samplerate: int
    channels: int
    frames: int
    duration: float
    format: str
    subtype: str

def info(file: _File, verbose: bool = False) -> _Info: ...
@overload
def read(
    file: _File,
    frames: int = -1,
    start: int = 0,
    stop: int | None = None,
    *,
    dtype: Literal["float32"],
    always_2d: bool = False,
) -> tuple[NDArray[np.float32], int]: ...
@overload
def read(
    file: _File,
    frames: int = -1,
    start: int = 0,
    stop: int | None = None,
    *,
    dtype: Literal["int16"],
    always_2d: bool = False,
) -> tuple[NDArray[np.int16], int]: ...
@overload
def read(
    file: _File,
    frames: int = -1,
    start: int = 0,
    stop: int | None = None,
    *,
    always_2d: bool = False,
) -> tuple[NDArray[np.float64], int]: ...
def write(
    file: _File,
    data: NDArray[Any],
    samplerate: int,
    subtype: str | None = None,
    endian: str | None = None,
    format: str | None = None,
) -> None: ...
