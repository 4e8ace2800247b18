"""Whether the set-up column is folded to icons: as somebody wants it, and as there is room."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Folding:
    """What was wanted, and how much room there is."""

    is_wanted: bool = False  # folded wherever there is room to choose
    is_narrow: bool = False
    is_opened_though_narrow: bool = False  # for now; forgotten when there is room

    @property
    def is_folded(self) -> bool:
        """Whether only icons are to be seen."""
        return self.is_wanted or (self.is_narrow and not self.is_opened_though_narrow)

    def toggled(self) -> Folding:
        """Return the other way round. Folding where it is narrow is no wish for wide windows."""
        if self.is_folded:
            return replace(self, is_wanted=False, is_opened_though_narrow=self.is_narrow)
        if self.is_narrow:
            return replace(self, is_opened_though_narrow=False)
        return replace(self, is_wanted=True)

    def at(self, *, is_narrow: bool) -> Folding:
        """Return what follows from that much room."""
        if is_narrow == self.is_narrow:
            return self
        return replace(self, is_narrow=is_narrow, is_opened_though_narrow=False)
