"""What a reader of the overlay lives through: how long rows stay, what moves, what is late."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.captions import Captions, LineStatus, reduce
from tests.helpers.wire_pair import line_events, new_client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.display import Display

STREAMS = Path(__file__).parents[1] / "data" / "wire" / "overlay"


def stream_names() -> list[str]:
    """Return the streams there are."""
    return sorted(path.stem for path in STREAMS.glob("*.jsonl"))


def captions_over_time(name: str) -> Iterator[tuple[float, Captions]]:
    """Yield the captions after each message of a recorded stream, and when it came in seconds."""
    client, captions = new_client(), Captions()
    _, *lines = (STREAMS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    for line in map(json.loads, lines):
        if line["event"]["type"] == "session.updated":
            client.update()
        before = captions
        for event in line_events(client.receive(json.dumps(line["event"]))):
            captions = reduce(captions, event)
        if captions is not before:
            yield line["ms"] / 1000, captions


@dataclass
class Watch:
    """Tell it every change of the display; it keeps what readers would complain of."""

    settled_changes: int = 0  # settled words of a row that changed before their line's final
    row_times_s: list[float] = field(default_factory=list)  # of rows that others pushed out
    rolls_s: list[float] = field(default_factory=list)
    paints_s: list[float] = field(default_factory=list)
    late_s: list[float] = field(default_factory=list)  # of every character that was let through
    _begun: dict[tuple[int, int], float] = field(default_factory=dict)
    _came: dict[int, list[float]] = field(default_factory=dict)
    _shown: dict[int, int] = field(default_factory=dict)

    def see(self, before: Display, after: Display, now_s: float) -> None:
        """Take note of one step of the display."""
        old, new = before.rollup.named_rows, after.rollup.named_rows
        self._see_words(after, now_s)
        if old == new:
            return
        self.paints_s.append(now_s)
        known = {line.line for line in after.heard}  # the others were withdrawn
        gone = (name for name in old if name not in new and name[0] in known)
        left = [name for name in gone if _is_above(name, list(new))]
        pushed = [name for name in left if not _is_taken_back(after, name[0], old[name].text)]
        if pushed:
            self.rolls_s.append(now_s)
            self.row_times_s += [now_s - self._begun[name] for name in pushed]
        for name, row in old.items():
            settled = row.text[: row.settled].rstrip()
            is_kept = name in new and new[name].text.startswith(settled)
            if settled and not is_kept and name not in left and self._is_open(after, name[0]):
                self.settled_changes += 1
        self._begun = {name: self._begun.get(name, now_s) for name in new}

    @property
    def shortest_row_s(self) -> float:
        return min(self.row_times_s, default=math.inf)

    @property
    def latest_s(self) -> float:
        return max(self.late_s, default=0.0)

    def _is_open(self, after: Display, line: int) -> bool:
        return any(
            one.line == line and one.status is LineStatus.OPEN for one in after.heard if one.text
        )

    def _see_words(self, after: Display, now_s: float) -> None:
        there = {line.line for line in after.heard}  # one that was withdrawn may come again
        self._came = {line: came for line, came in self._came.items() if line in there}
        self._shown = {line: shown for line, shown in self._shown.items() if line in there}
        for heard in after.reveal.lines:
            line, length = heard.line.line, len(heard.line.text)
            came_s = self._came.get(line, [])[:length]
            came_s += [now_s] * (length - len(came_s))
            before = self._shown.get(line, 0)
            self.late_s += [now_s - at_s for at_s in came_s[before : heard.shown]]
            self._came[line] = came_s
            self._shown[line] = max(before, heard.shown)


def most_in_a_second(times_s: list[float]) -> int:
    """Return how many of these lie within one second at most."""
    return max((sum(at <= one < at + 0.999 for one in times_s) for at in times_s), default=0)


def closest_s(times_s: list[float]) -> float:
    """Return how little time lies between two of these."""
    return min((later - one for one, later in pairwise(sorted(times_s))), default=math.inf)


def _is_above(name: tuple[int, int], names: list[tuple[int, int]]) -> bool:
    """Whether this row stood above what is shown now."""
    same = [number for line, number in names if line == name[0]]
    return bool(names) and (name[1] < min(same) if same else name[0] < max(names)[0])


def _is_taken_back(after: Display, line: int, words: str) -> bool:
    """Whether a final has taken these words of its line back: no others pushed them out."""
    said = next((one for one in after.heard if one.line == line), None)
    return said is not None and said.status is LineStatus.FINAL and words.strip() not in said.text
