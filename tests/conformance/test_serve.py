"""`zimu serve` over a real socket: who may connect, and what a client gets."""

from __future__ import annotations

import contextlib
import itertools
import json
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.sync.client import connect

from app.audio.encoding import encoder_for
from app.protocol.config import WireConfig
from tests.helpers.serving import (
    DEADLINE_S,
    Client,
    Event,
    Server,
    client,
    finals,
    serving,
    silence,
    speech,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BECKETT = {"ever", "tried", "failed", "no", "matter", "try", "again", "fail", "better"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("serve")) as running:
        yield running


@pytest.fixture
def peer(server: Server) -> Iterator[Client]:
    with client(server) as connection:
        yield connection


def status(server: Server, url: str | None = None, **headers: str) -> int:
    with (
        pytest.raises(InvalidStatus) as caught,
        connect(url or server.url, additional_headers=headers, proxy=None),
    ):
        pass
    return caught.value.response.status_code


def closing(peer: Client) -> int:
    with pytest.raises(ConnectionClosed) as caught:
        peer.until("anything more")
    assert caught.value.rcvd is not None
    return caught.value.rcvd.code


def send_junk(plain: socket.socket) -> None:
    """Ask for large errors until the connection ends."""
    junk = json.dumps({"type": "nothing", "event_id": "e" * 100_000}).encode()
    frame = Frame(Opcode.TEXT, junk).serialize(mask=True)
    with contextlib.suppress(OSError):
        while True:
            plain.sendall(frame)


def halved(pcm: bytes) -> bytes:
    """Return 16 kHz audio at 8 kHz."""
    encoder = encoder_for(WireConfig(sample_rate=8_000))
    return encoder.encode(pcm) + encoder.finish()


def pushed_while_stopped(peer: Client, server: Server) -> float:
    """Return how many seconds of audio can be sent while the server's process stands still."""
    peer.next()
    peer.update()
    server.process.send_signal(signal.SIGSTOP)
    peer.socket.socket.settimeout(0.2)
    sent_s = 0.0
    try:
        while sent_s < DEADLINE_S:
            peer.say(silence(0.1))
            sent_s += 0.1
    except ConnectionClosed:  # what the library makes of a time-out
        return sent_s
    finally:
        server.process.send_signal(signal.SIGCONT)
    return sent_s


def of_item(events: list[Event]) -> dict[str, list[str]]:
    """Return the last part of the types of each item's events, in order."""
    items: dict[str, list[str]] = {}
    for event in events:
        item_id = event.get("item_id") or event.get("item", {}).get("id")
        if item_id:
            items.setdefault(item_id, []).append(event["type"].rpartition(".")[2])
    return items


# Who may connect


def test_a_wrong_token_is_401(server: Server) -> None:
    assert status(server, Authorization="Bearer nonsense") == 401
    assert status(server) == 401


def test_a_web_page_may_not_listen_in(server: Server) -> None:
    bearer = f"Bearer {server.token}"
    assert status(server, Authorization=bearer, Origin="https://example.org") == 403


def test_another_path_is_404(server: Server) -> None:
    url = server.url.replace("/realtime", "/elsewhere")
    assert status(server, url, Authorization=f"Bearer {server.token}") == 404


def test_the_servers_own_origin_may_connect(server: Server) -> None:
    with client(server, Origin=f"http://127.0.0.1:{server.ready['port']}") as connection:
        assert connection.update()["type"] == "session.updated"


# What is heard


def test_speech_becomes_lines_with_their_events_in_order(peer: Client) -> None:
    peer.update(silence_ms=400)
    peer.say(speech())
    heard = words(peer.finish())
    assert len(BECKETT - set(heard)) <= 1
    items = of_item(peer.events)
    assert len(items) >= 3
    for kinds in items.values():
        kept = [kind for kind in kinds if kind != "text"]
        assert kept == ["speech_started", "speech_stopped", "committed", "created", "completed"]


def test_times_and_usage_are_those_of_the_audio(peer: Client) -> None:
    peer.update(silence_ms=400)
    peer.say(silence(1) + speech())
    peer.finish()
    starts = [e["audio_start_ms"] for e in peer.events if "audio_start_ms" in e]
    ends = [e["audio_end_ms"] for e in peer.events if "audio_end_ms" in e]
    assert 1000 <= starts[0] <= 1500
    assert all(start < end for start, end in zip(starts, ends, strict=True))
    durations = [e["usage"]["duration"] for e in peer.events if "usage" in e]
    assert durations == sorted(durations)
    assert durations[-1] <= 12


def test_settled_text_only_grows_before_its_final(peer: Client) -> None:
    peer.update(silence_ms=6000)
    pcm = speech("two_cities.wav")
    settled = ""
    said_ms = 0
    # Each piece ends within a word and is long enough for the line to be decoded again.
    for until_ms in (2000, 3200, 4200, 5500, 7600):
        peer.say(pcm[said_ms * 32 : until_ms * 32])
        said_ms = until_ms
        snapshot = peer.until("transcription.text")
        assert snapshot["text"].startswith(settled)
        assert (snapshot["language"], snapshot["emotion"]) == ("en", "")
        settled = snapshot["text"]
    assert "best of" in settled


def test_audio_that_comes_faster_gives_the_same_lines(server: Server) -> None:
    pcm = speech("two_cities.wav")
    texts = []
    for chunk_ms in (40, 3_000):
        with client(server) as connection:
            connection.update(silence_ms=400)
            connection.say(pcm, chunk_ms=chunk_ms)
            texts.append(connection.finish())
    assert texts[0] == texts[1]
    assert len(texts[0]) > 8


def test_several_clients_do_not_mix(server: Server) -> None:
    with client(server) as one, client(server) as other:
        one.update(silence_ms=400)
        other.update(silence_ms=400)
        one.say(speech())
        other.say(speech("two_cities.wav")[: 6 * 32_000])
        assert "tried" in words(one.finish())
        assert "worst" in words(other.finish())


@pytest.mark.parametrize("silence_ms", [400, None])
def test_silence_has_no_words(peer: Client, silence_ms: int | None) -> None:
    peer.update(silence_ms=silence_ms)
    peer.say(silence(5))
    assert peer.finish() == []


def test_finish_flushes_the_line_that_is_open(peer: Client) -> None:
    peer.update(silence_ms=6000)
    peer.say(speech(silence_s=0))
    assert "better" in words(peer.finish())
    assert closing(peer) == 1000


def test_a_commit_ends_a_line_in_manual_mode(peer: Client) -> None:
    peer.update(silence_ms=None)
    pcm = speech()
    half = 6 * 32_000
    peer.say(pcm[:half])
    peer.send("input_audio_buffer.commit")
    first = peer.until(".completed")
    peer.say(pcm[half:])
    assert peer.finish() == [first["transcript"], finals(peer.events)[-1]]
    assert words([first["transcript"]])[0] == "ever"
    assert words(finals(peer.events))[-1] == "better"
    assert first["usage"]["duration"] == 6
    assert {kind for kinds in of_item(peer.events).values() for kind in kinds} == {
        "text",
        "committed",
        "created",
        "completed",
    }


@pytest.mark.parametrize("silence_ms", [400, None], ids=["vad", "manual"])
def test_audio_at_8_khz_is_understood_and_timed_alike(peer: Client, silence_ms: int | None) -> None:
    assert peer.update(silence_ms=silence_ms, sample_rate=8_000)["session"]["sample_rate"] == 8_000
    pcm = silence(1) + speech()
    peer.say(halved(pcm), chunk_ms=50)
    heard = words(peer.finish())
    assert len(BECKETT - set(heard)) <= 1
    starts = [e["audio_start_ms"] for e in peer.events if "audio_start_ms" in e]
    assert not starts or 1000 <= starts[0] <= 1500
    durations = [e["usage"]["duration"] for e in peer.events if "usage" in e]
    assert durations[-1] <= -(-len(pcm) // 32_000)


def test_the_server_tells_what_it_takes(peer: Client) -> None:
    assert peer.events[0]["session"]["x_zimu"] == {
        "max_pace": 8.0,
        "max_session_s": None,
        "formats": ["pcm"],
        "sample_rates": [16_000, 8_000],
        "append_ms": 40,
        "languages": ["en"],
        "detects_language": False,
        "takes_context": False,
        "has_emotion": False,
        "takes": ["corrects_terms", "recorded", "tells_ease", "tells_progress"],
    }


def test_terms_of_the_context_are_put_in_where_they_are_heard_as_others(server: Server) -> None:
    """Whoever asks for it in `x_zimu`; nobody else's words are touched."""
    transcription = {"corpus": {"text": "Phailed, Zimu"}}
    for asked in (True, False):
        with client(server) as peer:
            asks = {"corrects_terms": asked}
            peer.update(input_audio_transcription=transcription, x_zimu=asks)
            peer.say(speech())
            text = " ".join(peer.finish())
            assert ("Phailed" in text) is asked, text
            for item in of_item(peer.events):
                settled = [e["text"] for e in peer.events if "stash" in e and e["item_id"] == item]
                assert all(b.startswith(a) for a, b in itertools.pairwise(settled))


def test_a_session_ends_when_it_was_as_long_as_it_may_be(tmp_path: Path) -> None:
    with serving(tmp_path, "--max-session-s", "1") as server, client(server) as peer:
        assert peer.events[0]["session"]["x_zimu"]["max_session_s"] == 1
        peer.update()
        peer.say(speech())
        assert closing(peer) == 1001


@pytest.mark.skipif(sys.platform != "linux", reason="counts on how Linux sizes its buffers")
def test_a_busy_server_leaves_audio_where_it_is(server: Server) -> None:
    """What its buffers swallow is neither heard nor, after a lost link, known not to be."""
    plain = socket.socket()
    with plain:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
        plain.connect(("127.0.0.1", server.ready["port"]))
        bearer = {"Authorization": f"Bearer {server.token}"}
        with connect(server.url, sock=plain, additional_headers=bearer, proxy=None) as socket_:
            swallowed_s = pushed_while_stopped(Client(socket_), server)
    assert swallowed_s < 3


# What goes wrong


@pytest.mark.parametrize(
    ("session", "param", "told"),
    [
        ({"input_audio_format": "opus"}, "session.input_audio_format", "pcm"),
        ({"sample_rate": 44_100}, "session.sample_rate", "8000"),
        (
            {"input_audio_transcription": {"language": "zh"}},
            "session.input_audio_transcription.language",
            "en",
        ),
    ],
)
def test_a_refused_update_takes_no_audio_until_a_valid_one(
    peer: Client, session: Event, param: str, told: str
) -> None:
    refused = peer.update(**session)
    assert refused["type"] == "error"
    assert refused["error"]["param"] == param
    assert refused["error"]["event_id"] == "event_1"
    assert told in refused["error"]["message"]
    peer.say(silence(0.1))
    assert peer.next()["type"] == "error"
    assert peer.update()["type"] == "session.updated"
    peer.say(speech())
    assert "better" in words(peer.finish())


def test_what_the_sdk_sends_is_tolerated(peer: Client) -> None:
    session = {
        "modalities": ["text"],
        "voice": None,
        "input_audio_format": "pcm16",
        "output_audio_format": "pcm16",
        "input_audio_transcription": {"model": None},
        "turn_detection": {
            "type": "server_vad",
            "threshold": 0.2,
            "prefix_padding_ms": 300,
            "silence_duration_ms": 800,
        },
    }
    peer.send("session.update", session=session)
    assert peer.next()["type"] == "session.updated"


@pytest.mark.parametrize("junk", ["{", "[]", '{"type": 1}', '{"type": "response.create"}', "\x00"])
def test_junk_is_answered_and_survived(peer: Client, junk: str) -> None:
    peer.socket.send(junk)
    assert peer.next()["type"] == "error"
    assert peer.update()["type"] == "session.updated"


def test_settings_cannot_change_after_audio(peer: Client) -> None:
    peer.update()
    peer.say(silence(0.1))
    peer.send("session.update", session={})
    assert closing(peer) == 1007


def test_a_message_over_256_kib_is_refused(peer: Client) -> None:
    peer.update()
    peer.send("input_audio_buffer.append", audio="A" * 262_144)
    assert closing(peer) == 1009


def test_a_client_that_does_not_read_is_cut_off(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.ready["port"])) as plain:
        # So small that what is not read soon waits at the server.
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        bearer = {"Authorization": f"Bearer {server.token}"}
        with connect(server.url, sock=plain, additional_headers=bearer, max_queue=1):
            flood = threading.Thread(target=send_junk, args=(plain,))
            flood.start()
            flood.join(DEADLINE_S)
            is_cut_off = not flood.is_alive()
            with contextlib.suppress(OSError):  # it is over already
                plain.shutdown(socket.SHUT_RDWR)
            flood.join(DEADLINE_S)
    assert is_cut_off


def test_a_long_pause_late_in_a_line_is_survived(peer: Client) -> None:
    peer.update(silence_ms=6000)
    peer.say(speech("two_cities.wav")[: 36 * 32_000 // 5] + silence(8))
    assert words(peer.finish())[:6] == ["it", "was", "the", "best", "of", "times"]


# The harness itself


def test_canary_an_event_that_never_comes_fails_the_wait(
    peer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.helpers.serving.DEADLINE_S", 0.2)
    with pytest.raises(TimeoutError):
        peer.until("never")


def test_canary_half_the_audio_is_not_the_whole_text(peer: Client) -> None:
    peer.update()
    peer.say(speech()[: 5 * 32_000])
    assert len(BECKETT - set(words(peer.finish()))) > 1
