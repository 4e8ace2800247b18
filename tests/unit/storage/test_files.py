"""A file holds its old or its new content, never half of one."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.storage.files import private_folder, write_atomically
from app.storage.locks import locked
from app.storage.settings_store import SettingsStore

needs_modes = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_text_is_written_as_it_is_in_utf8(tmp_path: Path) -> None:
    path = tmp_path / "字幕.srt"
    write_atomically(path, "1\r\n你好\n")
    assert path.read_bytes() == "1\r\n你好\n".encode()


def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    write_atomically(path, "x")
    assert path.read_text(encoding="utf-8") == "x"


def test_an_existing_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("a much longer text than the new one", encoding="utf-8")
    path.chmod(0o640)
    write_atomically(path, "new")
    assert path.read_text(encoding="utf-8") == "new"
    assert path.stat().st_mode & 0o777 == 0o640


@needs_modes
def test_a_private_file_and_its_folders_are_its_owner_s_only(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    write_atomically(path, "x", is_private=True)
    assert mode_of(path) == 0o600
    assert (mode_of(path.parent), mode_of(path.parent.parent)) == (0o700, 0o700)


@needs_modes
def test_what_was_open_to_others_is_closed_with_the_next_private_write(tmp_path: Path) -> None:
    folder = tmp_path / "zimu"
    folder.mkdir()
    folder.chmod(0o755)
    path = folder / "c.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o644)
    write_atomically(path, "new", is_private=True)
    assert (mode_of(folder), mode_of(path)) == (0o700, 0o600)


@needs_modes
def test_a_folder_that_a_lock_was_the_first_to_need_is_its_owner_s_only(tmp_path: Path) -> None:
    shared = tmp_path / "models"
    shared.mkdir()
    shared.chmod(0o755)
    with locked(tmp_path / "config" / "window.lock"), locked(shared / ".lock"):
        assert mode_of(tmp_path / "config") == 0o700
        assert mode_of(shared) == 0o755  # as its owner wants it


@needs_modes
def test_a_folder_that_cannot_be_closed_is_written_to_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", refuse)
    write_atomically(tmp_path / "c.txt", "x", is_private=True)
    assert (tmp_path / "c.txt").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("name", ["taken", "taken/below"])
def test_a_file_where_a_private_folder_should_be_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises((FileExistsError, NotADirectoryError)):
        private_folder(tmp_path / name)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


@pytest.mark.skipif(os.name == "nt", reason="not everybody may make links")
def test_a_link_to_itself_is_an_error(tmp_path: Path) -> None:
    link = tmp_path / "a.txt"
    link.symlink_to(link.name)
    with pytest.raises(ZimuError) as caught:
        write_atomically(link, "x")
    assert caught.value.problem.code is ErrorCode.EXPORT_FAILED
    assert "links" in caught.value.problem.facts["reason"]


def test_half_a_character_costs_one_character_not_the_file(tmp_path: Path) -> None:
    write_atomically(tmp_path / "x.txt", "be\ud800fore")
    assert (tmp_path / "x.txt").read_text(encoding="utf-8") == "be?fore"


def test_a_failed_write_leaves_the_old_content_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("old", encoding="utf-8")

    def full_disk(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(ZimuError) as caught:
        write_atomically(path, "new")
    assert caught.value.problem.code is ErrorCode.EXPORT_FAILED
    assert caught.value.problem.facts == {"path": str(path), "reason": "No space left on device"}
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_way_is_named_as_the_reason(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").mkdir()
    with pytest.raises(ZimuError) as caught:
        write_atomically(tmp_path / "notes.txt", "new")
    assert caught.value.problem.facts["reason"] == "Is a directory"
    assert list(tmp_path.iterdir()) == [tmp_path / "notes.txt"]


class Held:
    """What the system says of a file that somebody else is at, for so many times."""

    def __init__(self, times: int) -> None:
        self.left = times

    def check(self) -> None:
        self.left -= 1
        if self.left >= 0:
            raise PermissionError(13, "in use by another process")


def test_a_file_that_somebody_is_at_is_replaced_when_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, replace = Held(2), Path.replace

    def replace_if_free(path: Path, target: Path) -> Path:
        held.check()
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", replace_if_free)
    write_atomically(tmp_path / "a.txt", "new")
    assert (tmp_path / "a.txt").read_text() == "new"


def test_a_file_that_somebody_is_at_is_read_when_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings.json").write_text('{"language": "en"}')
    held, read = Held(2), Path.read_text

    def read_if_free(path: Path, encoding: str) -> str:
        held.check()
        return read(path, encoding)

    monkeypatch.setattr(Path, "read_text", read_if_free)
    loaded = SettingsStore(tmp_path / "settings.json").load()
    assert (loaded.settings.language, loaded.problem) == ("en", None)


def test_a_file_that_stays_held_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("old")
    held = Held(1_000_000)
    monkeypatch.setattr(Path, "replace", lambda _path, _target: held.check())
    with pytest.raises(ZimuError) as caught:
        write_atomically(tmp_path / "a.txt", "new")
    assert caught.value.problem.code is ErrorCode.EXPORT_FAILED
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
