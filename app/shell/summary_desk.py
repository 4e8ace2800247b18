"""Has a chat server sum a session up, as the user asks for it. GUI thread; the asking is a job."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.core.endpoint import base_of
from app.core.errors import ErrorCode, Problem
from app.net.links import Cancel
from app.shell.jobs import Jobs

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QSettings

    from app.core.settings import NetworkSettings
    from app.engine.keys import Keys
    from app.protocol.chat import ChatAnswer

ADDRESS: Final = "summary/address"
MODEL: Final = "summary/model"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants sent, and where. A key that was typed is kept before."""

    url: str
    model: str
    prompt: str
    text: str = field(repr=False)
    key: str = field(default="", repr=False)


class _Words:
    """Words on their way from the job: one wake, however many come. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._words: list[str] = []

    def put(self, words: str) -> bool:
        """Add words; return whether nobody was woken for those before."""
        with self._lock:
            self._words.append(words)
            return len(self._words) == 1

    def take(self) -> str:
        """Return what has come."""
        with self._lock:
            words, self._words = "".join(self._words), []
            return words


class SummaryDesk(QObject):
    """One summary at a time. The address and the model are remembered in `places`."""

    grew = Signal(str)  # by these words
    finished = Signal(bool)  # True: the server cut it
    failed = Signal(object)  # Problem
    key_told = Signal(object)  # Problem: what became of a key that was typed
    _woken = Signal(object)  # _Words

    def __init__(
        self,
        keys: Keys,
        network: Callable[[], NetworkSettings],
        places: QSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys, self._network, self._places = keys, network, places
        self._jobs = Jobs("summary", self)
        self._is_started = False
        self._cancel: Cancel | None = None
        self._words = _Words()
        self._woken.connect(self._on_woken, Qt.ConnectionType.QueuedConnection)

    @property
    def address(self) -> str:
        """The address that was asked last; empty: none was."""
        return str(self._places.value(ADDRESS, ""))

    @property
    def model(self) -> str:
        """The model that was asked last."""
        return str(self._places.value(MODEL, ""))

    @property
    def is_busy(self) -> bool:
        """Whether an answer is waited for."""
        return self._cancel is not None

    def begin(self, wish: Wish) -> None:
        """Send it; whatever is being written is given up."""
        self.give_up()
        if not self._is_started:
            self._is_started = True
            self._jobs.start()
        self._places.setValue(ADDRESS, base_of(wish.url))
        self._places.setValue(MODEL, wish.model)
        self._cancel, self._words = cancel, words = Cancel(), _Words()
        network = self._network()

        def tell(text: str) -> None:
            if words.put(text):
                self._woken.emit(words)

        def done(answer: ChatAnswer | None) -> None:
            if cancel is self._cancel and answer is not None:
                self._on_woken(words)
                self._cancel = None
                self.finished.emit(answer.is_cut)

        def failed(problem: Problem) -> None:
            if cancel is self._cancel:
                self._on_woken(words)
                self._cancel = None
                self.failed.emit(problem)

        def work() -> ChatAnswer | None:
            if wish.key and (told := self._keys.put_chat_key(wish.url, wish.key)):
                self.key_told.emit(told)
            return _ask(wish, self._keys, network, cancel, tell)

        if not self._jobs.submit(work, done, failed):
            failed(Problem(ErrorCode.INTERNAL))

    @Slot()
    def give_up(self) -> None:
        """Want no more of what is being written."""
        if self._cancel is not None:
            self._cancel.cancel()
            self._cancel = None

    def stop(self) -> bool:
        """End the thread; False if it would not end."""
        self.give_up()
        return not self._is_started or self._jobs.stop()

    @Slot(object)
    def _on_woken(self, words: _Words) -> None:
        if words is self._words and self._cancel is not None and (text := words.take()):
            self.grew.emit(text)


def _ask(
    wish: Wish,
    keys: Keys,
    network: NetworkSettings,
    cancel: Cancel,
    tell: Callable[[str], None],
) -> ChatAnswer | None:
    """Blocks. Raises ZimuError."""
    from app.net.chat import ANSWER_TIMEOUT_S, ChatQuestion, ask  # noqa: PLC0415  seldom needed
    from app.net.https import Https  # noqa: PLC0415  seldom needed
    from app.session.network import net_options  # noqa: PLC0415  seldom needed

    key = keys.chat_key(wish.url)
    asked = ChatQuestion(wish.url, wish.model, wish.prompt, wish.text, key)
    with Https(net_options(network, keys), read_timeout_s=ANSWER_TIMEOUT_S) as https:
        return ask(asked, https, cancel, tell)
