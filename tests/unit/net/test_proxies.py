"""Which proxy is taken."""

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.net.options import NamedProxy, NetOptions, ProxyRule
from app.net.proxies import ProxyKind, ProxyServer, parse_proxy, proxy_for

HOST = "captions.example"
PASSWORD = "hunter2"  # noqa: S105  # the test's own


def test_without_a_proxy_the_way_is_direct() -> None:
    assert proxy_for(HOST, ProxyRule.SYSTEM) is None


@pytest.mark.parametrize("name", ["https_proxy", "all_proxy"])
def test_the_systems_proxy_is_used_unless_it_is_not_wanted(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "socks5h://me:word@proxy.example:1080")
    expected = ProxyServer(ProxyKind.SOCKS5H, "proxy.example", 1080, "me", "word")
    assert proxy_for(HOST, ProxyRule.SYSTEM) == expected
    assert proxy_for(HOST, ProxyRule.NONE) is None


def test_a_proxy_that_is_named_goes_before_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", HOST)
    named = proxy_for(HOST, NamedProxy("other.example"))
    assert named == ProxyServer(ProxyKind.HTTP, "other.example", 8080)


def test_exceptions_from_the_proxy_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", HOST)
    assert proxy_for(HOST, ProxyRule.SYSTEM) is None


def test_a_socks_proxy_may_be_told_as_if_it_were_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("socks_proxy", "http://proxy.example")
    expected = ProxyServer(ProxyKind.SOCKS5H, "proxy.example", 1080)
    assert proxy_for(HOST, ProxyRule.SYSTEM) == expected


@pytest.mark.parametrize(
    ("url", "kind", "port"),
    [
        ("proxy.example", ProxyKind.HTTP, 8080),
        ("http://proxy.example:3128/", ProxyKind.HTTP, 3128),
        ("https://proxy.example", ProxyKind.HTTPS, 443),
        ("socks4://proxy.example", ProxyKind.SOCKS4, 1080),
        ("socks4a://proxy.example", ProxyKind.SOCKS4A, 1080),
        ("socks5://proxy.example", ProxyKind.SOCKS5, 1080),
        ("socks://proxy.example", ProxyKind.SOCKS5H, 1080),
    ],
)
def test_a_proxys_url_is_taken_apart(url: str, kind: ProxyKind, port: int) -> None:
    assert parse_proxy(url) == ProxyServer(kind, "proxy.example", port)


def test_a_login_is_decoded_and_the_password_beside_the_url_wins() -> None:
    url = "http://m%40e:%E5%AD%97@proxy.example"
    expected = ProxyServer(ProxyKind.HTTP, "proxy.example", 8080, "m@e", "字")
    assert parse_proxy(url) == expected
    assert parse_proxy(url, password=PASSWORD).password == PASSWORD


@pytest.mark.parametrize(
    "url", ["gopher://proxy.example", f"http://me:{PASSWORD}@proxy.example:port", "http://", "["]
)
def test_a_proxy_of_no_known_kind_is_a_problem_that_tells_no_password(url: str) -> None:
    with pytest.raises(ZimuError) as caught:
        proxy_for(HOST, NamedProxy(url))
    assert caught.value.problem.code is ErrorCode.PROXY_FAILED
    assert PASSWORD not in repr(caught.value.problem)


def test_no_password_is_in_what_is_printed() -> None:
    choice = NamedProxy(f"http://me:{PASSWORD}@proxy.example", password=PASSWORD)
    assert PASSWORD not in repr(NetOptions(proxy=choice))
    assert PASSWORD not in repr(proxy_for(HOST, choice))
