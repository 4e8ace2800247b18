"""Start, stop, listen to something else, choose: without waiting for anything."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from app.core.errors import ErrorCode, Problem
from app.core.events import EngineChanged, EngineState, Final, SourceTrouble
from app.core.settings import DeviceRef, NetworkSettings, ProxyMode, Settings
from app.engine.catalog import local
from app.shell.controller import Phase, wire_part
from tests.helpers.models import HERE
from tests.helpers.stage import HEADSET, ScriptedSession, Stage, final

MakeSpy = Callable[[SignalInstance], QSignalSpy]
MakeStage = Callable[..., Stage]


def until_phase(qtbot: QtBot, stage: Stage, phase: Phase) -> None:
    qtbot.waitUntil(lambda: stage.controller.phase is phase)


def test_the_session_runs_on_a_thread_of_its_own(stage: Stage) -> None:
    threads: list[int] = []
    began = threading.Event()
    run = ScriptedSession.run

    class Telling(ScriptedSession):
        def run(self) -> None:
            threads.append(threading.get_ident())
            began.set()
            run(self)

    stage.session_type = Telling
    stage.controller.start()
    assert began.wait(10)
    assert threads != [threading.get_ident()]


def test_start_hands_over_what_is_chosen(make_stage: MakeStage) -> None:
    device = DeviceRef("Studio Mic", "ALSA")
    settings = Settings(
        engine_id="cloud-intl", language="zh", context="EBITDA", device=device, silence_ms=800
    )
    stage = make_stage(settings=settings)
    stage.controller.start()
    plan = stage.sessions[0].plan
    assert plan.engine.id == "cloud-intl"
    assert (plan.config.language, plan.config.context) == ("zh", "EBITDA")
    assert plan.config.vad is not None
    assert plan.config.vad.silence_ms == 800
    assert stage.sessions[0].listened_to() == [device]


def test_start_twice_is_one_session(stage: Stage) -> None:
    stage.controller.start()
    stage.controller.start()
    assert len(stage.sessions) == 1


def test_stop_frees_the_window_at_once_and_the_session_ends_by_itself(
    make_stage: MakeStage, qtbot: QtBot
) -> None:
    stage = make_stage(finishes_at_once=False)
    stage.controller.start()
    stage.controller.stop()
    assert stage.controller.phase is Phase.FINISHING
    assert stage.sessions[0].calls == ["stop"]
    stage.sessions[0].end()
    until_phase(qtbot, stage, Phase.IDLE)


def test_start_while_the_last_words_come_starts_when_they_are_in(
    make_stage: MakeStage, qtbot: QtBot
) -> None:
    stage = make_stage(finishes_at_once=False)
    stage.controller.start()
    stage.controller.stop()
    stage.controller.start()
    assert stage.controller.phase is Phase.RESTARTING
    assert len(stage.sessions) == 1
    stage.sessions[0].end()
    until_phase(qtbot, stage, Phase.RUNNING)
    assert len(stage.sessions) == 2


def test_stop_takes_a_waiting_start_back(make_stage: MakeStage, qtbot: QtBot) -> None:
    stage = make_stage(finishes_at_once=False)
    stage.controller.start()
    stage.controller.stop()
    stage.controller.toggle()
    stage.controller.toggle()
    stage.sessions[0].end()
    until_phase(qtbot, stage, Phase.IDLE)
    assert len(stage.sessions) == 1


def test_a_second_session_goes_on_in_the_same_transcript_with_later_times(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.controller.start()
    line = final(1, "Hello.", begin_ms=1000, end_ms=60_000)
    stage.tell(Final(1, "Hello."), line)
    qtbot.waitUntil(lambda: not stage.document.is_empty)
    stage.controller.stop()
    until_phase(qtbot, stage, Phase.IDLE)
    stage.controller.start()
    opening = stage.sessions[1].opening
    assert opening.captions.entries == (line,)
    assert opening.begin_ms >= 60_000


def test_a_session_into_an_empty_transcript_begins_at_zero(stage: Stage, qtbot: QtBot) -> None:
    stage.controller.start()
    stage.controller.stop()
    until_phase(qtbot, stage, Phase.IDLE)
    stage.controller.start()
    assert stage.sessions[1].opening.begin_ms == 0


def test_another_device_is_listened_to_at_once_and_remembered(stage: Stage) -> None:
    device = DeviceRef("Headset", "ALSA")
    stage.controller.start()
    stage.controller.listen_to(device)
    assert stage.sessions[0].listened_to() == [None, device]
    assert stage.choices.settings.device == device


def test_the_same_device_again_is_another_try_only_after_trouble(
    stage: Stage, qtbot: QtBot, make_spy: MakeSpy
) -> None:
    spy = make_spy(stage.mailbox.trouble_changed)
    stage.controller.listen_to(HEADSET.ref)
    stage.controller.start()
    stage.controller.listen_to(HEADSET.ref)
    before = stage.sessions[0].listened_to()
    stage.tell(SourceTrouble(Problem(ErrorCode.DEVICE_GONE, {"device": "Headset"})))
    qtbot.waitUntil(lambda: spy.count() == 1)
    stage.controller.listen_to(HEADSET.ref)
    assert (before, stage.sessions[0].listened_to()) == ([HEADSET.ref], [HEADSET.ref] * 2)


def test_a_file_is_listened_to_and_not_remembered(stage: Stage) -> None:
    stage.controller.listen_to(Path("talk.wav"))
    stage.controller.start()
    assert stage.sessions[0].listened_to() == [Path("talk.wav")]
    assert stage.choices.settings.device is None


def test_a_source_that_ends_finishes_the_session(stage: Stage, qtbot: QtBot) -> None:
    stage.controller.start()
    stage.tell(EngineChanged(EngineState.FINISHING))
    until_phase(qtbot, stage, Phase.FINISHING)
    assert stage.sessions[0].calls == []


def test_a_failure_is_told_with_its_problem(stage: Stage, qtbot: QtBot, make_spy: MakeSpy) -> None:
    spy = make_spy(stage.controller.failed)
    stage.controller.start()
    problem = Problem(ErrorCode.LINK_LOST, {"host": "example.org"})
    stage.tell(EngineChanged(EngineState.FAILED, problem))
    stage.sessions[0].end()
    until_phase(qtbot, stage, Phase.IDLE)
    assert [spy.at(number)[0] for number in range(spy.count())] == [problem]


@pytest.mark.expects_log("the session ended by an error of ours")
def test_a_session_that_breaks_is_told_and_can_be_started_again(
    stage: Stage, qtbot: QtBot, make_spy: MakeSpy
) -> None:
    spy = make_spy(stage.controller.failed)
    stage.controller.start()
    stage.sessions[0].error = RuntimeError("a bug")
    stage.sessions[0].end()
    until_phase(qtbot, stage, Phase.IDLE)
    assert spy.at(0)[0].code is ErrorCode.INTERNAL
    stage.controller.start()
    assert stage.controller.phase is Phase.RUNNING


def test_shutting_down_ends_the_thread_and_keeps_the_settings(stage: Stage) -> None:
    stage.controller.start()
    settings = Settings(language="en")
    stage.choices.change(settings)
    saved_before = list(stage.saved)
    assert stage.studio.shut_down()
    assert stage.sessions[0].calls == ["abort"]
    assert (saved_before, stage.saved) == ([], [settings])


def test_settings_are_saved_once_after_a_pause(stage: Stage, qtbot: QtBot) -> None:
    for number in range(5):
        stage.choices.change(Settings(context=f"word {number}"))
    qtbot.waitUntil(lambda: bool(stage.saved))
    assert stage.saved == [Settings(context="word 4")]


def test_an_engine_that_is_not_known_any_more_becomes_the_one_on_this_computer(
    make_stage: MakeStage,
) -> None:
    settings = Settings(engine_id="gone")
    assert make_stage(settings=settings).choices.engine == local(settings, HERE)


def test_news_is_told_on_the_gui_thread(stage: Stage, qtbot: QtBot) -> None:
    threads: list[int] = []
    stage.controller.engine_changed.connect(lambda _: threads.append(threading.get_ident()))
    worker = threading.Thread(target=stage.listen)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.get_ident()]


# While a session runs


def test_what_changes_while_a_session_runs_is_taken_over_once_it_settles(
    make_stage: MakeStage, make_spy: MakeSpy, qtbot: QtBot
) -> None:
    stage = make_stage(settings=Settings(engine_id="cloud-cn"))
    switched = make_spy(stage.controller.switched)
    stage.controller.start()
    for language in ("zh", "ja"):
        stage.choices.choose_language(language)
    qtbot.waitUntil(lambda: switched.count() == 1)
    assert [plan.config.language for plan in stage.sessions[0].switches] == ["ja"]
    assert len(stage.sessions) == 1


def test_another_engine_takes_over_a_running_session(
    make_stage: MakeStage, make_spy: MakeSpy, qtbot: QtBot
) -> None:
    stage = make_stage(settings=Settings(engine_id="cloud-cn"))
    switched = make_spy(stage.controller.switched)
    stage.controller.start()
    stage.choices.choose_engine("local")
    qtbot.waitUntil(lambda: switched.count() == 1)
    assert [plan.engine for plan in stage.sessions[0].switches] == [local(Settings(), HERE)]


@pytest.mark.parametrize(
    ("change", "is_about_the_wire"),
    [
        ({"ui_language": "zh_CN"}, False),
        ({"budget_cny": 5.0}, False),
        ({"device": HEADSET.ref}, False),
        ({"silence_ms": 900}, True),
        ({"push_to_talk": True}, True),
        ({"network": NetworkSettings(proxy=ProxyMode.NONE)}, True),
        ({"custom_url": "wss://other.example.org"}, False),
    ],
)
def test_only_what_is_about_the_wire_asks_for_another_wire_session(
    change: dict[str, Any], is_about_the_wire: bool
) -> None:
    settings = Settings(engine_id="cloud-cn")
    is_other = wire_part(replace(settings, **change), HERE) != wire_part(settings, HERE)
    assert is_other is is_about_the_wire


def test_a_change_that_cannot_be_followed_is_refused_and_the_session_goes_on(
    make_stage: MakeStage, make_spy: MakeSpy, qtbot: QtBot
) -> None:
    stage = make_stage(settings=Settings(engine_id="cloud-cn"))
    refused = make_spy(stage.controller.refused)
    stage.controller.start()
    stage.choices.write_context("字" * 12_000)
    qtbot.waitUntil(lambda: refused.count() == 1)
    assert refused.at(0)[0].code is ErrorCode.CONTEXT_TOO_LONG
    assert stage.sessions[0].switches == []
    assert stage.controller.phase is Phase.RUNNING


def test_start_is_refused_when_the_context_does_not_fit(
    make_stage: MakeStage, make_spy: MakeSpy
) -> None:
    stage = make_stage(settings=Settings(engine_id="cloud-cn", context="字" * 12_000))
    failed = make_spy(stage.controller.failed)
    stage.controller.start()
    assert stage.sessions == []
    assert stage.controller.phase is Phase.IDLE
    assert failed.at(0)[0].facts["over"] == "2,000"


def test_a_session_that_tries_again_has_not_failed(
    stage: Stage, make_spy: MakeSpy, qtbot: QtBot
) -> None:
    failed, changed = make_spy(stage.controller.failed), make_spy(stage.controller.engine_changed)
    lost = Problem(ErrorCode.LINK_LOST, {"host": "h"})
    stage.controller.start()
    stage.tell(EngineChanged(EngineState.RECONNECTING, lost, retry_in_s=4.0))
    qtbot.waitUntil(lambda: changed.count() == 1)
    assert failed.count() == 0


# Push to talk


def test_talk_reaches_the_session_once_each_way(make_stage: MakeStage) -> None:
    stage = make_stage(settings=Settings(push_to_talk=True))
    stage.controller.talk(is_talking=True)  # nobody listens yet
    stage.controller.start()
    for is_talking in (True, True, False, False):
        stage.controller.talk(is_talking=is_talking)
    assert stage.sessions[0].calls == ["hush", "talk", "hush"]


def test_switching_to_push_to_talk_and_back_closes_and_opens_the_ear(
    stage: Stage, make_spy: MakeSpy, qtbot: QtBot
) -> None:
    switched = make_spy(stage.controller.switched)
    stage.controller.start()
    for count, push_to_talk in ((1, True), (2, False)):
        stage.choices.change(replace(stage.choices.settings, push_to_talk=push_to_talk))
        qtbot.waitUntil(partial(lambda wanted: switched.count() == wanted, count))
    assert stage.sessions[0].calls == ["hush", "talk"]


def test_talk_means_nothing_where_lines_end_by_themselves(stage: Stage) -> None:
    stage.controller.start()
    stage.controller.talk(is_talking=True)
    assert stage.sessions[0].calls == []


def test_stop_ends_the_line_that_is_being_spoken(make_stage: MakeStage) -> None:
    stage = make_stage(settings=Settings(push_to_talk=True))
    stage.controller.start()
    stage.controller.talk(is_talking=True)
    stage.controller.stop()
    assert stage.sessions[0].calls == ["hush", "talk", "hush", "stop"]
