"""The queue behind the audio callback: bounded, exact about what it dropped, quick to wake."""

from __future__ import annotations

import threading

from app.audio.intake import Block, Intake


def test_blocks_come_out_in_order_with_their_place() -> None:
    intake = Intake(frame_bytes=4, max_blocks=10)
    intake.put(b"aaaabbbb", False)
    intake.put(b"cccc", False)
    assert intake.take(0) == [Block(0, 2, b"aaaabbbb"), Block(2, 1, b"cccc")]
    assert intake.take(0) == []


def test_the_oldest_goes_when_it_is_full() -> None:
    intake = Intake(frame_bytes=2, max_blocks=2)
    for pcm in (b"a.", b"b.", b"c.", b"d."):
        intake.put(pcm, False)
    assert intake.take(0) == [Block(2, 1, b"c."), Block(3, 1, b"d.")]


def test_losses_of_the_driver_are_counted() -> None:
    intake = Intake(frame_bytes=2, max_blocks=2)
    for overflowed in (False, True, True):
        intake.put(b"a.", overflowed)
    assert intake.overflows == 2


def test_a_waiting_reader_is_woken_by_the_callback() -> None:
    intake = Intake(frame_bytes=2, max_blocks=10)
    taken: list[Block] = []
    reader = threading.Thread(target=lambda: taken.extend(intake.take(30)))
    reader.start()
    intake.put(b"a.", False)
    reader.join(10)
    assert taken == [Block(0, 1, b"a.")]


def test_only_zeros_are_digital_silence() -> None:
    assert Block(0, 2, bytes(4)).is_zero
    assert not Block(0, 2, b"\0\0\0\1").is_zero


def test_reader_and_callback_agree_on_every_frame() -> None:
    total = 20_000
    intake = Intake(frame_bytes=2, max_blocks=total)
    frames = 0

    def write() -> None:
        for _ in range(total):
            intake.put(b"a.", False)

    writer = threading.Thread(target=write)
    writer.start()
    while frames < total:
        for block in intake.take(5):
            assert block.begin_frame == frames
            frames += block.frames
    writer.join(10)
    assert intake.take(0) == []
