"""`zimu check`: whether captioning with an engine would work, in one sentence."""

from __future__ import annotations

import json
import sys
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.problem_text import english
from app.engine.catalog import Place, advice_for, chosen
from app.engine.setup import refusal, unmet, wire_config
from app.headless.advice import in_words
from app.headless.interrupts import interrupts_go_to
from app.headless.output import EXIT_PROBLEM, give_up
from app.net.links import Cancel
from app.session.checkup import Checkup, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.core.settings import Settings
    from app.headless.kit import Kit

EXIT_OK: Final = 0
EXIT_INTERRUPTED: Final = 128 + 2
EXIT_KEY: Final = 3
EXIT_PERMISSION: Final = 4
EXIT_NETWORK: Final = 5
EXIT_PROXY: Final = 6
EXIT_CERTIFICATE: Final = 7

EXIT_CODES: Final[Mapping[ErrorCode, int]] = MappingProxyType(
    dict.fromkeys(
        (
            ErrorCode.KEY_MISSING,
            ErrorCode.KEY_REFUSED,
            ErrorCode.WRONG_REGION,
            ErrorCode.KEYCHAIN_FAILED,
        ),
        EXIT_KEY,
    )
    | dict.fromkeys(
        (
            ErrorCode.ACCESS_REFUSED,
            ErrorCode.MODEL_NOT_FOUND,
            ErrorCode.WRONG_MODEL,
            ErrorCode.QUOTA_SPENT,
        ),
        EXIT_PERMISSION,
    )
    | dict.fromkeys(
        (
            ErrorCode.HOST_UNKNOWN,
            ErrorCode.HOST_UNREACHABLE,
            ErrorCode.HOST_SILENT,
            ErrorCode.LINK_LOST,
            ErrorCode.LINK_STALLED,
            ErrorCode.THROTTLED,
            ErrorCode.SERVER_FULL,
            ErrorCode.SERVER_TROUBLE,
            ErrorCode.SERVER_UNAVAILABLE,
        ),
        EXIT_NETWORK,
    )
    | dict.fromkeys((ErrorCode.PROXY_FAILED, ErrorCode.PROXY_LOGIN), EXIT_PROXY)
    | dict.fromkeys(
        (
            ErrorCode.TLS_FAILED,
            ErrorCode.CERTIFICATE_UNTRUSTED,
            ErrorCode.CERTIFICATE_DATES,
            ErrorCode.CERTIFICATE_NAME,
            ErrorCode.CA_UNREADABLE,
        ),
        EXIT_CERTIFICATE,
    )
)


def check(settings: Settings, kit: Kit, *, as_json: bool) -> int:
    """Try the engine that `settings` name; return the exit code."""
    cancel = Cancel()
    try:
        with interrupts_go_to(cancel.cancel):
            verdict = _verdict(settings, kit, cancel)
    finally:
        kit.local.stop()
    if verdict is None:
        return EXIT_INTERRUPTED
    try:
        sys.stdout.write((_as_json(verdict) if as_json else _as_text(verdict)) + "\n")
        sys.stdout.flush()
    except OSError as exc:
        return give_up(exc, kit.say)
    if verdict.engine.place is Place.THIS_COMPUTER:
        for sentence in in_words(advice_for(settings, kit.here)):
            kit.say(sentence)
    problem = verdict.problem
    return EXIT_OK if problem is None else EXIT_CODES.get(problem.code, EXIT_PROBLEM)


def _verdict(settings: Settings, kit: Kit, cancel: Cancel) -> Verdict | None:
    engine = chosen(settings, kit.here)
    problem = refusal(settings, engine) or unmet(settings, engine, kit.here)
    if problem is not None:
        return Verdict(engine, problem)
    checkup = Checkup(kit.local, kit.keys, settings.network)
    try:
        return checkup.run(engine, wire_config(settings, engine, locale=kit.here.locale), cancel)
    except ZimuError as exc:
        return Verdict(engine, exc.problem)


def _as_text(verdict: Verdict) -> str:
    engine = verdict.engine
    if verdict.problem is not None:
        return english(verdict.problem)
    took = f"It was ready after {verdict.listening_after_s or 0.0:.1f} s."
    if engine.place is Place.THIS_COMPUTER:
        return f"The engine on this computer works with the model {engine.model}. {took}"
    return f"{engine.host} lets Zimu caption with the model {engine.model}. {took}"


def _as_json(verdict: Verdict) -> str:
    engine = verdict.engine
    record: dict[str, object] = {
        "type": "check",
        "engine": engine.id,
        "host": engine.host,
        "model": engine.model,
        "ok": verdict.problem is None,
    }
    if verdict.problem is None:
        record["ready_s"] = round(verdict.listening_after_s or 0.0, 3)
    else:
        record |= _error(verdict.problem)
    return json.dumps(record, ensure_ascii=False)


def _error(problem: Problem) -> dict[str, object]:
    return {"code": problem.code.value, "message": english(problem)}
