"""What the windows look at: session, transcript and settings, built and connected."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.shell.choices import Choices
from app.shell.controller import Controller
from app.shell.costs import Costs
from app.shell.document import Document
from app.shell.journal_desk import JournalDesk
from app.shell.link_status import LinkWatch
from app.shell.mailbox import Mailbox
from app.shell.pack_desk import PackDesk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.core.advice import ThisComputer
    from app.core.errors import Problem
    from app.core.settings import Settings
    from app.documents.apart import DocumentReader
    from app.engine.catalog import EngineInfo
    from app.session.sink import Sink
    from app.shell.controller import Workshop
    from app.shell.jobs import Jobs
    from app.storage.ledger import Ledger
    from app.storage.packs import PackStore
    from app.storage.paths import Paths


@dataclass(frozen=True, slots=True)
class Stores:
    """What is on the disk besides the settings."""

    ledger: Ledger
    packs: PackStore
    documents: DocumentReader
    library: Path
    paths: Paths


class Studio(QObject):
    """No widget, no thread of its own. GUI thread."""

    def __init__(
        self,
        settings: Settings,
        jobs: Jobs,
        open_workshop: Callable[[Sink, Callable[[int, bytes], None]], Workshop],
        problem_with: Callable[[EngineInfo], Problem | None],
        look_around: Callable[[], ThisComputer],
        save: Callable[[Settings], None],
        stores: Stores,
    ) -> None:
        super().__init__()
        self.mailbox = Mailbox(self)
        self.document = Document(jobs, time.time, self)
        self.choices = Choices(settings, save, problem_with, look_around, self)
        self.packs = PackDesk(self.choices, stores.packs, stores.documents, jobs, self)
        self.journal = JournalDesk(
            stores.library, self.document, self.choices, jobs, self.mailbox, self
        )
        workshop = open_workshop(self.journal, self.journal.hear)
        self.costs = Costs(stores.ledger, jobs, self.mailbox, self)
        self.controller = Controller(
            workshop, self.mailbox, self.document, self.choices, self.costs, self
        )
        self.journal.elapsed_ms = lambda: self.controller.elapsed_ms
        self.link = LinkWatch(self.controller, self.mailbox, workshop.clock_s, self)
        self.mailbox.captions_arrived.connect(self.document.receive)

    def shut_down(self) -> bool:
        """Keep the settings and end the session; False if its thread would not end."""
        ended = self.packs.stop()
        self.choices.flush()
        self.costs.keep()
        ended = self.controller.shut_down() and ended
        return self.journal.stop() and ended
