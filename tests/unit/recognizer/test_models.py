"""From a record and a folder to a recogniser: files are checked before they are used."""

from __future__ import annotations

import base64
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import onnx
import pytest
from msgspec.structs import replace

from app.core.errors import ErrorCode, ZimuError
from app.core.models import Runtime
from app.models.carriers import carried_folder
from app.models.catalogue import shipped
from app.recognizer.decoder import Wish
from app.recognizer.follow import FollowStream
from app.recognizer.lines import Rules
from app.recognizer.models import recogniser, vocabulary_text
from app.recognizer.stream import LineStream
from tests.helpers.following import LoudIsSpeech
from tests.helpers.tiny_models import paraformer, zipformer
from tests.helpers.tiny_nemo import nemotron, parakeet
from tests.helpers.tiny_qwen import qwen3
from tests.helpers.tiny_sense_voice import sense_voice

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.models import ModelInfo

ROOT: Final = Path(__file__).parents[3]
MODELS: Final = {model.id: model for model in shipped()}
MOONSHINE: Final = MODELS["moonshine-tiny-en"]
SHERPA: Final = [
    model
    for model in MODELS.values()
    if model.runtime is not Runtime.WHISPER and model != MOONSHINE
]


def moonshine_folder() -> Path:
    folder = carried_folder(MOONSHINE)
    assert folder is not None
    return folder


def damage_of(model: ModelInfo, folder: Path) -> str:
    """Return the name of the file that is said to be damaged."""
    with pytest.raises(ZimuError) as caught:
        recogniser(model, folder, folder / "cache")
    assert caught.value.problem.code is ErrorCode.MODEL_DAMAGED
    assert not (folder / "cache").exists()
    return Path(caught.value.problem.facts["file"]).name


def test_another_file_under_the_name_is_damage_and_is_named(tmp_path: Path) -> None:
    for file in moonshine_folder().iterdir():
        (tmp_path / file.name).symlink_to(file)
    vocabulary = tmp_path / "tokenizer.bin"
    whole = bytearray(vocabulary.read_bytes())
    whole[-1] ^= 1
    vocabulary.unlink()
    vocabulary.write_bytes(whole)
    assert damage_of(MOONSHINE, tmp_path) == "tokenizer.bin"


def test_a_file_that_is_gone_is_damage(tmp_path: Path) -> None:
    assert damage_of(MOONSHINE, tmp_path) == "encoder_model.ort"


def lay(model: ModelInfo, folder: Path, *, digest: str | None = None) -> ModelInfo:
    """Write files of one byte under the names of a model's, and return a record of them."""
    for file in model.files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    files = (replace(file, size_bytes=1, sha256=digest) for file in model.files)
    return replace(model, files=tuple(files))


@pytest.mark.parametrize("model", SHERPA, ids=lambda model: model.id)
def test_every_model_of_the_catalogue_can_be_made_ready(model: ModelInfo, tmp_path: Path) -> None:
    record = lay(model, tmp_path)
    rules = Rules.of(silence_ms=400, speech_probability=0.5)
    stream = recogniser(record, tmp_path, tmp_path).new_stream(LoudIsSpeech(), rules, Wish())
    assert isinstance(stream, FollowStream if model.is_streaming else LineStream)


def test_the_catalogue_has_many_models() -> None:
    assert len(SHERPA) >= 8


def test_a_file_of_another_size_is_damage(tmp_path: Path) -> None:
    model = lay(MODELS["sense-voice-small"], tmp_path)
    (tmp_path / "tokens.txt").write_bytes(b"xx")
    assert damage_of(model, tmp_path) == "tokens.txt"


def test_a_small_file_of_the_right_size_with_other_bytes_is_damage(tmp_path: Path) -> None:
    right = lay(MODELS["sense-voice-small"], tmp_path, digest=sha256(b"x").hexdigest())
    recogniser(right, tmp_path, tmp_path)
    wrong = lay(MODELS["sense-voice-small"], tmp_path, digest=sha256(b"y").hexdigest())
    damage_of(wrong, tmp_path)


def test_the_vocabulary_is_built_once_and_repaired(tmp_path: Path) -> None:
    tokens = tmp_path / "moonshine-tiny-en.tokens.txt"
    recogniser(MOONSHINE, moonshine_folder(), tmp_path)
    whole = tokens.read_bytes()
    assert whole.count(b"\n") == 32_768
    tokens.write_bytes(whole[:100])
    recogniser(MOONSHINE, moonshine_folder(), tmp_path)
    assert tokens.read_bytes() == whole
    assert [path.name for path in tmp_path.iterdir()] == [tokens.name]


def test_a_vocabulary_that_cannot_be_put_in_its_place_leaves_nothing(tmp_path: Path) -> None:
    taken = tmp_path / "moonshine-tiny-en.tokens.txt"
    taken.mkdir()
    with pytest.raises(OSError, match="tokens"):
        recogniser(MOONSHINE, moonshine_folder(), tmp_path)
    assert list(tmp_path.iterdir()) == [taken]


def test_long_tokens_have_two_bytes_of_length() -> None:
    token = b"x" * 300
    packed = b"\x01a" + bytes([300 % 128 + 128, 300 // 128]) + token + b"\x00"
    encoded = base64.b64encode(token)
    assert vocabulary_text(packed) == b"YQ== 0\n" + encoded + b" 1\n 2\n"


# What sherpa-onnx makes of a file that is not the model it was taken for

_LOAD: Final = """
import sys
from hashlib import sha256
from pathlib import Path
import msgspec
from app.core.models import ModelInfo
from app.recognizer.models import recogniser
folder = Path(sys.argv[1])
model = msgspec.json.decode(sys.argv[2], type=ModelInfo)
recogniser(model, folder, folder).load()
print("loaded")
"""


def load_in_a_child(model: ModelInfo, folder: Path) -> subprocess.CompletedProcess[str]:
    record = msgspec.json.encode(model).decode()
    command = [sys.executable, "-c", _LOAD, str(folder), record]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def strip(path: Path) -> None:
    """Take out of a graph what it says about itself."""
    model = onnx.load(str(path))
    del model.metadata_props[:]
    path.write_bytes(model.SerializeToString())


def garble(path: Path) -> None:
    path.write_bytes(b"this is no graph")


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (sense_voice, "model.onnx"),
        (zipformer, "encoder.onnx"),
        (paraformer, "encoder.onnx"),
        (nemotron, "encoder.onnx"),
        (parakeet, "encoder.onnx"),
    ],
)
@pytest.mark.parametrize("spoil", [strip, garble])
def test_a_file_that_is_no_such_model_fails_the_process_and_says_so(
    make: Callable[[Path], ModelInfo], name: str, spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    model = make(tmp_path)
    spoil(tmp_path / name)
    loaded = load_in_a_child(model, tmp_path)
    assert loaded.returncode != 0
    assert "loaded" not in loaded.stdout
    assert loaded.stderr


def test_a_whole_model_is_loaded_in_a_child_without_a_word(tmp_path: Path) -> None:
    loaded = load_in_a_child(qwen3(tmp_path), tmp_path)
    assert (loaded.returncode, loaded.stdout) == (0, "loaded\n")
