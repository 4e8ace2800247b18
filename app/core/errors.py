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
    SPEAKER_UNAVAILABLE = "speaker_unavailable"  # nothing to play on: none, gone, or refused
    FILE_NOT_FOUND = "file_not_found"  # {path}
    FILE_NOT_OPENED = "file_not_opened"  # {path} {reason}: permission denied and its like
    FILE_UNREADABLE = "file_unreadable"  # {path}
    FILE_BROKEN_OFF = "file_broken_off"  # {path}: damaged somewhere behind its beginning
    MEDIA_UNAVAILABLE = "media_unavailable"  # {path}: the optional reader is not installed
    # the engine on this computer
    WEIGHTS_MISSING = "weights_missing"  # {model}: none is installed; which one to get
    WEIGHTS_DAMAGED = "weights_damaged"  # {model}
    LANGUAGE_NEEDS_MODEL = "language_needs_model"  # {language} {model}: which one to get
    ENGINE_NOT_STARTED = "engine_not_started"
    ENGINE_DIED = "engine_died"
    # the models
    MODEL_UNKNOWN = "model_unknown"  # {model} {models}: no record of the catalogue
    MODEL_ABSENT = "model_absent"  # {model}: not installed
    MODEL_DAMAGED = "model_damaged"  # {model} {file}
    MODEL_BUSY = "model_busy"  # {model}: another process works on its files
    MODEL_IN_USE = "model_in_use"  # {model}: its files cannot be taken away (Windows)
    MODEL_CARRIED = "model_carried"  # {model} {packages}: its files are not ours to remove
    RUNTIME_MISSING = "runtime_missing"  # {model} {requirement}: what loads it is not installed
    MODEL_NOT_MEASURED = "model_not_measured"  # {model}
    MODEL_FILE_MISSING = "model_file_missing"  # {path} {file}: what is imported lacks it
    MODEL_FILE_WRONG = "model_file_wrong"  # {path} {file}: other bytes than the model's
    LICENCE_NOT_ACCEPTED = "licence_not_accepted"  # {model} {licence} {url}
    SOURCE_UNKNOWN = "source_unknown"  # {host} {hosts}: a model does not come from there
    ARCHIVE_UNREADABLE = "archive_unreadable"  # {path}
    DOWNLOAD_REFUSED = "download_refused"  # {host} {status}
    DOWNLOAD_CUT = "download_cut"  # {host}: more than once, and nothing came in between
    DOWNLOAD_WRONG = "download_wrong"  # {host} {file}: other bytes than the model's
    DOWNGRADED = "downgraded"  # {host}: it leads to an address without TLS
    DISK_FULL = "disk_full"  # {path} {megabytes}: how much would be needed
    # the link
    KEY_MISSING = "key_missing"  # {host}: HTTP 401 without a key, or known before
    KEY_REFUSED = "key_refused"  # {host}: HTTP 401
    ACCESS_REFUSED = "access_refused"  # {host}: HTTP 403
    WRONG_REGION = "wrong_region"  # {host} {other}: the key is good there, not here
    WORKSPACE_MISSING = "workspace_missing"  # no workspace id, or one that cannot be any
    KEY_NOT_KEPT = "key_not_kept"  # no keychain: the key lives for this run
    KEYCHAIN_FAILED = "keychain_failed"  # the keychain is locked or broken
    MODEL_NOT_FOUND = "model_not_found"  # {host} {model}
    QUOTA_SPENT = "quota_spent"  # {host}: the account has nothing left
    THROTTLED = "throttled"  # {host}: HTTP 429 or its like
    HOST_UNKNOWN = "host_unknown"  # {host}: there is no such name
    HOST_UNREACHABLE = "host_unreachable"  # {host}
    HOST_SILENT = "host_silent"  # {host}: no answer in time
    REDIRECTED = "redirected"  # {host} {status}: never followed
    TLS_FAILED = "tls_failed"  # {host}
    CERTIFICATE_UNTRUSTED = "certificate_untrusted"  # {host}
    CERTIFICATE_DATES = "certificate_dates"  # {host}: expired or not valid yet; or our clock
    CERTIFICATE_NAME = "certificate_name"  # {host}: of another host
    CA_UNREADABLE = "ca_unreadable"  # {path}
    PROXY_FAILED = "proxy_failed"
    PROXY_LOGIN = "proxy_login"  # the proxy wants a name and password, or other ones
    UNSAFE_URL = "unsafe_url"  # {url}: ws:// to another machine, or no WebSocket URL at all
    HANDSHAKE_FAILED = "handshake_failed"  # {host} {status}
    SERVER_UNAVAILABLE = "server_unavailable"  # {host} {status}: HTTP 5xx
    LINK_LOST = "link_lost"  # {host}
    LINK_STALLED = "link_stalled"  # {host}
    LIMIT_BROKEN = "limit_broken"  # {host} {code}: closed with 1007 or 1009, an error of ours
    SERVER_FULL = "server_full"  # {host}: a server of ours takes no more sessions
    SERVER_TROUBLE = "server_trouble"  # {host} {code}: closed with 1011 or another code
    PEER_BROKE_PROTOCOL = "peer_broke_protocol"  # {host}
    LANGUAGE_NOT_AVAILABLE = "language_not_available"  # {language} {languages}
    SERVER_ERROR = "server_error"  # {host} {code}
    CONTEXT_TOO_LONG = "context_too_long"  # {tokens} {limit} {over}
    PACK_UNKNOWN = "pack_unknown"  # {pack} {packs}: no pack of that name
    PACK_AMBIGUOUS = "pack_ambiguous"  # {pack} {packs}: their ids
    PACK_DAMAGED = "pack_damaged"  # {path}: where the damaged file was set aside
    PACK_UNREADABLE = "pack_unreadable"  # {path} {reason}: now; it is left where it is
    DOCUMENT_UNKNOWN = "document_unknown"  # {path} {kinds}: none of the kinds that can be read
    DOCUMENT_UNREADABLE = "document_unreadable"  # {path}: damaged, or not what its name says
    DOCUMENT_LOCKED = "document_locked"  # {path}: it wants a password
    DOCUMENT_EMPTY = "document_empty"  # {path}: it holds no text
    DOCUMENT_TOO_LARGE = "document_too_large"  # {path} {megabytes}: packed or unpacked
    CONTEXT_REFUSED = "context_refused"  # {host}: captions go on without it
    FORMAT_REFUSED = "format_refused"  # {host}: it does not take this kind of audio
    OPUS_UNAVAILABLE = "opus_unavailable"  # the optional encoder is not installed
    BUDGET_NEAR = "budget_near"  # {spent} {budget}, in CNY
    BUDGET_SPENT = "budget_spent"  # {spent} {budget}, in CNY
    HANDED_OVER = "handed_over"  # {engine}: it captions while the other is away
    HANDED_BACK = "handed_back"  # {engine}: it is back
    WRONG_MODEL = "wrong_model"  # {wanted} {got}
    MODEL_TOO_SLOW = "model_too_slow"  # {host}: speech comes faster than it is recognised
    CANNOT_KEEP_UP = "cannot_keep_up"  # messages come faster than they are shown
    # summaries
    CHAT_UNSAFE = "chat_unsafe"  # {url}: http:// to another machine, or no address at all
    CHAT_KEY_REFUSED = "chat_key_refused"  # {host}: or there was none
    CHAT_REFUSED = "chat_refused"  # {host} {status}
    CHAT_BROKEN = "chat_broken"  # {host}: what it says is no answer of a chat server
    CHAT_CUT = "chat_cut"  # {host}: the answer broke off
    # here
    EXPORT_FAILED = "export_failed"  # {path} {reason}
    SETTINGS_DAMAGED = "settings_damaged"  # {path}: where the damaged file was set aside
    LEDGER_DAMAGED = "ledger_damaged"  # {path}: where the damaged file was set aside
    KEEPING_FAILED = "keeping_failed"  # {path} {reason}: the library cannot be written
    KEEPING_AGAIN = "keeping_again"  # it can, and nothing is missing
    LIBRARY_NEWER = "library_newer"  # {path}: a newer Zimu made it
    LIBRARY_DAMAGED = "library_damaged"  # {path} {sessions}: where it is now, what was saved of it
    LIBRARY_UNREADABLE = "library_unreadable"  # {path} {reason}
    SESSION_UNKNOWN = "session_unknown"  # {session}
    SESSION_GONE = "session_gone"  # deleted while it was looked at
    SESSION_AMBIGUOUS = "session_ambiguous"  # {session} {sessions}: their ids
    SESSION_RUNNING = "session_running"  # {session}: a program is writing it
    DATA_IN_USE = "data_in_use"  # another Zimu is running
    AUDIO_NOT_KEPT = "audio_not_kept"  # {path} {reason}
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
