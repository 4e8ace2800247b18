"""A whole window on a stage: real parts, a session that does what the test says."""

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from app.audio.backend import DeviceInfo
from app.audio.source import Outlet, Source
from app.core.captions import Captions, Entry, Line, LineStatus
from app.core.errors import Problem
from app.core.events import EngineChanged, EngineState, SessionEvent
from app.core.settings import DeviceRef, Settings
from app.documents.apart import DocumentReader
from app.engine.catalog import EngineInfo, chosen
from app.engine.setup import wire_config
from app.net.links import Cancel, Post
from app.session.plan import Plan
from app.session.sink import Sink, Stamp
from app.shell.controller import Opening, Workshop
from app.shell.i18n import Translations
from app.shell.jobs import Jobs
from app.shell.listening import Listening
from app.shell.look import Look
from app.shell.studio import Stores, Studio
from app.shell.style import DARK
from app.shell.widgets.main_window import MainWindow
from app.storage.ledger import Ledger
from app.storage.packs import PackStore
from app.storage.paths import paths_under, resource
from tests.helpers.models import HERE

STUDIO = DeviceInfo(DeviceRef("Studio Mic", "ALSA"), 48_000, 1, is_default=True)
HEADSET = DeviceInfo(DeviceRef("Headset", "ALSA"), 44_100, 2)


class NoDialer:
    """Connects to nothing."""

    def dial(self, attempt: int, post: Post, cancel: Cancel) -> None:
        """Nobody is called."""

    def distrust(self) -> None:
        """Nobody is trusted."""


def plan_for(settings: Settings) -> Plan:
    """Return what the real workshop makes of `settings`, but for the way to the engine."""
    engine = chosen(settings, HERE)
    return Plan(engine, wire_config(settings, engine, locale=HERE.locale), NoDialer())


class ScriptedSession:
    """Runs until it is stopped, as a polite session does, or aborted."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self.plan = plan_for(opening.settings)
        self.calls: list[str] = []
        self.sources = [opening.source]
        self.switches: list[Plan] = []
        self.finishes_at_once = True
        self.error: Exception | None = None
        self._over = threading.Event()

    def run(self) -> None:
        assert self._over.wait(10)
        if self.error is not None:
            raise self.error

    def stop(self) -> None:
        self.calls.append("stop")
        if self.finishes_at_once:
            self._over.set()

    def abort(self) -> None:
        self.calls.append("abort")
        self._over.set()

    def replace_source(self, source: Source) -> None:
        self.sources.append(source)

    def switch(self, plan: Plan) -> None:
        self.switches.append(plan)

    def talk(self, *, is_talking: bool) -> None:
        self.calls.append("talk" if is_talking else "hush")

    def listened_to(self) -> list[Listening]:
        """Return what the session was given to listen to, in order."""
        return [source.listening for source in self.sources if isinstance(source, QuietSource)]

    def end(self) -> None:
        """Come to the end, as a session does whose last words are in."""
        self._over.set()


class QuietSource:
    """Gives nothing."""

    is_live = True

    def __init__(self, listening: Listening) -> None:
        self.listening = listening

    def start(self, outlet: Outlet) -> None:
        """Nothing to start."""

    def stop(self) -> None:
        """Nothing to stop."""


@dataclass
class Stage:
    """The window and all it is made of; `sessions` are those that were started."""

    settings: Settings = field(default_factory=Settings)
    problem_with: Callable[[EngineInfo], Problem | None] = lambda _: None
    sessions: list[ScriptedSession] = field(default_factory=list)
    saved: list[Settings] = field(default_factory=list)
    finishes_at_once: bool = True
    session_type: type[ScriptedSession] = ScriptedSession

    def __post_init__(self) -> None:
        self.jobs = Jobs("jobs")
        self.folder = TemporaryDirectory()
        ledger = Ledger(Path(self.folder.name) / "ledger.json", datetime.now)
        program = (sys.executable, "-m", "app", "--data-dir", self.folder.name)
        reader = DocumentReader((*program, "packs", "look"), os.environ)
        packs = PackStore(Path(self.folder.name) / "packs", resource("resources/packs"))
        paths = paths_under(Path(self.folder.name))
        self.studio = Studio(
            self.settings,
            self.jobs,
            self._open_workshop,
            self.problem_with,
            lambda: HERE,
            self.saved.append,
            Stores(ledger, packs, reader, Path(self.folder.name) / "library.db", paths),
        )
        self.mailbox, self.document = self.studio.mailbox, self.studio.document
        self.choices, self.controller = self.studio.choices, self.studio.controller
        self.window = MainWindow(self.studio)
        self.messages = self.window.messages
        self.translations = Translations()
        self.window.apply_look(Look(DARK, 1.0))
        self.window.retranslate()

    def _open_workshop(self, sink: Sink, hear: Callable[[int, bytes], None]) -> Workshop:
        return Workshop(self._open_session, plan_for, QuietSource, time.perf_counter)

    def _open_session(self, opening: Opening) -> ScriptedSession:
        session = self.session_type(opening)
        session.finishes_at_once = self.finishes_at_once
        self.sessions.append(session)
        return session

    def tell(self, event: SessionEvent, *entries: Entry, t_ms: int = 0) -> None:
        """Let the session say something."""
        captions = Captions(entries, revision=len(entries))
        self.mailbox.happened(event, captions, Stamp(time.perf_counter(), t_ms))

    def listen(self) -> None:
        """Let the session be ready."""
        self.tell(EngineChanged(EngineState.LISTENING))

    def take_down(self) -> None:
        """End every thread and close the window."""
        self.translations.use("en")
        assert self.studio.shut_down()
        assert self.jobs.stop()
        self.folder.cleanup()
        self.window.hide()
        self.window.deleteLater()


def final(line: int, text: str, *, begin_ms: int = 0, end_ms: int = 1000) -> Line:
    """Return a finished line."""
    return Line(line, LineStatus.FINAL, text, "", begin_ms, end_ms)
