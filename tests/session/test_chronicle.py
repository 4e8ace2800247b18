"""What a session leaves in the log."""

import logging

import pytest

from app.core.emotion import Emotion
from app.core.events import Final, Interim, LineFailed
from app.session.chronicle import note


@pytest.mark.expects_log("line failed")
@pytest.mark.parametrize(
    ("code", "logged"),
    [("InternalError.Algo", "InternalError.Algo"), ("I said my name", "?"), ("x" * 65, "?")],
)
def test_a_servers_code_is_logged_only_if_it_is_one(
    code: str, logged: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        note(LineFailed(7, code))
    assert caplog.records[-1].__dict__["code"] == logged


def test_no_emotion_and_no_word_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        note(Interim(7, "Words", " said", emotion=Emotion.ANGRY))
        note(Final(7, "Words said.", emotion=Emotion.ANGRY))
    logged = [str(vars(record)) for record in caplog.records]
    assert len(logged) == 2
    assert not any(word in text for text in logged for word in ("angry", "Words", "said"))
