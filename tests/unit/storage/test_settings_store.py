"""The settings file, always read again through a second store: memory cannot hide a loss."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.core.overlay_settings import OverlayPlace, OverlaySettings
from app.core.settings import DeviceRef, Settings, Theme
from app.storage.settings_store import Loaded, SettingsStore

CHOSEN = Settings(
    engine_id="cloud-cn",
    context="神经网络 ASR",
    device=DeviceRef("USB Mic", "ALSA"),
    theme=Theme.DARK,
    overlay=OverlaySettings(rows=3).moved_to(OverlayPlace("DP-1", -1920, 40)),
)


def test_what_one_store_saved_another_loads(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.json"
    SettingsStore(path).save(CHOSEN)
    assert SettingsStore(path).load() == Loaded(CHOSEN)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the user's folder to the user")
def test_only_the_user_may_read_the_settings_however_open_they_were(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.json"
    SettingsStore(path).save(CHOSEN)
    path.chmod(0o644)
    path.parent.chmod(0o755)
    SettingsStore(path).save(Settings())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_first_run_has_the_defaults_and_no_problem(tmp_path: Path) -> None:
    assert SettingsStore(tmp_path / "settings.json").load() == Loaded(Settings())


def test_keys_of_another_version_stay_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    later = {"theme": "light", "hotkey": "F9", "overlay": {"rows": 1, "glow": {"px": 2}}}
    path.write_text(json.dumps(later), encoding="utf-8")
    SettingsStore(path).save(CHOSEN)
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert (stored["hotkey"], stored["overlay"]["glow"]) == ("F9", {"px": 2})
    assert SettingsStore(path).load() == Loaded(CHOSEN)


def test_a_device_that_was_unchosen_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    SettingsStore(path).save(CHOSEN)
    SettingsStore(path).save(Settings())
    assert SettingsStore(path).load() == Loaded(Settings())


def test_the_mark_that_some_editors_put_first_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b'\xef\xbb\xbf{"context": "Zimu"}')
    assert SettingsStore(path).load() == Loaded(Settings(context="Zimu"))
    SettingsStore(path).save(Settings(context="Zimu", language="en"))
    assert SettingsStore(path).load() == Loaded(Settings(context="Zimu", language="en"))


@pytest.mark.expects_log("settings cannot be read")
@pytest.mark.parametrize(
    "content",
    [b"", b'{"theme": "da', b"\xff\xfe\x00", b"[1, 2]", b"[" * 100_000],
    ids=["empty", "cut off", "no UTF-8", "no object", "too deep"],
)
def test_a_damaged_file_is_set_aside_and_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    loaded = SettingsStore(path).load()
    assert loaded.settings == Settings()
    assert loaded.problem is not None
    assert loaded.problem.code is ErrorCode.SETTINGS_DAMAGED
    aside = tmp_path / "settings.damaged-1.json"
    assert loaded.problem.facts == {"path": str(aside)}
    assert aside.read_bytes() == content
    SettingsStore(path).save(CHOSEN)
    assert SettingsStore(path).load() == Loaded(CHOSEN)


@pytest.mark.expects_log("settings cannot be read")
def test_a_folder_in_place_of_the_file_is_set_aside_too(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    (path / "within").mkdir(parents=True)
    loaded = SettingsStore(path).load()
    assert loaded.settings == Settings()
    assert loaded.problem is not None
    assert (tmp_path / "settings.damaged-1.json" / "within").is_dir()
    SettingsStore(path).save(CHOSEN)
    assert SettingsStore(path).load() == Loaded(CHOSEN)


@pytest.mark.expects_log("settings cannot be read")
@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="whoever asks may read everything"
)
def test_a_file_that_may_not_be_read_is_set_aside_too(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    SettingsStore(path).save(CHOSEN)
    path.chmod(0)
    assert SettingsStore(path).load().settings == Settings()
    assert (tmp_path / "settings.damaged-1.json").exists()
    SettingsStore(path).save(CHOSEN)
    assert SettingsStore(path).load() == Loaded(CHOSEN)


@pytest.mark.expects_log("settings cannot be read")
@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
def test_a_link_that_leads_nowhere_but_to_itself_is_set_aside_too(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.symlink_to(path)
    assert SettingsStore(path).load().settings == Settings()
    SettingsStore(path).save(CHOSEN)
    assert SettingsStore(path).load() == Loaded(CHOSEN)


@pytest.mark.expects_log("settings cannot be read")
def test_saving_over_a_damaged_file_sets_it_aside_too(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"context": "all my', encoding="utf-8")
    SettingsStore(path).save(CHOSEN)
    assert SettingsStore(path).load() == Loaded(CHOSEN)
    aside = tmp_path / "settings.damaged-1.json"
    assert aside.read_text(encoding="utf-8") == '{"context": "all my'


@pytest.mark.expects_log("settings cannot be read")
def test_a_second_damaged_file_does_not_replace_the_first(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for content in ("first", "second"):
        path.write_text(content, encoding="utf-8")
        SettingsStore(path).load()
    assert (tmp_path / "settings.damaged-1.json").read_text(encoding="utf-8") == "first"
    assert (tmp_path / "settings.damaged-2.json").read_text(encoding="utf-8") == "second"


def test_settings_that_cannot_be_written_are_an_error_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(ZimuError) as caught:
        SettingsStore(tmp_path / "config" / "settings.json").save(CHOSEN)
    assert caught.value.problem.code is ErrorCode.EXPORT_FAILED
