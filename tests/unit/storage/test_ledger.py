"""The ledger adds up what sessions spent, and survives damage and company."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.core.events import Metered
from app.storage.ledger import SESSIONS_MAX, Entry, Ledger, Spent, Tally
from app.storage.locks import locked

NOVEMBER = datetime(2026, 11, 22, 12, 0)
DECEMBER = datetime(2026, 12, 1)
ROOT = Path(__file__).resolve().parents[3]


def ledger(folder: Path, now: datetime = NOVEMBER) -> Ledger:
    return Ledger(folder / "data" / "ledger.json", lambda: now)


def entry(session: str = "s1", engine: str = "cloud-cn", seconds: float = 100.0) -> Entry:
    return Entry(session, engine, seconds, seconds * 0.001)


def reading(seconds: float, engine: str = "cloud-cn") -> Metered:
    return Metered(engine, seconds, seconds * 0.001, is_reported=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the user's folder to the user")
def test_only_the_user_may_read_what_was_spent(tmp_path: Path) -> None:
    ledger(tmp_path).add((entry(),))
    path = tmp_path / "data" / "ledger.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_was_spent_before_the_first_session(tmp_path: Path) -> None:
    assert ledger(tmp_path).this_month() == Spent()
    assert not (tmp_path / "data").exists()


def test_a_month_is_the_sum_of_its_sessions_and_engines(tmp_path: Path) -> None:
    ledger(tmp_path).add((entry(), entry(engine="cloud-intl", seconds=50)))
    total = ledger(tmp_path).add((entry("s2"),))
    assert total == ledger(tmp_path).this_month() == Spent(250, 0.25)
    assert ledger(tmp_path).by_engine() == {
        "cloud-cn": Spent(200, 0.2),
        "cloud-intl": Spent(50, 0.05),
    }


def test_a_new_month_begins_with_nothing(tmp_path: Path) -> None:
    ledger(tmp_path).add((entry(),))
    assert ledger(tmp_path, DECEMBER).this_month() == Spent()
    assert ledger(tmp_path, DECEMBER).add((entry(),)) == Spent(100, 0.1)
    assert ledger(tmp_path).this_month() == Spent(100, 0.1)


def test_every_session_is_there_with_its_beginning(tmp_path: Path) -> None:
    ledger(tmp_path).add((entry("s1"), entry("s2")))
    ledger(tmp_path, DECEMBER).add((entry("s1"),))
    stored = json.loads((tmp_path / "data" / "ledger.json").read_text("utf-8"))
    assert stored["sessions"]["s1"] == {
        "began": "2026-11-22T12:00:00",
        "engines": {"cloud-cn": {"audio_s": 200.0, "cost_cny": 0.2}},
    }


def test_only_the_newest_sessions_are_kept_and_the_sum_stays(tmp_path: Path) -> None:
    entries = tuple(entry(f"s{number}", seconds=1) for number in range(SESSIONS_MAX + 10))
    assert ledger(tmp_path).add(entries).audio_s == SESSIONS_MAX + 10
    stored = json.loads((tmp_path / "data" / "ledger.json").read_text("utf-8"))
    assert next(iter(stored["sessions"])) == "s10"
    assert len(stored["sessions"]) == SESSIONS_MAX


@pytest.mark.expects_log("the ledger cannot be read")
@pytest.mark.parametrize("damage", ["", "{", "[]", '"x"', "\udcff", "[" * 100_000])
def test_a_damaged_ledger_is_set_aside_and_said(damage: str, tmp_path: Path) -> None:
    ledger(tmp_path).add((entry(),))
    path = tmp_path / "data" / "ledger.json"
    path.write_text(damage, "utf-8", errors="surrogateescape")
    it = ledger(tmp_path)
    assert it.add((entry(seconds=7),)).audio_s == 7
    assert it.problem is not None
    assert it.problem.code is ErrorCode.LEDGER_DAMAGED
    aside = Path(it.problem.facts["path"])
    assert aside.read_bytes() == damage.encode("utf-8", "surrogateescape")
    assert ledger(tmp_path).problem is None


@pytest.mark.parametrize(
    "nonsense",
    [
        {"months": 3},
        {"months": {"2026-11": []}},
        {"months": {"2026-11": {"cloud-cn": "x"}}},
        {"months": {"2026-11": {"cloud-cn": {"audio_s": -5, "cost_cny": "1"}}}},
        {"sessions": None},
        {"sessions": {"s1": 3}},
    ],
)
def test_what_makes_no_sense_counts_as_nothing(nonsense: object, tmp_path: Path) -> None:
    path = tmp_path / "data" / "ledger.json"
    path.parent.mkdir()
    path.write_text(json.dumps(nonsense), "utf-8")
    assert ledger(tmp_path).this_month() == Spent()
    assert ledger(tmp_path).add((entry(),)) == Spent(100, 0.1)


def test_what_a_later_version_added_stays(tmp_path: Path) -> None:
    path = tmp_path / "data" / "ledger.json"
    path.parent.mkdir()
    path.write_text('{"later": {"x": 1}}', "utf-8")
    ledger(tmp_path).add((entry(),))
    assert json.loads(path.read_text("utf-8"))["later"] == {"x": 1}


WRITER = """
import sys
from datetime import datetime
from pathlib import Path
from app.storage.ledger import Entry, Ledger
it = Ledger(Path(sys.argv[1]), lambda: datetime(2026, 11, 22))
for _ in range(20):
    it.add((Entry(sys.argv[2], "cloud-cn", 1.0, 0.001),))
"""


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "data" / "ledger.json"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], cwd=ROOT)
        for name in ("one", "two")
    ]
    for writer in writers:
        assert writer.wait(60) == 0
    assert ledger(tmp_path).this_month() == Spent(40, 0.04)


def test_who_holds_the_ledger_for_ever_keeps_nobody_waiting(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "lock"),
        pytest.raises(TimeoutError),
        locked(tmp_path / "lock", timeout_s=0.1),
    ):
        raise AssertionError("two hold it")


def test_a_lock_passes_on_to_who_waits(tmp_path: Path) -> None:
    entered, passed = threading.Event(), threading.Event()

    def wait() -> None:
        entered.set()
        with locked(tmp_path / "lock"):
            passed.set()

    thread = threading.Thread(target=wait)
    with locked(tmp_path / "lock"):
        thread.start()
        assert entered.wait(5)
        assert not passed.is_set()
    thread.join(5)
    assert passed.is_set()


def test_a_ledger_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(ZimuError) as caught:
        ledger(tmp_path).add((entry(),))
    assert caught.value.problem.code is ErrorCode.EXPORT_FAILED


@pytest.mark.expects_log("the ledger cannot be read")
def test_a_ledger_that_cannot_be_read_just_now_is_left_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "data" / "ledger.json"
    path.mkdir(parents=True)  # the simplest thing that no system reads
    books = ledger(tmp_path)
    assert books.this_month() == Spent()
    with pytest.raises(ZimuError) as caught:
        books.add((entry(),))
    assert caught.value.problem.code is ErrorCode.EXPORT_FAILED
    assert books.problem is None
    assert path.is_dir()


def test_a_tally_writes_down_only_what_is_new(tmp_path: Path) -> None:
    tally = Tally(ledger(tmp_path), "s1")
    tally.note(reading(10))
    tally.note(reading(30))
    assert tally.keep() == Spent()
    tally.keep()
    tally.note(reading(35))
    tally.note(reading(5, "cloud-intl"))
    tally.keep()
    assert ledger(tmp_path).this_month() == Spent(40, 0.04)
    assert tally.cost_cny == pytest.approx(0.04)


def test_a_reading_that_was_corrected_downwards_is_corrected_in_the_ledger(tmp_path: Path) -> None:
    tally = Tally(ledger(tmp_path), "s1")
    for seconds in (39, 8):
        tally.note(reading(seconds))
        tally.keep()
    assert ledger(tmp_path).this_month() == Spent(8, 0.008)


def test_a_tally_hears_what_the_others_spent_meanwhile(tmp_path: Path) -> None:
    tally = Tally(ledger(tmp_path), "s1")
    tally.note(reading(10))
    tally.keep()
    ledger(tmp_path).add((entry("s2", seconds=100),))
    tally.note(reading(20))
    others = tally.keep()
    assert others.audio_s == pytest.approx(100)
    assert others.cost_cny == pytest.approx(0.1)


def test_what_could_not_be_written_is_written_the_next_time(tmp_path: Path) -> None:
    blocked = tmp_path / "data"
    blocked.write_text("in the way")
    tally = Tally(ledger(tmp_path), "s1")
    tally.note(reading(10))
    with pytest.raises(ZimuError):
        tally.keep()
    blocked.unlink()
    tally.keep()
    assert ledger(tmp_path).this_month().audio_s == 10
