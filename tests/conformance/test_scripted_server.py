"""The scripted server's own tests: every hostile step really does what it says."""

import json
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from socket import SHUT_RDWR
from urllib.parse import urlsplit

import msgspec
import pytest
from websockets.exceptions import ConnectionClosed, ConnectionClosedError, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection, connect

from tests.helpers.caption_script import (
    AwaitAudio,
    AwaitEvent,
    Close,
    Delay,
    Drop,
    Flood,
    HalfFrame,
    Script,
    Send,
    SendBytes,
    SendHuge,
    SendText,
    Step,
    StopReading,
    failed,
    fault,
)
from tests.helpers.caption_server import CaptionServer
from tests.helpers.certificates import server_context
from tests.helpers.serving import Client
from tests.helpers.seven_emotions import MEETING, duration_ms, seven_emotions
from tests.helpers.traffic_rules import check_session

DEADLINE_S = 5.0


@contextmanager
def connected(*steps: Step) -> Iterator[ClientConnection]:
    """A client that has read the greeting."""
    with CaptionServer(Script(steps)) as server, connect(server.url, proxy=None) as socket:
        assert "session.created" in str(socket.recv(DEADLINE_S))
        yield socket


def test_steps_are_sent_as_they_are() -> None:
    odd = Send({"type": "odd", "x": 1})
    with connected(odd, SendText("no JSON"), SendBytes(b"\xff"), failed("a", "b")) as socket:
        messages = [socket.recv(DEADLINE_S) for _ in range(4)]
    assert json.loads(messages[0]) == {"type": "odd", "x": 1}
    assert messages[1:3] == ["no JSON", b"\xff"]
    assert "event_id" not in json.loads(messages[3])


def test_a_huge_message_is_huge() -> None:
    with (
        CaptionServer(Script((SendHuge("a", 3_000_000),))) as server,
        connect(server.url, proxy=None, max_size=None) as socket,
    ):
        socket.recv(DEADLINE_S)
        assert len(socket.recv(DEADLINE_S)) > 3_000_000


def test_the_script_waits_for_audio_and_for_events() -> None:
    steps = (AwaitAudio(100), SendText("heard"), AwaitEvent("x"), SendText("asked"))
    with connected(*steps) as socket:
        client = Client(socket)
        client.say(bytes(3198))
        with pytest.raises(TimeoutError):
            socket.recv(0.05)
        client.say(bytes(2))
        assert socket.recv(DEADLINE_S) == "heard"
        client.send("x")
        assert {str(socket.recv(DEADLINE_S))[:5] for _ in range(2)} == {"asked", '{"typ'}


def test_a_client_that_finishes_waits_for_no_audio() -> None:
    with connected(AwaitAudio(60_000), SendText("the rest")) as socket:
        Client(socket).send("session.finish")
        assert socket.recv(DEADLINE_S) == "the rest"
        assert "session.finished" in str(socket.recv(DEADLINE_S))


def test_a_delay_delays() -> None:
    begin_s = time.monotonic()
    with connected(Delay(0.2), SendText("late")) as socket:
        assert socket.recv(DEADLINE_S) == "late"
    assert time.monotonic() - begin_s >= 0.2


def test_a_close_has_its_code_and_a_drop_has_none() -> None:
    with connected(Close(1011, "sorry")) as socket, pytest.raises(ConnectionClosed) as closed:
        socket.recv(DEADLINE_S)
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1011, "sorry")
    with connected(Drop()) as socket, pytest.raises(ConnectionClosedError) as dropped:
        socket.recv(DEADLINE_S)
    assert dropped.value.rcvd is None


def test_half_a_frame_never_becomes_a_message() -> None:
    with connected(HalfFrame()) as socket:
        with pytest.raises(TimeoutError):
            socket.recv(0.1)
        assert socket.protocol.state.name == "OPEN"


def test_a_server_that_stops_reading_lets_the_sender_fill_up() -> None:
    with connected(StopReading(), SendText("stopped")) as socket:
        assert socket.recv(DEADLINE_S) == "stopped"
        blocked = threading.Thread(target=flood, args=(socket,))
        blocked.start()
        blocked.join(0.5)
        assert blocked.is_alive()
        socket.socket.shutdown(SHUT_RDWR)
        blocked.join(DEADLINE_S)
        assert not blocked.is_alive()


def flood(socket: ClientConnection) -> None:
    """Send until it is over: more than the kernel keeps for us.

    Past the library, whose reader would wait for the lock that a stuck `send` holds.
    """
    frame = Frame(Opcode.TEXT, b"x" * 200_000).serialize(mask=True)
    with suppress(OSError):
        for _ in range(1000):
            socket.socket.sendall(frame)


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_a_handshake_may_be_refused(status: int) -> None:
    with (
        CaptionServer(Script(handshake_status=status)) as server,
        pytest.raises(InvalidStatus) as caught,
        connect(server.url, proxy=None),
    ):
        pytest.fail("let in")
    assert caught.value.response.status_code == status


def test_a_handshake_may_take_its_time() -> None:
    with (
        CaptionServer(Script(handshake_delay_s=60)) as server,
        pytest.raises(TimeoutError),
        connect(server.url, proxy=None, open_timeout=0.2),
    ):
        pytest.fail("let in")


def test_a_server_may_say_nothing_at_all() -> None:
    script = Script(is_greeting=False, ignored=("session.update",))
    with CaptionServer(script) as server, connect(server.url, proxy=None) as socket:
        Client(socket).send("session.update", session={})
        server.await_received("session.update")
        with pytest.raises(TimeoutError):
            socket.recv(0.05)


def test_a_refusal_may_point_elsewhere() -> None:
    script = Script(handshake_status=302, location="ws://127.0.0.1:9/")
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    with CaptionServer(script) as server:
        address = urlsplit(server.url)
        client = HTTPConnection("127.0.0.1", address.port or 0, timeout=DEADLINE_S)
        client.request("GET", address.path, headers=upgrade)
        response = client.getresponse()
        client.close()
    assert (response.status, response.headers["Location"]) == (302, "ws://127.0.0.1:9/")


def test_each_client_may_meet_something_else() -> None:
    script = Script(handshake_status=503, then=Script((SendText("second"),), then=Script()))
    with CaptionServer(script) as server:
        with pytest.raises(InvalidStatus), connect(server.url, proxy=None):
            pytest.fail("let in")
        with connect(server.url, proxy=None) as client:
            client.recv(DEADLINE_S)
            assert client.recv(DEADLINE_S) == "second"
        for _ in range(2):
            with connect(server.url, proxy=None) as client:
                assert "session.created" in str(client.recv(DEADLINE_S))
        assert (server.attempts, server.connections) == (4, 3)


@pytest.mark.parametrize("kind", ["session.update", "session.finish"])
def test_an_event_may_be_left_without_an_answer(kind: str) -> None:
    script = Script(ignored=(kind,))
    with CaptionServer(script) as server, connect(server.url, proxy=None) as client:
        client.recv(DEADLINE_S)
        Client(client).send(kind, session={})
        server.await_received(kind)
        with pytest.raises(TimeoutError):
            client.recv(0.05)


def test_a_context_may_be_refused_and_all_else_accepted() -> None:
    with (
        CaptionServer(Script(refuses_context=True)) as server,
        connect(server.url, proxy=None) as link,
    ):
        client = Client(link)
        client.next()
        refusal = client.update(input_audio_transcription={"corpus": {"text": "Zimu"}})
        assert refusal["type"] == "error"
        assert refusal["error"]["param"].endswith("corpus.text")
        assert client.update()["type"] == "session.updated"


def test_limits_are_announced() -> None:
    with (
        CaptionServer(Script(max_pace=4, max_session_s=60)) as server,
        connect(server.url, proxy=None) as link,
    ):
        greeting = json.loads(link.recv(DEADLINE_S))
    assert greeting["session"]["x_zimu"]["max_pace"] == 4
    assert greeting["session"]["x_zimu"]["max_session_s"] == 60


def test_a_flood_is_as_many_as_it_says() -> None:
    with connected(Flood("a", 300)) as link:
        snapshots = [json.loads(link.recv(DEADLINE_S)) for _ in range(300)]
    assert len({snapshot["stash"] for snapshot in snapshots}) == 300


def test_a_fault_is_an_error_event() -> None:
    with connected(fault("COMMON_ERROR", kind="server_error")) as link:
        event = json.loads(link.recv(DEADLINE_S))
    assert (event["type"], event["error"]["code"]) == ("error", "COMMON_ERROR")


def test_over_tls_it_says_the_same(tmp_path: Path) -> None:
    tls, ca_file = server_context(tmp_path)
    client = ssl.create_default_context(cafile=ca_file)
    with (
        CaptionServer(Script(), tls=tls) as server,
        connect(server.url, ssl=client, proxy=None) as link,
    ):
        assert "session.created" in str(link.recv(DEADLINE_S))


def test_types_and_sizes_of_what_came_are_kept() -> None:
    with CaptionServer(Script()) as server:
        for _ in range(2):
            with connect(server.url, proxy=None) as socket:
                socket.send("no JSON")
                Client(socket).send("session.update", session={"sample_rate": 16000})
        server.await_received("session.update", count=2)
        assert server.connections == 2
        kept = [(event.connection, event.type) for event in server.received]
        assert sorted(kept) == [(1, "?"), (1, "session.update"), (2, "?"), (2, "session.update")]
        assert server.received[0].size_bytes == 7
        assert {"sample_rate": 16000} in [event.session for event in server.received]


def test_what_a_client_says_just_before_it_leaves_is_kept() -> None:
    with CaptionServer(Script()) as server, connect(server.url, proxy=None) as socket:
        with socket.protocol_mutex:  # all in one piece, so that no answer can be sent any more
            for text in ("no JSON", '{"type": "last"}'):
                socket.protocol.send_text(text.encode())
            socket.protocol.send_close(1000)
            socket.socket.sendall(b"".join(socket.protocol.data_to_send()))
        server.await_received("last")
    assert [event.type for event in server.received] == ["?", "last"]


def test_seven_emotions_are_one_sound_chinese_meeting() -> None:
    with CaptionServer(seven_emotions()) as server, connect(server.url, proxy=None) as socket:
        client = Client(socket)
        client.next()
        client.update()
        client.say(bytes(32 * duration_ms()))
        client.finish()
    assert check_session(client.events, audio_ms=duration_ms()) == [said.text for said in MEETING]
    finals = [event for event in client.events if event["type"].endswith(".completed")]
    assert len({event["emotion"] for event in finals}) == 7
    grown = [event for event in client.events if event["type"].endswith(".text")]
    assert any(event["text"] and event["stash"] for event in grown)


def test_as_a_process_it_tells_where_it_is_and_what_came(tmp_path: Path) -> None:
    path = tmp_path / "script.json"
    path.write_bytes(msgspec.json.encode(Script((SendText("hello"),))))
    command = [sys.executable, "-m", "tests.helpers.caption_server", str(path), "--token", "t"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        headers = {"Authorization": "Bearer t"}
        with connect(ready["url"], proxy=None, additional_headers=headers) as socket:
            socket.recv(DEADLINE_S)
            assert socket.recv(DEADLINE_S) == "hello"
            Client(socket).send("x")
            received = json.loads(process.stdout.readline())
        process.stdin.close()
        assert process.wait(DEADLINE_S) == 0
    assert received["event"]["type"] == "x"


def test_canary_a_script_that_fails_fails_its_test() -> None:
    server = CaptionServer(Script((Send({"x": object()}),)))
    server.start()
    with connect(server.url, proxy=None) as socket:
        socket.recv(DEADLINE_S)
        with pytest.raises(ConnectionClosed):
            socket.recv(DEADLINE_S)
    with pytest.raises(ExceptionGroup, match="scripted server failed"):
        server.stop()
