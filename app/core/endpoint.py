"""Where a wire session connects to, and what may be said about it."""

from __future__ import annotations

import ipaddress
import re
import urllib.parse
from dataclasses import dataclass, field
from typing import Final

# Whoever writes a password into an address seldom escapes what would end it: / ? or #. Only what
# reads as the port and the path of a host is none: wss://captions.example:443/me@home.
_LOGIN: Final = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*://)?"
    r"(?P<user>[^/?#:\[]*)"
    r"(?::(?P<password>[^/?#]*|(?!\d*[/?#]).*))?@",
    re.IGNORECASE | re.DOTALL,
)


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
    bare = without_password(url)
    scheme, mark, rest = ("", "", bare) if "://" not in bare else bare.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    return f"{scheme}{mark}{authority.rpartition('@')[2]}"


def without_password(url: str) -> str:
    """Return `url` with no password in it; a user's name stays."""
    found = _LOGIN.match(url)
    if found is None or found["password"] is None:
        return url
    user = f"{found['user']}@" if found["user"] else ""
    return f"{found['scheme'] or ''}{user}{url[found.end() :]}"


def password_in(url: str) -> str:
    """Return the password that `url` carries; empty: it carries none."""
    found = _LOGIN.match(url)
    return urllib.parse.unquote((found and found["password"]) or "")


def base_of(url: str) -> str:
    """Return `url` without password, query and fragment: nothing that a secret would hide in."""
    return re.split(r"[?#]", without_password(url), maxsplit=1)[0]
