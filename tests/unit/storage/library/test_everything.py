"""All that is kept, taken along and deleted."""

from __future__ import annotations

import json
import stat
import sys
import threading
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.storage.library import catalogue, everything, schema, trash
from app.storage.library.everything import (
    Belongings,
    delete_everything,
    export_everything,
    kept_files,
)
from app.storage.library.upkeep import Journal, presence
from app.storage.locks import locked
from app.storage.paths import Paths, paths_under
from tests.helpers.library import put_audio, put_session

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = paths_under(tmp_path / "home")
    with closing(schema.connect(paths.library)) as connection:
        put_session(
            connection, "one", ["tea", "天气"], title="Monday/1", tags=["work"], starred=[1]
        )
        put_session(connection, "two", ["coffee"], begun_s=1.0)
        put_session(connection, "gone", ["secret"])
        trash.delete(connection, ["gone"], 5.0)
        put_audio(connection, paths.library.parent, "one", b"sound")
    for file in (paths.settings, paths.ledger, paths.packs / "p.toml", paths.logs / "run.log"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("{}", encoding="utf-8")
    (paths.models / "m").mkdir(parents=True)
    return paths


def always(_done: int, _total: int) -> bool:
    return True


def test_everything_is_exported_with_words_audio_and_settings(paths: Paths, tmp_path: Path) -> None:
    target = tmp_path / "out" / "all.zip"
    assert export_everything(paths, target, always)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        assert {"settings.json", "ledger.json", "packs/p.toml", "audio/one/0.ogg"} < names
        assert archive.read("audio/one/0.ogg") == b"sound"
        records = [json.loads(line) for line in archive.read("sessions.jsonl").splitlines()]
        assert [record["id"] for record in records] == ["two", "one"]
        one = records[1]
        assert (one["title"], one["tags"], one["audio"]) == (
            "Monday/1",
            ["work"],
            ["audio/one/0.ogg"],
        )
        lines = [json.loads(line) for line in archive.read(one["file"]).splitlines()]
        assert [line["text"] for line in lines if line["type"] == "line"] == ["tea", "天气"]
        assert all(b"secret" not in archive.read(name) for name in names)
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_lines_are_taken_along_as_they_were_put_right_with_what_was_heard(
    paths: Paths, tmp_path: Path
) -> None:
    with closing(schema.connect(paths.library)) as connection:
        connection.execute(
            "UPDATE lines SET edited = 'Tea!', emotion = 'angry', label_edited = 'happy',"
            " marked = 'todo', note = 'Two cups' WHERE session = 'one' AND line = 1"
        )
    export_everything(paths, tmp_path / "all.zip", always)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        [name] = [each for each in archive.namelist() if each.endswith(" one.jsonl")]
        line = json.loads(archive.read(name).splitlines()[1])
    assert line == line | {
        **{"text": "Tea!", "heard": "tea", "edited": True, "emotion": "happy"},
        **{"mark": "todo", "note": "Two cups", "starred": True},
    }


def test_audio_can_be_left_out(paths: Paths, tmp_path: Path) -> None:
    export_everything(paths, tmp_path / "all.zip", always, wanted=Belongings(has_audio=False))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert not [name for name in archive.namelist() if name.startswith("audio")]


def test_an_export_that_is_called_off_leaves_the_old_one(paths: Paths, tmp_path: Path) -> None:
    target = tmp_path / "out" / "all.zip"
    target.parent.mkdir()
    target.write_bytes(b"old")
    told: list[tuple[int, int]] = []

    def go_on(done: int, total: int) -> bool:
        told.append((done, total))
        return len(told) < 2

    assert not export_everything(paths, target, go_on)
    assert told[0][0] == 0 < told[1][0] <= told[1][1]
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


def test_what_is_deleted_meanwhile_hides_no_other_session(paths: Paths, tmp_path: Path) -> None:
    with closing(schema.connect(paths.library)) as connection:
        for number in range(500):
            put_session(connection, f"s{number}", begun_s=100.0 + number)

    def go_on(done: int, total: int) -> bool:
        with closing(schema.connect(paths.library)) as connection:
            connection.execute("DELETE FROM sessions WHERE id = 's0'")
        return done <= total

    export_everything(paths, tmp_path / "all.zip", go_on)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        records = archive.read("sessions.jsonl").decode().splitlines()
    assert {f"s{number}" for number in range(1, 500)} < {json.loads(one)["id"] for one in records}


def test_a_file_outside_is_not_taken_along(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("private", encoding="utf-8")
    with closing(schema.connect(paths.library)) as connection:
        connection.execute("UPDATE audio_chunks SET path = '../../outside.txt'")
    export_everything(paths, tmp_path / "all.zip", always)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert not [name for name in archive.namelist() if "outside" in name]


def test_where_nothing_was_kept_there_is_little_to_export(tmp_path: Path) -> None:
    assert export_everything(paths_under(tmp_path / "home"), tmp_path / "all.zip", always)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.namelist() == []
    assert not (tmp_path / "home").exists()


def test_everything_is_deleted_but_models(paths: Paths) -> None:
    assert delete_everything(paths, always) == ()
    root = paths.config.parent
    left = [path for path in root.rglob("*") if path.is_file()]
    assert left == []
    assert (paths.models / "m").exists()


def test_settings_can_stay(paths: Paths) -> None:
    delete_everything(paths, always, wanted=Belongings(has_settings=False))
    assert paths.settings.exists()
    assert (paths.packs / "p.toml").exists()
    assert not list(paths.library.parent.glob("library*"))
    assert not (paths.library.parent / "audio").exists()


def test_damaged_and_older_copies_go_too(paths: Paths) -> None:
    copies = [paths.library.with_name(name) for name in ("library.damaged-1.db", "library.db-wal")]
    for copy in copies:
        copy.write_bytes(b"words")
    delete_everything(paths, always)
    assert not any(copy.exists() for copy in copies)


def test_a_library_behind_a_link_goes_with_the_link(paths: Paths, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.db"
    paths.library.rename(real)
    paths.library.symlink_to(real)
    neighbour = tmp_path / "elsewhere.txt"
    neighbour.touch()
    assert delete_everything(paths, always) == ()
    assert not real.exists()
    assert not paths.library.is_symlink()
    assert neighbour.exists()


def test_nothing_is_deleted_while_another_zimu_runs(paths: Paths) -> None:
    with locked(presence(paths.library, "other")):
        with pytest.raises(ZimuError) as refused:
            delete_everything(paths, always)
        assert refused.value.problem.code is ErrorCode.DATA_IN_USE
        assert paths.library.exists()
    journal = Journal(paths.library, lambda: datetime.now(UTC), lambda problem: None)
    journal.start()
    for thread in threading.enumerate():
        if thread.name == "library-check":  # it would not know what became of the file
            thread.join()
    assert delete_everything(paths, always) == ()  # it was the caller itself
    assert not paths.library.exists()
    assert journal.stop()


def test_sound_that_goes_into_a_longer_file_meanwhile_is_taken_along(
    paths: Paths, tmp_path: Path
) -> None:
    with closing(schema.connect(paths.library)) as connection:
        [part] = connection.execute("SELECT session, path FROM audio_chunks").fetchall()
        longer = f"audio/{part['session']}/longer.flac"

        class Archive(zipfile.ZipFile):
            def write(self, filename: Path, arcname: str, compress_type: int) -> None:  # type: ignore[override]
                if filename.suffix != ".flac":
                    filename.replace(filename.with_name("longer.flac"))
                    connection.execute(
                        "INSERT INTO audio_chunks VALUES (?, 5, 9, ?, 5)", (part["session"], longer)
                    )
                super().write(filename, arcname, compress_type)

        info = catalogue.find(connection, part["session"])
        with Archive(tmp_path / "all.zip", "w") as archive:
            assert everything._put_audio(archive, connection, paths, info) == [longer]
            assert archive.namelist() == [longer]


def test_a_deletion_that_is_called_off_says_what_is_left(paths: Paths) -> None:
    assert paths.library in delete_everything(paths, lambda _done, _total: False)
    assert paths.library.exists()


def test_what_is_kept_is_told_with_its_size(paths: Paths) -> None:
    sizes = {each.what: each.bytes for each in kept_files(paths)}
    assert sizes["sessions"] >= paths.library.stat().st_size
    assert sizes["audio"] == 5
    assert sizes["settings"] == 2
