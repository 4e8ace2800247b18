"""Secrets go to the system's keychain or live for this run, and never to a file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import SecretService, chainer, fail, kwallet, libsecret, macOS, null
from keyring.errors import KeyringLocked, PasswordSetError

from app.core.errors import ErrorCode, ZimuError
from app.storage.secrets import SAFE_BACKENDS, SERVICE, SystemKeychain, system_backend


class Vault(KeyringBackend):
    """A keychain in memory; `failure` is raised instead of an answer."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.failure: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._fail()
        del self.kept[service, username]

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure


class PlaintextKeyring(Vault):
    """What keeps secrets in a file may call itself what it likes: its module gives it away."""


def made(backend: Callable[..., KeyringBackend]) -> KeyringBackend:
    """An instance of a class whose constructor has no types."""
    return backend()


class Chain(chainer.ChainerBackend):
    """What keyring makes when there is more than one backend."""

    backends = (PlaintextKeyring(), made(SecretService.Keyring))


def test_a_secret_comes_back_and_goes() -> None:
    vault = Vault()
    keychain = SystemKeychain(lambda: vault)
    assert keychain.write("host", "s3cret") is None
    assert vault.kept == {(SERVICE, "host"): "s3cret"}
    assert SystemKeychain(lambda: vault).read("host") == "s3cret"
    keychain.delete("host")
    keychain.delete("host")
    assert keychain.read("host") == ""


def test_without_a_keychain_every_secret_lives_for_this_run_and_that_is_said() -> None:
    keychain = SystemKeychain(lambda: None)
    for account in ("other", "host"):
        told = keychain.write(account, "s3cret")
        assert told is not None
        assert told.code is ErrorCode.KEY_NOT_KEPT
    assert keychain.read("host") == "s3cret"
    assert SystemKeychain(lambda: None).read("host") == ""
    keychain.delete("host")
    keychain.delete("host")
    assert keychain.read("host") == ""


@pytest.mark.expects_log("the keychain failed")
@pytest.mark.parametrize(
    "use",
    [
        lambda keychain: keychain.read("host"),
        lambda keychain: keychain.write("host", "s3cret"),
        lambda keychain: keychain.delete("host"),
    ],
    ids=["read", "write", "delete"],
)
@pytest.mark.parametrize(
    "failure",
    [KeyringLocked("locked"), PasswordSetError("s3cret"), RuntimeError("s3cret: no bus")],
    ids=lambda failure: type(failure).__name__,
)
def test_a_keychain_that_fails_is_one_problem_and_repeats_no_secret(
    use: Callable[[SystemKeychain], object],
    failure: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:
    vault = Vault()
    vault.failure = failure
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ZimuError) as caught:
        use(SystemKeychain(lambda: vault))
    assert caught.value.problem.code is ErrorCode.KEYCHAIN_FAILED
    assert caught.value.__cause__ is None
    assert "s3cret" not in caplog.text


@pytest.mark.expects_log("the keychain failed: ModuleNotFoundError")
def test_a_keychain_that_is_set_up_wrongly_is_the_same_problem() -> None:
    def open_backend() -> KeyringBackend | None:
        raise ModuleNotFoundError("no such backend")

    with pytest.raises(ZimuError) as caught:
        SystemKeychain(open_backend).read("host")
    assert caught.value.problem.code is ErrorCode.KEYCHAIN_FAILED


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[KeyringBackend], None]:
    """Lets a test say which backend keyring has chosen."""

    def choose(backend: KeyringBackend) -> None:
        monkeypatch.setattr(keyring, "get_keyring", lambda: backend)

    return choose


@pytest.mark.parametrize(
    "backend",
    [PlaintextKeyring(), Vault(), made(null.Keyring), made(fail.Keyring)],
    ids=lambda backend: f"{type(backend).__module__}.{type(backend).__name__}",
)
def test_what_is_not_known_to_be_safe_is_not_used(
    backend: KeyringBackend, chosen: Callable[[KeyringBackend], None]
) -> None:
    chosen(backend)
    assert system_backend() is None


@pytest.mark.parametrize(
    "backend",
    [SecretService.Keyring, libsecret.Keyring, kwallet.DBusKeyring, macOS.Keyring],
    ids=lambda backend: backend.__module__,
)
def test_the_keychains_of_the_systems_are_used(
    backend: type[KeyringBackend], chosen: Callable[[KeyringBackend], None]
) -> None:
    chosen(made(backend))
    assert isinstance(system_backend(), backend)


def test_of_a_chain_only_the_safe_part_is_used(chosen: Callable[[KeyringBackend], None]) -> None:
    chosen(made(Chain))
    assert isinstance(system_backend(), SecretService.Keyring)


def test_the_list_of_safe_backends_names_modules_that_exist() -> None:
    folder = Path(keyring.__file__).parent / "backends"
    assert {f"keyring.backends.{path.stem}" for path in folder.iterdir()} >= SAFE_BACKENDS


def test_the_tests_do_not_open_the_keychain_of_whoever_runs_them() -> None:
    assert system_backend() is None
