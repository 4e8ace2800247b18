"""What a session makes of the answers to its settings, and of complaints. Pure."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from app.core.errors import ErrorCode
from app.session import verdicts
from app.session.peer_events import Complained, ContextRefused, Lost

if TYPE_CHECKING:
    from app.core.errors import Problem
    from app.protocol.client import ServerFault, SessionCreated
    from app.session.plan import Plan

log = logging.getLogger(__name__)


def objection(plan: Plan, created: SessionCreated) -> Problem | None:
    """Say why not to go on with who opened the session; None: it is who was wanted."""
    problem = verdicts.wrong_model(plan.engine, created.model) or verdicts.refused_audio(
        plan.engine, plan.config, created.offer
    )
    if problem is None and not created.model.startswith(plan.engine.model):
        log.warning("the server calls its model %.80r", created.model)
    return problem


def complaint(plan: Plan, fault: ServerFault, *, talks: bool) -> Complained | ContextRefused | Lost:
    """Say what follows from an `error` event.

    Before audio flows (not `talks`) every fault is the end: nothing could be captioned. But one
    that names nothing else may be about the context, and captions can do without.
    """
    problem = verdicts.fault(plan.engine, plan.config, fault)
    is_last_word = verdicts.is_last_word(fault, problem)
    is_anything = problem.code is ErrorCode.SERVER_ERROR and not is_last_word
    is_contexts = verdicts.is_about_context(fault) or (is_anything and not talks)
    if plan.config.context and is_contexts:
        return ContextRefused(verdicts.refused_context(plan.engine), is_up=talks)
    if not talks or is_last_word:
        return Lost(problem, is_up=True)
    return Complained(problem, is_line_lost=verdicts.is_about_line(fault))
