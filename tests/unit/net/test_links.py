"""Giving an attempt up."""

import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING

from app.net.links import Cancel

if TYPE_CHECKING:
    from _typeshed import TraceFunction


def test_what_frees_an_attempt_is_run_once_whenever_it_is_cancelled() -> None:
    freed: list[str] = []
    cancel = Cancel()
    cancel.on_cancel(lambda: freed.append("before"))
    cancel.cancel()
    cancel.cancel()
    cancel.on_cancel(lambda: freed.append("after"))
    assert freed == ["before", "after"]
    assert cancel.is_cancelled


def test_ctrl_c_between_any_two_lines_cancels() -> None:
    """A signal's handler runs on the thread that it interrupts, wherever that is."""
    for line in range(8):
        freed: list[int] = []
        worker = threading.Thread(target=_cancel_at, args=(line, freed), daemon=True)
        worker.start()
        worker.join(5)
        assert not worker.is_alive(), f"stuck after line {line}"
        assert freed == [line]


def _cancel_at(line: int, freed: list[int]) -> None:
    """Add an action and be interrupted after so many lines of doing it."""
    cancel = Cancel()
    left = line

    def trace(frame: FrameType, event: str, _argument: object) -> "TraceFunction | None":
        nonlocal left
        if frame.f_code is not Cancel.on_cancel.__code__:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                cancel.cancel()
        return trace

    sys.settrace(trace)
    try:
        cancel.on_cancel(lambda: freed.append(line))
    finally:
        sys.settrace(None)
    cancel.cancel()
