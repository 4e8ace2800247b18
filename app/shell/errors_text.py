"""Problems as sentences in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.core.problem_text import ENGLISH, fill

if TYPE_CHECKING:
    from app.core.errors import Problem


def problem_text(problem: Problem) -> str:
    """Say what happened and what to do about it."""
    template = QCoreApplication.translate("Problem", ENGLISH[problem.code])
    return fill(template, problem.facts)
