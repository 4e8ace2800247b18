"""What is counted while a session runs, and what of it outlives the run."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from app.core.errors import ErrorCode
from app.core.events import Metered
from app.core.settings import Settings
from app.shell.costs import Costs
from app.shell.money import price_text
from app.storage.ledger import Entry, Ledger
from tests.helpers.stage import Stage

MakeSpy = Callable[[SignalInstance], QSignalSpy]


def spend(stage: Stage, cost_cny: float, *, engine_id: str = "cloud-cn") -> None:
    stage.tell(Metered(engine_id, cost_cny * 3000, cost_cny, is_reported=True))


def kept_cny(stage: Stage) -> float:
    """Return what the ledger's file says of this month."""
    stored = json.loads((Path(stage.folder.name) / "ledger.json").read_text())
    [month] = stored["months"].values()
    return sum(float(engine["cost_cny"]) for engine in month.values())


def test_a_month_is_all_its_sessions_and_the_running_one(stage: Stage, qtbot: QtBot) -> None:
    costs: Costs = stage.studio.costs
    stage.jobs.start()
    costs.load()
    qtbot.waitUntil(lambda: costs.month_cny == 0.0)
    for spent_before in (0.0, 2.0):
        stage.controller.start()
        assert costs.month_cny == spent_before
        assert costs.session_cny is None
        for cost_cny in (0.5, 1.25):  # running counts: the last one stands
            spend(stage, cost_cny)
        spend(stage, 0.75, engine_id="workspace-cn")
        qtbot.waitUntil(lambda: costs.session_cny == 2.0)
        assert costs.month_cny == spent_before + 2.0
        stage.controller.stop()
        qtbot.waitUntil(lambda: stage.controller.phase.value == "idle")
    qtbot.waitUntil(lambda: kept_cny(stage) == 4.0)


def test_a_session_that_began_before_the_month_was_known_hears_of_it(
    make_stage: Callable[..., Stage], qtbot: QtBot
) -> None:
    stage = make_stage(settings=Settings(engine_id="cloud-cn", budget_cny=2.0))
    Ledger(Path(stage.folder.name) / "ledger.json", datetime.now).add(
        (Entry("before", "cloud-cn", 6000.0, 2.0),)
    )
    stage.controller.start()
    meter = stage.sessions[0].opening.meter
    meter.sent("cloud-cn", 1, 16_000)
    assert meter.verdict() is None
    stage.jobs.start()
    stage.studio.costs.load()
    qtbot.waitUntil(lambda: stage.studio.costs.month_cny == 2.0)
    verdict = meter.verdict()
    assert verdict is not None
    assert verdict.code is ErrorCode.BUDGET_SPENT


def test_what_other_windows_spend_meanwhile_counts(
    make_stage: Callable[..., Stage], qtbot: QtBot
) -> None:
    stage = make_stage(settings=Settings(engine_id="cloud-cn", budget_cny=2.0))
    stage.jobs.start()
    stage.studio.costs.load()
    stage.controller.start()
    meter = stage.sessions[0].opening.meter
    meter.sent("cloud-cn", 1, 16_000)
    spend(stage, 0.5)
    qtbot.waitUntil(lambda: stage.studio.costs.session_cny == 0.5)
    Ledger(Path(stage.folder.name) / "ledger.json", datetime.now).add(
        (Entry("elsewhere", "cloud-cn", 6000.0, 2.0),)
    )
    stage.studio.costs.keep()
    qtbot.waitUntil(lambda: meter.verdict() is not None)


def test_a_free_session_costs_nothing_and_says_so(stage: Stage, qtbot: QtBot) -> None:
    stage.controller.start()
    spend(stage, 0.0, engine_id="local")
    qtbot.waitUntil(lambda: stage.studio.costs.is_reported)
    assert stage.studio.costs.session_cny is None


@pytest.mark.expects_log("the ledger cannot be read")
def test_a_damaged_ledger_is_told(stage: Stage, make_spy: MakeSpy, qtbot: QtBot) -> None:
    path = Path(stage.folder.name) / "ledger.json"
    path.write_text("{broken")
    stage.jobs.start()
    failed = make_spy(stage.studio.costs.failed)
    stage.studio.costs.load()
    qtbot.waitUntil(lambda: failed.count() == 1)
    assert failed.at(0)[0].code is ErrorCode.LEDGER_DAMAGED
    assert "could not be read" in stage.window.message.text


def test_a_ledger_that_cannot_be_written_is_told(
    stage: Stage, make_spy: MakeSpy, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "folder").write_text("a file where a folder should be")
    ledger = Ledger(tmp_path / "folder" / "ledger.json", datetime.now)
    costs = Costs(ledger, stage.jobs, stage.mailbox)
    stage.jobs.start()
    failed = make_spy(costs.failed)
    costs.begin((), None)
    spend(stage, 1.0)
    qtbot.waitUntil(lambda: costs.session_cny == 1.0)
    costs.keep()
    qtbot.waitUntil(lambda: failed.count() == 1)
    assert failed.at(0)[0].code is ErrorCode.EXPORT_FAILED


@pytest.mark.parametrize(
    ("cost_cny", "text"),
    [(0.0, "¥0.00"), (0.00033, "< ¥0.01"), (0.594, "¥0.59"), (1234.5, "¥1,234.50")],
)
def test_prices_read_as_prices(cost_cny: float, text: str) -> None:
    assert price_text(cost_cny) == text
