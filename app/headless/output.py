"""What becomes of the program when standard output cannot be written."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, Problem
from app.core.problem_text import english

if TYPE_CHECKING:
    from collections.abc import Callable

EXIT_PROBLEM: Final = 1
EXIT_BROKEN_PIPE: Final = 128 + 13  # what a shell says of a program that SIGPIPE ended


def give_up(error: OSError, say: Callable[[str], None]) -> int:
    """Let go of standard output, which failed with `error`; return the exit code.

    That nobody reads it any more needs no word; anything else is told to `say`.
    """
    # Python flushes standard output once more at exit and would complain again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return EXIT_BROKEN_PIPE
    reason = error.strerror or type(error).__name__
    facts = {"path": "Standard output", "reason": reason}
    say(english(Problem(ErrorCode.EXPORT_FAILED, facts)))
    return EXIT_PROBLEM
