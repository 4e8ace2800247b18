"""Keeps the session of `zimu caption` in the library."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.core.feelings import keeps_emotions
from app.core.problem_text import english
from app.core.settings_form import dump_followed
from app.session.keeping import Keeping
from app.storage.library.records import Start
from app.storage.library.recovery import unclosed
from app.storage.library.schema import TROUBLES
from app.storage.library.upkeep import Journal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from app.core.settings import Settings
    from app.session.sink import Sink

log = logging.getLogger(__name__)


@contextmanager
def kept(
    library: Path,
    now: Callable[[], datetime],
    say: Callable[[str], None],
    settings: Settings,
    source: str,
) -> Iterator[Callable[[Sink], Sink]]:
    """Give what puts the library in front of a sink; close the session at the end of the block.

    `source` is the name of the recording; empty: it is live. What goes wrong is said, never raised.
    """
    journal = Journal(library, now, lambda problem: say(english(problem)))
    journal.start()
    _say_unclosed(library, say)
    writer = journal.lend(journal.new(source=source), lambda: keeps_emotions(settings))
    writer.begin(Start(0, journal.now_s()))
    writer.follow_settings(0, dump_followed(settings))
    try:
        yield lambda sink: Keeping(writer, sink, journal.wake)
    finally:
        journal.give_back(writer)
        if not journal.stop() or writer.owes:
            say("Not all of this session could be kept in the library.")


def _say_unclosed(library: Path, say: Callable[[str], None]) -> None:
    try:
        count = len(unclosed(library))
    except TROUBLES as exc:
        log.warning("nobody knows which sessions are unclosed: %s", type(exc).__name__)
        return
    if count:
        sessions = "One session was" if count == 1 else f"{count} sessions were"
        say(f"{sessions} cut off earlier and not lost: zimu sessions list shows what there is.")
