"""Models that come, are checked and go, and what is left when something goes wrong on the way."""

import importlib.util
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from app.core.errors import ErrorCode, ZimuError
from app.core.models import RECEIPT, ArchiveSource, FilesSource, ModelInfo, PackageSource, Runtime
from app.models import catalogue
from app.models.manager import Manager
from app.models.sealing import Progress, Stage
from app.models.store import Condition
from app.net.download import PausedError
from app.net.links import Cancel
from app.speech_models import at_hand
from tests.helpers.file_server import FileServer
from tests.helpers.model_files import (
    FILES,
    SIZE_BYTES,
    content_of,
    manager,
    record,
    tar_of,
    written,
    zip_of,
)

PACKED = tar_of(FILES)


@pytest.fixture
def server() -> Iterator[FileServer]:
    files = {f"tiny/{name}": content for name, content in FILES.items()}
    with FileServer({**files, "tiny.tar.bz2": PACKED}) as server:
        yield server


def ignore(progress: Progress) -> None:
    """Nobody looks."""


def get(of: Manager, model: ModelInfo, cancel: Cancel | None = None) -> Condition:
    return of.get(model, cancel or Cancel(), ignore).condition


def problem(of: Manager, model: ModelInfo) -> ErrorCode:
    with pytest.raises(ZimuError) as caught:
        get(of, model)
    return caught.value.problem.code


def pause(of: Manager, model: ModelInfo) -> None:
    """Begin a download and stop it when about a third is here."""
    cancel = Cancel()

    def pause_soon(progress: Progress) -> None:
        if progress.done_bytes >= SIZE_BYTES // 3:
            cancel.cancel()

    with pytest.raises(PausedError):
        of.get(model, cancel, pause_soon)


def installed(root: Path) -> dict[str, bytes]:
    """What the model's folder holds, its receipt left out."""
    return {name: content for name, content in content_of(root / "tiny").items() if name != RECEIPT}


def by_files(server: FileServer, folder: str = "tiny") -> FilesSource:
    return FilesSource(server.url(f"{folder}/"))


def test_single_files_are_installed_with_a_receipt(server: FileServer, tmp_path: Path) -> None:
    model = record(by_files(server))
    of = manager(tmp_path, model)
    assert of.store.state(model).condition is Condition.ABSENT
    assert get(of, model) is Condition.INSTALLED
    assert installed(tmp_path) == FILES
    receipt = json.loads((tmp_path / "tiny" / RECEIPT).read_bytes())
    assert receipt["source"] == server.url("tiny/")
    assert receipt["files"]["model.onnx"]["sha256"] == model.files[0].sha256


def test_nothing_else_is_left_on_the_disk(server: FileServer, tmp_path: Path) -> None:
    model = record(by_files(server))
    get(manager(tmp_path, model), model)
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert {name for name in names if not name.startswith("tiny")} == {
        ".incoming",
        ".locks",
        ".locks/tiny.lock",
        ".removed",
        "licences.json",
        "licences.lock",
    }


@pytest.mark.parametrize("is_pinned", [True, False])
def test_an_archive_is_installed(server: FileServer, tmp_path: Path, is_pinned: bool) -> None:
    source = ArchiveSource(server.url("tiny.tar.bz2"), "tiny")
    model = record(source, is_pinned=is_pinned)
    of = manager(tmp_path, model)
    assert get(of, model) is Condition.INSTALLED
    assert installed(tmp_path) == FILES
    assert of.verify(model, Cancel(), ignore).folder == tmp_path / "tiny"


def test_what_is_installed_is_not_fetched_again(server: FileServer, tmp_path: Path) -> None:
    model = record(by_files(server))
    of = manager(tmp_path, model)
    get(of, model)
    asked = len(server.asked)
    assert get(of, model) is Condition.INSTALLED
    assert len(server.asked) == asked


def test_progress_rises_to_the_size_of_the_model(server: FileServer, tmp_path: Path) -> None:
    told: list[Progress] = []
    model = record(by_files(server))
    manager(tmp_path, model).get(model, Cancel(), told.append)
    for stage in (Stage.DOWNLOADING, Stage.CHECKING):
        done = [one.done_bytes for one in told if one.stage is stage]
        assert done == sorted(done)
        assert done[-1] == SIZE_BYTES
    assert {one.total_bytes for one in told} == {SIZE_BYTES}


def test_a_model_that_nothing_here_could_load_is_not_even_fetched(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = replace(record(by_files(server)), runtime=Runtime.WHISPER)
    of = manager(tmp_path, model)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ZimuError) as caught:
        get(of, model)
    problem = caught.value.problem
    assert problem.code is ErrorCode.RUNTIME_MISSING
    assert problem.facts == {"model": "Tiny", "requirement": "zimu[multilingual]"}
    assert not server.asked


def test_weights_that_nothing_here_could_load_are_not_at_hand(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaking = record(by_files(server))
    of = manager(tmp_path, speaking)
    get(of, speaking)
    mute = replace(speaking, runtime=Runtime.WHISPER)  # as another Zimu has left it
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert of.store.state(mute).condition is Condition.INSTALLED
    assert not of.store.state(mute).is_at_hand
    assert of.store.state(speaking).is_at_hand


def test_without_its_licence_nothing_comes(server: FileServer, tmp_path: Path) -> None:
    model = record(by_files(server))
    of = manager(tmp_path)
    assert problem(of, model) is ErrorCode.LICENCE_NOT_ACCEPTED
    assert not server.asked


def test_cut_connections_do_not_matter(server: FileServer, tmp_path: Path) -> None:
    server.cuts = [100_000, 100_000]
    model = record(by_files(server))
    assert get(manager(tmp_path, model), model) is Condition.INSTALLED
    assert installed(tmp_path) == FILES


def test_a_source_that_fails_leaves_it_to_the_next(server: FileServer, tmp_path: Path) -> None:
    server.statuses = [404]
    broken = ArchiveSource(server.url("tiny.tar.bz2"), "tiny")
    model = record(broken, by_files(server))
    assert get(manager(tmp_path, model), model) is Condition.INSTALLED
    assert [path for path, _ in server.asked] == ["tiny/model.onnx", "tiny/sub/tokens.txt"]


def test_only_the_source_that_is_named_is_asked(server: FileServer, tmp_path: Path) -> None:
    model = record(FilesSource("https://files.example/tiny/"), by_files(server))
    of = manager(tmp_path, model)
    assert of.get(model, Cancel(), ignore, host="127.0.0.1").condition is Condition.INSTALLED


@pytest.mark.parametrize("name", FILES)
def test_wrong_bytes_are_never_installed(server: FileServer, tmp_path: Path, name: str) -> None:
    wrong = bytearray(FILES[name])
    wrong[1_000] ^= 1
    server.files[f"tiny/{name}"] = bytes(wrong)
    model = record(by_files(server))
    of = manager(tmp_path, model)
    assert problem(of, model) is ErrorCode.DOWNLOAD_WRONG
    assert not of.store.state(model).is_at_hand
    assert not (tmp_path / "tiny").exists()
    server.files[f"tiny/{name}"] = FILES[name]
    assert get(of, model) is Condition.INSTALLED


def test_a_mirror_with_wrong_bytes_is_passed_over(server: FileServer, tmp_path: Path) -> None:
    server.files["bad/model.onnx"] = bytes(len(FILES["model.onnx"]))
    server.files["bad/sub/tokens.txt"] = FILES["sub/tokens.txt"]
    model = record(by_files(server, "bad"), by_files(server))
    assert get(manager(tmp_path, model), model) is Condition.INSTALLED
    assert installed(tmp_path) == FILES


def test_an_archive_of_something_else_is_thrown_away(server: FileServer, tmp_path: Path) -> None:
    server.files["tiny.tar.bz2"] = tar_of({**FILES, "model.onnx": bytes(400_000)})
    model = record(ArchiveSource(server.url("tiny.tar.bz2"), "tiny"))
    of = manager(tmp_path, model)
    assert problem(of, model) is ErrorCode.DOWNLOAD_WRONG
    server.files["tiny.tar.bz2"] = PACKED
    assert get(of, model) is Condition.INSTALLED


def test_a_pause_keeps_what_came(server: FileServer, tmp_path: Path) -> None:
    model = record(by_files(server))
    of = manager(tmp_path, model)
    pause(of, model)
    state = of.store.state(model)
    assert state.condition is Condition.BEGUN
    assert SIZE_BYTES // 3 <= state.begun_bytes < SIZE_BYTES
    assert get(of, model) is Condition.INSTALLED
    assert installed(tmp_path) == FILES


def test_an_archive_stays_when_nobody_hears_how_far_it_is(
    server: FileServer, tmp_path: Path
) -> None:
    model = record(ArchiveSource(server.url("tiny.tar.bz2"), "tiny"))
    of = manager(tmp_path, model)

    def leave(progress: Progress) -> None:
        if progress.stage is Stage.UNPACKING:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        of.get(model, Cancel(), leave)
    assert get(of, model) is Condition.INSTALLED
    assert len(server.asked) == 1


def test_what_was_paused_can_be_dropped(server: FileServer, tmp_path: Path) -> None:
    model = record(by_files(server))
    of = manager(tmp_path, model)
    pause(of, model)
    assert of.store.state(model).condition is Condition.BEGUN
    of.remove(model)
    assert of.store.state(model).condition is Condition.ABSENT


def test_a_full_disk_is_told_and_what_came_stays(server: FileServer, tmp_path: Path) -> None:
    model = record(by_files(server))
    of = manager(tmp_path, model)
    resource = pytest.importorskip("resource")  # not on Windows
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
    try:
        assert problem(of, model) is ErrorCode.DISK_FULL
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert of.store.state(model).condition is Condition.BEGUN
    assert get(of, model) is Condition.INSTALLED


def test_another_process_at_work_is_respected(server: FileServer, tmp_path: Path) -> None:
    model = record(by_files(server))
    of = manager(tmp_path, model)
    with of.store.lock(model):
        assert problem(of, model) is ErrorCode.MODEL_BUSY
    assert get(of, model) is Condition.INSTALLED


def test_removing_leaves_nothing(server: FileServer, tmp_path: Path) -> None:
    model = record(by_files(server))
    of = manager(tmp_path, model)
    get(of, model)
    of.remove(model)
    assert of.store.state(model).condition is Condition.ABSENT
    assert not (tmp_path / "tiny").exists()
    with pytest.raises(ZimuError) as caught:
        of.remove(model)
    assert caught.value.problem.code is ErrorCode.MODEL_ABSENT


def test_who_looks_at_new_files_for_a_moment_is_waited_for(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As virus scanners do on Windows, where what is open cannot be renamed."""
    renamed = Path.rename
    looked_at = ["model.onnx.part", "ready"]

    def rename(path: Path, target: Path) -> Path:
        if path.name in looked_at:
            looked_at.remove(path.name)
            raise PermissionError
        return renamed(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    model = record(by_files(server))
    assert get(manager(tmp_path, model), model) is Condition.INSTALLED
    assert not looked_at


def test_what_cannot_be_removed_stays_whole(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a folder with an open file cannot be renamed."""
    model = record(by_files(server))
    of = manager(tmp_path, model)
    get(of, model)

    def refuse(path: Path, target: Path) -> Path:
        raise PermissionError(13, "in use", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse)
        with pytest.raises(ZimuError) as caught:
            of.remove(model)
    assert caught.value.problem.code is ErrorCode.MODEL_IN_USE
    assert of.store.state(model).condition is Condition.INSTALLED
    assert installed(tmp_path) == FILES


@pytest.mark.parametrize("is_pinned", [True, False])
def test_verifying_finds_a_single_wrong_byte(
    server: FileServer, tmp_path: Path, is_pinned: bool
) -> None:
    model = record(by_files(server), is_pinned=is_pinned)
    of = manager(tmp_path, model)
    get(of, model)
    of.verify(model, Cancel(), ignore)
    path = tmp_path / "tiny" / "model.onnx"
    content = bytearray(path.read_bytes())
    content[5] ^= 1
    path.write_bytes(content)
    with pytest.raises(ZimuError) as caught:
        of.verify(model, Cancel(), ignore)
    assert caught.value.problem.facts == {"model": "tiny", "file": "model.onnx"}
    assert of.store.state(model).condition is Condition.DAMAGED
    assert get(of, model) is Condition.INSTALLED
    assert installed(tmp_path) == FILES


@pytest.mark.parametrize("content", [b"", b"{", b'{"model":"\xff"}', b"[" * 100_000])
def test_a_receipt_that_cannot_be_read_is_none(
    server: FileServer, tmp_path: Path, content: bytes
) -> None:
    model = record(by_files(server))
    of = manager(tmp_path, model)
    get(of, model)
    (tmp_path / "tiny" / RECEIPT).write_bytes(content)
    assert of.store.states()[0].condition is Condition.DAMAGED


def test_what_vanishes_while_it_is_looked_at_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = record()
    of = manager(tmp_path, model)
    staging = of.store.staging(model)
    written({"files/model.onnx.part": b"beginning"}, staging)
    gone = staging / "gone"
    gone.mkdir()
    listed = os.scandir

    def vanishing(path: Path | str) -> Iterator[os.DirEntry[str]]:
        if Path(path) == gone:
            gone.rmdir()
        return listed(path)

    monkeypatch.setattr(os, "scandir", vanishing)
    state = of.store.state(model)
    assert (state.condition, state.begun_bytes) == (Condition.BEGUN, len(b"beginning"))


@pytest.mark.parametrize("name", [*FILES, RECEIPT])
def test_a_model_with_a_file_missing_is_damaged_and_can_be_got_again(
    server: FileServer, tmp_path: Path, name: str
) -> None:
    model = record(by_files(server))
    of = manager(tmp_path, model)
    get(of, model)
    (tmp_path / "tiny" / name).unlink()
    assert of.store.state(model).condition is Condition.DAMAGED
    with pytest.raises(ZimuError) as caught:
        of.ready(model, Cancel(), ignore)
    assert caught.value.problem.code is ErrorCode.MODEL_DAMAGED
    assert get(of, model) is Condition.INSTALLED
    assert installed(tmp_path) == FILES


def test_a_newer_record_makes_old_files_damaged(server: FileServer, tmp_path: Path) -> None:
    old = record(by_files(server), is_pinned=False)
    server.files["tiny/model.onnx"] = bytes(400_000)
    get(manager(tmp_path, old), old)
    new = record(by_files(server))
    assert manager(tmp_path, new).store.state(new).condition is Condition.DAMAGED


def test_a_folder_without_a_receipt_is_not_used(tmp_path: Path) -> None:
    model = record()
    written(FILES, tmp_path / "tiny")
    of = manager(tmp_path, model)
    assert of.store.state(model).condition is Condition.DAMAGED
    of.remove(model)
    assert of.store.state(model).condition is Condition.ABSENT


def test_importing_a_folder_takes_the_files_of_the_record(tmp_path: Path) -> None:
    model = record()
    of = manager(tmp_path / "models", model)
    source = written({**FILES, "more.txt": b"x"}, tmp_path / "source")
    assert of.import_from(source, model, Cancel(), ignore).condition is Condition.INSTALLED
    assert installed(tmp_path / "models") == FILES
    assert content_of(source).keys() == {*FILES, "more.txt"}


@pytest.mark.parametrize("packed", [PACKED, zip_of(FILES)], ids=["tar.bz2", "zip"])
def test_importing_an_archive_does_the_same(tmp_path: Path, packed: bytes) -> None:
    model = record()
    of = manager(tmp_path / "models", model)
    archive = tmp_path / "brought along"
    archive.write_bytes(packed)
    assert of.import_from(archive, model, Cancel(), ignore).condition is Condition.INSTALLED
    assert installed(tmp_path / "models") == FILES


def test_importing_the_wrong_files_changes_nothing(tmp_path: Path) -> None:
    model = record()
    of = manager(tmp_path / "models", model)
    good = written(FILES, tmp_path / "good")
    of.import_from(good, model, Cancel(), ignore)
    wrong = written({**FILES, "model.onnx": bytes(400_000)}, tmp_path / "wrong")
    (tmp_path / "lacking").mkdir()
    for path, code in (
        (wrong, ErrorCode.MODEL_FILE_WRONG),
        (tmp_path / "lacking", ErrorCode.MODEL_FILE_MISSING),
        (tmp_path / "nowhere", ErrorCode.FILE_NOT_FOUND),
    ):
        with pytest.raises(ZimuError) as caught:
            of.import_from(path, model, Cancel(), ignore)
        assert caught.value.problem.code is code
    assert installed(tmp_path / "models") == FILES
    assert of.store.state(model).condition is Condition.INSTALLED


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that Python finds packages in; importing one of them would fail the test."""
    folder = tmp_path / "site-packages"
    for package in ("zimu_whole_tiny", "zimu_part_one", "zimu_part_two"):
        written({"__init__.py": b"raise AssertionError('imported')"}, folder / package)
    monkeypatch.syspath_prepend(folder)
    return folder


def whole() -> PackageSource:
    return PackageSource(
        ("zimu-whole-tiny==1",), {name: (f"zimu_whole_tiny/data/{name}",) for name in FILES}
    )


def in_parts() -> PackageSource:
    parts = {
        "model.onnx": ("zimu_part_one/model.1", "zimu_part_two/model.2"),
        "sub/tokens.txt": ("zimu_part_one/tokens.txt",),
    }
    return PackageSource(("zimu-part-one==1", "zimu-part-two==1"), parts)


def test_what_a_package_carries_whole_is_used_where_it_is(tmp_path: Path, packages: Path) -> None:
    written(FILES, packages / "zimu_whole_tiny" / "data")
    model = record(whole())
    of = manager(tmp_path / "models", model)
    state = of.store.state(model)
    assert state.condition is Condition.CARRIED
    assert state.folder == packages / "zimu_whole_tiny" / "data"
    assert of.ready(model, Cancel(), ignore) == state.folder
    assert of.verify(model, Cancel(), ignore) == state
    assert get(of, model) is Condition.CARRIED
    assert not (tmp_path / "models" / "tiny").exists()
    with pytest.raises(ZimuError) as caught:
        of.remove(model)
    assert caught.value.problem.facts["packages"] == "zimu-whole-tiny"


def test_a_package_that_lacks_a_file_carries_nothing(tmp_path: Path, packages: Path) -> None:
    written({"model.onnx": FILES["model.onnx"]}, packages / "zimu_whole_tiny" / "data")
    model = record(whole())
    assert manager(tmp_path / "models", model).store.state(model).condition is Condition.ABSENT


def test_a_package_with_wrong_bytes_is_found_out(tmp_path: Path, packages: Path) -> None:
    written({**FILES, "model.onnx": b"x"}, packages / "zimu_whole_tiny" / "data")
    model = record(whole())
    with pytest.raises(ZimuError) as caught:
        manager(tmp_path / "models", model).verify(model, Cancel(), ignore)
    assert caught.value.problem.code is ErrorCode.MODEL_DAMAGED


def test_parts_are_joined_once(tmp_path: Path, packages: Path) -> None:
    content = FILES["model.onnx"]
    written(
        {"model.1": content[:100_000], "tokens.txt": FILES["sub/tokens.txt"]},
        packages / "zimu_part_one",
    )
    written({"model.2": content[100_000:]}, packages / "zimu_part_two")
    model = record(in_parts())
    of = manager(tmp_path / "models", model)
    state = of.store.state(model)
    assert state.condition is Condition.IN_PARTS
    assert state.is_at_hand
    told: list[Progress] = []
    folder = of.ready(model, Cancel(), told.append)
    assert installed(tmp_path / "models") == FILES
    assert {one.stage for one in told} == {Stage.COPYING}
    told.clear()
    assert of.ready(model, Cancel(), told.append) == folder
    assert not told


@pytest.mark.expects_log("the folder of models takes nothing: export_failed")
def test_parts_are_joined_elsewhere_if_the_folder_of_models_takes_nothing(
    tmp_path: Path, packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = FILES["model.onnx"]
    written(
        {"model.1": content[:100_000], "tokens.txt": FILES["sub/tokens.txt"]},
        packages / "zimu_part_one",
    )
    written({"model.2": content[100_000:]}, packages / "zimu_part_two")
    model = record(in_parts())
    monkeypatch.setattr(catalogue, "shipped", lambda: (model,))
    (tmp_path / "models").write_bytes(b"in the way")
    with ExitStack() as cleanup:
        found, folder = at_hand("tiny", tmp_path / "models", cleanup)
        assert found == model
        assert {name: (folder / name).read_bytes() for name in FILES} == FILES
    assert not folder.exists(), "it is for one run"


def test_parts_that_do_not_make_the_model_are_not_installed(tmp_path: Path, packages: Path) -> None:
    written({"model.1": b"x", "tokens.txt": FILES["sub/tokens.txt"]}, packages / "zimu_part_one")
    written({"model.2": b"y"}, packages / "zimu_part_two")
    model = record(in_parts())
    of = manager(tmp_path / "models", model)
    with pytest.raises(ZimuError) as caught:
        of.ready(model, Cancel(), ignore)
    assert caught.value.problem.code is ErrorCode.MODEL_FILE_WRONG
    assert not (tmp_path / "models" / "tiny").exists()
    assert not content_of(of.store.staging(model)), "the copies are left"


def test_wrong_parts_leave_it_to_the_download(
    server: FileServer, tmp_path: Path, packages: Path
) -> None:
    written({"model.1": b"x", "tokens.txt": FILES["sub/tokens.txt"]}, packages / "zimu_part_one")
    written({"model.2": b"y"}, packages / "zimu_part_two")
    model = record(in_parts(), by_files(server))
    assert get(manager(tmp_path / "models", model), model) is Condition.INSTALLED
    assert installed(tmp_path / "models") == FILES


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    model = record()
    of = manager(tmp_path / "models", model)
    (tmp_path / "models" / ".locks").write_bytes(b"in the way")
    assert problem(of, model) is ErrorCode.EXPORT_FAILED


def test_an_archive_that_was_unpacked_by_hand_may_be_one_folder_deeper(tmp_path: Path) -> None:
    model = record()
    of = manager(tmp_path / "models", model)
    written(FILES, tmp_path / "source" / "sherpa-onnx-tiny")
    (tmp_path / "source" / "other").mkdir()
    assert of.import_from(tmp_path / "source", model, Cancel(), ignore).is_at_hand


@pytest.mark.parametrize("kind", ["files", "archive"])
def test_what_will_not_fit_as_a_whole_is_not_begun(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    packed = ArchiveSource(server.url("tiny.tar.bz2"), "tiny", size_bytes=len(PACKED))
    needed_bytes = SIZE_BYTES if kind == "files" else SIZE_BYTES + len(PACKED)

    class Disk:
        free = needed_bytes - 1

    monkeypatch.setattr("app.models.fetching.shutil.disk_usage", lambda path: Disk)
    model = record(by_files(server) if kind == "files" else packed)
    of = manager(tmp_path, model)
    assert problem(of, model) is ErrorCode.DISK_FULL
    assert not server.asked
    Disk.free += 1
    assert get(of, model) is Condition.INSTALLED


def test_what_an_earlier_try_has_unpacked_makes_room_for_the_next(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = record(ArchiveSource(server.url("tiny.tar.bz2"), "tiny"))
    of = manager(tmp_path, model)
    cancel = Cancel()

    def pause_at_unpacking(progress: Progress) -> None:
        if progress.stage is Stage.UNPACKING:
            cancel.cancel()

    with pytest.raises(PausedError):
        of.get(model, cancel, pause_at_unpacking)
    staging = of.store.staging(model)
    total_bytes = len(PACKED) + SIZE_BYTES

    def disk(path: Path) -> SimpleNamespace:
        return SimpleNamespace(
            free=total_bytes - sum(len(content) for content in content_of(staging).values())
        )

    monkeypatch.setattr("app.models.fetching.shutil.disk_usage", disk)
    assert get(of, model) is Condition.INSTALLED


def test_what_does_not_fit_is_not_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        free = SIZE_BYTES - 1

    model = record()
    of = manager(tmp_path / "models", model)
    source = written(FILES, tmp_path / "source")
    monkeypatch.setattr("app.models.manager.shutil.disk_usage", lambda path: Full)
    with pytest.raises(ZimuError) as caught:
        of.import_from(source, model, Cancel(), ignore)
    assert caught.value.problem.code is ErrorCode.DISK_FULL
    assert of.store.state(model).condition is Condition.ABSENT


def test_what_a_crash_left_behind_is_deleted_at_the_next_occasion(tmp_path: Path) -> None:
    model = record()
    of = manager(tmp_path / "models", model)
    written(FILES, tmp_path / "models" / ".removed" / "tiny-0123")
    of.import_from(written(FILES, tmp_path / "source"), model, Cancel(), ignore)
    assert not list((tmp_path / "models" / ".removed").iterdir())
