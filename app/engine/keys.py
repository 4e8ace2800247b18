"""Which key goes to which host, and to no other."""

from __future__ import annotations

import logging
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol

from app.core.endpoint import host_of, may_carry_key, shown
from app.core.errors import ErrorCode, ZimuError
from app.core.summary import chat_address
from app.engine.catalog import EngineInfo, is_aliyun

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.core.errors import Problem

log = logging.getLogger(__name__)

CLOUD_KEY: Final = "DASHSCOPE_API_KEY"
CUSTOM_KEY: Final = "ZIMU_ENGINE_KEY"
PROXY_PASSWORD: Final = "ZIMU_PROXY_PASSWORD"  # noqa: S105  # the name of the variable
CHAT_KEY: Final = "ZIMU_CHAT_KEY"
SECRET_VARIABLES: Final = (CLOUD_KEY, CUSTOM_KEY, PROXY_PASSWORD, CHAT_KEY)  # for no child process


class Keychain(Protocol):
    """Where secrets are kept, by account. May prompt and block: never on the GUI thread.

    Every method raises ZimuError KEYCHAIN_FAILED.
    """

    def read(self, account: str) -> str:
        """Return the secret of `account`; empty: there is none."""

    def write(self, account: str, secret: str) -> Problem | None:
        """Keep `secret`. KEY_NOT_KEPT: there is no keychain, so it is kept for this run only."""

    def delete(self, account: str) -> None:
        """Forget the secret, if there is one."""


class KeySource(Enum):
    """Where the key of an engine, or the password of a proxy, comes from."""

    NOWHERE = "nowhere"
    ENVIRONMENT = "environment"
    KEYCHAIN = "keychain"


class Keys:
    """The keys there are. Any thread but the GUI's: the keychain may ask its owner first.

    A key in the environment wins over the one in the keychain. The provider's, DASHSCOPE_API_KEY,
    is for the provider's hosts alone; ZIMU_ENGINE_KEY is for all others. `on_secret` is told of
    every secret before it is given out, so that no log can hold it.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        keychain: Keychain,
        on_secret: Callable[[str], None] = lambda _secret: None,
    ) -> None:
        self._environ = environ
        self._keychain = keychain
        self._on_secret = on_secret

    def key_for(self, engine: EngineInfo) -> str:
        """Return the key of `engine`; empty if it goes without.

        ZimuError: KEY_MISSING, it needs one; UNSAFE_URL, its address is not safe for any;
        KEYCHAIN_FAILED.
        """
        if not engine.takes_key:
            return ""
        if not may_carry_key(engine.url):
            raise ZimuError(ErrorCode.UNSAFE_URL, url=shown(engine.url))
        key = self._from_environment(engine) or self._from_keychain(engine)
        if engine.needs_key and not key:
            raise ZimuError(ErrorCode.KEY_MISSING, host=engine.host)
        return key

    def source(self, engine: EngineInfo) -> KeySource:
        """Say where the key of `engine` comes from. ZimuError KEYCHAIN_FAILED."""
        if engine.takes_key and self._from_environment(engine):
            return KeySource.ENVIRONMENT
        if engine.takes_key and engine.host and self._keychain.read(engine.host):
            return KeySource.KEYCHAIN
        return KeySource.NOWHERE

    def put(self, engine: EngineInfo, key: str) -> Problem | None:
        """Keep `key` for the host of `engine`; KEY_NOT_KEPT: for this run only.

        ZimuError: KEYCHAIN_FAILED; UNSAFE_URL, no key could ever be sent there.
        """
        if not may_carry_key(engine.url):
            raise ZimuError(ErrorCode.UNSAFE_URL, url=shown(engine.url))
        secret = key.strip()
        self._on_secret(secret)
        return self._keychain.write(engine.host, secret)

    def delete(self, engine: EngineInfo) -> None:
        """Forget the key for the host of `engine`. ZimuError KEYCHAIN_FAILED."""
        self._keychain.delete(engine.host)

    def chat_key(self, url: str) -> str:
        """Return the key of the chat server at `url`; empty if it goes without.

        ZimuError CHAT_UNSAFE: its address is not safe for any.
        """
        host = _chat_host(url)
        name = CLOUD_KEY if is_aliyun(host) else CHAT_KEY
        key = self._environ.get(name, "").strip()
        if not key:
            try:
                key = self._keychain.read(_chat_account(host))
            except ZimuError:  # one on this computer may need none
                log.warning("the keychain does not answer; %s is asked without a key", host)
        self._on_secret(key)
        return key

    def put_chat_key(self, url: str, key: str) -> Problem | None:
        """Keep the key of the chat server at `url`; empty: forget it. As `put`, CHAT_UNSAFE."""
        host, secret = _chat_host(url), key.strip()
        self._on_secret(secret)
        if secret:
            return self._keychain.write(_chat_account(host), secret)
        self._keychain.delete(_chat_account(host))
        return None

    def proxy_password(self, proxy_url: str) -> str:
        """Return the password for the proxy, if its URL names a user. ZimuError KEYCHAIN_FAILED."""
        account = proxy_account(proxy_url)
        if not account:
            return ""
        password = self._environ.get(PROXY_PASSWORD, "") or self._keychain.read(account)
        self._on_secret(password)
        return password

    def proxy_source(self, proxy_url: str) -> KeySource:
        """Say where the password for the proxy comes from. ZimuError KEYCHAIN_FAILED."""
        account = proxy_account(proxy_url)
        if account and self._environ.get(PROXY_PASSWORD, ""):
            return KeySource.ENVIRONMENT
        has_one = bool(account and self._keychain.read(account))
        return KeySource.KEYCHAIN if has_one else KeySource.NOWHERE

    def put_proxy_password(self, proxy_url: str, password: str) -> Problem | None:
        """Keep the password for the proxy; empty: forget it. As `put`."""
        account = proxy_account(proxy_url)
        if not account:
            return None
        self._on_secret(password)
        if password:
            return self._keychain.write(account, password)
        self._keychain.delete(account)
        return None

    def _from_environment(self, engine: EngineInfo) -> str:
        name = CLOUD_KEY if is_aliyun(engine.host) else CUSTOM_KEY
        key = self._environ.get(name, "").strip()
        self._on_secret(key)
        return key

    def _from_keychain(self, engine: EngineInfo) -> str:
        try:
            key = self._keychain.read(engine.host)
        except ZimuError:
            if engine.needs_key:
                raise
            log.warning("the keychain does not answer; %s is tried without a key", engine.host)
            return ""
        self._on_secret(key)
        return key


def proxy_account(proxy_url: str) -> str:
    """Return what the password of a proxy is kept under; empty: its URL names no user."""
    url = proxy_url if "://" in proxy_url else f"http://{proxy_url}"
    user = url.partition("://")[2].rpartition("@")[0].partition(":")[0]
    host = host_of(url)
    return f"proxy {user}@{host}" if user and host else ""


def _chat_host(url: str) -> str:
    """Return the host that is asked at `url`. ZimuError CHAT_UNSAFE."""
    address = chat_address(url)
    if not address:
        raise ZimuError(ErrorCode.CHAT_UNSAFE, url=shown(url))
    return host_of(address)


def _chat_account(host: str) -> str:
    """Return what the key of a chat server is kept under: not that of an engine on its host."""
    return f"chat {host}"


class NoKeychain:
    """Holds nothing."""

    def read(self, account: str) -> str:  # noqa: ARG002
        return ""

    def write(self, account: str, secret: str) -> Problem | None:  # noqa: ARG002
        return None

    def delete(self, account: str) -> None:
        """There is nothing to forget."""
