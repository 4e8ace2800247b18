"""What is kept of very many items."""

from itertools import count

from app.core.events import Final, LineFailed
from app.protocol import messages as wire
from app.protocol.items import Items

MANY = 5000


def completed(item_id: str) -> wire.Completed:
    return wire.Completed(item_id=item_id, transcript="x")


def test_a_line_that_is_still_open_is_not_forgotten() -> None:
    lines = count(1)
    items = Items(lambda: next(lines))
    items.interim(wire.Interim(item_id="open", text="", stash="lost"))
    for number in range(MANY):
        items.completed(completed(f"item_{number}"))
    assert items.completed(completed("item_0")) == [Final(MANY + 2, "x")]
    assert items.abandon("abandoned") == [LineFailed(1, "abandoned")]
