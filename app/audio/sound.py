"""Recordings that libsndfile reads: WAV, FLAC, Ogg (Vorbis, Opus), MP3 and others."""

from __future__ import annotations

import logging
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

import soundfile

from app.audio.damage import BrokenOffError, Lost
from app.audio.file_part import PartOfFile, ogg_links, wav_body

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from app.audio.converter import Frames
    from app.audio.file_part import Part

_READS_PER_S: Final = 1  # numpy costs by the call: few large ones
_CAREFUL_READS_PER_S: Final = 20  # what is read together is lost together
_UNKNOWN_FRAMES: Final = 2**62  # formats that know their length at the end only claim more
_WAVS: Final = frozenset({"WAV", "WAVEX"})
_PLAIN: Final = frozenset({"PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"})

log = logging.getLogger(__name__)


class SoundFile(soundfile.SoundFile):
    """A file that is read on and on.

    The package seeks behind every read of a file that can be sought in, which fails at the end of
    a FLAC that does not know its length.
    """

    def seekable(self) -> bool:
        return False

    def go_to(self, frame: int) -> None:
        """Read on from `frame`. Raises soundfile.SoundFileError."""
        if super().seekable():
            self.seek(min(frame, self.frames))
            return
        while frame > 0 and (skipped := len(self.next_frames(min(frame, self.samplerate)))):
            frame -= skipped

    def next_frames(self, count: int) -> Frames:
        """Return at most `count` frames; none at the end. Raises soundfile.SoundFileError."""
        return self.read(count, dtype="float32", always_2d=True)

    @property
    def known_frames(self) -> int | None:
        """How long it is; None: nobody knows before its end."""
        return self.frames if 0 < self.frames < _UNKNOWN_FRAMES else None


class SoundRecording:
    """One recording, which `reopen` opens anew. What is damaged within it is left out."""

    def __init__(self, file: SoundFile, reopen: Callable[[], SoundFile]) -> None:
        self._file = file
        self._reopen = reopen
        self._at = 0  # how many frames were read or left out

    @property
    def rate_hz(self) -> int:
        return int(self._file.samplerate)

    @property
    def channels(self) -> int:
        return int(self._file.channels)

    @property
    def length_ms(self) -> int | None:
        frames = self._file.known_frames
        return None if frames is None else frames * 1000 // self.rate_hz

    def frames(self, begin_ms: int) -> Iterator[Frames | Lost]:
        self._at = begin_ms * self.rate_hz // 1000
        try:
            self._file.go_to(self._at)
            while not (yield from self._readable(_READS_PER_S)):
                # Of the piece that could not be read all but the damage can.
                self._go_to(self._at)
                if not (yield from self._readable(_CAREFUL_READS_PER_S)):
                    behind = self._behind_damage()
                    yield Lost(behind - self._at)
                    self._at = behind
                    self._go_to(behind)
        except (soundfile.SoundFileError, OSError) as exc:
            raise BrokenOffError(str(exc)) from exc

    def close(self) -> None:
        self._file.close()

    def _readable(self, reads_per_s: int) -> Generator[Frames, None, bool]:
        """Give what can be read; return whether that is all there is."""
        try:
            while len(frames := self._file.next_frames(self.rate_hz // reads_per_s)):
                self._at += len(frames)
                yield frames
        except soundfile.SoundFileError as exc:
            log.info("the recording is damaged: %s", exc)
            return False
        return True

    def _behind_damage(self) -> int:
        """Return from which frame on it can be read again. Raises BrokenOffError: from none."""
        step = least = self.rate_hz // 4
        end = self._file.known_frames or 0
        damaged, whole = self._at, self._at + step
        while not self._is_readable(whole):
            step *= 2
            damaged, whole = whole, self._at + step
            if whole >= end:
                raise BrokenOffError(f"nothing can be read behind frame {self._at}")
        while whole - damaged > least:
            middle = (whole + damaged) // 2
            damaged, whole = (damaged, middle) if self._is_readable(middle) else (middle, whole)
        return whole

    def _is_readable(self, at: int) -> bool:
        try:
            self._go_to(at)
            return len(self._file.next_frames(self.rate_hz // _READS_PER_S)) > 0
        except soundfile.SoundFileError:
            return False

    def _go_to(self, at: int) -> None:
        """Read on from `at`, with a decoder that has met no damage."""
        self._file.close()
        self._file = self._reopen()
        self._file.go_to(at)


class ChainedRecording:
    """Recordings of one file, one behind the other."""

    def __init__(self, links: tuple[SoundRecording, ...]) -> None:
        self._links = links

    @property
    def rate_hz(self) -> int:
        return self._links[0].rate_hz

    @property
    def channels(self) -> int:
        return max(link.channels for link in self._links)

    @property
    def length_ms(self) -> int | None:
        lengths = [link.length_ms for link in self._links]
        return None if None in lengths else sum(length or 0 for length in lengths)

    def frames(self, begin_ms: int) -> Iterator[Frames | Lost]:
        for link in self._links:
            if link.rate_hz != self.rate_hz:
                raise BrokenOffError("it goes on at another rate")
            yield from link.frames(begin_ms)
            begin_ms = max(begin_ms - (link.length_ms or 0), 0)

    def close(self) -> None:
        for link in self._links:
            link.close()


def open_sound(path: Path) -> SoundRecording | ChainedRecording:
    """Open what is at `path`. Raises soundfile.SoundFileError, OSError.

    TypeError: it has a name like x.raw, whose format nobody can know.
    """
    file = _whole(path)
    if file.format == "OGG" and len(links := ogg_links(path)) > 1:
        file.close()
        return ChainedRecording(tuple(_opened(partial(_part, path, link)) for link in links))
    is_plain = file.format in _WAVS and file.subtype in _PLAIN
    if is_plain and (body := wav_body(path)) is not None:
        file.close()
        return _opened(partial(_raw, path, body, file))
    return SoundRecording(file, partial(_whole, path))


def _opened(reopen: Callable[[], SoundFile]) -> SoundRecording:
    return SoundRecording(reopen(), reopen)


def _whole(path: Path) -> SoundFile:
    # The package refuses a name that is no text, but not its bytes.
    return SoundFile(path if sys.platform == "win32" else os.fsencode(path))


def _part(path: Path, part: Part) -> SoundFile:
    return SoundFile(PartOfFile(path, part))


def _raw(path: Path, body: Part, header: SoundFile) -> SoundFile:
    return SoundFile(
        PartOfFile(path, body),
        samplerate=header.samplerate,
        channels=header.channels,
        subtype=header.subtype,
        endian="LITTLE",
        format="RAW",
    )
