"""Settings are written down behind the scenes, and what could not be is not forgotten."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from app.core.errors import ErrorCode
from app.core.settings import Settings, Theme
from app.shell.jobs import Jobs
from app.shell.settings_keeper import SettingsKeeper
from app.storage.settings_store import Loaded, SettingsStore

MakeSpy = Callable[[SignalInstance], QSignalSpy]


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    running = Jobs("jobs")
    running.start()
    yield running
    assert running.stop()


def test_of_many_changes_the_newest_is_written(jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    keeper = SettingsKeeper(store, jobs)
    for silence_ms in range(400, 500):  # more than the queue of the jobs would hold
        keeper.keep(Settings(silence_ms=silence_ms))
    qtbot.waitUntil(lambda: store.load() == Loaded(Settings(silence_ms=499)))
    assert not keeper.is_failing


def test_what_cannot_be_written_is_said_once_and_tried_again(
    jobs: Jobs, make_spy: MakeSpy, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "config"
    folder.write_text("a file where a folder should be", encoding="utf-8")
    keeper = SettingsKeeper(SettingsStore(folder / "settings.json"), jobs)
    failed = make_spy(keeper.failed)
    keeper.keep(Settings(theme=Theme.DARK))
    qtbot.waitUntil(lambda: failed.count() == 1)
    assert failed.at(0)[0].code is ErrorCode.EXPORT_FAILED
    keeper.keep(Settings(theme=Theme.LIGHT))
    qtbot.waitUntil(lambda: not keeper._is_writing)
    assert failed.count() == 1
    folder.unlink()
    keeper.flush()
    wanted = Loaded(Settings(theme=Theme.LIGHT))
    qtbot.waitUntil(lambda: SettingsStore(folder / "settings.json").load() == wanted)
    qtbot.waitUntil(lambda: not keeper.is_failing)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_full_disk_leaves_the_old_file_whole(
    jobs: Jobs, make_spy: MakeSpy, qtbot: QtBot, tmp_path: Path
) -> None:
    import resource  # noqa: PLC0415  Windows has neither of them
    import signal  # noqa: PLC0415

    store = SettingsStore(tmp_path / "settings.json")
    store.save(Settings(context="old"))
    before = (tmp_path / "settings.json").read_bytes()
    keeper = SettingsKeeper(store, jobs)
    failed = make_spy(keeper.failed)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, limits[1]))
        keeper.keep(Settings(context="new" * 1000))
        qtbot.waitUntil(lambda: failed.count() == 1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert (tmp_path / "settings.json").read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["settings.json"]
    keeper.keep(replace(Settings(), context="newer"))
    qtbot.waitUntil(lambda: store.load().settings.context == "newer")
    assert json.loads((tmp_path / "settings.json").read_bytes())["context"] == "newer"
