"""What a server's refusal or good-bye means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import ErrorCode
from app.core.problem_text import english
from app.net.answers import ending, provider_code, refusal
from app.net.links import LinkDown

HOST = "captions.example"
KEY = "sk-secret0123456789"


def meaning(answer: bytes, *, had_key: bool = True, is_late: bool = False) -> tuple[ErrorCode, str]:
    """The code, and the fact beside the host."""
    problem = refusal(answer, host=HOST, model="m", had_key=had_key, is_late=is_late)
    assert problem.facts["host"] == HOST
    return problem.code, problem.facts.get("status", problem.facts.get("model", ""))


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, (ErrorCode.HANDSHAKE_FAILED, "200")),
        (302, (ErrorCode.REDIRECTED, "302")),
        (399, (ErrorCode.REDIRECTED, "399")),
        (400, (ErrorCode.HANDSHAKE_FAILED, "400")),
        (401, (ErrorCode.KEY_REFUSED, "")),
        (403, (ErrorCode.ACCESS_REFUSED, "")),
        (404, (ErrorCode.HANDSHAKE_FAILED, "404")),
        (429, (ErrorCode.THROTTLED, "")),
        (500, (ErrorCode.SERVER_UNAVAILABLE, "500")),
        (503, (ErrorCode.SERVER_UNAVAILABLE, "503")),
    ],
)
def test_a_status_means_something(status: int, expected: tuple[ErrorCode, str]) -> None:
    assert meaning(f"HTTP/1.1 {status} Whatever\r\n\r\n".encode()) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"code":"InvalidApiKey","message":"x"}', (ErrorCode.KEY_REFUSED, "")),
        ('{"error":{"code":"invalid_api_key"}}', (ErrorCode.KEY_REFUSED, "")),
        ('{"code":"AccessDenied.Unpurchased"}', (ErrorCode.ACCESS_REFUSED, "")),
        ('{"code":"Model.AccessDenied"}', (ErrorCode.ACCESS_REFUSED, "")),
        ("AccessDenied: Access denied by API-Key restrictions", (ErrorCode.ACCESS_REFUSED, "")),
        ('{"code":"ModelNotFound"}', (ErrorCode.MODEL_NOT_FOUND, "m")),
        ('{"code":"Throttling.RateQuota"}', (ErrorCode.THROTTLED, "")),
        ('{"code":"Throttling.AllocationQuota"}', (ErrorCode.THROTTLED, "")),
        ('{"message":"Requests rate limit exceeded, please"}', (ErrorCode.THROTTLED, "")),
        ('{"code":"Arrearage"}', (ErrorCode.QUOTA_SPENT, "")),
        ('{"code":"insufficient_quota"}', (ErrorCode.QUOTA_SPENT, "")),
        ('{"code":"AllocationQuota.FreeTierOnly"}', (ErrorCode.QUOTA_SPENT, "")),
        ('{"code":"InvalidParameter"}', (ErrorCode.HANDSHAKE_FAILED, "400")),
        ("", (ErrorCode.HANDSHAKE_FAILED, "400")),
    ],
)
def test_the_providers_code_says_more_than_the_status(
    body: str, expected: tuple[ErrorCode, str]
) -> None:
    assert meaning(f"HTTP/1.1 400 Bad\r\nX: y\r\n\r\n{body}".encode()) == expected


def test_the_providers_codes_are_not_looked_for_in_the_headers() -> None:
    assert meaning(b"HTTP/1.1 401 No\r\nX: Arrearage\r\n\r\n") == (ErrorCode.KEY_REFUSED, "")


def test_without_a_key_it_is_missing_and_not_wrong() -> None:
    answer = b'HTTP/1.1 401 No\r\n\r\n{"code":"InvalidApiKey"}'
    assert meaning(answer, had_key=False) == (ErrorCode.KEY_MISSING, "")


def test_nothing_of_an_answer_is_repeated() -> None:
    answer = f"HTTP/1.1 418 {KEY}\r\nX: {KEY}\r\n\r\n{KEY} \xff".encode("latin-1")
    problem = refusal(answer, host=HOST, model="m", had_key=True, is_late=False)
    assert KEY not in repr(problem)


@given(st.binary(max_size=80), st.sampled_from([b"", b"HTTP/1.1 ", b"HTTP/1.0 40"]), st.booleans())
def test_any_answer_means_something(rest: bytes, begin: bytes, is_late: bool) -> None:
    problem = refusal(begin + rest, host=HOST, model="m", had_key=True, is_late=is_late)
    assert "?" not in english(problem), "a fact of its sentence is missing"


@pytest.mark.parametrize(
    ("answer", "is_late", "expected"),
    [
        (b"", False, ErrorCode.HOST_UNREACHABLE),
        (b"HTTP/1.1 101 Sw\r\nUpg", False, ErrorCode.HOST_UNREACHABLE),
        (b"HTTP/1.1 101 Sw\r\nUpgrade: nothing\r\n\r\n", False, ErrorCode.PEER_BROKE_PROTOCOL),
        (b"SSH-2.0-server\r\n", False, ErrorCode.PEER_BROKE_PROTOCOL),
        (b"", True, ErrorCode.HOST_SILENT),
        (b"HTTP/1.1 1", True, ErrorCode.HOST_SILENT),
        (b"HTTP/1.1 101 Sw\r\nUpg", True, ErrorCode.HOST_SILENT),
        (b"HTTP/1.1 401 No\r\nCont", True, ErrorCode.KEY_REFUSED),
    ],
)
def test_what_is_no_refusal_means_something_too(
    answer: bytes, is_late: bool, expected: ErrorCode
) -> None:
    assert meaning(answer, is_late=is_late) == (expected, "")


@pytest.mark.parametrize(
    ("down", "expected"),
    [
        (LinkDown(1, None, ""), ErrorCode.LINK_LOST),
        (LinkDown(1, 1000, ""), ErrorCode.LINK_LOST),
        (LinkDown(1, 1001, "going away"), ErrorCode.LINK_LOST),
        (LinkDown(1, 1007, "second update"), ErrorCode.LIMIT_BROKEN),
        (LinkDown(1, 1009, ""), ErrorCode.LIMIT_BROKEN),
        (LinkDown(1, 1008, "policy"), ErrorCode.SERVER_TROUBLE),
        (LinkDown(1, 1011, "internal"), ErrorCode.SERVER_TROUBLE),
        (LinkDown(1, 1013, ""), ErrorCode.THROTTLED),
        (LinkDown(1, 4000, ""), ErrorCode.SERVER_TROUBLE),
        (LinkDown(1, 1011, "ModelNotFound: no m"), ErrorCode.MODEL_NOT_FOUND),
        (LinkDown(1, 1007, "Throttling.RateQuota"), ErrorCode.THROTTLED),
        (LinkDown(1, None, "", is_broken=True), ErrorCode.PEER_BROKE_PROTOCOL),
    ],
)
def test_a_good_bye_means_something(down: LinkDown, expected: ErrorCode) -> None:
    problem = ending(down, host=HOST, model="m")
    assert problem.code is expected
    assert "?" not in english(problem)
    told_code = expected in (ErrorCode.LIMIT_BROKEN, ErrorCode.SERVER_TROUBLE)
    assert problem.facts.get("code") == (str(down.code) if told_code else None)


def test_a_text_without_a_providers_code_means_nothing() -> None:
    assert provider_code("the key was refused") is None
