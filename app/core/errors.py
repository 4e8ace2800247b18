"""What can go wrong, as codes. The sentences are in problem_text.py; the shell translates them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class ErrorCode(StrEnum):
    """Every trouble a user can be told about."""

    # the ear
    AUDIO_UNAVAILABLE = "audio_unavailable"  # PortAudio itself cannot be loaded
    NO_DEVICE = "no_device"
    DEVICE_NOT_FOUND = "device_not_found"  # {device}
    DEVICE_AMBIGUOUS = "device_ambiguous"  # {device} {devices}: part of more than one name
    DEVICE_GONE = "device_gone"  # {device}
    DEVICE_REFUSED = "device_refused"  # {device}: permission denied or in use
    DEVICE_STALLED = "device_stalled"  # {device}: no audio for 2 s
    DEVICE_SILENT = "device_silent"  # {device}: only zeros for 10 s
    FILE_NOT_FOUND = "file_not_found"  # {path}
    FILE_UNREADABLE = "file_unreadable"  # {path}
    # the engine on this computer
    WEIGHTS_MISSING = "weights_missing"
    WEIGHTS_DAMAGED = "weights_damaged"  # {file}
    ENGINE_NOT_STARTED = "engine_not_started"
    ENGINE_DIED = "engine_died"
    # the link
    KEY_MISSING = "key_missing"  # {host}: HTTP 401 without a key, or known before
    KEY_REFUSED = "key_refused"  # {host}: HTTP 401
    ACCESS_REFUSED = "access_refused"  # {host}: HTTP 403
    HOST_UNREACHABLE = "host_unreachable"  # {host}
    TLS_FAILED = "tls_failed"  # {host}
    PROXY_FAILED = "proxy_failed"
    UNSAFE_URL = "unsafe_url"  # {url}: ws:// to another machine, or no WebSocket URL at all
    HANDSHAKE_FAILED = "handshake_failed"  # {host} {status}
    LINK_LOST = "link_lost"  # {host}
    LINK_STALLED = "link_stalled"  # {host}
    PEER_BROKE_PROTOCOL = "peer_broke_protocol"  # {host}
    LANGUAGE_NOT_AVAILABLE = "language_not_available"  # {language} {languages}
    SERVER_ERROR = "server_error"  # {host} {code}
    WRONG_MODEL = "wrong_model"  # {wanted} {got}
    CANNOT_KEEP_UP = "cannot_keep_up"  # messages come faster than they are shown
    # here
    EXPORT_FAILED = "export_failed"  # {path} {reason}
    SETTINGS_DAMAGED = "settings_damaged"  # {path}: where the damaged file was set aside
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Problem:
    """One trouble with the facts its sentence needs. Never holds a key or what was said."""

    code: ErrorCode
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class ZimuError(Exception):
    """Raised across rooms when a user must be told; carries the problem, never a sentence."""

    def __init__(self, code: ErrorCode, /, **facts: str) -> None:
        super().__init__(code.value)
        self.problem = Problem(code, MappingProxyType(facts))
