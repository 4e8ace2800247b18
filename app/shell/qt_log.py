"""What Qt has to say goes into our log."""

from __future__ import annotations

import logging
import sys

from PySide6.QtCore import QLoggingCategory, QMessageLogContext, QtMsgType, qInstallMessageHandler

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
    if kind is QtMsgType.QtFatalMsg and sys.stderr is not None:
        sys.stderr.write(f"zimu: {text}\n")  # the process ends here, before anything is shown
