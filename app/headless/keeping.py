"""Keeps the session of `zimu caption` in the library."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.core.captions import Captions
from app.core.errors import ZimuError
from app.core.feelings import keeps_emotions
from app.core.problem_text import english
from app.core.settings_form import dump_followed
from app.session.keeping import Keeping
from app.storage.library.records import Start
from app.storage.library.recovery import unclosed
from app.storage.library.resuming import take_up
from app.storage.library.schema import TROUBLES
from app.storage.library.upkeep import Journal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from app.core.settings import Settings
    from app.session.sink import Sink
    from app.storage.library.records import Kept as Before

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a session goes on, and how it is kept."""

    keeping: Callable[[Sink], Sink]  # puts the library in front of a sink
    hear_to: Callable[[int | None], None]  # how far the recording was heard; None: to its end
    captions: Captions = field(default_factory=Captions)
    begin_ms: int = 0


NOT_KEPT: Final = Kept(lambda sink: sink, lambda _: None)


@contextmanager
def kept(  # all that tells one session from another
    library: Path,
    now: Callable[[], datetime],
    say: Callable[[str], None],
    settings: Settings,
    recording: Path | None,
    *,
    resumes: bool = False,
) -> Iterator[Kept]:
    """Give how a session is kept in the library; close it at the end of the block.

    Without a `recording` it is live. If it `resumes`, the session of the recording goes on. What
    goes wrong is said, never raised.
    """
    journal = Journal(library, now, lambda problem: say(english(problem)))
    journal.start()
    _say_unclosed(library, say)
    before = _before(journal, recording, resumes=resumes)
    begin_ms = before.head.source_ms or 0
    writer = journal.lend(before, lambda: keeps_emotions(settings))
    writer.begin(Start(begin_ms, journal.now_s()))
    writer.follow_settings(begin_ms, dump_followed(settings))
    try:
        yield Kept(
            lambda sink: Keeping(writer, sink, journal.wake),
            writer.hear_to,
            before.captions,
            begin_ms,
        )
    finally:
        journal.give_back(writer)
        if not journal.stop() or writer.owes:
            say("Not all of this session could be kept in the library.")


def _before(journal: Journal, recording: Path | None, *, resumes: bool) -> Before:
    """Return the session to go on with, which may be a new one."""
    if recording is None:
        return journal.new()
    before = None
    if resumes:
        try:
            before = take_up(journal.path, recording, journal.owner)
        except (*TROUBLES, ZimuError) as exc:
            log.warning("nobody knows what was heard before: %s", type(exc).__name__)
    return before or journal.new_of(recording)


def _say_unclosed(library: Path, say: Callable[[str], None]) -> None:
    try:
        count = len(unclosed(library))
    except TROUBLES as exc:
        log.warning("nobody knows which sessions are unclosed: %s", type(exc).__name__)
        return
    if count:
        sessions = "One session was" if count == 1 else f"{count} sessions were"
        say(f"{sessions} cut off earlier and not lost: zimu sessions list shows what there is.")
