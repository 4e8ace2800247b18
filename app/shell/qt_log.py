"""What Qt has to say goes into our log."""

from __future__ import annotations

import logging
import os
import sys
from typing import Final

from PySide6.QtCore import QLoggingCategory, QMessageLogContext, QtMsgType, qInstallMessageHandler

EXIT_PROBLEM: Final = 1
_NO_PLATFORM: Final = "no Qt platform plugin could be initialized"
_NO_WINDOW: Final = (
    "The window cannot be shown: the display does not answer, or a library that Qt needs is "
    "missing (docs/INSTALL.md names them). In a terminal, zimu caption does the same."
)

log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def follow_qt() -> None:
    """Route Qt's messages, of any thread, into Python's log from now on."""
    # It warns for each font of our list that lacks a script, on its way to the one that has it.
    QLoggingCategory.setFilterRules("qt.text.font.db.warning=false")
    qInstallMessageHandler(_on_message)


def _on_message(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
    category = getattr(context, "category", None) or "default"
    log.log(_LEVELS[kind], "%s: %s", category, text)
    if kind is QtMsgType.QtFatalMsg:  # the process ends here, before anything is shown
        has_platform = _NO_PLATFORM not in (text or "")
        if sys.stderr is not None:
            sys.stderr.write(f"zimu: {text if has_platform else _NO_WINDOW}\n")
        if not has_platform:
            logging.shutdown()
            os._exit(EXIT_PROBLEM)  # Qt would abort, as at a mistake of its own
