"""A bare client of the wire protocol over the app's own transport, as the cloud will meet it."""

import base64
import json
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.core.endpoint import Endpoint
from app.core.errors import Problem
from app.net.links import Cancel, Link, LinkDown, LinkEvent, LinkFailed, LinkMessage, LinkUp
from app.net.websocket import connect

Event = dict[str, Any]
RATE_HZ = 16_000
CHUNK_MS = 100


class Refused(Exception):
    """The server let nobody in."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code.value)
        self.problem = problem


class Closed(Exception):
    """The connection ended; `code` is the server's."""

    def __init__(self, code: int | None) -> None:
        super().__init__(str(code))
        self.code = code


class LinkClient:
    """One connection that has been greeted; what was received is kept in `events`.

    Every wait ends by `deadline_s` with queue.Empty.
    """

    def __init__(self, link: Link, inbox: "queue.Queue[LinkEvent]", deadline_s: float) -> None:
        self._link = link
        self._inbox = inbox
        self._deadline_s = deadline_s
        self.events: list[Event] = []

    def send(self, kind: str, **fields: object) -> None:
        self._link.send(json.dumps({"event_id": f"mine_{kind}", "type": kind, **fields}))

    def update(self, *, silence_ms: int | None = 400, **transcription: object) -> Event:
        """Ask for settings (`silence_ms` None: manual mode); return the answer."""
        turns = silence_ms and {
            "type": "server_vad",
            "threshold": 0.0,
            "silence_duration_ms": silence_ms,
        }
        session = {"input_audio_format": "pcm", "sample_rate": RATE_HZ, "turn_detection": turns}
        self.send("session.update", session={**session, "input_audio_transcription": transcription})
        return self.next()

    def say(self, pcm: bytes, *, pace: float | None = None) -> None:
        """Send audio, `pace` times as fast as it was spoken; None: as fast as it goes."""
        step = RATE_HZ * 2 * CHUNK_MS // 1000
        begin_s, clock = time.monotonic(), threading.Event()
        for number, at in enumerate(range(0, len(pcm), step)):
            if pace is not None:
                due_s = begin_s + number * CHUNK_MS / 1000 / pace
                clock.wait(max(0.0, due_s - time.monotonic()))
            audio = base64.b64encode(pcm[at : at + step]).decode()
            self.send("input_audio_buffer.append", audio=audio)

    def next(self) -> Event:
        """Return the next event. Raises Closed."""
        while True:
            match self._inbox.get(timeout=self._deadline_s):
                case LinkMessage(data=data):
                    event: Event = json.loads(data)
                    self.events.append(event)
                    return event
                case LinkDown(code=code):
                    raise Closed(code)
                case _:
                    pass

    def until(self, *endings: str) -> Event:
        """Return the next event whose type ends in one of these."""
        while not (event := self.next())["type"].endswith(endings):
            pass
        return event

    def finish(self) -> None:
        """End the session, and hear everything it had to say."""
        self.send("session.finish")
        self.until("session.finished")


@contextmanager
def dialled(endpoint: Endpoint, *, deadline_s: float) -> Iterator[LinkClient]:
    """A greeted client. Raises Refused."""
    inbox: queue.Queue[LinkEvent] = queue.Queue()
    cancel = Cancel()

    def post(event: LinkEvent) -> bool:
        inbox.put(event)
        return True

    thread = threading.Thread(target=connect, args=(endpoint, 1, post, cancel), name="link-1")
    thread.start()
    link: Link | None = None
    try:
        match inbox.get(timeout=deadline_s):
            case LinkFailed(problem=problem):
                raise Refused(problem)
            case LinkUp(link=link):
                client = LinkClient(link, inbox, deadline_s)
                assert client.next()["type"] == "session.created"
                yield client
    finally:
        cancel.cancel()
        if link is not None:
            link.close()
        thread.join(deadline_s)
