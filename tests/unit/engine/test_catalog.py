"""Engines described by data, and which key goes where."""

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.core.languages import CODES
from app.engine.catalog import CATALOG, CUSTOM_ID, LOCAL, Place, custom, find, is_aliyun
from app.engine.keys import CLOUD_KEY, CUSTOM_KEY, key_for

BOTH = {CLOUD_KEY: "sk-cloud", CUSTOM_KEY: "own"}


def test_every_engine_has_an_id_of_its_own_and_knows_its_languages() -> None:
    assert len({engine.id for engine in CATALOG}) == len(CATALOG)
    assert all(set(engine.languages) <= set(CODES) for engine in CATALOG)


def test_audio_for_the_engine_on_this_computer_goes_nowhere() -> None:
    assert LOCAL.place is Place.THIS_COMPUTER
    assert (LOCAL.url, LOCAL.host, LOCAL.needs_key) == ("", "", False)


@pytest.mark.parametrize("engine", CATALOG, ids=lambda engine: engine.id)
def test_an_engine_is_found_by_its_id(engine: object) -> None:
    assert find(getattr(engine, "id", "")) is engine


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("wss://captions.example", "wss://captions.example/api-ws/v1/realtime"),
        ("wss://captions.example/", "wss://captions.example/api-ws/v1/realtime"),
        ("ws://127.0.0.1:8080", "ws://127.0.0.1:8080/api-ws/v1/realtime"),
        ("wss://captions.example/other?x=1#y", "wss://captions.example/other"),
        (" wss://captions.example/other ", "wss://captions.example/other"),
        ("nonsense", "nonsense"),
        ("wss://[", "wss://["),
        ("", ""),
    ],
)
def test_a_base_url_gets_the_path_of_the_protocol(base: str, url: str) -> None:
    engine = find(base)
    assert (engine.id, engine.url) == (CUSTOM_ID, url)


@pytest.mark.parametrize(
    ("host", "is_theirs"),
    [
        ("dashscope.aliyuncs.com", True),
        ("w1.cn-beijing.maas.aliyuncs.com", True),
        ("aliyuncs.com.example", False),
        ("evilaliyuncs.com", False),
        ("127.0.0.1", False),
        ("", False),
    ],
)
def test_the_providers_hosts_are_told_from_those_that_look_alike(
    host: str, is_theirs: bool
) -> None:
    assert is_aliyun(host) is is_theirs


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("wss://w1.ap-southeast-1.maas.aliyuncs.com", "sk-cloud"),
        ("wss://captions.example", "own"),
        ("wss://aliyuncs.com.example", "own"),
        ("ws://127.0.0.1:9", "own"),
    ],
)
def test_each_host_gets_its_own_key_and_no_other(url: str, key: str) -> None:
    assert key_for(custom(url), BOTH) == key


def test_a_cloud_engine_needs_its_key_and_not_the_other() -> None:
    with pytest.raises(ZimuError) as caught:
        key_for(CATALOG[1], {CUSTOM_KEY: "own"})
    problem = caught.value.problem
    assert (problem.code, problem.facts) == (
        ErrorCode.KEY_MISSING,
        {"host": "dashscope.aliyuncs.com"},
    )


def test_an_own_server_may_go_without_a_key() -> None:
    assert key_for(custom("wss://captions.example"), {}) == ""


def test_a_key_pasted_with_its_line_end_is_trimmed() -> None:
    assert key_for(CATALOG[1], {CLOUD_KEY: " sk-cloud\n"}) == "sk-cloud"
