"""Finds the weights of Moonshine tiny-en, checks them and makes them loadable.

The weights are files inside the installed package ``moonshine-voice``, which is never imported.
sherpa-onnx wants the vocabulary as text, so that one file is built into a cache folder.
"""

import base64
import hashlib
import importlib.util
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.core.errors import ErrorCode, ZimuError

_PACKAGE: Final = "moonshine_voice"
_FOLDER: Final = Path("assets", "tiny-en")
_ENCODER: Final = "encoder_model.ort"
_DECODER: Final = "decoder_model_merged.ort"
_VOCABULARY: Final = "tokenizer.bin"
_LONG_TOKEN: Final = 128
_SHA256: Final = {
    _ENCODER: "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
    _DECODER: "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
    _VOCABULARY: "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
}


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The three files a recogniser is loaded from."""

    encoder: Path
    decoder: Path
    tokens: Path


def installed_folder(package: str = _PACKAGE) -> Path:
    """Return the folder of the installed weights. Raises ZimuError (WEIGHTS_MISSING)."""
    spec = importlib.util.find_spec(package)
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        folder = Path(place) / _FOLDER
        if folder.is_dir():
            return folder
    raise ZimuError(ErrorCode.WEIGHTS_MISSING)


def prepare(folder: Path, cache_dir: Path) -> ModelFiles:
    """Check the weights in `folder` and build what is missing into `cache_dir`.

    Raises ZimuError (WEIGHTS_DAMAGED), also for a file that is not there, and OSError when the
    cache cannot be written.
    """
    for name, expected in _SHA256.items():
        _check(folder / name, expected)
    tokens = cache_dir / "moonshine-tiny-en.tokens.txt"
    _write_if_different(tokens, vocabulary_text((folder / _VOCABULARY).read_bytes()))
    return ModelFiles(encoder=folder / _ENCODER, decoder=folder / _DECODER, tokens=tokens)


def vocabulary_text(packed: bytes) -> bytes:
    """Turn a run of length-prefixed tokens into lines of ``base64(token) id``.

    A length takes one byte, or two when the first has its high bit set: then the second counts
    128s.
    """
    lines: list[bytes] = []
    at = 0
    while at < len(packed):
        length = packed[at]
        at += 1
        if length & _LONG_TOKEN:
            length += packed[at] * _LONG_TOKEN - _LONG_TOKEN
            at += 1
        lines.append(b"%s %d\n" % (base64.b64encode(packed[at : at + length]), len(lines)))
        at += length
    return b"".join(lines)


def _check(path: Path, expected: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as exc:
        raise ZimuError(ErrorCode.WEIGHTS_DAMAGED, file=str(path)) from exc
    if found != expected:
        raise ZimuError(ErrorCode.WEIGHTS_DAMAGED, file=str(path))


def _write_if_different(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        written = Path(file.name)
        try:
            file.write(content)
            file.flush()
        except OSError:
            written.unlink()
            raise
    written.replace(path)
