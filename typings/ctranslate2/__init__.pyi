# What Zimu uses of ctranslate2.
from typing import Any

from numpy.typing import NDArray

class StorageView:
    @staticmethod
    def from_array(array: NDArray[Any]) -> StorageView: ...
