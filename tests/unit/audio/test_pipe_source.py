"""Raw audio from a pipe: whole samples however it is cut, nothing lost, stopped at once."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

import pytest

from app.audio.pipe_source import PipeSource
from tests.helpers.waiting import until
from tests.unit.audio.fakes import RecordingOutlet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def pipe() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    read, write = os.pipe()
    with os.fdopen(read, "rb") as reader, os.fdopen(write, "wb", buffering=0) as writer:
        yield reader, writer


def test_audio_is_passed_on_as_it_comes_in_whole_samples() -> None:
    outlet = RecordingOutlet()
    with pipe() as (reader, writer):
        source = PipeSource(reader)
        source.start(outlet)
        written = 0
        for cut in (b"a", b"bcd", b"ef", b"g", b"h"):
            writer.write(cut)
            written += len(cut)
            until(partial(outlet.has_heard, written // 2 * 2), "the whole samples")
        writer.close()
        assert outlet.ended.wait(10)
        source.stop()
    assert outlet.pcm == b"abcdefgh"
    assert all(len(piece) % 2 == 0 for piece in outlet.pieces)


def test_half_a_sample_at_the_end_is_dropped() -> None:
    outlet = RecordingOutlet()
    with pipe() as (reader, writer):
        source = PipeSource(reader)
        source.start(outlet)
        writer.write(b"abc")
        writer.close()
        assert outlet.ended.wait(10)
        source.stop()
    assert outlet.pcm == b"ab"


def test_pieces_are_at_most_forty_milliseconds() -> None:
    outlet = RecordingOutlet()
    with pipe() as (reader, writer):
        source = PipeSource(reader)
        source.start(outlet)
        writer.write(bytes(5_000))
        writer.close()
        assert outlet.ended.wait(10)
        source.stop()
    assert max(len(piece) for piece in outlet.pieces) <= 640 * 2


def test_a_full_outlet_stops_the_reading_and_nothing_is_lost() -> None:
    outlet = RecordingOutlet(room=640)
    with pipe() as (reader, writer):
        source = PipeSource(reader)
        source.start(outlet)
        writer.write(b"ab" * 2_000)
        until(lambda: len(outlet.pcm) == 640 * 2, "as much as there was room for")
        outlet.make_room(100_000)
        writer.close()
        assert outlet.ended.wait(10)
        source.stop()
    assert outlet.pcm == b"ab" * 2_000


@pytest.mark.parametrize("room", [0, 100_000], ids=["no room", "nothing to read"])
def test_stopping_ends_the_thread_and_is_no_end(room: int) -> None:
    outlet = RecordingOutlet(room=room)
    with pipe() as (reader, _writer):
        source = PipeSource(reader)
        source.start(outlet)
        source.stop()
        source.stop()
        assert "zimu-pipe" not in [thread.name for thread in threading.enumerate()]
    assert not outlet.ended.is_set()


@pytest.mark.expects_log("the pipe broke")
def test_a_stream_that_cannot_be_read_is_a_trouble_and_the_end(tmp_path: Path) -> None:
    outlet = RecordingOutlet()
    with (tmp_path / "written only").open("wb") as stream:
        source = PipeSource(stream)
        source.start(outlet)
        assert outlet.ended.wait(10)
        source.stop()
    assert outlet.codes == ["file_not_opened"]
