"""Tries how fast a speech model is on this computer: a child process, `zimu models benchmark`."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, ZimuError
from app.engine.keys import SECRET_VARIABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.engine.local_process import Cancellation

TIMEOUT_S: Final = 120.0
END_TIMEOUT_S: Final = 2.0


def try_speed(command: Sequence[str], model_id: str, cancel: Cancellation) -> None:
    """Run `command` with the model's name; it keeps what it finds out where `speeds_of` looks.

    Blocks for about fifteen seconds. Raises ZimuError MODEL_NOT_MEASURED, also when cancelled.
    """
    try:
        child = subprocess.Popen(  # noqa: S603  a program of our own
            (*command, model_id),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={key: value for key, value in os.environ.items() if key not in SECRET_VARIABLES},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as exc:
        raise ZimuError(ErrorCode.MODEL_NOT_MEASURED, model=model_id) from exc
    cancel.on_cancel(child.kill)
    try:
        code: int | None = child.wait(TIMEOUT_S)
    except subprocess.TimeoutExpired:
        code = None
        child.kill()
        child.wait(END_TIMEOUT_S)
    if code != 0:
        raise ZimuError(ErrorCode.MODEL_NOT_MEASURED, model=model_id)
