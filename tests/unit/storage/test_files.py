"""A file holds its old or its new content, never half of one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.storage.files import write_atomically


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


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


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
