"""The composition root's part about speech models: what is here, `zimu models` and `zimu serve`."""

# ruff: noqa: PLC0415  # as in main: what a command does not need is not imported
from __future__ import annotations

import logging
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from app.arguments.meaning import network_settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from app.core.models import ModelInfo
    from app.engine.keys import Keys
    from app.models.manager import Manager
    from app.models.store import Store
    from app.net.options import NetOptions
    from app.storage.paths import Paths

    Say = Callable[[str], None]

EXIT_PROBLEM: Final = 1

log = logging.getLogger(__name__)


def store_in(root: Path) -> Store:
    """Return the store of the shipped catalogue's models in the folder `root`."""
    from app.models.catalogue import shipped
    from app.models.store import Store

    return Store(root, shipped())


def manager_of(store: Store, options: Callable[[], NetOptions]) -> Manager:
    """Return what brings models into `store`."""
    from datetime import datetime

    from app.models.licences import Licences
    from app.models.manager import Manager

    licences = Licences(store.root / "licences.json", lambda: datetime.now().astimezone())
    return Manager(store, licences, options)


def serve_model(options: argparse.Namespace, paths: Paths, say: Say) -> int:
    """Run `zimu serve`; return the exit code."""
    if options.status:
        return _status(options, say)
    from app.core.errors import ZimuError
    from app.recognizer.serve import ServeOptions, refuse, serve

    root = options.models or paths.models
    with ExitStack() as cleanup:
        try:
            model, folder = at_hand(options.model or usual_model(root), root, cleanup)
        except ZimuError as exc:
            return refuse(exc.problem)
        return serve(
            ServeOptions(
                model=model,
                folder=folder,
                host=options.host,
                port=options.port,
                token=os.environ.get("ZIMU_SERVE_TOKEN", ""),
                no_token=options.no_token,
                parent_pipe=options.parent_pipe,
                cache_dir=paths.cache,
                max_session_s=options.max_session_s,
                max_sessions=options.max_sessions,
                append_ms=options.append_ms,
                certificate=options.certificate,
                key=options.key,
            )
        )


def manage_models(options: argparse.Namespace, paths: Paths, keys: Keys, say: Say) -> int:
    """Run `zimu models`; return the exit code."""
    if options.action == "benchmark":
        return _benchmark(options, paths, say)
    from app.headless.models import ModelsCommand, models
    from app.session.network import net_options

    command = ModelsCommand(
        options.action,
        model_id=options.model,
        path=options.path,
        host=options.source,
        accepts_licence=options.accept_licence,
        as_json=options.json,
    )
    store = store_in(paths.models)
    manager = manager_of(store, lambda: net_options(network_settings(options), keys))
    return models(command, manager, say)


def _status(options: argparse.Namespace, say: Say) -> int:
    from functools import partial

    from app.net.tls import trusting
    from app.recognizer.status import tell

    return tell(
        options.url,
        os.environ.get("ZIMU_SERVE_TOKEN", ""),
        partial(trusting, options.ca_file),
        as_json=options.json,
        out=sys.stdout,
        say=say,
    )


def usual_model(root: Path) -> str:
    """Return the id of the model to serve where none is named: the best, if the usual is away."""
    from app.arguments.models import DEFAULT_MODEL
    from app.core.advice import Need, ThisComputer, best

    states = store_in(root).states()
    at_hand = {state.model.id: state.model for state in states if state.is_at_hand}
    found = best(Need(), ThisComputer(installed=tuple(at_hand.values())))
    return DEFAULT_MODEL if found is None or DEFAULT_MODEL in at_hand else found.id


def at_hand(model_id: str, root: Path, cleanup: ExitStack) -> tuple[ModelInfo, Path]:
    """Return a model's record and the folder with its files, which may lie below `root`.

    Raises ZimuError: MODEL_UNKNOWN, MODEL_ABSENT, MODEL_DAMAGED, RUNTIME_MISSING, or what joining
    its parts raises.
    """
    from app.models.carriers import require_runtime

    store = store_in(root)
    model = store.find(model_id)
    require_runtime(model)
    folder = store.state(model).folder
    if folder is None:  # in parts, or not at all; loading what can join them takes a while
        folder = _made_ready(model, store, cleanup)
    return model, folder


def _made_ready(model: ModelInfo, store: Store, cleanup: ExitStack) -> Path:
    """Join the model's parts, where `store` takes nothing in a folder that `cleanup` removes."""
    from app.core.errors import ErrorCode, ZimuError
    from app.net.links import Cancel
    from app.net.options import NetOptions

    def ready(where: Store) -> Path:
        return manager_of(where, NetOptions).ready(model, Cancel(), lambda progress: None)  # noqa: ARG005

    try:
        return ready(store)
    except ZimuError as exc:
        if exc.problem.code not in (ErrorCode.EXPORT_FAILED, ErrorCode.DISK_FULL):
            raise
        log.warning("the folder of models takes nothing: %s", exc.problem.code.value)
    instead = TemporaryDirectory(ignore_cleanup_errors=True)  # for this run alone
    return ready(store_in(Path(cleanup.enter_context(instead))))


def _benchmark(options: argparse.Namespace, paths: Paths, say: Say) -> int:
    """Try models, and remember how fast they were."""
    from app.arguments.models import DEFAULT_MODEL
    from app.core.advice import Speed
    from app.core.errors import ErrorCode, ZimuError
    from app.core.problem_text import english
    from app.models.here import speeds_of
    from app.recognizer.benchmark import Report, benchmark

    speeds = speeds_of(paths)

    def remember(report: Report) -> None:
        speeds.note(Speed(report.model, report.work, report.verdict.shows_partials))

    states = store_in(paths.models).states()
    ids = options.models or [state.model.id for state in states if state.is_at_hand]
    try:
        if not ids:
            raise ZimuError(ErrorCode.WEIGHTS_MISSING, model=DEFAULT_MODEL)
        with ExitStack() as cleanup:
            models = [at_hand(model_id, paths.models, cleanup) for model_id in ids]
            out = sys.stdout
            return benchmark(models, paths.cache, remember, as_json=options.json, out=out, say=say)
    except ZimuError as exc:
        say(english(exc.problem))
        return EXIT_PROBLEM
