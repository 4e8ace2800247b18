"""Captions in a terminal: finals scroll, the open line is redrawn in the last row."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, TextIO

from app.core.captions import Line, LineStatus
from app.core.events import (
    EngineChanged,
    EngineState,
    Gap,
    Interim,
    LineFailed,
    LineRemoved,
    Notice,
    SourceTrouble,
)
from app.core.events import Final as FinalEvent
from app.core.problem_text import english
from app.headless.troubles import FINAL_TROUBLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.captions import Captions
    from app.core.events import SessionEvent
    from app.headless.outbox import Happening

CLEAR_ROW: Final = "\r\x1b[2K"
DIM: Final = "\x1b[2m"
PLAIN: Final = "\x1b[0m"


class Terminal:
    """Writes captions to `out`; `say` takes what is said about them.

    `columns` None: `out` is no terminal, and only what is finished is written.
    """

    def __init__(
        self,
        out: TextIO,
        say: Callable[[str], None],
        *,
        columns: Callable[[], int] | None,
        has_colour: bool,
    ) -> None:
        self._out = out
        self._tell = say
        self._columns = columns
        self._has_colour = has_colour
        self._has_open_row = False
        self._away: str | None = None  # the engine that was lost after it had listened

    def show(self, happening: Happening) -> None:
        """Write what happened, if a reader should know. Raises OSError."""
        event, captions = happening.event, happening.captions
        match event:
            case FinalEvent(line=line):
                self._print(_finished(captions.find(line)))
            case LineFailed(line=line):
                self._print(_failed(captions.find(line)))
            case Gap(begin_ms=begin_ms, end_ms=end_ms):
                self._print(f"[{(end_ms - begin_ms) / 1000:.1f} s not captioned]")
            case EngineChanged() as change:
                self._show_change(change)
            case SourceTrouble(problem=problem) if problem is not None:
                if problem.code not in FINAL_TROUBLES:  # else it is the last thing that is said
                    self._say(english(problem))
            case Notice(problem=problem):
                self._say(english(problem))
            case _:
                pass
        if _moves_words(event):
            self._draw(_newest_open(captions))

    def finish(self) -> None:
        """Leave the cursor at the start of an empty row."""
        self._clear()
        self._out.flush()

    def _show_change(self, change: EngineChanged) -> None:
        """Every outage is said once, however many attempts it takes to end it."""
        match change.state:
            case EngineState.LISTENING if self._away == change.engine_id:
                self._away = None
                self._say("Connected again.")
            case EngineState.LISTENING if self._away is None and self._columns is not None:
                self._say("Listening. Press Ctrl+C to stop.")
            case EngineState.RECONNECTING if change.problem is not None and self._away is None:
                self._away = change.engine_id
                self._say(f"{english(change.problem)} Zimu connects again.")
            case _:
                pass

    def _print(self, text: str) -> None:
        if text:
            self._clear()
            self._out.write(text + "\n")
            self._out.flush()

    def _say(self, sentence: str) -> None:
        self._clear()
        self._out.flush()
        self._tell(sentence)

    def _draw(self, line: Line | None) -> None:
        if self._columns is None:
            return
        self._clear()
        if line is not None and line.text:
            settled, tentative = _tail(line.settled, line.tentative, self._columns() - 1)
            if self._has_colour and tentative:
                tentative = f"{DIM}{tentative}{PLAIN}"
            self._out.write(settled + tentative)
            self._has_open_row = True
        self._out.flush()

    def _clear(self) -> None:
        if self._has_open_row:
            self._out.write(CLEAR_ROW)
            self._has_open_row = False


def _moves_words(event: SessionEvent) -> bool:
    return isinstance(event, Interim | FinalEvent | LineRemoved | LineFailed | Gap)


def _finished(line: Line | None) -> str:
    if line is None:
        return ""
    text = harmless(line.text)
    return f"{text}  [{line.emotion.value}]" if line.emotion.is_shown else text


def _failed(line: Line | None) -> str:
    return "" if line is None else f"{harmless(line.text)} [not finished]"


def harmless(text: str) -> str:
    """Return `text` without control characters: a server must not steer the terminal."""
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)


def _newest_open(captions: Captions) -> Line | None:
    for entry in reversed(captions.entries):
        if isinstance(entry, Line) and entry.status is LineStatus.OPEN:
            return entry
    return None


def _tail(settled: str, tentative: str, columns: int) -> tuple[str, str]:
    """Return the ends of both that fit one row together; terminals cannot redraw wrapped rows."""
    text = harmless(settled + tentative)
    at, width = len(text), 0
    while at > 0 and width + _width(text[at - 1]) <= columns:
        at -= 1
        width += _width(text[at])
    boundary = max(len(settled), at)
    return text[at:boundary], text[boundary:]


def _width(character: str) -> int:
    """Return how many columns a terminal gives `character`."""
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
