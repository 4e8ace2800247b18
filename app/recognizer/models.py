"""From a record of the catalogue and a folder with its files to something that recognises speech.

Small files are compared with their hashes every time, large ones by size: hashing half a gigabyte
would keep the first words waiting, and `zimu models verify` does it when asked.
"""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar, assert_never

from app.core.errors import ErrorCode, ZimuError
from app.core.models import ModelFile, ModelInfo, Role, Runtime
from app.recognizer.files import MoonshineFiles, ParaformerFiles, QwenFiles, TransducerFiles
from app.recognizer.follow import FollowStream
from app.recognizer.offline import (
    MoonshineDecoder,
    ParakeetDecoder,
    QwenDecoder,
    SenseVoiceDecoder,
)
from app.recognizer.online import SherpaFollower, Traits
from app.recognizer.stream import Habits, LineStream

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.recognizer.decoder import Decoder, Follower, Wish
    from app.recognizer.events import Stream
    from app.recognizer.lines import Rules
    from app.recognizer.vad import Detector

Model = TypeVar("Model")

_SMALL_BYTES: Final = 64_000_000
_MOST_THREADS: Final = 4
_HABITS: Final = {
    Runtime.WHISPER: Habits(
        interval_per_cost=1.5, helped_s=12.0, help_s=4.0, helped_partials_s=3.0
    ),
    # With the line before it would tell the feeling of both.
    Runtime.SENSE_VOICE: Habits(helped_s=0.0),
}
_LONG_TOKEN: Final = 128


@dataclass(frozen=True, slots=True)
class Recogniser(Generic[Model]):
    """A model that can be loaded, and how a stream of audio is recognised with it."""

    load: Callable[[], Model]
    """Blocks for a second or more. Raises ZimuError (MODEL_DAMAGED); a file that is another kind of
    model may end the process."""
    new_stream: Callable[[Detector, Rules, Wish], Stream[Model]]


def recogniser(
    model: ModelInfo, folder: Path, cache_dir: Path
) -> Recogniser[Decoder] | Recogniser[Follower]:
    """Check the model's files in `folder` and build what else it takes into `cache_dir`.

    Raises ZimuError (MODEL_DAMAGED), also for a file that is not there, and OSError when the
    cache cannot be written.
    """
    for file in model.files:
        _check(model, folder, file)
    if model.is_streaming:
        follower = partial(_loaded, model, _follower(model, folder))
        # Beam search, which terms need, weighs several texts against each other.
        return Recogniser(follower, partial(FollowStream, revises=model.takes_terms))
    decoder = partial(_loaded, model, _decoder(model, folder, cache_dir))
    habits = _HABITS.get(model.runtime, Habits())
    return Recogniser(decoder, partial(LineStream, habits=habits))


def _loaded(model: ModelInfo, load: Callable[[], Model]) -> Model:
    try:
        return load()
    except RuntimeError as exc:
        names = [file.name for file in model.files]
        blamed = next((name for name in names if name in str(exc)), names[0])
        raise ZimuError(ErrorCode.MODEL_DAMAGED, model=model.id, file=blamed) from exc


def _decoder(model: ModelInfo, folder: Path, cache_dir: Path) -> Callable[[], Decoder]:
    """Return what loads a model that hears a line as a whole."""
    at = partial(_file, model, folder)
    options = {"num_threads": _threads(), **model.options}
    match model.runtime:
        case Runtime.MOONSHINE:
            moonshine = MoonshineFiles(
                at(Role.ENCODER), at(Role.DECODER), _moonshine_tokens(model, folder, cache_dir)
            )
            # A second thread makes it slower on two cores (measured: 369 against 268 ms).
            options = {"num_threads": 1, **model.options}
            return partial(MoonshineDecoder.load, moonshine, model.languages, options)
        case Runtime.SENSE_VOICE:
            sense_voice = at(Role.MODEL), at(Role.TOKENS)
            return partial(SenseVoiceDecoder.load, *sense_voice, model.languages, options)
        case Runtime.OFFLINE_TRANSDUCER:
            transducer = _transducer(model, folder)
            return partial(ParakeetDecoder.load, transducer, model.languages, options)
        case Runtime.QWEN3_ASR:
            qwen = QwenFiles(
                conv_frontend=at(Role.CONV_FRONTEND),
                encoder=at(Role.ENCODER),
                decoder=at(Role.DECODER),
                tokenizer=at(Role.TOKENIZER).parent,
            )
            return partial(QwenDecoder.load, qwen, model.languages, options)
        case Runtime.WHISPER:
            from app.recognizer.whisper import WhisperDecoder  # noqa: PLC0415  # an optional extra

            return partial(WhisperDecoder.load, folder)
        case Runtime.ONLINE_TRANSDUCER | Runtime.ONLINE_PARAFORMER:
            raise ValueError(f"{model.id} hears speech as it comes")
        case _:
            assert_never(model.runtime)


def _follower(model: ModelInfo, folder: Path) -> Callable[[], Follower]:
    """Return what loads a model that hears speech as it comes."""
    at = partial(_file, model, folder)
    options = {"num_threads": _threads(), **model.options}
    traits = Traits(model.languages, has_case=model.has_punctuation, takes_terms=model.takes_terms)
    if model.runtime is Runtime.ONLINE_PARAFORMER:
        files = ParaformerFiles(at(Role.ENCODER), at(Role.DECODER), at(Role.TOKENS))
        return partial(SherpaFollower.load_paraformer, files, traits, options)
    return partial(SherpaFollower.load_transducer, _transducer(model, folder), traits, options)


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


def _threads() -> int:
    """Return how many threads a large model works on: what captions must not take all cores."""
    return max(1, min(_MOST_THREADS, (os.cpu_count() or 1) // 2))


def _moonshine_tokens(model: ModelInfo, folder: Path, cache_dir: Path) -> Path:
    """Return the vocabulary as text, which is made of the packed one if need be."""
    packed = model.named(Role.PACKED_TOKENS)
    if packed is None:
        return _file(model, folder, Role.TOKENS)
    tokens = cache_dir / f"{model.id}.tokens.txt"
    _write_if_different(tokens, vocabulary_text((folder / packed).read_bytes()))
    return tokens


def _transducer(model: ModelInfo, folder: Path) -> TransducerFiles:
    vocabulary = model.named(Role.BPE_VOCABULARY)
    return TransducerFiles(
        encoder=_file(model, folder, Role.ENCODER),
        decoder=_file(model, folder, Role.DECODER),
        joiner=_file(model, folder, Role.JOINER),
        tokens=_file(model, folder, Role.TOKENS),
        bpe_vocabulary=None if vocabulary is None else folder / vocabulary,
    )


def _file(model: ModelInfo, folder: Path, role: Role) -> Path:
    name = model.named(role)
    if name is None:
        raise ValueError(f"{model.id} has no {role}")  # the catalogue's reader lets none through
    return folder / name


def _check(model: ModelInfo, folder: Path, known: ModelFile) -> None:
    damage = ZimuError(ErrorCode.MODEL_DAMAGED, model=model.id, file=known.name)
    path = folder / known.name
    try:
        size = path.stat().st_size
        is_right = known.size_bytes in (None, size)
        if is_right and size <= _SMALL_BYTES and known.sha256 is not None:
            with path.open("rb") as file:
                is_right = hashlib.file_digest(file, "sha256").hexdigest() == known.sha256
    except OSError as exc:
        raise damage from exc
    if not is_right:
        raise damage


def _write_if_different(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        written = Path(file.name)
    # Closed: on Windows an open file can be neither moved nor removed.
    try:
        written.write_bytes(content)
        written.replace(path)
    except OSError:
        written.unlink()
        raise
