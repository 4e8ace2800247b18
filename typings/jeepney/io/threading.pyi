import queue
from contextlib import AbstractContextManager
from types import TracebackType

from jeepney import MatchRule, Message

class DBusConnection:
    def __enter__(self) -> DBusConnection: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

class DBusRouter:
    def __init__(self, conn: DBusConnection) -> None: ...
    def __enter__(self) -> DBusRouter: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def send_and_get_reply(self, message: Message, *, timeout: float | None = ...) -> Message: ...
    def filter(
        self, rule: MatchRule, *, bufsize: int = ...
    ) -> AbstractContextManager[queue.Queue[Message | None]]: ...

def open_dbus_connection(bus: str = ...) -> DBusConnection: ...
