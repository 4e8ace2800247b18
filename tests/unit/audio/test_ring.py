"""The ring: order, bound, exact holes, and its account under any mix of calls."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from app.audio.ring import Chunk, Cursors, Hole, Ring


def samples(*values: int) -> bytes:
    return b"".join(value.to_bytes(2, "little", signed=True) for value in values)


def test_gives_back_what_was_written_in_order() -> None:
    ring = Ring(10)
    ring.write(samples(1, 2))
    ring.write(samples(3))
    assert ring.take(2) == Chunk(0, samples(1, 2))
    assert ring.take(10) == Chunk(2, samples(3))
    assert ring.take(10) is None


def test_pushing_out_unsent_samples_is_an_exact_hole() -> None:
    ring = Ring(4)
    ring.write(samples(0, 1, 2, 3, 4, 5))
    assert ring.take(10) == Hole(0, 2)
    assert ring.take(10) == Chunk(2, samples(2, 3, 4, 5))
    assert ring.dropped_samples == 2


def test_pushing_out_sent_samples_is_no_hole() -> None:
    ring = Ring(4)
    ring.write(samples(0, 1, 2))
    ring.take(10)
    ring.write(samples(3, 4, 5))
    assert ring.take(10) == Chunk(3, samples(3, 4, 5))
    assert ring.dropped_samples == 0


def test_one_write_larger_than_the_ring_keeps_its_end() -> None:
    ring = Ring(3)
    ring.write(samples(9))
    ring.write(samples(0, 1, 2, 3, 4, 5, 6))
    assert ring.take(10) == Hole(0, 5)
    assert ring.take(10) == Chunk(5, samples(4, 5, 6))


def test_samples_lost_on_the_way_are_a_hole_in_their_place() -> None:
    ring = Ring(10)
    ring.write(samples(0, 1))
    ring.skip(3)
    ring.skip(2)
    ring.write(samples(7))
    assert [ring.take(10) for _ in range(4)] == [
        Chunk(0, samples(0, 1)),
        Hole(2, 7),
        Chunk(7, samples(7)),
        None,
    ]


def test_what_is_held_is_neither_lost_nor_pushed_out() -> None:
    ring = Ring(10)
    ring.write(samples(0, 1, 2))
    ring.skip(3)
    ring.write(samples(6, 7))
    assert [ring.held(begin) for begin in (0, 2, 4, 6, 8, 9)] == [5, 3, 2, 2, 0, 0]
    ring.write(samples(8, 9, 10, 11))
    assert ring.held(0) == 7


def test_confirmed_never_passes_sent_and_never_moves_back() -> None:
    ring = Ring(10)
    ring.write(samples(0, 1, 2, 3))
    ring.take(3)
    ring.confirm(9)
    ring.confirm(1)
    assert ring.cursors == Cursors(written=4, sent=3, confirmed=3)


def test_a_closed_ring_takes_nothing_more_and_drains() -> None:
    ring = Ring(10)
    ring.write(samples(1))
    ring.close()
    ring.write(samples(2))
    ring.skip(5)
    assert not ring.is_drained
    assert ring.take(10) == Chunk(0, samples(1))
    assert ring.is_drained


def test_every_change_wakes_the_owner() -> None:
    woken: list[str] = []
    ring = Ring(10, lambda: woken.append("woken"))
    ring.write(samples(1))
    ring.skip(1)
    ring.close()
    assert len(woken) == 3


def test_room_is_what_audio_that_may_be_sent_leaves() -> None:
    ring = Ring(4)
    ring.write(samples(0, 1, 2))
    assert ring.wait_for_room(1, 0)
    assert not ring.wait_for_room(2, 0)
    ring.take(1)
    assert not ring.wait_for_room(2, 0)
    ring.confirm(1)
    assert ring.wait_for_room(2, 0)


def test_at_most_half_of_the_room_is_kept_for_a_replay() -> None:
    ring = Ring(4)
    ring.write(samples(0, 1, 2, 3))
    ring.take(4)
    assert ring.wait_for_room(2, 0)
    assert not ring.wait_for_room(3, 0)


def test_what_was_taken_can_be_taken_again_holes_included() -> None:
    ring = Ring(10)
    ring.write(samples(0, 1))
    ring.skip(2)
    ring.write(samples(4))
    first = [ring.take(10) for _ in range(3)]
    assert ring.rewind(1) == 1
    assert [ring.take(10) for _ in range(4)] == [Chunk(1, samples(1)), *first[1:], None]
    assert ring.rewind(3) == 3
    assert ring.take(10) == Hole(3, 4)


def test_what_was_pushed_out_cannot_be_taken_again() -> None:
    ring = Ring(3)
    ring.write(samples(0, 1, 2))
    ring.take(3)
    ring.write(samples(3, 4))
    assert ring.rewind(0) == 2
    assert ring.take(10) == Chunk(2, samples(2, 3, 4))


def test_what_was_pushed_out_is_not_there_again_when_the_newest_is_forgotten() -> None:
    ring = Ring(4)
    ring.write(samples(0, 1, 2, 3))
    ring.take(4)
    ring.write(samples(4, 5))
    ring.close()
    ring.truncate(0)
    assert ring.rewind(0) == 2
    assert ring.take(10) == Chunk(2, samples(2, 3))
    assert ring.is_drained


def test_a_look_ahead_takes_nothing() -> None:
    ring = Ring(10)
    assert ring.peek(5) is None
    ring.write(samples(0, 1))
    ring.skip(1)
    assert ring.peek(1) == Chunk(0, samples(0))
    assert ring.peek(5) == ring.take(5) == Chunk(0, samples(0, 1))
    assert ring.peek(5) is None


def test_positions_may_begin_anywhere() -> None:
    ring = Ring(3, first_sample=1001)
    ring.write(samples(1, 2))
    assert ring.take(10) == Chunk(1001, samples(1, 2))
    ring.write(samples(3, 4, 5, 6))
    assert ring.take(10) == Hole(1003, 1004)
    assert ring.rewind(0) == 1004


def test_a_writer_waiting_for_room_is_woken_by_the_reader() -> None:
    ring = Ring(4)
    ring.write(samples(0, 1, 2, 3))
    waiting = threading.Event()
    answers: list[bool] = []

    def wait() -> None:
        waiting.set()
        answers.append(ring.wait_for_room(2, 10))

    writer = threading.Thread(target=wait)
    writer.start()
    assert waiting.wait(10)
    ring.take(4)
    writer.join(10)
    assert answers == [True]


CALLS = st.lists(
    st.tuples(st.sampled_from(["write", "skip", "take", "rewind"]), st.integers(0, 12)),
    max_size=60,
)


@given(capacity=st.integers(1, 16), calls=CALLS)
def test_taken_and_dropped_make_up_all_that_was_produced(
    capacity: int, calls: list[tuple[str, int]]
) -> None:
    ring = Ring(capacity)
    produced: list[int | None] = []  # the sample, or None where it was lost on the way
    taken: list[int | None] = []
    told = 0

    def take(count: int) -> bool:
        nonlocal told
        match ring.take(count):
            case None:
                return False
            case Hole(begin, end):
                assert begin == len(taken) < end <= len(produced)
                kept = range(max(0, len(produced) - capacity), len(produced))
                assert all(i not in kept or produced[i] is None for i in range(begin, end))
                taken.extend([None] * (end - begin))
                told += end - begin
            case Chunk(begin, pcm):
                assert begin == len(taken)
                assert 0 < len(pcm) // 2 <= count
                values = [
                    int.from_bytes(pcm[i : i + 2], "little", signed=True)
                    for i in range(0, len(pcm), 2)
                ]
                assert values == produced[begin : begin + len(values)]
                taken.extend(values)
        return True

    for call, count in calls:
        if call == "write":
            new = [len(produced) + i for i in range(count)]
            produced.extend(new)
            ring.write(samples(*new))
        elif call == "skip":
            produced.extend([None] * count)
            ring.skip(count)
        elif call == "rewind":
            at = ring.rewind(len(taken) - count)
            taken = [*taken, *[None] * (at - len(taken))][:at]
        else:
            take(count)
    while take(5):
        assert len(taken) <= len(produced)
    assert len(taken) == len(produced)
    assert ring.dropped_samples == told


def test_writer_and_reader_threads_agree_on_every_sample() -> None:
    total = 20_000
    ring = Ring(total)

    def write() -> None:
        for begin in range(0, total, 100):
            ring.write(samples(*range(begin, begin + 100)))
        ring.close()

    writer = threading.Thread(target=write)
    writer.start()
    pcm = b""
    while not ring.is_drained:
        piece = ring.take(333)
        if isinstance(piece, Chunk):
            pcm += piece.pcm
    writer.join(10)
    assert pcm == samples(*range(total))
