"""What our own client and server tell each other beyond the protocol, and that nobody else sees."""

import json
from typing import Any

import pytest

from app.core.emotion import Emotion
from app.core.script import ChineseScript
from app.protocol.abilities import Abilities, Asked, Extra, Offer, read_asked
from app.protocol.client import ClientMachine, Eased
from app.protocol.config import WireConfig
from app.protocol.messages import Session
from app.protocol.server import ServerMachine
from tests.helpers.wire_pair import new_client, new_server

OURS = Abilities(frozenset({"zh"}), "m", extras=frozenset(Extra))
WANTED = WireConfig(script=ChineseScript.TRADITIONAL, corrects_terms=True, is_recorded=True)


def updates(client: ClientMachine, server: ServerMachine) -> dict[str, Any]:
    """Let them agree; return the session that the client asked for."""
    client.receive(server.opening())
    update = client.update()
    server.receive(update)
    session: dict[str, Any] = json.loads(update)["session"]
    return session


def interim(server: ServerMachine, item: str, text: str) -> str:
    return server.interim(item, text, "", language="zh", emotion=Emotion.NONE)


def test_our_client_asks_our_server_for_all_it_takes() -> None:
    server = new_server(OURS)
    asked = updates(new_client(WANTED), server)
    assert asked["x_zimu"] == {
        "script": "traditional",
        "corrects_terms": True,
        "tells_ease": True,
        "tells_progress": True,
        "recorded": True,
    }
    assert server.config == WANTED


def test_a_server_that_announced_less_is_asked_for_less() -> None:
    server = new_server(Abilities(frozenset({"zh"}), "m", extras=frozenset({Extra.SCRIPT})))
    assert updates(new_client(WANTED), server)["x_zimu"] == {"script": "traditional"}
    assert server.config == WireConfig(script=ChineseScript.TRADITIONAL)


def test_a_server_that_announced_nothing_is_asked_for_nothing() -> None:
    assert "x_zimu" not in updates(new_client(WANTED), new_server())


@pytest.mark.parametrize("value", [None, 1, "x", [], {}, '{"'])
def test_what_makes_no_sense_is_as_if_it_were_not_asked_for(value: object) -> None:
    server = new_server(OURS)
    for zimu in (value, dict.fromkeys(Extra, value)):
        session = {"type": "session.update", "session": {"x_zimu": zimu}}
        assert len(server.receive(json.dumps(session))) == 2
        assert server.config == WireConfig()


def test_what_a_server_cannot_do_is_not_asked_of_it() -> None:
    able = Abilities(frozenset({"zh"}), "m", extras=frozenset({Extra.TELLS_EASE}))
    session = Session(x_zimu=json.dumps(dict.fromkeys(Extra, True)).encode())  # type: ignore[arg-type]  # as decoded
    assert read_asked(session, able) == Asked(tells_ease=True)


def test_a_client_of_ours_learns_when_partials_are_cut_back_and_when_no_more() -> None:
    client, server = new_client(), new_server(OURS)
    updates(client, server)
    client.receive('{"type":"session.updated"}')
    item = server.open_item()
    told: list[object] = []
    for ease in (0, 1, 1, 2, 0):
        server.ease(ease)
        told += client.receive(interim(server, item, "字"))
    eased = [event for event in told if isinstance(event, Eased)]
    assert eased == [Eased(is_eased=True), Eased(is_eased=False)]


def test_finals_tell_it_too() -> None:
    client, server = new_client(), new_server(OURS)
    updates(client, server)
    server.ease(2)
    item = server.open_item()
    final = server.completed(item, "字", language="zh", emotion=Emotion.NONE, duration_s=1)
    assert Eased(is_eased=True) in client.receive(final)


def test_other_clients_never_see_it() -> None:
    server = new_server(OURS)
    server.receive('{"type":"session.update","session":{}}')
    server.ease(2)
    assert "x_zimu" not in json.loads(interim(server, server.open_item(), "字"))


@pytest.mark.parametrize("ease", [-1, 0, 0.5, "much", None, [2]])
def test_an_ease_that_makes_no_sense_does_no_harm(ease: object) -> None:
    client = new_client()
    message = {
        "type": "conversation.item.input_audio_transcription.text",
        "item_id": "item_1",
        "text": "",
        "stash": "a",
        "x_zimu": {"ease": ease},
    }
    assert not any(isinstance(event, Eased) for event in client.receive(json.dumps(message)))


def test_an_offer_that_says_nothing_is_known_as_such() -> None:
    assert Offer().languages is None
    assert Offer().extras == frozenset()
