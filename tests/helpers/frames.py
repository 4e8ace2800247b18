"""Where a thread is right now, for tests that must catch one in the act."""

import sys
import threading


def is_inside(thread: threading.Thread, function: str) -> bool:
    """Whether `thread` is running a function of this name or something it called."""
    frame = sys._current_frames().get(thread.ident or 0)
    while frame is not None:
        if frame.f_code.co_name == function:
            return True
        frame = frame.f_back
    return False


def any_is_inside(function: str, *, name: str = "") -> bool:
    """Whether any thread, or any whose name begins with `name`, is inside `function`."""
    threads = [thread for thread in threading.enumerate() if thread.name.startswith(name)]
    return any(is_inside(thread, function) for thread in threads)
