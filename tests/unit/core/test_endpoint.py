"""What may be said about an address, and what may be sent to it."""

import pytest

from app.core.endpoint import (
    Endpoint,
    base_of,
    host_of,
    is_loopback,
    may_carry_key,
    password_in,
    shown,
    without_password,
)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("wss://Dashscope.Aliyuncs.com/x", "dashscope.aliyuncs.com"),
        ("ws://[::1]:80", "::1"),
        ("wss://a@b", "b"),
        ("wss://[", ""),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_the_host_of_a_url(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_computer_is_known_by_all_its_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "localhost.example", "10.0.0.1", "127.0.0.1.nip"])
def test_what_looks_like_this_computer_is_not(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "url", ["wss://captions.example/x", "ws://127.0.0.1:9", "ws://[::1]/", "ws://localhost"]
)
def test_a_key_may_travel_encrypted_or_not_at_all_far(url: str) -> None:
    assert may_carry_key(url)


@pytest.mark.parametrize(
    "url",
    [
        "ws://captions.example",
        "ws://127.0.0.1.example",
        "ws://10.0.0.1",
        "http://captions.example",
        "https://127.0.0.1",
        "wss://",
        "wss://[",
        "captions.example",
        "",
    ],
)
def test_a_key_may_go_nowhere_else(url: str) -> None:
    assert not may_carry_key(url)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("wss://me:secret@captions.example:99/path?key=secret#x", "wss://captions.example:99"),
        ("wss://captions.example?key=secret", "wss://captions.example"),
        ("nonsense/secret", "nonsense"),
        ("wss://[", "wss://["),
        ("", ""),
    ],
)
def test_of_an_address_only_what_holds_no_secret_is_shown(url: str, text: str) -> None:
    assert shown(url) == text


def test_a_key_is_not_in_the_endpoints_picture() -> None:
    assert "sk-secret" not in repr(Endpoint("wss://captions.example", "m", "sk-secret"))


@pytest.mark.parametrize(
    ("url", "password", "rest"),
    [
        ("http://a:b@c", "b", "http://a@c"),
        ("a:b%40@c:1", "b@", "a@c:1"),
        ("http://:b@c", "b", "http://c"),
        ("socks5://a:b@x@c/p@q", "b@x", "socks5://a@c/p@q"),
        ("http://a@mail.example:b@c", "b", "http://a@mail.example@c"),
        ("http://a:b/x@c:8080", "b/x", "http://a@c:8080"),
        ("a:b#x?@c", "b#x?", "a@c"),
        ("wss://a:b/x@c/p", "b/x", "wss://a@c/p"),
        ("http://a:@c", "", "http://a@c"),
    ],
)
def test_a_password_is_taken_out_of_an_address(url: str, password: str, rest: str) -> None:
    assert (password_in(url), without_password(url)) == (password, rest)
    assert "b" not in shown(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://proxy:3128",
        "http://a@c",
        "http://a@c:8080",
        "wss://c:8443/me@home",
        "wss://c/p:q@r",
        "wss://c?p:q@r",
        "wss://[::1]:80/x@y",
        "wss://a@[::1]:80/x@y",
        "",
    ],
)
def test_an_address_without_a_password_is_left_alone(url: str) -> None:
    assert (password_in(url), without_password(url)) == ("", url)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("wss://c/p?token=secret", "wss://c/p"),
        ("wss://a:secret@c/p#secret", "wss://a@c/p"),
        ("wss://c:1/me@home", "wss://c:1/me@home"),
    ],
)
def test_the_base_of_an_address_holds_no_secret(url: str, base: str) -> None:
    assert base_of(url) == base
