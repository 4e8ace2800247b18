"""Where a wire session connects to, and what may be said about it."""

from __future__ import annotations

import ipaddress
import re
import urllib.parse
from dataclasses import dataclass, field
from typing import Final

# The authority of a URL up to its last @, which need not have a scheme before it.
_USER_INFO: Final = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*://)?([^/?#]*)@")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One server of the protocol. `bearer` is kept out of repr so that no log can leak it."""

    url: str  # ws:// or wss://, with path, without query
    model: str
    bearer: str = field(default="", repr=False)


def host_of(url: str) -> str:
    """Return the host that `url` names, in lower case; empty if it names none."""
    try:
        return urllib.parse.urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Whether `host` names this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def may_carry_key(url: str) -> bool:
    """Whether a key may travel to `url`: over TLS, or without leaving this computer."""
    try:
        parts = urllib.parse.urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "wss" or (parts.scheme == "ws" and is_loopback(host)))


def shown(url: str) -> str:
    """Return as much of `url` as may be shown: scheme, host and port, whatever they are.

    There may be a secret in the rest.
    """
    scheme, mark, rest = ("", "", url) if "://" not in url else url.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    return f"{scheme}{mark}{authority.rpartition('@')[2]}"


def without_password(url: str) -> str:
    """Return `url` with no password in it; a user's name stays."""

    def name_only(found: re.Match[str]) -> str:
        user = found[2].partition(":")[0]
        return f"{found[1] or ''}{user}@" if user else found[1] or ""

    return _USER_INFO.sub(name_only, url)
