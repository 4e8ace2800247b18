"""A model of a few hundred kilobytes: its files, its record, and archives of it."""

import hashlib
import io
import random
import tarfile
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from app.core.models import (
    Commercial,
    FilesSource,
    Licence,
    ModelFile,
    ModelInfo,
    Role,
    Runtime,
    Source,
)
from app.models.licences import Licences
from app.models.manager import Manager
from app.models.store import Store
from app.net.options import NetOptions

FILES: Mapping[str, bytes] = {
    "model.onnx": random.Random(1).randbytes(400_000),
    "sub/tokens.txt": random.Random(2).randbytes(60_000),
}
SIZE_BYTES = sum(len(content) for content in FILES.values())
_ROLES = {"model.onnx": Role.MODEL, "sub/tokens.txt": Role.TOKENS}


def record(*sources: Source, model_id: str = "tiny", is_pinned: bool = True) -> ModelInfo:
    """The record of the model; what is not pinned says neither sizes nor hashes."""
    return ModelInfo(
        id=model_id,
        title="Tiny",
        languages=("en",),
        runtime=Runtime.SENSE_VOICE,
        licence=Licence("MIT", "https://example.org/licence", Commercial.YES),
        files=tuple(
            ModelFile(
                _ROLES[name],
                name,
                len(content) if is_pinned else None,
                hashlib.sha256(content).hexdigest() if is_pinned else None,
            )
            for name, content in FILES.items()
        ),
        sources=sources or (FilesSource("https://files.example/tiny/"),),
    )


def manager(root: Path, *models: ModelInfo) -> Manager:
    """What works on these models in `root`, with their licences accepted."""
    licences = Licences(root / "licences.json", lambda: datetime(2026, 1, 2, tzinfo=UTC))
    for model in models:
        licences.accept(model)
    return Manager(Store(root, models), licences, NetOptions)


def tar_of(files: Mapping[str, bytes], *, folder: str = "tiny", kind: str = "bz2") -> bytes:
    """A .tar.bz2 or .tar.gz with the files in one folder, and what else makers put there."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=f"w:{kind}") as tar:  # type: ignore[call-overload]
        inside = f"{folder}/" if folder else ""
        for name, content in {"README.md": b"hello", **files}.items():
            member = tarfile.TarInfo(f"./{inside}{name}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def zip_of(files: Mapping[str, bytes], *, folder: str = "tiny") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"README.md": b"hello", **files}.items():
            archive.writestr(f"{folder}/{name}" if folder else name, content)
    return packed.getvalue()


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write the files into `folder`; return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def content_of(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their paths in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
