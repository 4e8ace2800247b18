"""`zimu caption`: one session without a window."""

from __future__ import annotations

import logging
import shutil
import sys
import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.audio.capture import MicrophoneSource
from app.audio.devices import list_devices
from app.audio.file_source import FileSource, Pace, measure_of
from app.audio.pipe_source import PipeSource
from app.audio.source import RATE_HZ
from app.core.cost import Budget, Meter
from app.core.errors import ErrorCode, ZimuError
from app.core.export import Transcript
from app.core.problem_text import english
from app.documents.rendering import local_time
from app.engine.catalog import Place, advice_for, chosen, local
from app.engine.setup import refusal, unmet, wire_config
from app.headless.advice import in_words
from app.headless.devices import choose
from app.headless.exporting import export
from app.headless.jsonl import JsonLines
from app.headless.keeping import kept
from app.headless.outbox import Outbox
from app.headless.output import EXIT_PROBLEM, give_up
from app.headless.run import Accounts, Run
from app.headless.terminal import Terminal
from app.session.dialer import EngineDialer
from app.session.plan import Fallback, Patience, Plan
from app.session.session import Session
from app.storage.ledger import Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.audio.source import Source
    from app.core.advice import ThisComputer
    from app.core.settings import Settings
    from app.engine.catalog import EngineInfo
    from app.headless.exporting import ExportFile
    from app.headless.kit import Kit
    from app.headless.run import Printer
    from app.session.sink import Sink

log = logging.getLogger(__name__)

EXIT_OK: Final = 0


@dataclass(frozen=True, slots=True)
class CaptionOptions:
    """One run of `zimu caption`."""

    settings: Settings
    path: Path | None = None  # None: a microphone, or standard input
    reads_stdin: bool = False
    device: str = ""  # empty: the system's default
    is_realtime: bool = True
    exports: tuple[ExportFile, ...] = ()
    as_json: bool = False
    keeps: bool = True  # in the library


def caption(options: CaptionOptions, kit: Kit) -> int:
    """Caption until the source ends or Ctrl+C; return the exit code."""
    try:
        return _caption(options, kit)
    except ZimuError as exc:
        kit.say(english(exc.problem))
        return EXIT_PROBLEM
    finally:
        kit.local.stop()


def _caption(options: CaptionOptions, kit: Kit) -> int:
    settings = options.settings
    engine = chosen(settings, kit.here)
    _refuse(settings, engine, kit.here)
    if settings.context and not engine.supports_corpus:
        kit.say("This engine cannot use a context; it is not sent.")
    if engine.place is Place.THIS_COMPUTER:
        kit.local.warm(engine)
        _advise(settings, kit)
    meter = _meter(settings, engine, kit)
    source, rate_hz = _listen(options)
    if not options.keeps:
        return _run(options, kit, source, rate_hz, meter, lambda sink: sink)
    name = options.path.name if options.path else ""
    with kept(kit.library, kit.now, kit.say, settings, name) as keeping:
        return _run(options, kit, source, rate_hz, meter, keeping)


def _run(  # all that tells one run from another
    options: CaptionOptions,
    kit: Kit,
    source: Source,
    rate_hz: int,
    meter: Meter,
    keeping: Callable[[Sink], Sink],
) -> int:
    settings, outbox = options.settings, Outbox()
    engine = chosen(settings, kit.here)
    session = Session(
        _plan(settings, engine, kit, rate_hz),
        source,
        keeping(outbox),
        time.perf_counter,
        fallback=_fallback(settings, engine, kit, rate_hz),
        meter=meter,
        patience=Patience.FAIL_EARLY,
        shows_levels=False,
    )
    accounts = Accounts(meter, Tally(kit.ledger, uuid.uuid4().hex))
    run = Run(session, outbox, _printer(kit, as_json=options.as_json), accounts)
    begun = local_time(time.time())
    failure = run.complete()
    _say_cost(accounts, kit)
    # A session that failed before its first word must not empty the files of the one before.
    exports = options.exports if run.problem is None or session.captions.entries else ()
    title = options.path.stem if options.path else ""
    transcript = Transcript(session.captions, title=title, begun=begun, engine=engine.title)
    is_written = all([export(transcript, file, kit.say) for file in exports])
    if failure is not None:
        return give_up(failure, kit.say)
    if run.problem is not None:
        kit.say(english(run.problem))
    return EXIT_OK if is_written and run.problem is None else EXIT_PROBLEM


def _refuse(settings: Settings, engine: EngineInfo, here: ThisComputer) -> None:
    """Raise ZimuError if no session can begin, or not one as it was asked for."""
    stand_in = local(settings, here) if settings.fallback.is_enabled else engine
    for one in (engine, stand_in):
        problem = refusal(settings, one) or unmet(settings, one, here)
        if problem is not None:
            raise ZimuError(problem.code, **problem.facts)


def _advise(settings: Settings, kit: Kit) -> None:
    """Say so if the best model there is here will hardly do."""
    advice = advice_for(settings, kit.here)
    if not advice.has_language or advice.keeps_up is False:
        for sentence in in_words(advice):
            kit.say(sentence)


def _plan(settings: Settings, engine: EngineInfo, kit: Kit, rate_hz: int) -> Plan:
    dialer = EngineDialer(engine, kit.local, kit.keys, network=settings.network)
    locale = kit.here.locale
    config = wire_config(settings, engine, locale=locale, source_rate_hz=rate_hz)
    return Plan(engine, config, dialer)


def _fallback(settings: Settings, engine: EngineInfo, kit: Kit, rate_hz: int) -> Fallback | None:
    if not settings.fallback.is_enabled or engine.place is Place.THIS_COMPUTER:
        return None
    stand_in = local(settings, kit.here)
    return Fallback(_plan(settings, stand_in, kit, rate_hz), settings.fallback.after_s)


def _meter(settings: Settings, engine: EngineInfo, kit: Kit) -> Meter:
    """Return what counts the session's cost. ZimuError BUDGET_SPENT: there is nothing left."""
    if settings.budget_cny is None:
        return Meter({engine.id: engine.price_cny_per_s})
    budget = Budget(settings.budget_cny, kit.ledger.this_month().cost_cny)
    if kit.ledger.problem is not None:
        kit.say(english(kit.ledger.problem))
    verdict = budget.verdict()
    if engine.price_cny_per_s and verdict and verdict.code is ErrorCode.BUDGET_SPENT:
        raise ZimuError(verdict.code, **verdict.facts)
    return Meter({engine.id: engine.price_cny_per_s}, budget)


def _say_cost(accounts: Accounts, kit: Kit) -> None:
    problem = accounts.settle()
    if problem is not None:
        kit.say(english(problem))
    if accounts.cost_cny:
        month_cny = accounts.others_cny + accounts.cost_cny
        kit.say(
            f"This session cost about {accounts.cost_cny:.4f} yuan, this month so far "
            f"{month_cny:.4f}. A free quota is not taken into account."
        )


def _listen(options: CaptionOptions) -> tuple[Source, int]:
    """Return what to listen to and the rate that it has by itself, in Hz."""
    if options.reads_stdin:
        return PipeSource(sys.stdin.buffer), RATE_HZ
    if options.path is not None:
        pace = Pace.REALTIME if options.is_realtime else Pace.FAST
        return FileSource(options.path, pace), measure_of(options.path).rate_hz
    found = list_devices()
    wanted = choose(options.device, found) if options.device else None
    rates = (
        one.rate_hz for one in found if (one.is_default if wanted is None else one.ref == wanted)
    )
    return MicrophoneSource(wanted), next(rates, RATE_HZ)


def _printer(kit: Kit, *, as_json: bool) -> Printer:
    if as_json:
        return JsonLines(sys.stdout.buffer)
    is_terminal = sys.stdout.isatty() and kit.environ.get("TERM") != "dumb"
    return Terminal(
        sys.stdout,
        kit.say,
        columns=(lambda: shutil.get_terminal_size().columns) if is_terminal else None,
        has_colour=not kit.environ.get("NO_COLOR"),
    )
