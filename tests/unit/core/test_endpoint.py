"""What may be said about an address, and what may be sent to it."""

import pytest

from app.core.endpoint import Endpoint, host_of, is_loopback, may_carry_key, shown, without_password


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


def test_a_url_without_a_password_is_left_alone() -> None:
    assert without_password("http://proxy:3128") == "http://proxy:3128"
