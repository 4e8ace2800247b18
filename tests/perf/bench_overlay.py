"""Recorded streams in the real overlay: how still and readable its rows are in every mode."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from app.core.captions import Captions, Line, LineStatus
from app.core.overlay_settings import OverlaySettings, Stability
from tests.helpers.overlay_watch import (
    captions_over_time,
    most_in_a_second,
    stream_names,
)
from tests.perf.report import Row, Table, percentile
from tests.perf.scoring import Score, Shown, score_settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.helpers.overlay_replay import Replay

REAL = ("english", "fast", "chinese")  # recorded from zimu serve; the others are scripted


def measure() -> Table:
    """Play every stream in every mode by a driven clock; no time passes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # it cannot raise windows
    # Only here: the other parts need no Qt in this process.
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from tests.helpers.overlay_replay import replayed  # noqa: PLC0415

    application = QApplication.instance() or QApplication([])
    rows: list[Row] = []
    for mode in Stability:
        settings = OverlaySettings(stability=mode)
        rows += _rows(mode, {name: replayed(name, settings) for name in stream_names()})
    del application
    rows += _settled_rows()
    settings_text = (
        f"{', '.join(stream_names())} (of which {', '.join(REAL)} were recorded from `zimu serve`, "
        "the others are scripted) through protocol, captions and rows into the overlay, two rows "
        "of 42 characters, by a driven clock; the worst of all streams."
    )
    return Table("Overlay", settings_text, tuple(rows))


def _rows(mode: Stability, replays: dict[str, Replay]) -> Iterator[Row]:
    watches = {name: replay.watch for name, replay in replays.items()}
    changes = sum(watch.settled_changes for watch in watches.values())
    yield Row(f"{mode}: settled words of a row changed before the final", changes, "times", bar=0)
    shortest = min(watch.shortest_row_s for watch in watches.values())
    yield Row(f"{mode}: shortest time of a row", shortest, "s", bar=1.5, at_least=True)
    rolls = max(most_in_a_second(watch.rolls_s) for watch in watches.values())
    yield Row(f"{mode}: roll-ups in any second", rolls, "", bar=1)
    drawn = max(most_in_a_second(replay.drawn_s) for replay in replays.values())
    paints = sum(len(replay.drawn_s) for replay in replays.values())
    note = f"steps of fading included; {paints} in all"
    yield Row(f"{mode}: repaints in any second", drawn, "", bar=12, note=note)
    late_s = [late for watch in watches.values() for late in watch.late_s]
    usual = [late for name in ("english", "mandarin") for late in watches[name].late_s]
    note = (
        f"p95 {percentile(late_s, 0.95):.2f} s; at the usual pace (english, mandarin) mean "
        f"{sum(usual) / len(usual):.3f}, p95 {percentile(usual, 0.95):.2f} s"
    )
    yield Row(f"{mode}: let through → shown, worst", max(late_s), "s", bar=1.5, note=note)


def _settled_rows() -> Iterator[Row]:
    for name in REAL:
        score = Score()
        for interims, final in _lines(captions for _, captions in captions_over_time(name)):
            score_settled(score, interims, final)
        what = f"settled characters changed by the final, {name}"
        note = f"of {score.settled_chars}; `words-400` pools three recordings at five offsets"
        yield Row(what, score.changed_percent, "%", note=note)


def _lines(snapshots: Iterable[Captions]) -> Iterator[tuple[list[Shown], Shown]]:
    """Yield what was shown of each line, and its final."""
    interims: dict[int, list[Shown]] = {}
    done: set[int] = set()
    for captions in snapshots:
        for line in captions.entries:
            if not isinstance(line, Line) or line.line in done:
                continue
            is_final = line.status is LineStatus.FINAL
            shown = Shown(0, line.line, line.settled, line.tentative, is_final)
            if is_final:
                done.add(line.line)
                yield interims.pop(line.line, []), shown
            else:
                interims.setdefault(line.line, []).append(shown)
