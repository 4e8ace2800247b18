"""Whom to trust, and what it means when a server is not. Checks cannot be switched off."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Final

import truststore

from app.core.errors import ErrorCode, ZimuError

if TYPE_CHECKING:
    from pathlib import Path

# The verdicts of OpenSSL (x509_vfy.h), Windows (winerror.h) and macOS (SecBase.h).
_DATES: Final = frozenset({9, 10, 0x800B0101, -67818, -67819})
_NAME: Final = frozenset({62, 64, 0x800B010F, -67602})


def trusting(ca_file: Path | None) -> ssl.SSLContext:
    """Return what checks certificates: against `ca_file` alone, or against the system's.

    ZimuError CA_UNREADABLE.
    """
    if ca_file is None:
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError:  # ssl.SSLError, too: there is no certificate in it
        raise ZimuError(ErrorCode.CA_UNREADABLE, path=str(ca_file)) from None


def mistrust(error: ssl.SSLError, host: str) -> ZimuError:
    """Say what a TLS handshake that failed means."""
    if isinstance(error, ssl.SSLEOFError):
        return ZimuError(ErrorCode.HOST_UNREACHABLE, host=host)
    if not isinstance(error, ssl.SSLCertVerificationError):
        return ZimuError(ErrorCode.TLS_FAILED, host=host)
    if error.verify_code in _DATES:
        return ZimuError(ErrorCode.CERTIFICATE_DATES, host=host)
    if error.verify_code in _NAME:
        return ZimuError(ErrorCode.CERTIFICATE_NAME, host=host)
    return ZimuError(ErrorCode.CERTIFICATE_UNTRUSTED, host=host)
