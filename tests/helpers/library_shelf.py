"""Sessions with feelings, channels and audio in a library, for tests of the windows."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import soundfile

from app.core.captions import Captions, Line, LineStatus
from app.core.emotion import Emotion
from app.core.events import Final
from app.storage.library import schema
from app.storage.library.journal import SessionWriter
from app.storage.library.records import Head, Kept, Start

RATE_HZ = 16_000


def said(line: int, text: str, emotion: Emotion = Emotion.NONE) -> Line:
    """Return a finished line of four seconds; lines follow one another every five."""
    begin_ms = (line - 1) * 5000
    return Line(
        line,
        LineStatus.FINAL,
        text,
        begin_ms=begin_ms,
        end_ms=begin_ms + 4000,
        language="en",
        emotion=emotion,
        engine_id="local",
    )


def keep(
    library: Path,
    session: str,
    *lines: Line,
    title: str = "",
    begun_s: float = 1_800_000_000.0,
    is_closed: bool = True,
) -> None:
    """Write a session down."""
    writer = SessionWriter(library, Kept(Head(session, begun_s, "", title=title)), lambda: True)
    writer.begin(Start(0, begun_s))
    for count, line in enumerate(lines, 1):
        event = Final(line.line, line.text, line.language, line.emotion, line.engine_id)
        writer.note(event, Captions(lines[:count], revision=count))
    if is_closed:
        writer.close(begun_s + 60)
    assert writer.write(), writer.problem
    writer.release()


def change(library: Path, statement: str, *values: object) -> None:
    """Change something that no part of the app writes yet."""
    with closing(schema.connect(library)) as connection:
        connection.execute(statement, values)


def asked(library: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    """Return what is in the library, through a connection of one's own."""
    with closing(schema.connect(library)) as connection:
        return [tuple(row) for row in connection.execute(query, values)]


def keep_audio(library: Path, session: str, length_ms: int) -> None:
    """Keep so much of a hum as the audio of a session."""
    path = library.parent / "audio" / session / "0.flac"
    path.parent.mkdir(parents=True)
    hum = 0.2 * np.sin(np.arange(RATE_HZ * length_ms // 1000) * 0.1)
    soundfile.write(path, hum.astype(np.float32), RATE_HZ)
    change(
        library,
        "INSERT INTO audio_chunks (session, begin_ms, end_ms, path, bytes) VALUES (?, 0, ?, ?, ?)",
        session,
        length_ms,
        f"audio/{session}/0.flac",
        path.stat().st_size,
    )
