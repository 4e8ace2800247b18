"""What is taken out of archives, well-meant and not."""

import contextlib
import io
import random
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.models import unpack as unpacking
from app.models.sealing import Seal, Sealer
from app.models.unpack import unpack
from app.net.download import PausedError
from app.net.links import Cancel
from tests.helpers.model_files import FILES, content_of, record, tar_of, zip_of


def take(archive: Path, folder: str | None = None, cancel: Cancel | None = None) -> dict[str, Seal]:
    sealer = Sealer(None, cancel or Cancel(), lambda progress: None)
    return unpack(archive, folder, record(), archive.parent / "out", sealer)


def problem(archive: Path, folder: str | None = None) -> ErrorCode:
    with pytest.raises(ZimuError) as caught:
        take(archive, folder)
    return caught.value.problem.code


def archive_at(folder: Path, content: bytes) -> Path:
    path = folder / "archive"
    path.write_bytes(content)
    return path


PACKED = {
    "tar.bz2": tar_of(FILES),
    "tar.gz": tar_of(FILES, kind="gz"),
    "zip": zip_of(FILES),
    "tar.bz2 without a folder": tar_of(FILES, folder=""),
    "zip without a folder": zip_of(FILES, folder=""),
    "zip with folders": zip_of(FILES, folder="a/b"),
}


@pytest.mark.parametrize("kind", PACKED)
def test_the_files_of_the_model_are_taken_and_sealed(kind: str, tmp_path: Path) -> None:
    seals = take(archive_at(tmp_path, PACKED[kind]))
    assert content_of(tmp_path / "out") == FILES
    assert all(seals[file.name].fits(file) for file in record().files)


def test_only_the_folder_that_is_named_counts(tmp_path: Path) -> None:
    archive = archive_at(tmp_path, PACKED["tar.bz2"])
    assert problem(archive, "other") is ErrorCode.MODEL_FILE_MISSING
    assert take(archive, "tiny").keys() == FILES.keys()


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    archive = archive_at(tmp_path, zip_of({"model.onnx": b"x"}))
    with pytest.raises(ZimuError) as caught:
        take(archive)
    assert caught.value.problem.facts["file"] == "sub/tokens.txt"


@pytest.mark.parametrize("kind", ["tar.bz2", "tar.gz", "zip"])
def test_an_archive_that_is_cut_off_or_altered_is_unreadable(kind: str, tmp_path: Path) -> None:
    packed = PACKED[kind]
    assert problem(archive_at(tmp_path, packed[:-30_000])) is ErrorCode.ARCHIVE_UNREADABLE
    altered = bytearray(packed)
    altered[len(packed) // 2] ^= 0xFF
    (tmp_path / "again").mkdir()
    assert problem(archive_at(tmp_path / "again", bytes(altered))) is ErrorCode.ARCHIVE_UNREADABLE


@pytest.mark.parametrize("content", [b"", b"PK", b"BZh9 but no more", b"\x1f\x8b\x08", b"GIF89a"])
def test_what_is_no_archive_is_unreadable(content: bytes, tmp_path: Path) -> None:
    assert problem(archive_at(tmp_path, content)) is ErrorCode.ARCHIVE_UNREADABLE


def hostile_tar() -> bytes:
    """A tar that would write all over the disk if its members were extracted as they are."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name in ("../evil", "/evil", "tiny/../../evil", "evil"):
            member = tarfile.TarInfo(name)
            member.size = 4
            tar.addfile(member, io.BytesIO(b"evil"))
        for kind, name in ((tarfile.SYMTYPE, "tiny/model.onnx"), (tarfile.LNKTYPE, "tiny/x")):
            link = tarfile.TarInfo(name)
            link.type = kind
            link.linkname = "/etc/passwd"
            tar.addfile(link)
        device = tarfile.TarInfo("tiny/sub/tokens.txt")
        device.type = tarfile.CHRTYPE
        tar.addfile(device)
        for name, content in FILES.items():
            member = tarfile.TarInfo(f"tiny/{name}")
            member.size = len(content)
            member.mode = 0o7777
            tar.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def test_nothing_in_an_archive_decides_where_it_is_written(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    take(archive_at(inner, hostile_tar()), "tiny")
    assert content_of(inner / "out") == FILES
    assert {path.name for path in tmp_path.rglob("*")} & {"evil"} == set()
    modes = {path.stat().st_mode for path in (inner / "out").rglob("*") if path.is_file()}
    assert all(not mode & (stat.S_ISUID | stat.S_IXUSR) for mode in modes)


def test_a_zip_cannot_write_elsewhere_either(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    evil = {"../evil": b"evil", "/evil": b"evil", "tiny/../../evil": b"evil"}
    packed = {**evil, **{f"tiny/{name}": content for name, content in FILES.items()}}
    take(archive_at(inner, zip_of(packed, folder="")))
    assert content_of(inner / "out") == FILES
    assert {path.name for path in tmp_path.rglob("*")} & {"evil"} == set()


def test_a_file_that_grows_beyond_the_record_is_not_written_out(tmp_path: Path) -> None:
    bomb = {**FILES, "model.onnx": bytes(60_000_000)}
    seals = take(archive_at(tmp_path, tar_of(bomb, kind="gz")))
    assert (tmp_path / "out" / "model.onnx").stat().st_size < 2_000_000
    assert not seals["model.onnx"].fits(record().files[0])


def test_an_archive_that_grows_without_end_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MAX_UNPACKED_BYTES", 5_000_000)
    archive = archive_at(tmp_path, tar_of({"other": bytes(20_000_000), **FILES}, kind="gz"))
    assert problem(archive, "tiny") is ErrorCode.ARCHIVE_UNREADABLE


@pytest.mark.parametrize("kind", ["tar.bz2", "zip"])
def test_too_many_members_are_refused(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MAX_MEMBERS", 2)
    assert problem(archive_at(tmp_path, PACKED[kind])) is ErrorCode.ARCHIVE_UNREADABLE


def test_a_zip_that_is_altered_anywhere_is_read_right_or_not_at_all(tmp_path: Path) -> None:
    chance = random.Random(7)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        for name in FILES:
            archive.writestr(name, bytes(2_000))
    for at in range(len(packed.getvalue())):
        content = bytearray(packed.getvalue())
        content[at] ^= 1 << chance.randrange(8)
        into = tmp_path / str(at)
        into.mkdir()
        with contextlib.suppress(ZimuError):
            take(archive_at(into, bytes(content)))


def test_an_encrypted_zip_is_unreadable(tmp_path: Path) -> None:
    packed = bytearray(zip_of(FILES))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        directory_at = archive.start_dir
    packed[directory_at + 8] |= 1  # the flag of the first member in the directory
    for at in range(directory_at, len(packed) - 4):
        if packed[at : at + 4] == b"PK\x01\x02":
            packed[at + 8] |= 1
    assert problem(archive_at(tmp_path, bytes(packed))) is ErrorCode.ARCHIVE_UNREADABLE


@pytest.mark.parametrize("kind", ["tar.bz2", "zip"])
def test_who_cancels_gets_no_further(kind: str, tmp_path: Path) -> None:
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(PausedError):
        take(archive_at(tmp_path, PACKED[kind]), "tiny", cancel)
