"""Who may connect."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from websockets.datastructures import Headers

from app.protocol.config import PATH
from app.recognizer.gate import Gate

KEY = "a-key"
LOCAL = Gate("127.0.0.1", 4321, KEY)
WIDE = Gate("0.0.0.0", 4321, KEY)  # noqa: S104  # nothing is bound here
BEARER = {"Authorization": f"Bearer {KEY}"}


def status(gate: Gate, path: str = PATH, **headers: str) -> HTTPStatus | None:
    refusal = gate.refusal(path, headers)
    return None if refusal is None else refusal.status


def test_the_right_token_passes_with_any_model() -> None:
    assert status(LOCAL, f"{PATH}?model=anything", **BEARER) is None


@pytest.mark.parametrize("authorization", ["", KEY, "Bearer ", f"Bearer {KEY}x", "Bearer é"])
def test_any_other_token_does_not(authorization: str) -> None:
    assert status(LOCAL, Authorization=authorization) is HTTPStatus.UNAUTHORIZED


def test_a_missing_token_does_not_pass() -> None:
    assert status(LOCAL) is HTTPStatus.UNAUTHORIZED


def test_without_a_token_authorization_is_not_looked_at() -> None:
    assert status(Gate("127.0.0.1", 4321, None), Authorization="Bearer whatever") is None


def test_another_path_is_not_found() -> None:
    assert status(LOCAL, "/", **BEARER) is HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("origin", ["http://127.0.0.1:4321", "http://localhost:4321"])
def test_the_servers_own_origin_passes(origin: str) -> None:
    assert status(LOCAL, Origin=origin, **BEARER) is None


@pytest.mark.parametrize(
    "origin", ["https://example.org", "http://127.0.0.1", "http://127.0.0.1:80", "null", ""]
)
def test_a_web_page_does_not_pass_even_with_the_token(origin: str) -> None:
    assert status(LOCAL, Origin=origin, **BEARER) is HTTPStatus.FORBIDDEN


def test_a_page_that_renamed_this_computer_does_not_pass() -> None:
    headers = {"Origin": "http://evil.example:4321", "Host": "evil.example:4321", **BEARER}
    assert status(LOCAL, **headers) is HTTPStatus.FORBIDDEN


def test_a_wider_server_goes_by_the_name_it_was_called() -> None:
    headers = {"Origin": "http://desk.lan:4321", "Host": "desk.lan:4321", **BEARER}
    assert status(WIDE, **headers) is None


@pytest.mark.parametrize("name", ["Origin", "Authorization"])
def test_a_header_that_comes_twice_does_not_pass(name: str) -> None:
    origin = ("Origin", "http://127.0.0.1:4321")
    headers = Headers([origin, *BEARER.items(), (name, "another")])
    refusal = LOCAL.refusal(PATH, headers)
    assert refusal is not None
    assert refusal.status is HTTPStatus.BAD_REQUEST


def test_an_address_that_is_none_does_not_pass() -> None:
    assert status(LOCAL, "//[", **BEARER) is HTTPStatus.BAD_REQUEST
    assert status(LOCAL, Origin="http://[", **BEARER) is HTTPStatus.BAD_REQUEST


def test_a_token_is_kept_out_of_the_repr() -> None:
    assert KEY not in repr(LOCAL)
