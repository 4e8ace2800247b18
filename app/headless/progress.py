"""How far a recording is, in the last row of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from app.core.bringing_in import Headway, clock_text
from app.headless.terminal import CLEAR_ROW, harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.headless.outbox import Happening
    from app.headless.run import Printer


class ProgressRow:
    """A Printer in front of another one, which never writes into the row. `out` is a terminal."""

    def __init__(
        self,
        printer: Printer,
        out: TextIO,
        name: str,
        headway: Callable[[], Headway],
        columns: Callable[[], int],
    ) -> None:
        self._printer = printer
        self._out = out
        self._name = harmless(name)
        self._headway = headway
        self._columns = columns
        self._is_drawn = False

    def show(self, happening: Happening) -> None:
        """Show how far it is, below what the other printer writes. Raises OSError."""
        now = self._headway()
        self._clear()
        self._printer.show(happening)
        self._out.write(told(self._name, now)[: self._columns() - 1])
        self._out.flush()
        self._is_drawn = True

    def finish(self) -> None:
        """Leave the row empty."""
        self._clear()
        self._printer.finish()

    def _clear(self) -> None:
        if self._is_drawn:
            self._is_drawn = False
            self._out.write(CLEAR_ROW)
            self._out.flush()


def told(name: str, headway: Headway) -> str:
    """Return what there is to tell of a recording that is being heard."""
    parts = [name]
    parts.append(
        clock_text(headway.position_ms / 1000)
        if headway.share is None
        else f"{headway.share:.0%} of {clock_text((headway.length_ms or 0) / 1000)}"
    )
    if headway.speed is not None:
        parts.append(f"{headway.speed:.1f} times as fast as spoken")
    if headway.left_s is not None:
        parts.append(f"{clock_text(headway.left_s)} left")
    return " · ".join(parts)


def summed_up(name: str, headway: Headway) -> str:
    """Return what there is to tell of a recording that was heard."""
    heard = clock_text((headway.position_ms - headway.begin_ms) / 1000)
    return f"{harmless(name)}: {heard} of audio in {headway.gone_s:.1f} s."


def price_text(lengths_ms: Sequence[int | None], price_cny_per_s: float) -> str:
    """Return what recordings will cost; of some the length is known at their end only."""
    known_s = sum(length_ms or 0 for length_ms in lengths_ms) / 1000
    unknown = lengths_ms.count(None)
    sentences = []
    if known_s or not unknown:
        price_cny = known_s * price_cny_per_s
        sentences.append(f"{clock_text(known_s)} of audio will cost about {price_cny:.2f} yuan.")
    if unknown:
        sentences.append(f"Recordings whose length is not known yet: {unknown}.")
        sentences.append(f"An hour of audio costs about {3600 * price_cny_per_s:.2f} yuan.")
    return " ".join(sentences)
