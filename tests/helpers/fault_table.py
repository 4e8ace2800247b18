"""What the app promises for each fault of a link: the one table that docs/FAULTS.md shows and
tests/conformance/test_faults.py runs.

`python -m tests.helpers.fault_table` writes docs/FAULTS.md anew.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from app.core.errors import ErrorCode
from app.core.problem_text import ENGLISH

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "FAULTS.md"
CHINESE = ROOT / "resources" / "translations" / "zimu_zh_CN.ts"


class Class(Enum):
    """What a fault means for the session, and what the app does about it."""

    FATAL = "fatal"
    RETRIED = "retried"
    DOUBTED = "doubted"
    PER_LINE = "per line"
    SURVIVED = "survived"


STATES: Mapping[Class, str] = {
    Class.FATAL: "failed",
    Class.RETRIED: "reconnecting",
    Class.DOUBTED: "reconnecting",
    Class.PER_LINE: "listening",
    Class.SURVIVED: "listening",
}
DOES: Mapping[Class, str] = {
    Class.FATAL: "Ends the session. The captions stay. Nothing is tried again before somebody has "
    "changed something, because it would fail again.",
    Class.RETRIED: "Keeps listening: the newest 120 s of audio are kept, what is older becomes a "
    "gap line of its exact length. Connects again after a random wait of up to 0.5, 1, 2 … 30 s "
    "(never less than 0.05 s; up to half of the outage so far if nobody answers; from the start "
    "again after a minute without trouble), for ever. Then sends what was not confirmed, so that "
    "an open line comes once and whole. What is told ends with that, and when, it tries again. A "
    "first connection is tried for ever by the window; `zimu caption` ends with exit code 1 at the "
    "first failure.",
    Class.DOUBTED: "As *retried*, but the fourth time without a stable minute in between is fatal.",
    Class.PER_LINE: "The line keeps the words it had, marked as failed; the session goes on.",
    Class.SURVIVED: "Goes on. A sentence, where there is one, is shown once; oddities are counted "
    "in the log.",
}


class Fault(NamedTuple):
    """One row: what happens, its class, and the code the user is told; None: nothing is told."""

    id: str
    what: str
    fault_class: Class
    code: ErrorCode | None = None
    ends_in: str = ""  # where that is another state than the class has

    @property
    def state(self) -> str:
        return self.ends_in or STATES[self.fault_class]


CONNECTING = (
    Fault("refused", "Nothing listens at the address", Class.RETRIED, ErrorCode.HOST_UNREACHABLE),
    Fault("no-such-name", "The name does not resolve", Class.RETRIED, ErrorCode.HOST_UNKNOWN),
    Fault("silent-handshake", "The handshake is never answered", Class.RETRIED,
          ErrorCode.HOST_SILENT),
    Fault("slow-handshake", "The handshake takes seconds", Class.SURVIVED),
    Fault("reset-in-handshake", "Reset during the handshake", Class.RETRIED,
          ErrorCode.HOST_UNREACHABLE),
    Fault("no-http", "The answer to the handshake is no HTTP", Class.DOUBTED,
          ErrorCode.PEER_BROKE_PROTOCOL),
    Fault("no-websocket", "HTTP 200, or 404: no WebSocket is there", Class.FATAL,
          ErrorCode.HANDSHAKE_FAILED),
    Fault("redirect", "HTTP 302 to another host", Class.FATAL, ErrorCode.REDIRECTED),
    Fault("no-key", "HTTP 401, and there was no key to send", Class.FATAL, ErrorCode.KEY_MISSING),
    Fault("wrong-key", "HTTP 401", Class.FATAL, ErrorCode.KEY_REFUSED),
    Fault("no-permission", "HTTP 403", Class.FATAL, ErrorCode.ACCESS_REFUSED),
    Fault("throttled", "HTTP 429", Class.RETRIED, ErrorCode.THROTTLED),
    Fault("server-down", "HTTP 500, 503", Class.RETRIED, ErrorCode.SERVER_UNAVAILABLE),
    Fault("plain-elsewhere", "`ws://` to another machine", Class.FATAL, ErrorCode.UNSAFE_URL),
    Fault("untrusted", "A certificate that nobody trusted vouches for", Class.FATAL,
          ErrorCode.CERTIFICATE_UNTRUSTED),
    Fault("expired", "A certificate that has expired, or is not valid yet", Class.FATAL,
          ErrorCode.CERTIFICATE_DATES),
    Fault("wrong-name", "A certificate of another host", Class.FATAL, ErrorCode.CERTIFICATE_NAME),
    Fault("bad-ca", "The CA file of the settings cannot be read", Class.FATAL,
          ErrorCode.CA_UNREADABLE),
    Fault("no-tls", "`wss://` to a server without TLS", Class.RETRIED, ErrorCode.TLS_FAILED),
    Fault("private-ca", "A certificate of the CA in the settings", Class.SURVIVED),
    Fault("dead-proxy", "The proxy is not there", Class.RETRIED, ErrorCode.PROXY_FAILED),
    Fault("proxy-refuses", "The proxy cannot or will not connect", Class.RETRIED,
          ErrorCode.PROXY_FAILED),
    Fault("proxy-wants-login", "The proxy wants a password (HTTP 407, SOCKS 5)", Class.FATAL,
          ErrorCode.PROXY_LOGIN),
    Fault("proxy-wrong-login", "The proxy wants another password", Class.FATAL,
          ErrorCode.PROXY_LOGIN),
    Fault("proxy", "A CONNECT or SOCKS 5 proxy that lets us through", Class.SURVIVED),
    Fault("proxy-login", "The same with the right password", Class.SURVIVED),
    Fault("loopback-past-proxy", "A dead proxy, and a server on this computer", Class.SURVIVED),
)  # fmt: skip
OPENING = (
    Fault("no-created", "No `session.created`", Class.RETRIED, ErrorCode.LINK_STALLED),
    Fault("no-updated", "No `session.updated`", Class.RETRIED, ErrorCode.LINK_STALLED),
    Fault("garbage-first", "The first message is not JSON", Class.DOUBTED,
          ErrorCode.PEER_BROKE_PROTOCOL),
    Fault("wrong-model", "The service opens a session with another model", Class.FATAL,
          ErrorCode.WRONG_MODEL),
    Fault("no-such-model", "`error` ModelNotFound", Class.FATAL, ErrorCode.MODEL_NOT_FOUND),
    Fault("bad-key-event", "`error` InvalidApiKey", Class.FATAL, ErrorCode.KEY_REFUSED),
    Fault("quota", "`error` Arrearage", Class.FATAL, ErrorCode.QUOTA_SPENT),
    Fault("throttled-event", "`error` Throttling", Class.RETRIED, ErrorCode.THROTTLED),
    Fault("language", "The language is refused", Class.FATAL, ErrorCode.LANGUAGE_NOT_AVAILABLE),
    Fault("format", "The kind of audio is refused", Class.FATAL, ErrorCode.FORMAT_REFUSED),
    Fault("context", "The context is refused", Class.SURVIVED, ErrorCode.CONTEXT_REFUSED),
    Fault("other-error", "Any other `error` before audio may flow", Class.DOUBTED,
          ErrorCode.SERVER_ERROR),
)  # fmt: skip
LISTENING = (
    Fault("reset", "Reset in mid-line", Class.RETRIED, ErrorCode.LINK_LOST),
    Fault("end", "The connection ends without a close frame (1006)", Class.RETRIED,
          ErrorCode.LINK_LOST),
    Fault("good-bye", "Closed with 1000 or 1001 without being asked to", Class.RETRIED,
          ErrorCode.LINK_LOST),
    Fault("1007", "Closed with 1007", Class.FATAL, ErrorCode.LIMIT_BROKEN),
    Fault("1009", "Closed with 1009", Class.FATAL, ErrorCode.LIMIT_BROKEN),
    Fault("1011", "Closed with 1011", Class.RETRIED, ErrorCode.SERVER_TROUBLE),
    Fault("stall", "Half open: nothing comes through any more", Class.RETRIED,
          ErrorCode.LINK_STALLED),
    Fault("never-reads", "The server reads nothing more", Class.RETRIED, ErrorCode.LINK_STALLED),
    Fault("half-frame", "Half a frame, then nothing", Class.RETRIED, ErrorCode.LINK_STALLED),
    Fault("half-frame-reset", "Half a frame, then a reset", Class.RETRIED, ErrorCode.LINK_LOST),
    Fault("short-stall", "Nothing comes through for a second", Class.SURVIVED),
    Fault("huge", "A message of 10 MB", Class.DOUBTED, ErrorCode.PEER_BROKE_PROTOCOL),
    Fault("garbage", "Messages that are not JSON, or not UTF-8", Class.SURVIVED,
          ErrorCode.PEER_BROKE_PROTOCOL),
    Fault("wrong-types", "Fields of the wrong type", Class.SURVIVED,
          ErrorCode.PEER_BROKE_PROTOCOL),
    Fault("unknown", "Events and fields that nobody knows", Class.SURVIVED),
    Fault("duplicates", "Every event twice", Class.SURVIVED),
    Fault("out-of-order", "Events out of order", Class.SURVIVED),
    Fault("flood", "More messages than can be shown", Class.SURVIVED, ErrorCode.CANNOT_KEEP_UP),
    Fault("slow-model", "Our server says that its model does not keep up", Class.SURVIVED,
          ErrorCode.MODEL_TOO_SLOW),
    Fault("failed", "`…transcription.failed`", Class.PER_LINE),
    Fault("common-error", "`error` COMMON_ERROR", Class.PER_LINE, ErrorCode.SERVER_ERROR),
    Fault("server-error", "`error` of type server_error", Class.DOUBTED, ErrorCode.SERVER_ERROR),
    Fault("no-finished", "No `session.finished` within 10 s", Class.SURVIVED, ends_in="stopped"),
    Fault("lost-at-the-end", "Reset after `session.finish`", Class.SURVIVED, ends_in="stopped"),
)  # fmt: skip
FAULTS = (*CONNECTING, *OPENING, *LISTENING)

ADVICE: Mapping[ErrorCode, str] = {
    ErrorCode.HOST_UNREACHABLE: "Check the network and the address.",
    ErrorCode.HOST_UNKNOWN: "Check the network and how the address is spelt.",
    ErrorCode.HOST_SILENT: "Check the network and the address.",
    ErrorCode.PEER_BROKE_PROTOCOL: "Check the address: something else may answer there.",
    ErrorCode.HANDSHAKE_FAILED: "Check the address.",
    ErrorCode.SERVER_UNAVAILABLE: "Wait, or choose another engine.",
    ErrorCode.REDIRECTED: "Enter the address it points to, if that is a server you trust.",
    ErrorCode.KEY_MISSING: "Enter a key.",
    ErrorCode.KEY_REFUSED: "Check that the key is for this region or server; make a new one.",
    ErrorCode.ACCESS_REFUSED: "Give the key the permission, in the console of the service.",
    ErrorCode.THROTTLED: "Wait; close other programs that use the same key.",
    ErrorCode.UNSAFE_URL: "Use `wss://`.",
    ErrorCode.CERTIFICATE_UNTRUSTED: "For a server of your own: choose its CA in the settings.",
    ErrorCode.CERTIFICATE_DATES: "Set the computer's clock; else the server's owner must renew it.",
    ErrorCode.CERTIFICATE_NAME: "Check the address.",
    ErrorCode.CA_UNREADABLE: "Choose a file with certificates in PEM form.",
    ErrorCode.TLS_FAILED: "Check the address and the port.",
    ErrorCode.PROXY_FAILED: "Check the proxy settings.",
    ErrorCode.PROXY_LOGIN: "Enter the proxy's name and password.",
    ErrorCode.LINK_STALLED: "Nothing; check the network if it happens again and again.",
    ErrorCode.LINK_LOST: "Nothing; check the network if it happens again and again.",
    ErrorCode.SERVER_TROUBLE: "Wait, or choose another engine.",
    ErrorCode.LIMIT_BROKEN: "Report it.",
    ErrorCode.WRONG_MODEL: "Choose a model that the service has.",
    ErrorCode.MODEL_NOT_FOUND: "Choose a model that the service has.",
    ErrorCode.QUOTA_SPENT: "Top the account up, or choose another engine.",
    ErrorCode.LANGUAGE_NOT_AVAILABLE: "Choose a language it has, or automatic.",
    ErrorCode.FORMAT_REFUSED: "Choose PCM at 16 kHz.",
    ErrorCode.CONTEXT_REFUSED: "Nothing; remove the context to be told no more.",
    ErrorCode.CANNOT_KEEP_UP: "Close other programs.",
    ErrorCode.MODEL_TOO_SLOW: "Choose a smaller model; close other programs there.",
    ErrorCode.SERVER_ERROR: "Look into the log; start again.",
}

HEAD = """\
# Faults

What may go wrong between Zimu and an engine, and what then happens. The tests in
`tests/conformance/test_faults.py` make each of these faults happen to the real session over real
sockets and hold it to this page, which `python -m tests.helpers.fault_table` writes.
"""


def page() -> str:
    """Return docs/FAULTS.md as it should be."""
    classes = ((f"**{each.value}**", STATES[each], DOES[each]) for each in Class)
    told = dict.fromkeys(fault.code for fault in FAULTS if fault.code is not None)
    chinese = translations()
    codes = (
        (f"`{code.value}`", ENGLISH[code], chinese.get(ENGLISH[code], ""), ADVICE[code])
        for code in told
    )
    parts = (
        HEAD,
        _table("What the app does", ("class", "state", "the app"), classes),
        _fault_table("While it connects", CONNECTING),
        _fault_table("Before audio may flow", OPENING),
        _fault_table("While it listens", LISTENING),
        _table("What the user is told", ("code", "in English", "in Chinese", "what to do"), codes),
    )
    return "\n".join(parts)


def translations() -> Mapping[str, str]:
    """Return the Chinese of every sentence that has one."""
    messages = ET.parse(CHINESE).getroot().iter("message")
    return {each.findtext("source", ""): each.findtext("translation", "") for each in messages}


def _fault_table(title: str, faults: Iterable[Fault]) -> str:
    rows = (
        (
            fault.what,
            fault.fault_class.value,
            fault.state,
            "" if fault.code is None else f"`{fault.code.value}`",
        )
        for fault in faults
    )
    return _table(title, ("fault", "class", "state", "code"), rows)


def _table(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join([f"## {title}\n", *(f"| {' | '.join(line)} |" for line in lines), ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
