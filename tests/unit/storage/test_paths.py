"""Where things are kept."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import pytest

from app.storage.paths import paths_under, resource, user_paths


def test_a_data_folder_isolates_everything(tmp_path: Path) -> None:
    folders = astuple(paths_under(tmp_path))
    assert len(set(folders)) == 4
    assert all(folder.is_relative_to(tmp_path) for folder in folders)
    assert list(tmp_path.iterdir()) == []


def test_a_relative_data_folder_does_not_follow_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    paths = paths_under(Path("here"))
    monkeypatch.chdir("/")
    assert paths.logs.is_relative_to(tmp_path / "here")


def test_the_users_folders_carry_the_programs_name() -> None:
    assert all("zimu" in folder.parts for folder in astuple(user_paths()))


def test_a_shipped_file_is_found() -> None:
    assert resource("icons").is_dir()


def test_a_file_that_is_not_shipped_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="no such picture"):
        resource("icons/no such picture.svg")
