# What Zimu uses of faster-whisper.
from ctranslate2.models import Whisper
from numpy import float32
from numpy.typing import NDArray
from tokenizers import Tokenizer

class FeatureExtractor:
    def __call__(self, waveform: NDArray[float32], padding: int = ...) -> NDArray[float32]: ...

class WhisperModel:
    model: Whisper
    hf_tokenizer: Tokenizer
    feature_extractor: FeatureExtractor
    def __init__(
        self,
        model_size_or_path: str,
        device: str = ...,
        *,
        compute_type: str = ...,
        cpu_threads: int = ...,
        local_files_only: bool = ...,
    ) -> None: ...
