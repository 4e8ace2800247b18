"""Sessions written down and read back, for tests of whoever does either."""

from contextlib import closing
from pathlib import Path

from app.core.captions import Captions, Line, reduce
from app.core.events import Final, LineEvent, SpeechStarted
from app.storage.library import schema, statements
from app.storage.library.journal import SessionWriter
from app.storage.library.records import Head, Kept, Start


def said(*texts: str) -> list[LineEvent]:
    """Return what happens when those lines are said, one a second."""
    events: list[LineEvent] = []
    for number, text in enumerate(texts, 1):
        events += [SpeechStarted(number, 1000 * number), Final(number, text, "en")]
    return events


def after(events: list[LineEvent]) -> Captions:
    """Return the captions after `events`."""
    captions = Captions()
    for event in events:
        captions = reduce(captions, event)
    return captions


def write_session(
    library: Path, session: str, *texts: str, owner: str = "dead", ended_s: float | None = None
) -> None:
    """Write a session of those lines; without an end it is unclosed."""
    writer = SessionWriter(library, Kept(Head(session, 1000.0, owner)), lambda: False)
    writer.begin(Start(0, 1000.0))
    captions = Captions()
    for event in said(*texts):
        captions = reduce(captions, event)
        writer.note(event, captions)
    if ended_s is not None:
        writer.close(ended_s)
    assert writer.write(), writer.problem
    writer.release()


def read_session(library: Path, session: str) -> Kept | None:
    """Return the session as it is kept; None: it is not."""
    with closing(schema.connect(library)) as connection:
        return statements.read(connection, session)


def texts_of(kept: Kept | None) -> list[str]:
    """Return the lines of a session that must be there."""
    assert kept is not None
    return [entry.text for entry in kept.captions.entries if isinstance(entry, Line)]
