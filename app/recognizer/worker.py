"""The one thread that decodes, and the loop that keeps it busy with the most urgent job."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

from app.recognizer.jobs import perform
from app.recognizer.schedule import JobSource, Schedule

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.recognizer.decoder import Decoder
    from app.recognizer.jobs import Job


class Customer(JobSource, Protocol):
    """Someone with jobs, who wants the texts back on the event loop."""

    def done(self, job: Job, text: str, *, cost_s: float) -> None:
        """Take the text of `job` and the seconds it took."""
        ...


class Worker:
    """Shares one decoder between customers. Everything but `load` and decoding is on the loop."""

    def __init__(self, load: Callable[[], Decoder]) -> None:
        self._load = load
        self._schedule: Schedule[Customer] = Schedule()
        self._wanted = asyncio.Event()

    def join(self, customer: Customer) -> None:
        """Serve a customer from now on."""
        self._schedule.join(customer)

    def leave(self, customer: Customer) -> None:
        """Serve a customer no more; a text that is on its way still comes."""
        self._schedule.leave(customer)

    def wake(self) -> None:
        """Say that a customer may have a job."""
        self._wanted.set()

    async def run(self) -> None:
        """Decode until cancelled. Raises what `load` and the decoder raise."""
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, "decoder") as thread:
            decoder = await loop.run_in_executor(thread, self._load)
            while True:
                self._wanted.clear()
                if (taken := self._schedule.take()) is None:
                    await self._wanted.wait()
                    continue
                customer, job = taken
                text, cost_s = await loop.run_in_executor(thread, _timed, job, decoder)
                customer.done(job, text, cost_s=cost_s)


def _timed(job: Job, decoder: Decoder) -> tuple[str, float]:
    began_s = time.perf_counter()
    return perform(job, decoder), time.perf_counter() - began_s
