"""What the user chose, what follows from it, and its keeping. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.core.corpus import LIMIT_TOKENS, estimate_tokens
from app.engine.catalog import CATALOG, EngineInfo, custom
from app.protocol.config import Vad, WireConfig

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.errors import Problem
    from app.core.settings import Settings

SAVE_DELAY_MS = 400


class Choices(QObject):
    """The one home of the settings while the window is open.

    `save` returns at once; it is called after a pause, not with every key. `problem_with` says
    what an engine is known to lack.
    """

    changed = Signal(object)  # Settings

    def __init__(
        self,
        settings: Settings,
        save: Callable[[Settings], None],
        problem_with: Callable[[EngineInfo], Problem | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._save = save
        self._problem_with = problem_with
        self._pause = QTimer(self, interval=SAVE_DELAY_MS, singleShot=True)
        self._pause.timeout.connect(self._keep)

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self._settings

    @property
    def engines(self) -> tuple[EngineInfo, ...]:
        """Every engine there is to choose from, the user's own server last."""
        return (*CATALOG, custom(self._settings.custom_url))

    @property
    def engine(self) -> EngineInfo:
        """The engine that a Start would use."""
        wanted = self._settings.engine_id
        return next((engine for engine in self.engines if engine.id == wanted), CATALOG[0])

    @property
    def engine_problem(self) -> Problem | None:
        """What that engine is known to lack."""
        return self._problem_with(self.engine)

    @property
    def language(self) -> str:
        """The language a Start would ask for: the chosen one if the engine has it."""
        return language_for(self.engine, self._settings.language)

    @property
    def wire_config(self) -> WireConfig:
        """How a Start would set the engine up."""
        return WireConfig(
            language=self.language,
            context=context_for(self.engine, self._settings.context),
            vad=Vad(self._settings.vad_threshold, self._settings.silence_ms),
        )

    def change(self, settings: Settings) -> None:
        """Take `settings` over, and keep them soon."""
        if settings == self._settings:
            return
        self._settings = settings
        self._pause.start()
        self.changed.emit(settings)

    def flush(self) -> None:
        """Keep what is not kept yet, without waiting for a pause."""
        if self._pause.isActive():
            self._pause.stop()
            self._keep()

    @Slot()
    def _keep(self) -> None:
        self._save(self._settings)


def language_for(engine: EngineInfo, wanted: str) -> str:
    """Return `wanted` if `engine` has it, else automatic, else the engine's first language."""
    if wanted in engine.languages:
        return wanted
    return "" if engine.supports_auto_language else engine.languages[0]


def context_for(engine: EngineInfo, context: str) -> str:
    """Return what of `context` is sent: all of it, or nothing if the engine could not take it."""
    fits = estimate_tokens(context) <= LIMIT_TOKENS
    return context if engine.supports_corpus and fits else ""
