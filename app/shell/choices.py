"""What the user chose, what follows from it, and its keeping. GUI thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.core.history import History, reset
from app.engine.catalog import EngineInfo, address_of, chosen, engines, local, with_address
from app.engine.setup import language_for, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from app.core.advice import ThisComputer
    from app.core.errors import Problem
    from app.core.settings import Settings, Theme

SAVE_DELAY_MS = 400
GOES_ON_MS = 1000  # a change that follows within this time, of the same thing, is the same change


class Choices(QObject):
    """The one home of the settings while the window is open.

    `save` returns at once; it is called after a pause, not with every key. `problem_with` says
    what an engine is known to lack, `look_around` which models are here.
    """

    changed = Signal(object)  # Settings

    def __init__(
        self,
        settings: Settings,
        save: Callable[[Settings], None],
        problem_with: Callable[[EngineInfo], Problem | None],
        look_around: Callable[[], ThisComputer],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._save = save
        self._problem_with = problem_with
        self._look_around = look_around
        self._pause = QTimer(self, interval=SAVE_DELAY_MS, singleShot=True)
        self._pause.timeout.connect(self._keep)
        self._history = History()
        self._going_on = QTimer(self, interval=GOES_ON_MS, singleShot=True)

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self._settings

    @property
    def here(self) -> ThisComputer:
        """What this computer has to recognise speech with."""
        return self._look_around()

    @property
    def engines(self) -> tuple[EngineInfo, ...]:
        """Every engine there is to choose from, the user's own server last."""
        return engines(self._settings, self.here)

    @property
    def local_engine(self) -> EngineInfo:
        """The engine on this computer, whether it is the chosen one or not."""
        return local(self._settings, self.here)

    @property
    def engine(self) -> EngineInfo:
        """The engine that a Start would use."""
        return chosen(self._settings, self.here)

    @property
    def refusal(self) -> Problem | None:
        """Why a Start would be refused, as far as that is known beforehand."""
        return refusal(self._settings, self.engine)

    @property
    def address(self) -> str:
        """What the user entered to complete the chosen engine."""
        return address_of(self._settings)

    @property
    def engine_problem(self) -> Problem | None:
        """What that engine is known to lack."""
        engine = self.engine
        if engine.lacks is not None or (engine.needs_workspace and not engine.url):
            return self.refusal
        return self._problem_with(engine)

    @property
    def language(self) -> str:
        """The language a Start would ask for: the chosen one if the engine has it."""
        return language_for(self.engine, self._settings.language)

    def change(self, settings: Settings) -> None:
        """Take `settings` over, and keep them soon."""
        if settings == self._settings:
            return
        goes_on = self._going_on.isActive()
        self._history = self._history.with_change(self._settings, settings, goes_on=goes_on)
        self._going_on.start()
        self._take(settings)

    @property
    def undoable(self) -> frozenset[str]:
        """The dotted names of the fields that were changed last; none: nothing was."""
        newest = self._history.newest
        return frozenset() if newest is None else newest.paths

    @Slot()
    def undo(self) -> None:
        """Take the newest change back."""
        settings, self._history = self._history.undone(self._settings)
        self._going_on.stop()
        if settings == self._settings:
            self.changed.emit(settings)  # there is one change less to take back all the same
        else:
            self._take(settings)

    def reset(self, paths: Collection[str] | None = None) -> None:
        """Set the fields at `paths`, or all that are set and not written, to their defaults."""
        self._going_on.stop()
        self.change(reset(self._settings, paths))
        self._going_on.stop()

    @Slot()
    def look_again(self) -> None:
        """Let everybody look again at what there is to choose from."""
        self.changed.emit(self._settings)

    @Slot(str)
    def choose_engine(self, engine_id: str) -> None:
        """Let a Start use another engine."""
        self.change(replace(self._settings, engine_id=engine_id))

    @Slot(str)
    def choose_address(self, address: str) -> None:
        """Complete the chosen engine by its URL, or by the id of the workspace."""
        self.change(with_address(self._settings, address))

    @Slot(str)
    def choose_language(self, language: str) -> None:
        """Let it be the language that is spoken."""
        self.change(replace(self._settings, language=language))

    @Slot(str)
    def write_context(self, context: str) -> None:
        """Let these be the names and terms to expect."""
        self.change(replace(self._settings, context=context))

    @Slot(str)
    def choose_ui_language(self, language: str) -> None:
        """Let the window speak it."""
        self.change(replace(self._settings, ui_language=language))

    @Slot(object)
    def choose_theme(self, theme: Theme) -> None:
        """Let the window wear it."""
        self.change(replace(self._settings, theme=theme))

    def _take(self, settings: Settings) -> None:
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
