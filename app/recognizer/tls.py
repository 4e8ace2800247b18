"""A server's proof of who it is: its certificate and key, and what may be wrong with them."""

from __future__ import annotations

import contextlib
import ssl
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_CERTIFICATE: Final = b"-----BEGIN CERTIFICATE-----"
_KEY: Final = b"PRIVATE KEY-----"
_MISMATCHED: Final = "KEY_VALUES_MISMATCH"
# The verdicts of OpenSSL (x509_vfy.h).
_DATES: Final = {9: "is not valid yet", 10: "has expired"}
# A handshake in memory takes four flights; one that takes more is going nowhere.
_MOST_FLIGHTS: Final = 10


class UnusableError(Exception):
    """A certificate or key that cannot be used; the text is a sentence for who gave it."""


def proving(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return what a server needs to speak TLS, from two PEM files. Raises UnusableError."""
    _require(certificate, _CERTIFICATE, "certificate")
    _require(key, _KEY, "private key")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    asked: list[Path] = []

    def password() -> str:
        asked.append(key)
        return ""

    try:
        context.load_cert_chain(certificate, key, password)
    except ssl.SSLError as exc:
        if asked:
            sentence = f"{key} is encrypted. Store it without a password, readable by you alone."
        elif exc.reason == _MISMATCHED:
            sentence = f"{key} is not the key of the certificate in {certificate}."
        else:
            sentence = f"{certificate} and {key} cannot be used: {exc.reason or exc}."
        raise UnusableError(sentence) from None
    return context


def doubt(context: ssl.SSLContext, certificate: Path) -> str | None:
    """Return why clients will turn down a certificate that was loaded; None: its dates are good,
    and so is its kind of key.

    A client that trusts just this certificate shakes hands with the server, both in memory.
    """
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    client.load_verify_locations(certificate)
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = client.wrap_bio(down, up), context.wrap_bio(up, down, server_side=True)
    for flight in range(_MOST_FLIGHTS):
        try:
            with contextlib.suppress(ssl.SSLWantReadError):
                ends[flight % 2].do_handshake()
        except ssl.SSLCertVerificationError as exc:
            verdict = _DATES.get(exc.verify_code)
            return f"The certificate in {certificate} {verdict}." if verdict else None
        except ssl.SSLError as exc:
            return f"No client can shake hands by {certificate}: {exc.reason or exc}."
    return None


def _require(path: Path, mark: bytes, what: str) -> None:
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise UnusableError(f"{path} cannot be read: {exc.strerror}.") from exc
    if mark not in content:
        raise UnusableError(f"There is no {what} in {path}; PEM is wanted.")
