"""Speech models as data: what one can do, what it consists of and where it is to be had."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import msgspec
from msgspec import Meta, Struct, field

from app.core.languages import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

_Id: TypeAlias = Annotated[str, Meta(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=64)]
_Bytes: TypeAlias = Annotated[int, Meta(gt=0)]
_Sha256: TypeAlias = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
# As for engines: without TLS from this computer only.
_ORIGIN: Final = r"^(https://[^/?#@]+|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?)/"
_Url: TypeAlias = Annotated[str, Meta(pattern=_ORIGIN)]
_Folder: TypeAlias = Annotated[str, Meta(pattern=rf"{_ORIGIN}([^?#]*/)?$")]
# Relative, with plain names only: no empty one, none of dots alone, no backslash, no drive.
_Path: TypeAlias = Annotated[str, Meta(pattern=r"^(?!.*(^|/)\.+(/|$))[\w.+-]+(/[\w.+-]+)*$")]
Option: TypeAlias = str | bool | int | float
RECEIPT: Final = "installed.json"
"""What lies beside the files of a model that is installed, and nowhere else."""


class Runtime(StrEnum):
    """What loads a model: one value for each constructor the recogniser knows."""

    MOONSHINE = "moonshine"
    WHISPER = "whisper"  # faster-whisper, an optional extra
    SENSE_VOICE = "sense-voice"
    QWEN3_ASR = "qwen3-asr"
    OFFLINE_TRANSDUCER = "offline-transducer"
    ONLINE_TRANSDUCER = "online-transducer"
    ONLINE_PARAFORMER = "online-paraformer"

    @property
    def is_streaming(self) -> bool:
        """Whether it hears on where it stopped; the others hear the open line again and again."""
        return self in (Runtime.ONLINE_TRANSDUCER, Runtime.ONLINE_PARAFORMER)


class Role(StrEnum):
    """What a file is to its model's constructor."""

    MODEL = "model"
    ENCODER = "encoder"
    DECODER = "decoder"
    JOINER = "joiner"
    CONV_FRONTEND = "conv-frontend"
    TOKENS = "tokens"
    PACKED_TOKENS = "packed-tokens"  # Moonshine's tokenizer.bin, which TOKENS can be made of
    TOKENIZER = "tokenizer"  # Qwen3-ASR: the files of one folder, which the constructor is given
    VOCABULARY = "vocabulary"
    BPE_VOCABULARY = "bpe-vocabulary"  # cuts hotwords into tokens
    CONFIG = "config"


_TRANSDUCER: Final = ({Role.ENCODER}, {Role.DECODER}, {Role.JOINER}, {Role.TOKENS})
_NEEDED: Final[dict[Runtime, tuple[set[Role], ...]]] = {
    Runtime.MOONSHINE: ({Role.ENCODER}, {Role.DECODER}, {Role.TOKENS, Role.PACKED_TOKENS}),
    Runtime.WHISPER: ({Role.MODEL}, {Role.CONFIG}, {Role.TOKENIZER}, {Role.VOCABULARY}),
    Runtime.SENSE_VOICE: ({Role.MODEL}, {Role.TOKENS}),
    Runtime.QWEN3_ASR: ({Role.CONV_FRONTEND}, {Role.ENCODER}, {Role.DECODER}, {Role.TOKENIZER}),
    Runtime.OFFLINE_TRANSDUCER: _TRANSDUCER,
    Runtime.ONLINE_TRANSDUCER: _TRANSDUCER,
    Runtime.ONLINE_PARAFORMER: ({Role.ENCODER}, {Role.DECODER}, {Role.TOKENS}),
}


class Commercial(StrEnum):
    """Whether a licence lets a business use the model."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class Licence(Struct, frozen=True, forbid_unknown_fields=True):
    """What the weights may be used for, and where that is written."""

    name: str
    url: _Url
    commercial: Commercial


class ModelFile(Struct, frozen=True, forbid_unknown_fields=True):
    """One file, by its path in the model's folder; what is not known of it is None."""

    role: Role
    name: _Path
    size_bytes: _Bytes | None = None
    sha256: _Sha256 | None = None


class _Source(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """`kind` in the catalogue says which one it is."""


class PackageSource(_Source, frozen=True, tag="package"):
    """Files that lie in installed Python packages, which are never imported.

    `paths` leads from a model's file to its parts, in order, each as package/path/in/it.
    """

    requirements: tuple[str, ...]  # what pip would install
    paths: dict[str, tuple[_Path, ...]]


class ArchiveSource(_Source, frozen=True, tag="archive"):
    """An archive (.tar.bz2, .tar.gz or .zip) that holds the files in `folder`."""

    url: _Url
    folder: _Path | None = None
    size_bytes: _Bytes | None = None
    sha256: _Sha256 | None = None


class FilesSource(_Source, frozen=True, tag="files"):
    """The files one by one, each under `url`, which ends with a slash, and its own name."""

    url: _Folder


Source: TypeAlias = PackageSource | ArchiveSource | FilesSource


class ModelInfo(Struct, frozen=True, forbid_unknown_fields=True):
    """One record of the catalogue; sources stand in the order in which they are tried."""

    id: _Id
    title: str
    languages: Annotated[tuple[str, ...], Meta(min_length=1)]
    runtime: Runtime
    licence: Licence
    files: Annotated[tuple[ModelFile, ...], Meta(min_length=1)]
    sources: Annotated[tuple[Source, ...], Meta(min_length=1)]
    options: dict[str, Option] = field(default_factory=dict)  # more arguments of the constructor
    has_punctuation: bool = False
    has_emotion: bool = False
    detects_language: bool = False
    takes_terms: bool = False  # words of the context make it hear them
    about_bytes: _Bytes | None = None  # on the disk, where not every file's size is known
    ram_bytes: _Bytes | None = None
    note: str = ""
    note_zh: str = ""

    @property
    def is_streaming(self) -> bool:
        """Whether it hears on where it stopped."""
        return self.runtime.is_streaming

    @property
    def size_bytes(self) -> int | None:
        """What it takes on the disk: to the byte or about; None: not known before it is here."""
        sizes = [file.size_bytes for file in self.files if file.size_bytes is not None]
        return sum(sizes) if len(sizes) == len(self.files) else self.about_bytes

    def named(self, role: Role) -> str | None:
        """Return the name of the first file with this role."""
        return next((file.name for file in self.files if file.role is role), None)


class _Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    models: tuple[ModelInfo, ...] = field(name="model")


def parse(text: str) -> tuple[ModelInfo, ...]:
    """Read a catalogue (TOML). ValueError says what is wrong in which record."""
    catalogue = msgspec.convert(tomllib.loads(text), _Catalogue)  # both raise ValueErrors
    ids = [model.id for model in catalogue.models]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise ValueError(f"more than one record is called {', '.join(sorted(twice))}")
    for model in catalogue.models:
        for mistake in _mistakes(model):
            raise ValueError(f"{model.id}: {mistake}")
    return catalogue.models


def _mistakes(model: ModelInfo) -> Iterator[str]:
    """Say what the types alone do not rule out."""
    names = [file.name for file in model.files]
    if RECEIPT in names:
        yield f"{RECEIPT} is a name of our own"
    if len({name.casefold() for name in names}) < len(names):
        yield "two files have the same name"
    if unknown := set(model.languages) - set(CODES):
        yield f"the wire protocol has no language {', '.join(sorted(unknown))}"
    roles = {file.role for file in model.files}
    for choice in _NEEDED[model.runtime]:
        if not choice & roles:
            yield f"{model.runtime} needs a file that is its {' or '.join(sorted(choice))}"
    for source in model.sources:
        if isinstance(source, PackageSource) and set(source.paths) != set(names):
            yield "the package must have a path for every file, and no other"
        if isinstance(source, ArchiveSource) and not source.url.endswith(
            (".tar.bz2", ".tar.gz", ".zip")
        ):
            yield f"{source.url} is no archive of a known kind"
