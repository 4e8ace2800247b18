"""How long the end of a session may take. Pure: time is an argument."""

from __future__ import annotations

import math
from typing import Final

MAX_LAST_CALLS: Final = 3  # how often a link may be lost after it was asked for the last words
FINISH_TIMEOUT_S: Final = 10.0
FLUSH_TIMEOUT_S: Final = 4.0  # of these ten, for audio that is still on its way
RESCUE_TIMEOUT_S: Final = 1.5  # to get a link that was not there, or fell silent, at the stop


class Ending:
    """Whether somebody waits for the end, and until when the last words are awaited."""

    def __init__(self) -> None:
        self._hurried_s = math.inf
        self._deadline_s = math.inf
        self._flush_until_s = math.inf

    @property
    def is_hurried(self) -> bool:
        """Whether somebody waits."""
        return math.isfinite(self._hurried_s)

    @property
    def due_s(self) -> float:
        """When there will be something to decide."""
        return min(self._deadline_s, self._flush_until_s)

    def is_late(self, now_s: float) -> bool:
        """Whether what has not come by now never will."""
        return now_s >= self._deadline_s

    def hurry(self, now_s: float, *, is_up: bool, is_flushing: bool) -> None:
        """Somebody waits from now on. `is_up`: there is a link; `is_flushing`: audio is sent."""
        self._hurried_s = now_s
        timeout_s = FINISH_TIMEOUT_S if is_up else RESCUE_TIMEOUT_S
        self._deadline_s = min(self._deadline_s, now_s + timeout_s)
        if is_flushing:
            self._flush_until_s = now_s + FLUSH_TIMEOUT_S

    def take_flush(self, now_s: float) -> bool:
        """Whether it is time, for the first time, to give up what is not sent."""
        is_time = now_s >= self._flush_until_s
        if is_time:
            self._flush_until_s = math.inf
        return is_time

    def lose(self, *, was_asked: bool) -> None:
        """The link is lost; `was_asked`: after it was asked for the last words."""
        if not self.is_hurried:
            self._deadline_s = math.inf
        elif not was_asked:
            self._deadline_s = min(self._deadline_s, self._hurried_s + RESCUE_TIMEOUT_S)

    def regain(self) -> None:
        """There is a link again: it has the time that is left for the last words."""
        if self.is_hurried:
            self._deadline_s = self._hurried_s + FINISH_TIMEOUT_S

    def wait(self, until_s: float) -> None:
        """Await the last words until then, unless somebody waits for the end."""
        if not self.is_hurried:
            self._deadline_s = until_s


class LastCalls:
    """What became of asking engines for the last words."""

    def __init__(self) -> None:
        self._asked = 0
        self._is_open = False  # the answer is due
        self.has_said_all = False

    @property
    def was_asked(self) -> bool:
        """Whether one ever was."""
        return self._asked > 0

    @property
    def is_open(self) -> bool:
        """Whether an answer is due."""
        return self._is_open

    def ask(self) -> None:
        """One is asked."""
        self._asked += 1
        self._is_open = True

    def lose(self, *, is_good_bye: bool) -> None:
        """The link is lost; `is_good_bye`: by an end that leaves nothing open."""
        if self._is_open:
            self._is_open = False
            self.has_said_all = is_good_bye or self._asked >= MAX_LAST_CALLS
