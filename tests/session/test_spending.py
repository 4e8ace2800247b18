"""From the server's count to the budget's end and the ledger, through a whole session."""

from __future__ import annotations

import io
import json
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.audio.file_source import FileSource
from app.core.cost import Budget, Meter
from app.core.errors import ErrorCode
from app.core.events import Metered
from app.engine.catalog import CATALOG
from app.engine.keys import Keys, NoKeychain
from app.engine.local_process import LocalEngine
from app.headless.jsonl import JsonLines
from app.headless.outbox import Outbox
from app.headless.run import Accounts, Run
from app.protocol.config import WireConfig
from app.session.dialer import EngineDialer
from app.session.plan import Patience, Plan
from app.session.session import Session
from app.storage.ledger import Entry, Ledger, Spent, Tally
from tests.helpers.caption_script import AwaitAudio, AwaitEvent, Script, final, started
from tests.helpers.caption_server import CaptionServer
from tests.helpers.shipped import write_tone

BEIJING = CATALOG[1]
PRICES = {BEIJING.id: BEIJING.price_cny_per_s}
NO_ENGINE = LocalEngine(("never started",), Path("nowhere"))
KEYS = Keys({"ZIMU_ENGINE_KEY": "own"}, NoKeychain())


def ledger(folder: Path) -> Ledger:
    return Ledger(folder / "ledger.json", lambda: datetime(2026, 11, 22))


def spend(
    script: Script, folder: Path, budget: Budget | None
) -> tuple[ErrorCode | None, list[dict[str, object]]]:
    """Caption a tone with a server that stands in for Beijing; what ended it, what was told."""
    tone = write_tone(folder / "tone.wav", 4500)
    meter, outbox, out = Meter(PRICES, budget), Outbox(), io.BytesIO()
    with CaptionServer(script) as server:
        dialer = EngineDialer(replace(BEIJING, url=server.url), NO_ENGINE, KEYS)
        session = Session(
            Plan(BEIJING, WireConfig(), dialer),
            FileSource(tone),
            outbox,
            time.perf_counter,
            meter=meter,
            patience=Patience.FAIL_EARLY,
        )
        accounts = Accounts(meter, Tally(ledger(folder), "session"))
        run = Run(session, outbox, JsonLines(out), accounts)
        assert run.complete() is None
        assert accounts.settle() is None
    code = run.problem.code if run.problem else None
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def counting(*durations_s: int) -> Script:
    """One line after another, each with the count that goes with it."""
    lines = [
        step
        for number, duration_s in enumerate(durations_s)
        for step in (
            AwaitAudio(1500 * number + 200),  # the meter is read once a second
            started(f"i{number}", 1500 * number),
            final(f"i{number}", "Hello.", duration_s=duration_s),
        )
    ]
    return Script(steps=(*lines, AwaitEvent("session.finish")))


def test_the_last_count_of_the_server_is_what_is_written_down(tmp_path: Path) -> None:
    code, told = spend(counting(100, 220), tmp_path, None)
    assert code is None
    costs = [found for found in told if found["type"] == "cost"]
    assert (costs[-1]["audio_s"], costs[-1]["is_reported"]) == (220.0, True)
    assert ledger(tmp_path).this_month() == Spent(220, 0.0726)


@pytest.mark.expects_log("notice: budget_near")
def test_a_budget_warns_and_then_ends_the_session(tmp_path: Path) -> None:
    code, told = spend(counting(85, 101), tmp_path, Budget(0.033))
    assert code is ErrorCode.BUDGET_SPENT
    codes = [found["code"] for found in told if found["type"] == "error"]
    assert codes == ["budget_near", "budget_spent"]
    texts = [found["text"] for found in told if found["type"] == "final"]
    assert texts == ["Hello.", "Hello."]
    assert ledger(tmp_path).this_month() == Spent(101, 0.03333)


def reading(seconds: float) -> Metered:
    return Metered(BEIJING.id, seconds, seconds * BEIJING.price_cny_per_s, is_reported=True)


def test_what_others_spend_meanwhile_counts_against_the_budget(tmp_path: Path) -> None:
    meter = Meter(PRICES, Budget(0.5))
    accounts = Accounts(meter, Tally(ledger(tmp_path), "mine"))
    ledger(tmp_path).add((Entry("theirs", BEIJING.id, 1500, 0.495),))
    meter.reported(BEIJING.id, 1, 10)
    assert meter.verdict() is None
    accounts.note(meter.reading())
    assert accounts.keep() is None
    assert accounts.others_cny == pytest.approx(0.495)
    verdict = meter.verdict()
    assert verdict is not None
    assert verdict.code is ErrorCode.BUDGET_NEAR


def test_seconds_that_nobody_heard_of_are_written_down_in_the_end(tmp_path: Path) -> None:
    """Ctrl+C twice, or a reader of standard output that goes, ends the hearing early."""
    meter = Meter(PRICES)
    accounts = Accounts(meter, Tally(ledger(tmp_path), "mine"))
    meter.reported(BEIJING.id, 1, 100)
    accounts.note(meter.reading())
    meter.reported(BEIJING.id, 1, 300)
    assert accounts.settle() is None
    assert accounts.cost_cny == pytest.approx(0.099)
    assert ledger(tmp_path).this_month() == Spent(300, 0.099)


def test_what_costs_nothing_is_not_written_down(tmp_path: Path) -> None:
    accounts = Accounts(Meter({}), Tally(ledger(tmp_path), "mine"))
    accounts.note(Metered("local", 100.0, 0.0, is_reported=False))
    assert accounts.keep() is None
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_cannot_be_written_is_said_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "ledger.lock").mkdir()
    accounts = Accounts(Meter(PRICES), Tally(ledger(tmp_path), "mine"))
    accounts.note(reading(100))
    problem = accounts.keep()
    assert problem is not None
    assert problem.code is ErrorCode.EXPORT_FAILED
