"""How far partials are cut back when a model does not keep up with those who speak. Pure.

Finals are never cut back: with partials alone the model's work shrinks to what must be done.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

WINDOW_S: Final = 10.0
"""Over how long the share of the time that a model works, and its delays, are taken."""

# A model that works all the time may still be quick: partials wait for their turn, and so become
# rarer by themselves. It falls behind when its answers come late, too.
_TOO_BUSY: Final = 0.9
_LATE_PARTIAL_S: Final = 0.7
_LATE_FINAL_S: Final = 1.5
# Below these shares there is room for the partials that would come back.
_CALM: Final = {1: 0.4, 2: 0.3}
# In a room where nobody speaks nothing is learnt.
_IDLE: Final = 0.02
_CALM_S: Final = 20.0
_MOST_CALM_S: Final = 320.0
# Too busy again so soon after partials came back: they came back too early.
_RELAPSE_S: Final = 60.0


class Ease(IntEnum):
    """The steps: what `Stream.ease` is told and clients see."""

    NONE = 0
    RARER_PARTIALS = 1
    FINALS_ONLY = 2


class Easing:
    """Decides on a step from time to time, by what was seen in the last `WINDOW_S`."""

    def __init__(self) -> None:
        self.ease = Ease.NONE
        self._looked_s: float | None = None
        self._changed_s = 0.0
        self._eased_off_s: float | None = None
        self._calm_s = 0.0
        self._needed_calm_s = _CALM_S

    def look(
        self,
        now_s: float,
        busy_share: float,
        *,
        partial_delay_s: float | None = None,
        final_delay_s: float | None = None,
    ) -> Ease:
        """Return the step that is right now, given how much the model works for who speaks, and
        how late its answers come; None: there were none.
        """
        is_late = (partial_delay_s or 0) > _LATE_PARTIAL_S or (final_delay_s or 0) > _LATE_FINAL_S
        if self._looked_s is None:
            self._changed_s = now_s
        gone_s = now_s - (self._looked_s if self._looked_s is not None else now_s)
        self._looked_s = now_s
        if busy_share >= _TOO_BUSY:
            self._calm_s = 0.0
            # What a step brought shows only once the window holds nothing older.
            has_shown = now_s - self._changed_s >= WINDOW_S
            if is_late and has_shown and self.ease is not Ease.FINALS_ONLY:
                self._cut_back(now_s)
        elif self.ease is not Ease.NONE and busy_share >= _IDLE:
            self._calm_s = self._calm_s + gone_s if busy_share < _CALM[self.ease] else 0.0
            if self._calm_s >= self._needed_calm_s:
                self._give_back(now_s)
        return self.ease

    def _cut_back(self, now_s: float) -> None:
        has_relapsed = self._eased_off_s is not None and now_s - self._eased_off_s < _RELAPSE_S
        self._needed_calm_s = (
            min(2 * self._needed_calm_s, _MOST_CALM_S) if has_relapsed else _CALM_S
        )
        self._change(Ease(self.ease + 1), now_s)

    def _give_back(self, now_s: float) -> None:
        self._eased_off_s = now_s
        self._change(Ease(self.ease - 1), now_s)

    def _change(self, ease: Ease, now_s: float) -> None:
        self.ease = ease
        self._changed_s = now_s
        self._calm_s = 0.0
