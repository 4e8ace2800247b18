"""How still the overlay's words were: the share of shown characters that were changed later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.core.textlayout import cluster_starts, common_prefix

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from app.core.rollup import Row


@dataclass(frozen=True, slots=True)
class Steadiness:
    """Counts user-perceived characters. `settled`: of the changed ones, those that had settled and
    were changed before the final; `by_final`: those that had settled and the final changed.
    """

    shown: int = 0
    changed: int = 0
    settled: int = 0
    by_final: int = 0

    @property
    def changed_percent(self) -> float:
        """The share of shown characters that were changed or moved while they were there."""
        return 100 * self.changed / self.shown if self.shown else 0.0


def counted(
    so_far: Steadiness,
    before: Mapping[tuple[int, int], Row],
    after: Mapping[tuple[int, int], Row],
    final: Collection[int],
) -> Steadiness:
    """Return the counts after the rows `before` became those `after`, each by its name (see
    `Rollup.named_rows`). `final`: the lines among them that are finished.
    """
    counts = so_far
    last = dict(after.keys())  # the number of each line's last row
    for name, row in before.items():
        line, number = name
        if name in after or number > last.get(line, number):  # the latter was taken back
            old, is_final = row.text.rstrip(), line in final
            counts = _compared(counts, old, after.get(name), row.settled, is_final=is_final)
    fresh = sum(_length(row.text.rstrip()) for name, row in after.items() if name not in before)
    return replace(counts, shown=counts.shown + fresh)


def _compared(
    counts: Steadiness, old: str, row: Row | None, settled: int, *, is_final: bool
) -> Steadiness:
    new = row.text.rstrip() if row is not None else ""
    begin = common_prefix(old, new)
    same = common_prefix(old[begin:][::-1], new[begin:][::-1])
    end = len(old) - same
    lost_settled = _length(old[begin : max(begin, min(end, settled))])
    return Steadiness(
        shown=counts.shown + _length(new[begin : len(new) - same]),
        changed=counts.changed + _length(old[begin:end]),
        settled=counts.settled + (0 if is_final else lost_settled),
        by_final=counts.by_final + (lost_settled if is_final else 0),
    )


def _length(text: str) -> int:
    return len(cluster_starts(text))
