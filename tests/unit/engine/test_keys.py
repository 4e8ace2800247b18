"""Which key goes to which host, and to no other."""

import pytest

from app.core.errors import ErrorCode, Problem, ZimuError
from app.engine.catalog import CATALOG, LOCAL, EngineInfo, custom
from app.engine.keys import (
    CHAT_KEY,
    CLOUD_KEY,
    CUSTOM_KEY,
    Keys,
    KeySource,
    NoKeychain,
    proxy_account,
)

BOTH = {CLOUD_KEY: "sk-cloud", CUSTOM_KEY: "own"}
CLOUD = CATALOG[1]
OWN = custom("wss://captions.example")


class Chain:
    """A keychain in memory that may be locked."""

    def __init__(self, **secrets: str) -> None:
        self.secrets = secrets
        self.asked: list[str] = []
        self.is_locked = False

    def read(self, account: str) -> str:
        self._open(account)
        return self.secrets.get(account, "")

    def write(self, account: str, secret: str) -> Problem | None:
        self._open(account)
        self.secrets[account] = secret
        return None

    def delete(self, account: str) -> None:
        self._open(account)
        self.secrets.pop(account, None)

    def _open(self, account: str) -> None:
        self.asked.append(account)
        if self.is_locked:
            raise ZimuError(ErrorCode.KEYCHAIN_FAILED)


def refused(keys: Keys, engine: EngineInfo) -> Problem:
    with pytest.raises(ZimuError) as caught:
        keys.key_for(engine)
    return caught.value.problem


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("wss://w1.ap-southeast-1.maas.aliyuncs.com", "sk-cloud"),
        ("wss://captions.example", "own"),
        ("wss://aliyuncs.com.evil.org", "own"),
        ("wss://evilaliyuncs.com", "own"),
        ("wss://dashscope.aliyuncs.com@evil.org", "own"),
        ("wss://evil.org/dashscope.aliyuncs.com", "own"),
        ("wss://evil.org?.aliyuncs.com", "own"),
        ("wss://evil.org#.aliyuncs.com", "own"),
        ("wss://dashscope.aliyuncs.com.", "own"),
        ("ws://127.0.0.1:9", "own"),
        ("ws://localhost:9", "own"),
        ("ws://[::1]:9", "own"),
    ],
)
def test_each_host_gets_its_own_key_and_no_other(url: str, key: str) -> None:
    assert Keys(BOTH, NoKeychain()).key_for(custom(url)) == key


@pytest.mark.parametrize(
    "url",
    [
        "ws://dashscope.aliyuncs.com",
        "ws://captions.example",
        "ws://127.0.0.1.example",
        "http://127.0.0.1",
        "captions.example",
        "",
    ],
)
def test_no_key_is_even_looked_for_where_none_may_travel(url: str) -> None:
    chain = Chain(**{"captions.example": "kept", "dashscope.aliyuncs.com": "kept"})
    assert refused(Keys(BOTH, chain), custom(url)).code is ErrorCode.UNSAFE_URL
    assert chain.asked == []


def test_a_cloud_engine_needs_its_key_and_not_the_other() -> None:
    problem = refused(Keys({CUSTOM_KEY: "own"}, Chain()), CLOUD)
    assert (problem.code, problem.facts) == (
        ErrorCode.KEY_MISSING,
        {"host": "dashscope.aliyuncs.com"},
    )


def test_an_own_server_may_go_without_a_key() -> None:
    assert Keys({}, NoKeychain()).key_for(OWN) == ""


def test_the_engine_on_this_computer_gets_none() -> None:
    chain = Chain()
    assert Keys(BOTH, chain).key_for(LOCAL) == ""
    assert Keys(BOTH, chain).source(LOCAL) is KeySource.NOWHERE
    assert chain.asked == []


def test_a_key_pasted_with_its_line_end_is_trimmed() -> None:
    assert Keys({CLOUD_KEY: " sk-cloud\n"}, NoKeychain()).key_for(CLOUD) == "sk-cloud"
    chain = Chain()
    Keys({}, chain).put(CLOUD, " sk-kept\n")
    assert chain.secrets == {"dashscope.aliyuncs.com": "sk-kept"}


def test_the_environment_wins_over_the_keychain_which_is_not_asked() -> None:
    chain = Chain(**{"dashscope.aliyuncs.com": "sk-kept"})
    keys = Keys(BOTH, chain)
    assert keys.key_for(CLOUD) == "sk-cloud"
    assert keys.source(CLOUD) is KeySource.ENVIRONMENT
    assert chain.asked == []


def test_each_host_has_an_entry_of_its_own() -> None:
    chain = Chain()
    keys = Keys({}, chain)
    keys.put(CLOUD, "sk-beijing")
    keys.put(OWN, "own-key")
    assert chain.secrets == {"dashscope.aliyuncs.com": "sk-beijing", "captions.example": "own-key"}
    assert (keys.key_for(CLOUD), keys.key_for(OWN)) == ("sk-beijing", "own-key")
    assert refused(keys, CATALOG[2]).code is ErrorCode.KEY_MISSING
    assert keys.source(CLOUD) is KeySource.KEYCHAIN
    keys.delete(CLOUD)
    assert keys.source(CLOUD) is KeySource.NOWHERE


def test_no_key_is_kept_for_where_none_may_travel() -> None:
    with pytest.raises(ZimuError) as caught:
        Keys({}, Chain()).put(custom("ws://captions.example"), "k")
    assert caught.value.problem.code is ErrorCode.UNSAFE_URL


def test_a_locked_keychain_is_said_where_a_key_is_needed() -> None:
    chain = Chain()
    chain.is_locked = True
    assert refused(Keys({}, chain), CLOUD).code is ErrorCode.KEYCHAIN_FAILED


@pytest.mark.expects_log("tried without a key")
def test_a_locked_keychain_does_not_keep_from_a_server_that_may_need_none() -> None:
    chain = Chain()
    chain.is_locked = True
    assert Keys({}, chain).key_for(OWN) == ""


def test_the_log_learns_every_secret_before_anybody_has_it() -> None:
    known: list[str] = []
    chain = Chain(**{"captions.example": "kept", "proxy me@proxy": "pass"})
    keys = Keys({CLOUD_KEY: "sk-cloud"}, chain, known.append)
    keys.key_for(CLOUD)
    keys.key_for(OWN)
    keys.put(OWN, "new")
    keys.proxy_password("http://me@proxy:3128")
    keys.put_proxy_password("http://me@proxy:3128", "word")
    assert {"sk-cloud", "kept", "new", "pass", "word"} <= set(known)


@pytest.mark.parametrize(
    ("url", "account"),
    [
        ("http://me@Proxy.example:3128", "proxy me@proxy.example"),
        ("me@proxy:3128", "proxy me@proxy"),
        ("socks5h://me:typed@proxy", "proxy me@proxy"),
        ("http://proxy:3128", ""),
        ("", ""),
        ("http://me@[", ""),
    ],
)
def test_a_proxys_password_is_kept_by_user_and_host(url: str, account: str) -> None:
    assert proxy_account(url) == account


def test_a_proxys_password_comes_back_and_can_be_forgotten() -> None:
    chain = Chain()
    keys = Keys({}, chain)
    keys.put_proxy_password("http://me@proxy", "secret")
    assert keys.proxy_password("http://me@proxy") == "secret"
    keys.put_proxy_password("http://me@proxy", "")
    assert keys.proxy_password("http://me@proxy") == ""
    assert keys.put_proxy_password("http://proxy", "secret") is None
    assert keys.proxy_password("http://proxy") == ""


def test_the_key_of_a_chat_server_is_its_hosts_and_never_an_engines() -> None:
    keychain = Chain()
    keys = Keys({CUSTOM_KEY: "sk-engine"}, keychain)
    assert keys.put_chat_key("https://chat.example/v1", " sk-chat ") is None
    assert keys.chat_key("https://chat.example/other") == "sk-chat"
    assert keys.chat_key("https://other.example/v1") == ""
    keys.put_chat_key("https://chat.example/v1", "")
    assert keys.chat_key("https://chat.example/v1") == ""


@pytest.mark.parametrize("url", ["http://chat.example/v1", "chat.example", ""])
def test_no_chat_key_is_for_an_address_that_is_not_safe(url: str) -> None:
    keys = Keys({CHAT_KEY: "sk-chat"}, Chain())
    for use in (lambda: keys.chat_key(url), lambda: keys.put_chat_key(url, "sk")):
        with pytest.raises(ZimuError) as caught:
            use()
        assert caught.value.problem.code is ErrorCode.CHAT_UNSAFE
