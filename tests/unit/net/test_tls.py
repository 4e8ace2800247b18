"""Whom we trust, whatever is asked; and what other systems' verdicts mean."""

import ssl
from pathlib import Path

import pytest

from app.core.errors import ErrorCode
from app.net.tls import mistrust, trusting
from tests.helpers.certificates import server_context


def test_certificates_and_names_are_always_checked(tmp_path: Path) -> None:
    _, ca_file = server_context(tmp_path)
    for context in (trusting(None), trusting(ca_file)):
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname


@pytest.mark.parametrize(
    ("verify_code", "code"),
    [
        (10, ErrorCode.CERTIFICATE_DATES),
        (0x800B0101, ErrorCode.CERTIFICATE_DATES),
        (-67818, ErrorCode.CERTIFICATE_DATES),
        (62, ErrorCode.CERTIFICATE_NAME),
        (0x800B010F, ErrorCode.CERTIFICATE_NAME),
        (-67602, ErrorCode.CERTIFICATE_NAME),
        (20, ErrorCode.CERTIFICATE_UNTRUSTED),
        (0x800B0109, ErrorCode.CERTIFICATE_UNTRUSTED),
        (-67843, ErrorCode.CERTIFICATE_UNTRUSTED),
    ],
)
def test_the_verdict_of_any_system_means_something(verify_code: int, code: ErrorCode) -> None:
    error = ssl.SSLCertVerificationError("no")
    error.verify_code = verify_code
    assert mistrust(error, "captions.example").problem.code is code


def test_other_troubles_of_tls_are_told_from_an_end() -> None:
    assert mistrust(ssl.SSLError(), "h").problem.code is ErrorCode.TLS_FAILED
    assert mistrust(ssl.SSLEOFError(), "h").problem.code is ErrorCode.HOST_UNREACHABLE
