"""The one decoding thread and its loop."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque

import numpy as np
import pytest

from app.recognizer.audio import Samples
from app.recognizer.decoder import Decoder, Heard, Wish
from app.recognizer.jobs import Decode, Urgency
from app.recognizer.worker import Worker

DEADLINE_S = 10.0


class Echo:
    """A decoder that tells how much it was given, and on which threads."""

    def __init__(self) -> None:
        self.threads: set[str] = set()

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        self.threads.add(threading.current_thread().name)
        return Heard(str(len(samples)))


class Moody:
    """A decoder that cannot hear some lengths."""

    def __init__(self, *too_many: int) -> None:
        self._too_many = too_many

    def decode(self, samples: Samples, wish: Wish) -> Heard:
        if len(samples) in self._too_many:
            raise RuntimeError(f"{len(samples)} samples are too many")
        return Heard(str(len(samples)))


class Customer:
    """Has jobs of given lengths, one out at a time."""

    def __init__(self, *lengths: int) -> None:
        self._jobs = deque(
            Decode(Urgency.PARTIAL, 1, n, np.zeros(n, np.float32), None, Wish()) for n in lengths
        )
        self._out: Decode | None = None
        self.texts: list[str] = []
        self.served = asyncio.Event()

    def urgency(self) -> Urgency | None:
        return None if self._out or not self._jobs else Urgency.PARTIAL

    def take_job(self) -> Decode | None:
        self._out = self._jobs.popleft()
        return self._out

    def done(self, heard: Heard, *, cost_s: float) -> None:
        assert self._out is not None
        assert heard.text == str(self._out.end)
        assert cost_s >= 0
        self._take(heard.text)

    def failed(self) -> None:
        self._take("failed")

    def _take(self, text: str) -> None:
        self._out = None
        self.texts.append(text)
        if not self._jobs:
            self.served.set()


async def all_served(customers: tuple[Customer, ...]) -> None:
    for customer in customers:
        await customer.served.wait()


async def serve(worker: Worker[Decoder], *customers: Customer) -> None:
    """Run the worker until every customer has its texts; raise what it raises."""
    for customer in customers:
        worker.join(customer)
    async with asyncio.timeout(DEADLINE_S):
        tasks = asyncio.create_task(worker.run()), asyncio.create_task(all_served(customers))
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await tasks[0]


def test_every_customer_gets_its_texts_from_one_thread() -> None:
    async def run() -> tuple[list[str], list[str], int]:
        decoder, one, other = Echo(), Customer(1, 2, 3), Customer(4, 5)
        await serve(Worker(lambda: decoder), one, other)
        return one.texts, other.texts, len(decoder.threads)

    assert asyncio.run(run()) == (["1", "2", "3"], ["4", "5"], 1)


def test_a_decoder_that_does_not_load_ends_the_work() -> None:
    def load() -> Echo:
        raise RuntimeError("no memory")

    async def run() -> None:
        await serve(Worker(load), Customer(1))

    with pytest.raises(RuntimeError, match="no memory"):
        asyncio.run(run())


@pytest.mark.expects_log("failed on a line: RuntimeError$")
def test_a_decoder_that_fails_costs_one_job() -> None:
    async def run() -> tuple[list[str], list[str]]:
        one, other = Customer(1, 7, 3), Customer(4, 5, 6)
        await serve(Worker(lambda: Moody(7)), one, other)
        return one.texts, other.texts

    assert asyncio.run(run()) == (["1", "failed", "3"], ["4", "5", "6"])


@pytest.mark.expects_log("failed on a line: RuntimeError$")
def test_a_decoder_that_does_nothing_but_fail_ends_the_work() -> None:
    async def run(customer: Customer) -> None:
        await serve(Worker(lambda: Moody(7)), customer)

    customer = Customer(*[7] * 20)
    with pytest.raises(RuntimeError, match="7 samples"):
        asyncio.run(run(customer))
    assert customer.texts == ["failed"] * 5


@pytest.mark.expects_log("failed on a line: RuntimeError$")
def test_now_and_then_a_decoder_may_fail_for_ever() -> None:
    async def run() -> list[str]:
        customer = Customer(*[7, 7, 7, 7, 7, 1] * 5)
        await serve(Worker(lambda: Moody(7)), customer)
        return customer.texts

    assert asyncio.run(run()).count("failed") == 25
