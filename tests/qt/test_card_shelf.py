"""The cards above the transcript, where there is little room for them."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.shell.widgets.card_shelf import MOST
from app.shell.widgets.notice import NoticeCard
from tests.helpers.stage import Stage

MakeStage = Callable[..., Stage]


@pytest.mark.parametrize(("height", "scrolls"), [(1200, False), (480, True)])
def test_cards_keep_all_their_words_and_leave_room_for_the_transcript(
    make_stage: MakeStage, qtbot: QtBot, height: int, *, scrolls: bool
) -> None:
    window = make_stage().window
    window.resize(1100, height)
    window.show()
    cards: tuple[NoticeCard, ...] = (window.recovery, window.bring_in, window.notice)
    for card in cards:
        card.say("A title", "Many words that want more than one row. " * 8)
        card.show()

    def is_all_there() -> bool:
        return all(card.height() >= card.heightForWidth(card.width()) > 0 for card in cards)

    qtbot.waitUntil(is_all_there)
    shelf = window.cards
    assert shelf.height() <= window.height() * MOST + 1
    assert (shelf.verticalScrollBar().maximum() > 0) is scrolls
    assert window.pane.height() > window.height() * 0.2


def test_a_shelf_is_as_high_as_its_cards_and_goes_with_the_last(
    make_stage: MakeStage, qtbot: QtBot
) -> None:
    window = make_stage().window
    window.show()
    assert not window.cards.isVisible()
    window.recovery.show()
    qtbot.waitUntil(window.cards.isVisible)
    window.recovery.say("A title", "A few words.")
    qtbot.waitUntil(lambda: window.cards.height() == window.recovery.height())
    window.recovery.say("A title", "Many words that want more than one row. " * 8)
    qtbot.waitUntil(
        lambda: window.cards.height() == window.recovery.heightForWidth(window.recovery.width())
    )
    window.recovery.hide()
    qtbot.waitUntil(lambda: not window.cards.isVisible())
