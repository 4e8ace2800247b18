"""`zimu caption`: one session without a window."""

from __future__ import annotations

import logging
import shutil
import sys
import time
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.audio.capture import MicrophoneSource
from app.audio.devices import list_devices
from app.audio.file_source import FileSource, Measure, Pace, measure_of
from app.audio.pipe_source import PipeSource
from app.audio.source import RATE_HZ
from app.core.bringing_in import Headway
from app.core.cost import Budget, Meter
from app.core.errors import ErrorCode, ZimuError
from app.core.export import Transcript
from app.core.problem_text import english
from app.core.resuming import heard_for_good
from app.documents.rendering import local_time
from app.engine.catalog import Place, advice_for, chosen, local
from app.engine.setup import refusal, unmet, wire_config
from app.headless.advice import in_words
from app.headless.devices import choose
from app.headless.exporting import export
from app.headless.jsonl import JsonLines, announce
from app.headless.keeping import NOT_KEPT, kept
from app.headless.outbox import Outbox
from app.headless.output import EXIT_PROBLEM, give_up
from app.headless.progress import ProgressRow, price_text, summed_up
from app.headless.run import Accounts, Run
from app.headless.terminal import Terminal
from app.session.dialer import EngineDialer
from app.session.plan import Fallback, Patience, Plan
from app.session.session import Session
from app.storage.ledger import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from app.audio.source import Source
    from app.core.advice import ThisComputer
    from app.core.settings import Settings
    from app.engine.catalog import EngineInfo
    from app.headless.exporting import ExportFile
    from app.headless.keeping import Kept
    from app.headless.kit import Kit
    from app.headless.run import Printer

log = logging.getLogger(__name__)

EXIT_OK: Final = 0


@dataclass(frozen=True, slots=True)
class CaptionOptions:
    """One run of `zimu caption`."""

    settings: Settings
    paths: tuple[Path, ...] = ()  # none: a microphone, or standard input
    reads_stdin: bool = False
    device: str = ""  # empty: the system's default
    is_realtime: bool = True
    exports: tuple[ExportFile, ...] = ()
    as_json: bool = False
    keeps: bool = True  # in the library
    resumes: bool = False  # go on with recordings that were not heard to their end

    @property
    def is_recorded(self) -> bool:
        """Whether nobody waits for words to appear."""
        return bool(self.paths) and not self.is_realtime


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
    if not options.paths:
        rate_hz = RATE_HZ if options.reads_stdin else _microphone_rate_hz(options)
        return _caption_one(options, kit, None, Measure(rate_hz, None))[0]
    measures = {path: measure_of(path) for path in options.paths}
    if options.is_recorded:
        _say_price(measures.values(), engine, kit)
    codes = []
    for number, (path, measure) in enumerate(measures.items(), 1):
        if options.as_json and len(measures) > 1:
            announce(sys.stdout.buffer, path)
        code, was_interrupted = _caption_one(options, kit, path, measure)
        codes.append(code)
        if was_interrupted:
            _say_how_to_go_on(options, len(measures) - number, kit)
            break
    return max(codes)


def _caption_one(
    options: CaptionOptions, kit: Kit, path: Path | None, measure: Measure
) -> tuple[int, bool]:
    """Caption one recording, or what is live; return the exit code, and whether to go on."""
    meter = _meter(options.settings, chosen(options.settings, kit.here), kit)
    if not options.keeps:
        return _run(options, kit, path, measure, meter, NOT_KEPT)
    with kept(
        kit.library, kit.now, kit.say, options.settings, path, resumes=options.resumes
    ) as before:
        return _run(options, kit, path, measure, meter, before)


def _run(  # all that tells one run from another
    options: CaptionOptions,
    kit: Kit,
    path: Path | None,
    measure: Measure,
    meter: Meter,
    before: Kept,
) -> tuple[int, bool]:
    settings, outbox = options.settings, Outbox()
    engine = chosen(settings, kit.here)
    is_recorded = options.is_recorded
    plan = _plan(settings, engine, kit, measure.rate_hz, is_recorded=is_recorded)
    session = Session(
        plan,
        _listen(options, path, before.begin_ms),
        before.keeping(outbox),
        time.perf_counter,
        captions=before.captions,
        begin_ms=before.begin_ms,
        fallback=_fallback(settings, kit, measure.rate_hz, plan),
        meter=meter,
        patience=Patience.FAIL_EARLY,
        shows_levels=False,
    )
    accounts = Accounts(meter, Tally(kit.ledger, uuid.uuid4().hex))
    headway = _headway_of(session, before.begin_ms, measure)
    printer = _printer(kit, as_json=options.as_json, has_open_row=not is_recorded)
    if is_recorded and path is not None and sys.stderr.isatty():
        columns = lambda: shutil.get_terminal_size().columns  # noqa: E731
        printer = ProgressRow(printer, sys.stderr, path.name, headway, columns)
    run = Run(session, outbox, printer, accounts, is_recorded=is_recorded)
    begun = local_time(time.time())
    failure = run.complete()
    is_whole = failure is None and run.problem is None and not run.was_interrupted
    before.hear_to(None if is_whole else heard_for_good(session.captions)[1])
    if is_recorded and path is not None and (len(options.paths) > 1 or sys.stderr.isatty()):
        kit.say(summed_up(path.name, headway()))
    _say_cost(accounts, kit)
    # A session that failed before its first word must not empty the files of the one before.
    exports = options.exports if run.problem is None or session.captions.entries else ()
    title = path.stem if path else ""
    transcript = Transcript(session.captions, title=title, begun=begun, engine=engine.title)
    is_written = all([export(transcript, file, kit.say) for file in exports])
    if failure is not None:
        return give_up(failure, kit.say), True
    if run.problem is not None:
        kit.say(english(run.problem))
    code = EXIT_OK if is_written and run.problem is None else EXIT_PROBLEM
    return code, run.was_interrupted


def _headway_of(session: Session, begin_ms: int, measure: Measure) -> Callable[[], Headway]:
    begun_s = time.perf_counter()

    def headway() -> Headway:
        gone_s = time.perf_counter() - begun_s
        return Headway(begin_ms, session.position_ms, measure.length_ms, gone_s)

    return headway


def _say_price(measures: Iterable[Measure], engine: EngineInfo, kit: Kit) -> None:
    """Say what the recordings will cost, if they do."""
    if engine.price_cny_per_s:
        kit.say(price_text([measure.length_ms for measure in measures], engine.price_cny_per_s))


def _say_how_to_go_on(options: CaptionOptions, left: int, kit: Kit) -> None:
    if options.is_recorded and options.keeps:
        rest = f", and {left} more not begun" if left else ""
        kit.say(f"Stopped{rest}. The same command with --resume goes on from here.")


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


def _plan(
    settings: Settings, engine: EngineInfo, kit: Kit, rate_hz: int, *, is_recorded: bool
) -> Plan:
    dialer = EngineDialer(engine, kit.local, kit.keys, network=settings.network)
    locale = kit.here.locale
    config = wire_config(settings, engine, locale=locale, source_rate_hz=rate_hz)
    return Plan(engine, replace(config, is_recorded=is_recorded), dialer)


def _fallback(settings: Settings, kit: Kit, rate_hz: int, main: Plan) -> Fallback | None:
    if not settings.fallback.is_enabled or main.engine.place is Place.THIS_COMPUTER:
        return None
    stand_in = local(settings, kit.here)
    plan = _plan(settings, stand_in, kit, rate_hz, is_recorded=main.config.is_recorded)
    return Fallback(plan, settings.fallback.after_s)


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


def _listen(options: CaptionOptions, path: Path | None, begin_ms: int) -> Source:
    if options.reads_stdin:
        return PipeSource(sys.stdin.buffer)
    if path is not None:
        pace = Pace.REALTIME if options.is_realtime else Pace.FAST
        return FileSource(path, pace, begin_ms=begin_ms)
    return MicrophoneSource(choose(options.device, list_devices()) if options.device else None)


def _microphone_rate_hz(options: CaptionOptions) -> int:
    found = list_devices()
    wanted = choose(options.device, found) if options.device else None
    rates = (
        one.rate_hz for one in found if (one.is_default if wanted is None else one.ref == wanted)
    )
    return next(rates, RATE_HZ)


def _printer(kit: Kit, *, as_json: bool, has_open_row: bool) -> Printer:
    if as_json:
        return JsonLines(sys.stdout.buffer)
    is_terminal = has_open_row and sys.stdout.isatty() and kit.environ.get("TERM") != "dumb"
    return Terminal(
        sys.stdout,
        kit.say,
        columns=(lambda: shutil.get_terminal_size().columns) if is_terminal else None,
        has_colour=not kit.environ.get("NO_COLOR"),
    )
