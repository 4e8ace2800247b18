"""The one thread that a model works on, and the loop that gives it the most urgent job."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from app.recognizer.jobs import Model_contra
from app.recognizer.schedule import Schedule, Urgent

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.recognizer.decoder import Heard
    from app.recognizer.jobs import Job

Model = TypeVar("Model")


class Customer(Urgent, Protocol[Model_contra]):
    """Someone with jobs, who wants the answers back on the event loop."""

    def take_job(self) -> Job[Model_contra] | None:
        """Return the next job."""
        ...

    def done(self, heard: Heard, *, cost_s: float) -> None:
        """Take the answer to the job that is out, and the seconds it took."""
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
        """Work until cancelled. Raises what `load` and the jobs raise."""
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, "decoder") as thread:
            model = await loop.run_in_executor(thread, self._load)
            while True:
                self._wanted.clear()
                customer = self._schedule.next()
                job = None if customer is None else customer.take_job()
                if customer is None or job is None:
                    await self._wanted.wait()
                    continue
                heard, cost_s = await loop.run_in_executor(thread, _timed, job, model)
                customer.done(heard, cost_s=cost_s)


def _timed(job: Job[Model], model: Model) -> tuple[Heard, float]:
    began_s = time.perf_counter()
    return job.perform(model), time.perf_counter() - began_s
