"""From one speech model of this computer to another, in the middle of what is said."""

import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.audio.file_source import FileSource, Pace
from app.core.advice import ThisComputer
from app.core.captions import Captions
from app.core.events import EngineChanged, EngineState, Final, Gap, Interim, Notice, SessionEvent
from app.core.settings import Settings
from app.engine.catalog import local
from app.engine.keys import Keys, NoKeychain
from app.engine.local_process import LocalEngine
from app.engine.setup import wire_config
from app.main import serve_command
from app.models.here import look_around
from app.session.dialer import EngineDialer
from app.session.plan import Plan
from app.session.session import Session
from app.session.sink import Stamp
from app.storage.paths import paths_under
from tests.helpers.readtext import words
from tests.helpers.speech import assert_heard
from tests.helpers.waiting import until

SMALL, LARGE = "moonshine-tiny-en", "whisper-base"


class Listener:
    """Keeps what happened, and tells of the first words."""

    def __init__(self) -> None:
        self.events: list[SessionEvent] = []
        self.captions = Captions()
        self.has_begun = threading.Event()

    def happened(self, event: SessionEvent, captions: Captions, stamp: Stamp) -> None:
        self.events.append(event)
        self.captions = captions
        if isinstance(event, Interim):
            self.has_begun.set()

    @property
    def troubles(self) -> list[SessionEvent]:
        return [
            event
            for event in self.events
            if isinstance(event, Gap | Notice)
            or (isinstance(event, EngineChanged) and event.state is EngineState.RECONNECTING)
        ]


@pytest.fixture
def here(tmp_path: Path) -> ThisComputer:
    """This computer, if both models are on it."""
    found = look_around(paths_under(tmp_path), "en_GB")
    if found.find(SMALL) is None or found.find(LARGE) is None:
        pytest.skip("pip install zimu[english,multilingual] brings both models")
    return found


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[LocalEngine]:
    running = LocalEngine(serve_command(tmp_path), tmp_path / "logs" / "engine.log")
    yield running
    running.stop()


def plan(model: str, here: ThisComputer, engine: LocalEngine) -> Plan:
    settings = Settings(language="en").with_model("local", model)
    chosen = local(settings, here)
    assert chosen.model == model
    dialer = EngineDialer(chosen, engine, Keys({}, NoKeychain()))
    return Plan(chosen, wire_config(settings, chosen), dialer)


@pytest.mark.parametrize(("first", "second"), [(SMALL, LARGE), (LARGE, SMALL)])
def test_another_model_takes_over_in_mid_speech_and_no_word_is_lost(
    first: str,
    second: str,
    here: ThisComputer,
    engine: LocalEngine,
    opening: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    listener = Listener()
    source = FileSource(opening, Pace.REALTIME)
    session = Session(plan(first, here, engine), source, listener, time.perf_counter)
    running = threading.Thread(target=session.run, name="session")
    running.start()
    try:
        assert listener.has_begun.wait(30)
        session.switch(plan(second, here, engine))
        running.join(60)
    finally:
        session.abort()
        running.join()
    heard = " ".join(event.text for event in listener.events if isinstance(event, Final))
    assert_heard(words(heard))
    assert listener.troubles == []
    assert told(caplog, "engine.spawned", "model") == [first, second]
    assert len(told(caplog, "link.next", "engine")) == 1
    until(lambda: len(told(caplog, "engine.exited", "code")) == 1, "the end of the first process")


def told(caplog: pytest.LogCaptureFixture, event: str, field: str) -> list[object]:
    """What the log says in this field of these events."""
    records = [record for record in caplog.records if getattr(record, "event", "") == event]
    return [getattr(record, field) for record in records]
