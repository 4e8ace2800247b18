"""A recording that was not heard to its end: its session is found and goes on."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.core.captions import Captions, Line, LineStatus
from app.core.events import Backlog
from app.storage.library.journal import SessionWriter
from app.storage.library.resuming import take_up
from app.storage.library.upkeep import Journal

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDING = Path("/talks/talk.mp3")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "library.db", lambda: datetime.now(UTC), lambda _: None)
    journal.start()
    yield journal
    assert journal.stop()


def line(number: int, status: LineStatus = LineStatus.FINAL) -> Line:
    begin_ms = number * 1000
    return Line(number, status=status, settled="a", begin_ms=begin_ms, end_ms=begin_ms + 800)


def write(
    journal: Journal, *, heard_to: int | None, ends: bool = True, recording: Path = RECORDING
) -> SessionWriter:
    """Write three lines of a session of the recording, the last of them not finished."""
    writer = journal.lend(journal.new_of(recording), lambda: True)
    lines = (line(1), line(2), line(3, LineStatus.FAILED))
    writer.note(Backlog(0), Captions(lines))
    writer.hear_to(heard_to)
    if ends:
        journal.give_back(writer)
    assert writer.write()
    return writer


def test_it_goes_on_behind_what_is_final(journal: Journal) -> None:
    writer = write(journal, heard_to=0)
    kept = take_up(journal.path, RECORDING, journal.owner)
    assert kept is not None
    assert kept.head.id == writer.session_id
    assert kept.head.source_ms == 2800
    assert [entry.line for entry in kept.captions.entries if isinstance(entry, Line)] == [1, 2]
    kept = take_up(journal.path, Path("/talks/../talks/talk.mp3"), journal.owner)
    assert kept is None, "another path"


def test_what_was_heard_to_its_end_does_not_go_on(journal: Journal) -> None:
    write(journal, heard_to=None)
    assert take_up(journal.path, RECORDING, journal.owner) is None


def test_another_recording_is_none(journal: Journal) -> None:
    write(journal, heard_to=0)
    assert take_up(journal.path, RECORDING.with_name("other.mp3"), journal.owner) is None


def test_another_file_of_the_same_name_is_heard_from_its_beginning(
    journal: Journal, tmp_path: Path
) -> None:
    weekly = tmp_path / "weekly.wav"
    weekly.write_bytes(b"what was said last week")
    writer = write(journal, heard_to=0, recording=weekly)
    content = weekly.read_bytes()
    weekly.write_bytes(b"what was said this week, and it was more")
    assert take_up(journal.path, weekly, journal.owner) is None
    weekly.write_bytes(content)
    os.utime(weekly, ns=(0, 0))
    assert take_up(journal.path, weekly, journal.owner) is None, "of the same length"
    kept = journal.new_of(weekly)
    assert kept.head.id != writer.session_id


def test_a_file_whose_name_is_no_text_goes_on(journal: Journal) -> None:
    odd = Path("/talks/\udce4.mp3")
    writer = write(journal, heard_to=0, recording=odd)
    kept = take_up(journal.path, odd, journal.owner)
    assert kept is not None
    assert kept.head.id == writer.session_id


def test_one_that_is_being_written_is_left_alone(journal: Journal) -> None:
    write(journal, heard_to=0, ends=False)
    assert take_up(journal.path, RECORDING, "another program") is None


def test_without_a_library_there_is_none(tmp_path: Path) -> None:
    assert take_up(tmp_path / "library.db", RECORDING, "owner") is None


def test_it_is_one_session_however_often_it_goes_on(journal: Journal) -> None:
    first = write(journal, heard_to=0)
    for number in (3, 4):
        kept = take_up(journal.path, RECORDING, journal.owner)
        assert kept is not None
        writer = journal.lend(kept, lambda: True)
        assert writer.session_id == first.session_id
        entries = (*kept.captions.entries, line(number))
        writer.note(Backlog(0), Captions(entries))
        writer.hear_to(0)
        journal.give_back(writer)
        assert writer.write()
    kept = take_up(journal.path, RECORDING, journal.owner)
    assert kept is not None
    assert [e.line for e in kept.captions.entries if isinstance(e, Line)] == [1, 2, 3, 4]
