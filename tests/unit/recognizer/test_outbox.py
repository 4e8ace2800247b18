"""What waits for a slow client."""

from __future__ import annotations

import asyncio

from app.recognizer.outbox import Outbox
from app.recognizer.turns import Outgoing


async def sent(*frames: Outgoing) -> tuple[list[str], int]:
    outbox = Outbox()
    for frame in frames:
        outbox.put(frame)
    outbox.close()
    texts = []
    while (frame_out := await outbox.take()) is not None:
        texts.append(frame_out.text)
    return texts, outbox.replaced


def test_a_newer_snapshot_replaces_an_unsent_one_of_its_item() -> None:
    a1, a2, b1 = Outgoing("a1", "a"), Outgoing("a2", "a"), Outgoing("b1", "b")
    assert asyncio.run(sent(a1, a2, b1)) == (["a2", "b1"], 1)


def test_nothing_else_is_ever_replaced() -> None:
    frames = [
        Outgoing("x"),
        Outgoing("y"),
        Outgoing("a", "a"),
        Outgoing("final"),
        Outgoing("b", "a"),
    ]
    assert asyncio.run(sent(*frames)) == (["x", "y", "a", "final", "b"], 0)


def test_a_client_that_stopped_reading_is_noticed_and_nothing_is_lost() -> None:
    async def fill() -> tuple[bool, bool]:
        outbox = Outbox(capacity=2)
        outbox.put(Outgoing("1"))
        outbox.put(Outgoing("2"))
        before = outbox.is_overfull
        outbox.put(Outgoing("3"))
        return before, outbox.is_overfull

    assert asyncio.run(fill()) == (False, True)


def test_a_few_frames_may_be_too_much_as_well() -> None:
    async def fill() -> list[bool]:
        outbox = Outbox(capacity_characters=10)
        found = []
        for frame in (Outgoing("123456", "a"), Outgoing("1234567890", "a"), Outgoing("1")):
            outbox.put(frame)
            found.append(outbox.is_overfull)
        await outbox.take()
        return [*found, outbox.is_overfull]

    assert asyncio.run(fill()) == [False, False, True, False]


def test_taking_waits_for_the_next_frame() -> None:
    async def wait() -> str:
        outbox = Outbox()
        taker = asyncio.create_task(outbox.take())
        await asyncio.sleep(0)
        assert not taker.done()
        outbox.put(Outgoing("late"))
        frame = await asyncio.wait_for(taker, 5)
        assert frame is not None
        return frame.text

    assert asyncio.run(wait()) == "late"
