"""Plays the audio of a session, and says where it is. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.audio.piece import Piece
    from app.audio.playback import Output, Player
    from app.core.errors import Problem

LOOK_MS = 50  # between two looks at how far it is
SKIP_MS = 5000


def default_output() -> Output:
    """Open the default output of this computer. Blocks; raises ZimuError."""
    from app.audio.devices import load_backend  # noqa: PLC0415  takes a while to load

    load_backend()
    from app.audio.portaudio import open_speaker  # noqa: PLC0415  see above

    return open_speaker()


class Playing(QObject):
    """One session at a time."""

    moved = Signal(object)  # int: ms of the session
    toggled = Signal(bool)  # whether it plays
    failed = Signal(object)  # Problem
    _over = Signal(object)  # Problem or None, from the player's thread

    def __init__(
        self, open_output: Callable[[], Output] = default_output, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._open_output = open_output
        self._player: Player | None = None
        self._pieces: tuple[Piece, ...] = ()
        self._at_ms = 0
        self._is_on = False
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self._look)
        self._over.connect(self._on_over, Qt.ConnectionType.QueuedConnection)

    @property
    def is_on(self) -> bool:
        """Whether it plays."""
        return self._is_on

    @property
    def can_play(self) -> bool:
        """Whether any audio was kept."""
        return bool(self._pieces)

    @property
    def at_ms(self) -> int:
        """Where it is."""
        return self._at_ms

    def load(self, pieces: Sequence[Piece]) -> None:
        """Take the audio of another session, and stand at its beginning."""
        self.pause()
        self._pieces = tuple(pieces)
        self._move(0)

    def play_from(self, at_ms: int) -> None:
        """Play from there on."""
        if not self._pieces:
            return
        self._move(max(at_ms, 0))
        self._loaded().play(self._pieces, self._at_ms)
        self._set_on(is_on=True)

    def seek(self, at_ms: int) -> None:
        """Go there; what plays goes on from there."""
        end_ms = max((piece.end_ms for piece in self._pieces), default=0)
        at_ms = min(max(at_ms, 0), end_ms)
        if self._is_on:
            self.play_from(at_ms)
        else:
            self._move(at_ms)

    def skip(self, by_ms: int) -> None:
        """Go on, or back."""
        self.seek(self._at_ms + by_ms)

    @Slot()
    def toggle(self) -> None:
        """Play, or pause."""
        if self._is_on:
            self.pause()
        else:
            end_ms = max((piece.end_ms for piece in self._pieces), default=0)
            self.play_from(0 if self._at_ms >= end_ms else self._at_ms)

    @Slot()
    def pause(self) -> None:
        """Play nothing more, and stay where it is."""
        if self._player is not None:
            self._player.stop()
        self._set_on(is_on=False)

    def _loaded(self) -> Player:
        if self._player is None:
            from app.audio.playback import Player  # noqa: PLC0415  takes a while to load

            self._player = Player(self._open_output, self._over.emit)
        return self._player

    def _set_on(self, *, is_on: bool) -> None:
        if is_on:
            self._clock.start()
        else:
            self._clock.stop()
        if is_on is not self._is_on:
            self._is_on = is_on
            self.toggled.emit(is_on)

    def _move(self, at_ms: int) -> None:
        self._at_ms = at_ms
        self.moved.emit(at_ms)

    @Slot()
    def _look(self) -> None:
        if self._player is not None and self._player.position_ms != self._at_ms:
            self._move(self._player.position_ms)

    @Slot(object)
    def _on_over(self, problem: Problem | None) -> None:
        if self._player is None or self._player.is_playing:
            return  # it was told of what was played before
        self._look()
        self._set_on(is_on=False)
        if problem is not None:
            self.failed.emit(problem)
