"""One connection of the scripted caption server."""

import itertools
import json
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias, assert_never

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection

from app.core.languages import CODES
from app.protocol.abilities import Abilities
from app.protocol.server import (
    Audio,
    Committed,
    Configured,
    Finish,
    Hangup,
    Reply,
    ServerAction,
    ServerMachine,
)
from tests.helpers import caption_script as steps
from tests.helpers.caption_script import Script, Step

_BYTES_PER_MS = 32
_CONTEXT = "session.input_audio_transcription.corpus.text"

Saying: TypeAlias = steps.Send | steps.SendText | steps.SendBytes | steps.SendHuge | steps.Flood


class Peer:
    """The handler's thread reads and answers, another one goes through the script.

    `note` is called with every message before it is answered.
    """

    def __init__(
        self, connection: ServerConnection, script: Script, note: Callable[[str | bytes], None]
    ) -> None:
        self._connection = connection
        self._script = script
        self._note = note
        self._numbers = itertools.count(1)
        abilities = Abilities(
            frozenset(CODES),
            script.model,
            max_pace=script.max_pace,
            max_session_s=script.max_session_s,
        )
        self._machine = ServerMachine(abilities, new_id=self._new_id)
        self._changed = threading.Condition()
        self._types: set[str] = set()
        self._audio_bytes = 0
        self._is_reading = True
        self._is_over = False
        self._error: Exception | None = None

    def run(self) -> None:
        """Serve until either end leaves. Raises what went wrong in the script's thread."""
        player = threading.Thread(target=self._play, name="caption-script")
        if self._script.is_greeting:
            self._answer(self._machine.opening())
        player.start()
        try:
            self._read()
        finally:
            self.end()
            player.join()
        if self._error:
            raise self._error

    def end(self) -> None:
        """Stop waiting for anything. Any thread may call it."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def _read(self) -> None:
        try:
            for message in self._connection:
                self._note(message)
                kind = event_type(message)
                if kind not in self._script.ignored:
                    self._take(message)
                with self._changed:
                    self._types.add(kind)
                    self._changed.notify_all()
                self._await(lambda: self._is_reading)
        except ConnectionClosed:
            return  # a client may leave whenever it likes

    def _take(self, message: str | bytes) -> None:
        if self._script.refuses_context and _has_context(message):
            self._say(steps.fault("invalid_value", param=_CONTEXT))
            return
        for action in self._machine.receive(message):
            self._act(action)

    def _act(self, action: ServerAction) -> None:
        match action:
            case Audio():
                self._audio_bytes += len(action.pcm)
            case Reply():
                self._answer(action.text)
            case Hangup():
                self._connection.close(action.code, action.reason)
            case Configured() | Committed() | Finish():
                pass  # the script knows what comes next
            case _:
                assert_never(action)

    def _answer(self, text: str) -> None:
        # A client may leave whenever it likes; what it said before that is still read.
        with suppress(ConnectionClosed):
            self._connection.send(text)

    def _play(self) -> None:
        try:
            for step in self._script.steps:
                if self._is_over:
                    return
                self._do(step)
            self._await(self._is_finishing)
            if "session.finish" not in self._script.ignored and not self._is_over:
                self._connection.send(self._machine.finished())
        except (ConnectionClosed, OSError):
            return  # the client has left, or a step dropped it
        except Exception as error:  # noqa: BLE001 - the thread's top level: `run` raises it
            self._error = error
            self._connection.close(1011, "the script failed")

    def _do(self, step: Step) -> None:
        match step:
            case steps.AwaitAudio():
                enough_bytes = step.ms * _BYTES_PER_MS
                self._await(lambda: self._audio_bytes >= enough_bytes or self._is_finishing())
            case steps.AwaitEvent():
                self._await(lambda: step.type in self._types)
            case steps.Delay():
                self._await(lambda: False, timeout_s=step.seconds)
            case steps.StopReading():
                self._is_reading = False
            case steps.Close():
                self._connection.close(step.code, step.reason)
            case steps.Drop():
                self._drop()
            case steps.HalfFrame():
                # A whole text frame of 100 bytes is announced.
                self._connection.socket.sendall(b'\x81\x64{"type":"session.upd')
            case _:
                self._say(step)

    def _say(self, step: Saying) -> None:
        match step:
            case steps.Send():
                event = dict(step.event)
                if "event_id" in event:
                    event["event_id"] = self._new_id("event")
                self._connection.send(json.dumps(event, ensure_ascii=False))
            case steps.SendText():
                self._connection.send(step.text)
            case steps.SendBytes():
                self._connection.send(step.data)
            case steps.SendHuge():
                self._say(steps.interim(step.item, "", "x" * step.chars))
            case steps.Flood():
                for number in range(step.count):
                    self._say(steps.interim(step.item, "", f"word {number}"))
            case _:
                assert_never(step)

    def _drop(self) -> None:
        # To linger for 0 s is to reset.
        linger = struct.pack("ii", 1, 0)
        self._connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._connection.socket.shutdown(socket.SHUT_RDWR)
        self.end()

    def _new_id(self, kind: str) -> str:
        return f"{kind}_{next(self._numbers)}"

    def _is_finishing(self) -> bool:
        return "session.finish" in self._types

    def _await(self, condition: Callable[[], bool], *, timeout_s: float | None = None) -> None:
        with self._changed:
            self._changed.wait_for(lambda: condition() or self._is_over, timeout_s)


def event_type(message: str | bytes) -> str:
    """Return the type of an event; "?" for what is none."""
    try:
        event = json.loads(message)
    except ValueError:
        return "?"
    return str(event.get("type", "?")) if isinstance(event, dict) else "?"


def _has_context(message: str | bytes) -> bool:
    return b'"corpus"' in (message.encode() if isinstance(message, str) else message)
