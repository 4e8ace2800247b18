"""Every way that the tests know to a fault of fault_table.FAULTS."""

import socket
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from app.protocol.config import WireConfig
from tests.helpers import caption_script as say
from tests.helpers.caption_script import AwaitAudio, AwaitEvent, Script
from tests.helpers.fault_proxy import FaultProxy, Way
from tests.helpers.fault_scenes import (
    AFTER,
    END,
    LOGIN,
    NEXT_LINE,
    OPEN_LINE,
    SILENT,
    TEXT,
    Stage,
    address,
    at_once,
    dead_proxy,
    interrupted,
    keys,
    opening,
    over_tls,
    past_dead_proxy,
    proxied,
    raw,
    refusing,
    scripted,
    talking,
    weather,
    wrong_model,
)
from tests.helpers.proxies import ConnectProxy, Login, Socks5Proxy


@dataclass(frozen=True, slots=True)
class Play:
    """One way to a fault. `logs`: warnings that belong to it. `is_slow`: it takes ten seconds."""

    fault: str
    stage: Stage
    logs: tuple[str, ...] = ()
    is_slow: bool = False


def after(**changed: Any) -> Script:
    """The sound server, a little different."""
    return msgspec.structs.replace(AFTER, **changed)


def answer_in_plain_text(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


HOURS = timedelta(hours=1)
UNKNOWN = say.Send({"type": "conversation.item.whispered", "item_id": "a", "volume": 3})
NEW_FIELD = say.Send({**say.interim("a", "", "half a line").event, "mood": 1})
NO_ITEM = say.Send({"type": "input_audio_buffer.speech_started", "item_id": 7})
NO_TEXT = say.Send({**say.final("a", "").event, "transcript": ["never"]})
SLOW = say.Send({**say.interim("a", "", "half a line").event, "x_zimu": {"ease": 1}})
NOTICE, BROKEN, FAILED = "notice: ", "broke the protocol", "line failed"

PLAYS = (
    Play("refused", at_once(FaultProxy.refuse)),
    Play("no-such-name", address("wss://nowhere.invalid")),
    Play("silent-handshake", at_once(FaultProxy.stall), is_slow=True),
    Play("slow-handshake", scripted(after(handshake_delay_s=1.0))),
    Play("reset-in-handshake", at_once(lambda proxy: proxy.cut_after(1))),
    Play("no-http", raw(lambda connection: connection.sendall(b"220 mail.example\r\n"))),
    Play("no-websocket", refusing(200)),
    Play("no-websocket", refusing(404)),
    Play("redirect", scripted(Script(handshake_status=302, location="wss://captions.example"))),
    Play("no-key", refusing(401)),
    Play("wrong-key", refusing(401, keys=keys(ZIMU_ENGINE_KEY="sk-wrong"))),
    Play("no-permission", refusing(403)),
    Play("throttled", refusing(429)),
    Play("server-down", refusing(500)),
    Play("server-down", refusing(503)),
    Play("plain-elsewhere", address("ws://captions.example")),
    Play("untrusted", over_tls(trusts=False)),
    Play("expired", over_tls(valid_from=-2 * HOURS, valid_to=-HOURS)),
    Play("expired", over_tls(valid_from=HOURS, valid_to=2 * HOURS)),
    Play("wrong-name", over_tls(names=["elsewhere.example"])),
    Play("bad-ca", over_tls(is_readable=False)),
    Play("no-tls", raw(answer_in_plain_text, scheme="wss")),
    Play("private-ca", over_tls()),
    Play("dead-proxy", dead_proxy),
    Play("proxy-refuses", proxied(ConnectProxy, knows_way=False)),
    Play("proxy-refuses", proxied(Socks5Proxy, knows_way=False)),
    Play("proxy-wants-login", proxied(ConnectProxy, wants=LOGIN)),
    Play("proxy-wants-login", proxied(Socks5Proxy, wants=LOGIN)),
    Play("proxy-wrong-login", proxied(ConnectProxy, wants=LOGIN, gives=Login("me", "wrong"))),
    Play("proxy-wrong-login", proxied(Socks5Proxy, wants=LOGIN, gives=Login("me", "wrong"))),
    Play("proxy", proxied(ConnectProxy)),
    Play("proxy", proxied(Socks5Proxy)),
    Play("proxy-login", proxied(ConnectProxy, wants=LOGIN, gives=LOGIN)),
    Play("proxy-login", proxied(Socks5Proxy, wants=LOGIN, gives=LOGIN)),
    Play("loopback-past-proxy", past_dead_proxy),
    Play("no-created", scripted(Script(is_greeting=False, then=AFTER)), is_slow=True),
    Play("no-updated", opening(), is_slow=True),
    Play("garbage-first", scripted(Script((say.SendText("{"),), is_greeting=False, then=AFTER)),
         (BROKEN,)),
    Play("wrong-model", wrong_model),
    Play("no-such-model", opening(say.fault("ModelNotFound"))),
    Play("bad-key-event", opening(say.fault("InvalidApiKey"))),
    Play("quota", opening(say.fault("Arrearage"))),
    Play("throttled-event", opening(say.fault("Throttling.RateQuota"))),
    Play("language", scripted(AFTER, config=WireConfig(language="tlh"))),
    Play("format", scripted(AFTER, config=WireConfig(sample_rate=8000))),
    Play("context", scripted(after(refuses_context=True), config=WireConfig(context="Zimu")),
         (NOTICE,)),
    Play("other-error", opening(say.fault("not_today"))),
    Play("reset", weather(FaultProxy.reset)),
    Play("end", talking(say.Drop())),
    Play("good-bye", talking(say.Close(1000))),
    Play("good-bye", talking(say.Close(1001, "restarting"))),
    Play("1007", talking(say.Close(1007)), (FAILED,)),
    Play("1009", talking(say.Close(1009)), (FAILED,)),
    Play("1011", talking(say.Close(1011))),
    Play("stall", weather(FaultProxy.stall), is_slow=True),
    Play("never-reads", weather(lambda proxy: proxy.stall(Way.UP)), is_slow=True),
    Play("half-frame", talking(say.HalfFrame()), is_slow=True),
    Play("half-frame-reset", talking(say.HalfFrame(), say.Drop())),
    Play("short-stall", weather(lambda proxy: proxy.blackhole(1.0),
                                Script((*OPEN_LINE, AwaitAudio(900), *END)))),
    Play("huge", talking(say.SendHuge("a", 10_000_000))),
    Play("garbage", interrupted(say.SendText("{"), say.SendBytes(b"\xff\xfe")), (BROKEN, NOTICE)),
    Play("wrong-types", interrupted(NO_ITEM, NO_TEXT), (BROKEN, NOTICE)),
    Play("unknown", interrupted(UNKNOWN, NEW_FIELD)),
    Play("duplicates", scripted(Script(tuple(step for step in (*OPEN_LINE, *END) for _ in "ab")))),
    Play("out-of-order", scripted(Script((AwaitAudio(300), *reversed(END), *OPEN_LINE)))),
    Play("flood", interrupted(say.Flood("a", 3000), is_busy=True), (NOTICE,)),
    Play("slow-model", interrupted(SLOW), (NOTICE,)),
    Play("failed", scripted(Script((*OPEN_LINE, say.failed("a", "InternalError"), *NEXT_LINE)),
                            texts=("half a line", TEXT)), (FAILED,)),
    Play("common-error", scripted(Script((*OPEN_LINE, say.fault("COMMON_ERROR"), *NEXT_LINE)),
                                  texts=("half a line", TEXT)), (NOTICE, FAILED)),
    Play("server-error", talking(say.fault("InternalError", kind="server_error"))),
    Play("no-finished", scripted(Script((*OPEN_LINE, *END), ignored=("session.finish",))),
         is_slow=True),
    Play("lost-at-the-end",
         scripted(Script((*OPEN_LINE, *END, AwaitEvent("session.finish"), say.Drop()),
                         then=SILENT))),
)  # fmt: skip
