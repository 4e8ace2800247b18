"""The one thread that a model works on, and the loop that gives it the most urgent job."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from app.recognizer.jobs import Model_contra
from app.recognizer.schedule import Schedule, Urgent

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.recognizer.decoder import Heard
    from app.recognizer.jobs import Job

log = logging.getLogger(__name__)

Model = TypeVar("Model")

# A line that the model cannot hear costs its customer that line; a model that fails for everybody
# is of no more use. A line fails twice at most.
_MOST_FAILURES: Final = 6


class Customer(Urgent, Protocol[Model_contra]):
    """Someone with jobs, who wants the answers back on the event loop."""

    def take_job(self) -> Job[Model_contra] | None:
        """Return the next job."""
        ...

    def done(self, heard: Heard, *, cost_s: float) -> None:
        """Take the answer to the job that is out, and the seconds it took."""
        ...

    def failed(self) -> None:
        """Give up the job that is out: the model failed on it."""
        ...


class Worker(Generic[Model]):
    """Shares one model between customers. All but `load` and what jobs do is on the loop."""

    def __init__(self, load: Callable[[], Model]) -> None:
        self._load = load
        self._schedule: Schedule[Customer[Model]] = Schedule()
        self._wanted = asyncio.Event()

    def join(self, customer: Customer[Model]) -> None:
        """Serve a customer from now on."""
        self._schedule.join(customer)

    def leave(self, customer: Customer[Model]) -> None:
        """Serve a customer no more; an answer that is on its way still comes."""
        self._schedule.leave(customer)

    def wake(self) -> None:
        """Say that a customer may have a job."""
        self._wanted.set()

    async def run(self) -> None:
        """Work until cancelled. Raises what `load` raises, and what jobs do if several in a row
        fail.
        """
        loop = asyncio.get_running_loop()
        failures = 0
        with ThreadPoolExecutor(1, "decoder") as thread:
            model = await loop.run_in_executor(thread, self._load)
            while True:
                self._wanted.clear()
                customer = self._schedule.next()
                job = None if customer is None else customer.take_job()
                if customer is None or job is None:
                    await self._wanted.wait()
                    continue
                try:
                    heard, cost_s = await loop.run_in_executor(thread, _timed, job, model)
                except Exception as exc:  # models raise whatever their libraries do
                    failures += 1
                    if failures == _MOST_FAILURES:
                        raise
                    # What it says may hold words that were spoken.
                    log.error("the model failed on a line: %s", type(exc).__name__)
                    customer.failed()
                else:
                    failures = 0
                    customer.done(heard, cost_s=cost_s)


def _timed(job: Job[Model], model: Model) -> tuple[Heard, float]:
    began_s = time.perf_counter()
    return job.perform(model), time.perf_counter() - began_s
