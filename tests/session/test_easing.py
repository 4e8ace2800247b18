"""A server of ours whose model does not keep up: the user is told, once for each time."""

import pytest

from app.core.emotion import Emotion
from app.core.errors import ErrorCode
from app.core.events import EngineState, Notice
from app.protocol.abilities import Extra
from tests.helpers.session_desk import Desk, words
from tests.helpers.session_fakes import FakeLink

pytestmark = pytest.mark.expects_log("model_too_slow")


def listening(desk: Desk) -> FakeLink:
    """Let a server that tells how far partials are cut back take audio."""
    link = desk.dialer.connect(desk.engine.model, extras=frozenset({Extra.TELLS_EASE}))
    link.say(link.server.opening())
    desk.session.step()
    link.answer()
    desk.session.step()
    assert desk.session.state is EngineState.LISTENING
    return link


def notices(desk: Desk) -> list[ErrorCode]:
    return [event.problem.code for event in desk.sink.events if isinstance(event, Notice)]


def hear(desk: Desk, link: FakeLink, item: str, *, ease: int) -> None:
    link.server.ease(ease)
    link.say(link.server.interim(item, "", f"word {ease}", language="en", emotion=Emotion.NONE))
    desk.session.step()


def test_the_user_is_told_that_the_model_does_not_keep_up() -> None:
    desk = Desk()
    link = listening(desk)
    item = words(link, "a")
    for ease in (1, 2, 1):
        hear(desk, link, item, ease=ease)
    assert notices(desk) == [ErrorCode.MODEL_TOO_SLOW]
    assert desk.session.state is EngineState.LISTENING
    assert [line.tentative for line in desk.lines] == ["word 1"]


def test_that_it_keeps_up_again_is_no_news() -> None:
    desk = Desk()
    link = listening(desk)
    item = words(link, "a")
    for ease in (1, 0):
        hear(desk, link, item, ease=ease)
    assert notices(desk) == [ErrorCode.MODEL_TOO_SLOW]
