"""A check-up says in one problem why captioning would not work, and sends no more than silence."""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from websockets.sync.server import ServerConnection, serve

from app.core.errors import ErrorCode
from app.core.settings import NetworkSettings, ProxyMode, Settings
from app.engine.catalog import CATALOG, EngineInfo, custom
from app.engine.keys import Keys, NoKeychain
from app.engine.local_process import LocalEngine
from app.engine.setup import wire_config
from app.net.links import Cancel
from app.protocol.config import WireConfig
from app.session.checkup import SILENCE, Checkup, Verdict
from app.session.dialer import Dialer, EngineDialer
from tests.helpers.caption_script import AwaitAudio, AwaitEvent, Close, Drop, Script, Send
from tests.helpers.caption_server import CaptionServer
from tests.helpers.waiting import until

BEIJING, SINGAPORE = CATALOG[1], CATALOG[2]
NO_ENGINE = LocalEngine(("never started",), Path("nowhere"))


def fault(code: str) -> Send:
    return Send({"type": "error", "error": {"type": "invalid_request_error", "code": code}})


def examine(
    script: Script, *, token: str = "", key: str = "right", config: WireConfig | None = None
) -> Verdict:
    """The verdict on a server of one's own."""
    with CaptionServer(script, token=token) as server:
        keys = Keys({"ZIMU_ENGINE_KEY": key}, NoKeychain())
        checkup = Checkup(NO_ENGINE, keys, NetworkSettings())
        verdict = checkup.run(custom(server.url), config or WireConfig(), Cancel())
    assert verdict is not None
    return verdict


def code_of(verdict: Verdict) -> ErrorCode | None:
    return verdict.problem.code if verdict.problem else None


def test_a_server_that_would_caption_is_well() -> None:
    verdict = examine(Script(), token="right")  # noqa: S106  # the test's own
    assert code_of(verdict) is None
    assert verdict.listening_after_s is not None


def test_no_more_than_a_second_of_silence_is_sent_and_the_session_is_finished() -> None:
    with CaptionServer(Script()) as server:
        checkup = Checkup(NO_ENGINE, Keys({}, NoKeychain()), NetworkSettings())
        checkup.run(custom(server.url), WireConfig(), Cancel())
        server.await_received("session.finish")
        types = [event.type for event in server.received]
        audio = [event for event in server.received if event.type == "input_audio_buffer.append"]
    assert types[0] == "session.update"
    assert types[-1] == "session.finish"
    assert 0 < sum(event.size_bytes for event in audio) < len(SILENCE) * 4 / 3 + 200 * len(audio)
    assert bytes(32_000) == SILENCE


def test_the_audio_is_silence() -> None:
    heard = bytearray()

    def answer(connection: ServerConnection) -> None:
        session = {"model": "qwen3-asr-flash-realtime"}
        connection.send(json.dumps({"type": "session.created", "session": session}))
        for message in connection:
            event = json.loads(message)
            match event["type"]:
                case "session.update":
                    connection.send(json.dumps({"type": "session.updated", "session": session}))
                case "input_audio_buffer.append":
                    heard.extend(base64.b64decode(event["audio"]))
                case "session.finish":
                    connection.send(json.dumps({"type": "session.finished"}))

    with serve(answer, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        engine = custom(f"ws://127.0.0.1:{server.socket.getsockname()[1]}")
        Checkup(NO_ENGINE, Keys({}, NoKeychain()), NetworkSettings()).run(
            engine, WireConfig(), Cancel()
        )
        server.shutdown()
        thread.join()
    assert bytes(heard) == SILENCE


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (Script(handshake_status=401), ErrorCode.KEY_REFUSED),
        (Script(handshake_status=403), ErrorCode.ACCESS_REFUSED),
        (Script(handshake_status=429), ErrorCode.THROTTLED),
        (Script(handshake_status=404), ErrorCode.HANDSHAKE_FAILED),
        (Script(handshake_status=302, location="wss://b.example"), ErrorCode.REDIRECTED),
        (Script(steps=(fault("ModelNotFound"),)), ErrorCode.MODEL_NOT_FOUND),
        (Script(steps=(fault("AccessDenied"),)), ErrorCode.ACCESS_REFUSED),
        (Script(steps=(fault("Arrearage"),)), ErrorCode.QUOTA_SPENT),
        (
            Script(steps=(AwaitEvent("session.update"), Close(1011)), ignored=("session.update",)),
            ErrorCode.SERVER_TROUBLE,
        ),
        (Script(steps=(AwaitAudio(100), Drop())), ErrorCode.LINK_LOST),
    ],
    ids=lambda value: value.name if isinstance(value, ErrorCode) else "",
)
def test_what_is_wrong_is_one_problem(script: Script, expected: ErrorCode) -> None:
    assert code_of(examine(script)) is expected


def test_a_server_that_never_says_good_bye_is_well_all_the_same() -> None:
    script = Script(steps=(AwaitEvent("session.finish"), Close(1000)), ignored=("session.finish",))
    assert code_of(examine(script)) is None


def test_no_key_and_no_server_are_told_apart() -> None:
    assert code_of(examine(Script(), token="right", key="")) is ErrorCode.KEY_MISSING  # noqa: S106
    checkup = Checkup(NO_ENGINE, Keys({}, NoKeychain()), NetworkSettings())
    gone = checkup.run(custom("ws://127.0.0.1:9"), WireConfig(), Cancel())
    assert gone is not None
    assert code_of(gone) is ErrorCode.HOST_UNREACHABLE


def test_a_proxy_that_is_not_there_is_named_as_such() -> None:
    network = NetworkSettings(ProxyMode.URL, "http://127.0.0.1:9")
    checkup = Checkup(NO_ENGINE, Keys({}, NoKeychain()), network)
    verdict = checkup.run(custom("wss://captions.example"), WireConfig(), Cancel())
    assert verdict is not None
    assert code_of(verdict) is ErrorCode.PROXY_FAILED


class Regions:
    """Scripted servers in the place of the provider's regions; what they are dialled with."""

    def __init__(self, urls: dict[str, str]) -> None:
        self._urls = urls
        self.dialled: list[tuple[str, str]] = []

    def __call__(
        self, engine: EngineInfo, local: LocalEngine, keys: Keys, *, network: NetworkSettings
    ) -> Dialer:
        self.dialled.append((engine.id, keys.key_for(engine)))
        there = replace(engine, url=self._urls[engine.id])
        own = Keys({"ZIMU_ENGINE_KEY": keys.key_for(engine)}, NoKeychain())
        return EngineDialer(there, local, own, network=network)


def examine_beijing(beijing: Script, singapore: Script) -> tuple[Verdict, Regions, CaptionServer]:
    with CaptionServer(beijing) as here, CaptionServer(singapore) as there:
        regions = Regions({BEIJING.id: here.url, SINGAPORE.id: there.url})
        keys = Keys({"DASHSCOPE_API_KEY": "sk-mine"}, NoKeychain())
        checkup = Checkup(NO_ENGINE, keys, NetworkSettings(), dialer=regions)
        verdict = checkup.run(BEIJING, wire_config(Settings(), BEIJING), Cancel())
    assert verdict is not None
    return verdict, regions, there


def test_a_key_of_the_other_region_is_said_to_be_one_and_no_audio_goes_there() -> None:
    verdict, regions, singapore = examine_beijing(Script(handshake_status=401), Script())
    assert verdict.problem is not None
    assert (verdict.problem.code, verdict.problem.facts) == (
        ErrorCode.WRONG_REGION,
        {"host": "dashscope.aliyuncs.com", "other": "dashscope-intl.aliyuncs.com"},
    )
    assert regions.dialled == [("cloud-cn", "sk-mine"), ("cloud-intl", "sk-mine")]
    assert "input_audio_buffer.append" not in {event.type for event in singapore.received}


def test_a_key_that_no_region_knows_is_just_refused() -> None:
    refusing = Script(handshake_status=401)
    verdict, _, _ = examine_beijing(refusing, refusing)
    assert code_of(verdict) is ErrorCode.KEY_REFUSED


def test_a_key_that_is_good_is_shown_to_one_region_only() -> None:
    verdict, regions, _ = examine_beijing(Script(), Script())
    assert code_of(verdict) is None
    assert [engine for engine, _ in regions.dialled] == ["cloud-cn"]


def test_the_provider_running_another_model_is_found_out() -> None:
    verdict, _, _ = examine_beijing(Script(model="qwen-omni-turbo-realtime"), Script())
    assert code_of(verdict) is ErrorCode.WRONG_MODEL


def test_a_check_up_can_be_cancelled() -> None:
    cancel, verdicts = Cancel(), list[Verdict | None]()
    with CaptionServer(Script(is_greeting=False)) as server:
        checkup = Checkup(NO_ENGINE, Keys({}, NoKeychain()), NetworkSettings())
        thread = threading.Thread(
            target=lambda: verdicts.append(checkup.run(custom(server.url), WireConfig(), cancel))
        )
        thread.start()
        until(lambda: server.connections > 0, "the connection")
        cancel.cancel()
        thread.join(5)
        assert not thread.is_alive()
    assert verdicts == [None]
