"""Listens to whoever starts Zimu again, in the thread of the window."""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.shell.instance import KNOCK, WELCOME

log = logging.getLogger(__name__)

VISITORS: Final = 4  # at once
PATIENCE_MS: Final = 2000


class Doorbell(QObject):
    """Only the user's own programs reach it, and all that one of them can say is KNOCK."""

    rung = Signal()

    def __init__(self, where: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._where = where
        self._visitors: list[Visitor] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(VISITORS)
        self._server.newConnection.connect(self._on_visited)

    def start(self) -> None:
        """Listen; what a crashed Zimu left there is cleared away: its lock is ours now."""
        QLocalServer.removeServer(self._where)
        if not self._server.listen(self._where):
            log.warning("nobody can call this window: %s", self._server.errorString())

    @Slot()
    def stop(self) -> None:
        """Listen no more."""
        self._server.close()

    @Slot()
    def _on_visited(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            if len(self._visitors) >= VISITORS:
                socket.abort()
                socket.deleteLater()
                continue
            visitor = Visitor(socket, self)
            self._visitors.append(visitor)
            visitor.knocked.connect(self._on_knocked)
            visitor.left.connect(self._on_left)
            visitor.listen()

    @Slot()
    def _on_knocked(self) -> None:
        log.info("Zimu was started again", extra={"event": "instance.called"})
        self.rung.emit()

    @Slot(object)
    def _on_left(self, visitor: Visitor) -> None:
        self._visitors.remove(visitor)
        visitor.deleteLater()


class Visitor(QObject):
    """One connection: says KNOCK in time, or is shown the door."""

    knocked = Signal()
    left = Signal(object)  # itself

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._heard = b""
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        socket.setParent(self)
        socket.setReadBufferSize(len(KNOCK) + 1)

    def listen(self) -> None:
        """Begin."""
        self._patience.timeout.connect(self._on_patience_lost)
        self._socket.readyRead.connect(self._on_heard)
        self._socket.disconnected.connect(self._on_disconnected)
        self._patience.start()
        self._on_heard()

    @Slot()
    def _on_heard(self) -> None:
        self._heard += bytes(self._socket.read(len(KNOCK) + 1).data())
        if self._heard == KNOCK:
            self._patience.stop()
            self._socket.write(WELCOME)
            self._socket.flush()
            self._socket.disconnectFromServer()
            self.knocked.emit()
        elif not KNOCK.startswith(self._heard):
            log.warning("somebody called this window, but said something else")
            self._socket.abort()

    @Slot()
    def _on_patience_lost(self) -> None:
        self._socket.abort()

    @Slot()
    def _on_disconnected(self) -> None:
        self._patience.stop()
        self.left.emit(self)
