"""Turns lines into items of the wire: one each with server_vad, one per commit in manual mode."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, assert_never

from app.core.emotion import Emotion
from app.core.spacing import joined, space_between
from app.recognizer.events import (
    LineClosed,
    LineEvent,
    LineFailed,
    LineHeard,
    LineOpened,
    LineWritten,
)

if TYPE_CHECKING:
    from app.protocol.server import ServerMachine

_FAILED: Final = "recognition_failed"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A text frame to send. A newer snapshot makes an older one of the same item useless."""

    text: str
    snapshot_of: str | None = None


class Turns(Protocol):
    """How lines become items."""

    def tell(self, event: LineEvent, *, heard_ms: int) -> list[Outgoing]:
        """Return what the client is told; `heard_ms` is the audio of the session so far."""
        ...

    def commit(self, *, heard_ms: int) -> list[Outgoing]:
        """The client ended an item; all lines so far belong to it."""
        ...

    def finish(self, *, heard_ms: int) -> list[Outgoing]:
        """The client ended the session; what is open is committed."""
        ...


class VadTurns:
    """Every line is an item; its beginning and end are announced."""

    def __init__(self, machine: ServerMachine) -> None:
        self._machine = machine
        self._items: dict[int, str] = {}

    def tell(self, event: LineEvent, *, heard_ms: int) -> list[Outgoing]:
        """Return what the client is told about one event of one line."""
        match event:
            case LineOpened(line, begin_ms):
                self._items[line], texts = self._machine.speech_started(begin_ms)
                return _frames(texts)
            case LineHeard(line, settled, tentative, language, emotion):
                text = self._machine.interim(
                    self._items[line], settled, tentative, language=language, emotion=emotion
                )
                return [Outgoing(text, snapshot_of=self._items[line])]
            case LineClosed(line, end_ms):
                return _frames(self._machine.speech_stopped(self._items[line], end_ms))
            case LineWritten(line):
                return [_final(self._machine, self._items.pop(line), event, heard_ms)]
            case LineFailed(line):
                return [_failure(self._machine, self._items.pop(line))]
            case _:
                assert_never(event)

    def commit(self, *, heard_ms: int) -> list[Outgoing]:
        """Never asked for: the machine refuses a commit in this mode."""
        del heard_ms
        return []

    def finish(self, *, heard_ms: int) -> list[Outgoing]:
        """Return nothing: with the stream flushed, no item is open."""
        del heard_ms
        return []


@dataclass(slots=True)
class _Item:
    item_id: str
    written: list[str] = field(default_factory=list)
    heard: dict[int, str] = field(default_factory=dict)
    """The lines without a final, oldest first, and what they say so far."""
    language: str = ""
    emotion: Emotion = Emotion.NONE
    is_committed: bool = False
    has_failed: bool = False
    """Whether a line of it has no final: then it has none either, and what is settled stays."""


class ManualTurns:
    """All lines up to a commit are one item. Only what is final of them is settled."""

    def __init__(self, machine: ServerMachine) -> None:
        self._machine = machine
        self._items: deque[_Item] = deque()

    def tell(self, event: LineEvent, *, heard_ms: int) -> list[Outgoing]:
        """Return what the client is told about one event of one line."""
        match event:
            case LineOpened(line, _):
                self._newest().heard[line] = ""
                return []
            case LineHeard(line, settled, tentative, language, emotion):
                item = self._item_with(line)
                item.heard[line] = settled + tentative
                item.language, item.emotion = language, emotion
                return [self._snapshot_of(item)]
            case LineClosed():
                return []
            case LineWritten(line, text, language, emotion):
                item = self._item_with(line)
                del item.heard[line]
                if text:
                    item.written.append(text)
                    item.language, item.emotion = language, emotion
                return [self._snapshot_of(item), *self._complete(heard_ms)]
            case LineFailed(line):
                item = self._item_with(line)
                del item.heard[line]
                item.has_failed = True
                return [self._snapshot_of(item), *self._complete(heard_ms)]
            case _:
                assert_never(event)

    def commit(self, *, heard_ms: int) -> list[Outgoing]:
        """Return the commit, and the final if it needs no more decoding."""
        item = self._newest()
        item.is_committed = True
        return [*_frames(self._machine.committed(item.item_id)), *self._complete(heard_ms)]

    def finish(self, *, heard_ms: int) -> list[Outgoing]:
        """Return the commit of what was said since the last one, if anything was."""
        is_open = bool(self._items) and not self._items[-1].is_committed
        return self.commit(heard_ms=heard_ms) if is_open else []

    def _newest(self) -> _Item:
        if not self._items or self._items[-1].is_committed:
            self._items.append(_Item(self._machine.open_item()))
        return self._items[-1]

    def _item_with(self, line: int) -> _Item:
        return next(item for item in self._items if line in item.heard)

    def _snapshot_of(self, item: _Item) -> Outgoing:
        settled = joined(item.written)
        tentative = joined(item.heard.values())
        tentative = space_between(settled, tentative) + tentative
        text = self._machine.interim(
            item.item_id, settled, tentative, language=item.language, emotion=item.emotion
        )
        return Outgoing(text, snapshot_of=item.item_id)

    def _complete(self, heard_ms: int) -> list[Outgoing]:
        frames: list[Outgoing] = []
        while self._items and self._items[0].is_committed and not self._items[0].heard:
            item = self._items.popleft()
            if item.has_failed:
                frames.append(_failure(self._machine, item.item_id))
                continue
            written = LineWritten(0, joined(item.written), item.language, item.emotion)
            frames.append(_final(self._machine, item.item_id, written, heard_ms))
        return frames


def _frames(texts: list[str]) -> list[Outgoing]:
    return [Outgoing(text) for text in texts]


def _failure(machine: ServerMachine, item_id: str) -> Outgoing:
    return Outgoing(machine.failed(item_id, code=_FAILED, message="The model failed on this line."))


def _final(machine: ServerMachine, item_id: str, written: LineWritten, heard_ms: int) -> Outgoing:
    return Outgoing(
        machine.completed(
            item_id,
            written.text,
            language=written.language if written.text else "",
            emotion=written.emotion if written.text else Emotion.NONE,
            duration_s=-(-heard_ms // 1000),
        )
    )
