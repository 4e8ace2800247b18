"""The shipped program as a child process, watched through its structured log.

A test waits for log events, never for time to pass. When the block ends the program is ended too,
and any WARNING or worse that the test did not expect fails it, with the log in the message.
"""

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.helpers.canary import WATCH
from tests.helpers.children import end

# `-P`: else the current folder's app/ would be imported, whatever it is.
PROGRAM = (sys.executable, "-P", "-m", "app")
DEADLINE_S = 20.0
_BAD_LEVELS = frozenset({"WARNING", "ERROR", "CRITICAL"})
_LAST_LINES = 60
# ALSA and PortAudio write to standard error by themselves, mostly when a device disappears.
_AUDIO_LIBRARIES = re.compile(r"^ALSA lib |pa_linux_alsa\.c")
# Where there is a screen reader Qt asks the accessibility bus about each key, and waits 100 ms. A
# busy machine answers later; the key comes all the same.
_SLOW_BUS = re.compile(r"QSpiApplication::(keyEventError|notifyKeyboardListenerCallback)")


class Stream:
    """The lines of a pipe so far, read by a thread of its own."""

    def __init__(self, pipe: IO[str]) -> None:
        self._pipe = pipe
        self._lines: list[str] = []
        self._has_ended = False
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, name="stream reader", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._reader.start()

    def lines(self) -> list[str]:
        """A copy of the lines so far."""
        with self._changed:
            return list(self._lines)

    def first(self, fits: Callable[[str], bool], what: str, deadline_s: float) -> str:
        """The first line that `fits`. Raises TimeoutError at the deadline or the pipe's end."""
        end_s = time.monotonic() + deadline_s
        seen = 0
        with self._changed:
            while True:
                for line in self._lines[seen:]:
                    if fits(line):
                        return line
                seen = len(self._lines)
                if self._has_ended:
                    raise TimeoutError(f"{what}: the program has ended")
                if not self._changed.wait(end_s - time.monotonic()):
                    raise TimeoutError(f"{what}: not within {deadline_s:g} s")

    def join(self, deadline_s: float) -> None:
        """Wait for the end of the pipe. Raises TimeoutError."""
        self._reader.join(deadline_s)
        if self._reader.is_alive():
            raise TimeoutError("somebody still holds the program's output open")

    def _read(self) -> None:
        with self._pipe:
            for line in self._pipe:
                WATCH.look_at_output(line, "what a program said")
                with self._changed:
                    self._lines.append(line.rstrip("\n"))
                    self._changed.notify_all()
        with self._changed:
            self._has_ended = True
            self._changed.notify_all()


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the structured log."""

    level: str
    event: str
    message: str
    fields: Mapping[str, object]

    @classmethod
    def parse(cls, line: str) -> "Record | None":
        """The record in `line`, or None when it is none."""
        try:
            found = json.loads(line)
            return cls(found["level"], found.get("event") or "", found["message"], found)
        except (ValueError, TypeError, KeyError):
            return None

    def fits(self, event: str, fields: Mapping[str, object]) -> bool:
        """Whether this is an `event` with these `fields`."""
        return self.event == event and all(
            self.fields.get(name) == value for name, value in fields.items()
        )


@dataclass(frozen=True, slots=True)
class Program:
    """A running program."""

    process: "subprocess.Popen[str]"
    stdout: Stream
    log: Stream
    expected: list[str] = field(default_factory=list)

    def wait_for(
        self, event: str, *, count: int = 1, deadline_s: float = DEADLINE_S, **fields: object
    ) -> Record:
        """Record number `count` of `event` with these `fields`. Raises TimeoutError."""
        seen = 0

        def fits(record: Record) -> bool:
            nonlocal seen
            seen += record.fits(event, fields)
            return seen == count

        return self.wait_until(fits, f"{event} {fields or ''}", deadline_s=deadline_s)

    def wait_until(
        self, fits: Callable[[Record], bool], what: str, *, deadline_s: float = DEADLINE_S
    ) -> Record:
        """The first record that `fits`, which sees each once, in order. Raises TimeoutError."""
        found: list[Record] = []

        def line_fits(line: str) -> bool:
            record = Record.parse(line)
            if record is not None and fits(record):
                found.append(record)
            return bool(found)

        self.log.first(line_fits, what, deadline_s)
        return found[0]

    def wait_for_output(self, pattern: str, *, deadline_s: float = DEADLINE_S) -> str:
        """The first line of standard output in which `pattern` is found."""
        found = re.compile(pattern).search
        return self.stdout.first(lambda line: found(line) is not None, pattern, deadline_s)

    def records(self, event: str | None = None, **fields: object) -> list[Record]:
        """The records so far, or those of `event` with these `fields`."""
        parsed = [record for line in self.log.lines() if (record := Record.parse(line))]
        return [record for record in parsed if event is None or record.fits(event, fields)]

    def expect_warning(self, pattern: str) -> None:
        """Say what will be on standard error: a WARNING or worse with this event and message, or
        a line that is no log record. It must come."""
        self.expected.append(pattern)

    def tell(self, line: str) -> None:
        """Write `line` to standard input."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def wait(self, *, deadline_s: float = DEADLINE_S) -> int:
        """The exit code, once the program has ended by itself and all it said has been read."""
        code = self.process.wait(deadline_s)
        self.log.join(deadline_s)
        self.stdout.join(deadline_s)
        return code

    def complaint(self) -> str:
        """What was wrong with the log; "" if nothing."""
        strange = [words for line in self.log.lines() if (words := _strange_words(line))]
        for pattern in self.expected:
            found = [words for words in strange if re.search(pattern, words)]
            if not found:
                return f"never logged: {pattern}"
            strange = [words for words in strange if words not in found]
        return "\n".join(f"unexpected: {words}" for words in strange)

    def story(self) -> str:
        """The last lines of the log."""
        return "\n".join(self.log.lines()[-_LAST_LINES:])


def _strange_words(line: str) -> str:
    """What a test must expect of a line of standard error; "" if nothing."""
    record = Record.parse(line)
    if record is None:
        return "" if _AUDIO_LIBRARIES.search(line) else line
    is_bad = record.level in _BAD_LEVELS and not _SLOW_BUS.search(record.message)
    return f"{record.event} {record.message}" if is_bad else ""


@contextmanager
def program(
    *arguments: str, data_dir: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """`zimu ARGUMENT…` with its data in `data_dir`; its log must hold nothing unexpected."""
    options = ("--data-dir", str(data_dir), "--log-json", "-")
    with followed((*PROGRAM, *options, *arguments), folder=data_dir, environment=environment) as it:
        yield it
    complaint = it.complaint()
    assert not complaint, f"{complaint}\n--- the program's log:\n{it.story()}"


@contextmanager
def followed(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """A program that logs as ours does, ended with the block at the latest."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=dict(os.environ if environment is None else environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    running = Program(process, Stream(process.stdout), Stream(process.stderr))
    running.stdout.start()
    running.log.start()
    with process.stdin:
        try:
            yield running
        except Exception as error:
            error.add_note(f"--- the program's log:\n{running.story()}")
            raise
        finally:
            if process.poll() is None:
                end(process)
            running.wait()
