"""What may be wrong with a certificate and its key, each said in a sentence."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa

from app.recognizer.tls import UnusableError, doubt, proving
from tests.helpers.certificates import HOUR, server_context

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    server_context(tmp_path)
    return tmp_path / "certificate.pem", tmp_path / "key.pem"


def refusal(certificate: Path, key: Path) -> str:
    with pytest.raises(UnusableError) as caught:
        proving(certificate, key)
    return str(caught.value)


def test_a_sound_pair_proves_who_we_are(files: tuple[Path, Path]) -> None:
    assert doubt(proving(*files), files[0]) is None


def test_a_file_that_is_not_there(files: tuple[Path, Path], tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.pem"
    assert refusal(nowhere, files[1]) == f"{nowhere} cannot be read: No such file or directory."
    assert refusal(files[0], nowhere) == f"{nowhere} cannot be read: No such file or directory."


def test_files_that_were_swapped(files: tuple[Path, Path]) -> None:
    assert refusal(files[1], files[0]) == f"There is no certificate in {files[1]}; PEM is wanted."


def test_a_file_that_is_not_pem(files: tuple[Path, Path], tmp_path: Path) -> None:
    binary = tmp_path / "key.der"
    binary.write_bytes(b"\x30\x82\x00")
    assert refusal(files[0], binary) == f"There is no private key in {binary}; PEM is wanted."


def test_a_file_that_was_cut_short(files: tuple[Path, Path]) -> None:
    files[0].write_bytes(files[0].read_bytes()[:200])
    assert "cannot be used" in refusal(*files)


def test_the_key_of_another_certificate(files: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    server_context(other)
    sentence = refusal(files[0], other / "key.pem")
    assert sentence == f"{other / 'key.pem'} is not the key of the certificate in {files[0]}."


def test_an_encrypted_key_asks_nobody_for_its_password(files: tuple[Path, Path]) -> None:
    key = serialization.load_pem_private_key(files[1].read_bytes(), None)
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    assert "is encrypted" in refusal(*files)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "told"),
    [(-2 * HOUR, -HOUR, "has expired"), (HOUR, 2 * HOUR, "is not valid yet")],
)
def test_dates_that_are_not_ours_are_doubtful(
    tmp_path: Path, valid_from: datetime.timedelta, valid_to: datetime.timedelta, told: str
) -> None:
    context, certificate = server_context(tmp_path, valid_from=valid_from, valid_to=valid_to)
    said = doubt(context, certificate)
    assert said is not None
    assert told in said


def test_a_key_that_no_cipher_uses_is_doubtful(tmp_path: Path) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    secret = dsa.generate_private_key(2048)
    now = datetime.datetime.now(datetime.UTC)
    nobody = x509.Name([])
    signed = (
        x509.CertificateBuilder(nobody, nobody, secret.public_key(), 1, now - HOUR, now + HOUR)
        .sign(secret, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    certificate.write_bytes(signed)
    key.write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    assert "NO_SHARED_CIPHER" in (doubt(proving(certificate, key), certificate) or "")
