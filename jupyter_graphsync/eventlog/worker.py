"""A thread that does what coroutines ask of it, in order."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from sqlalchemy.engine import Connection

T = TypeVar("T")

GROUP_LIMIT = 1000
"""How many jobs are taken together at most."""


class Job(Generic[T]):
    """Something to do with a connection, and the future that waits for it.

    Made on the event loop; `succeed` and `fail` belong to the thread.
    """

    def __init__(self, work: Callable[[Connection], T]) -> None:
        self.work = work
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[T] = self.loop.create_future()
        self._result: Any = None
        self._error: Exception | None = None
        self._then: Callable[[], None] | None = None

    def then(self, action: Callable[[], None]) -> Job[T]:
        """Do something on the event loop after success, whether or not anybody still waits."""
        self._then = action
        return self

    def succeed(self, result: T) -> None:
        """Keep the answer until the job is settled."""
        self._result, self._error = result, None

    def fail(self, error: Exception) -> None:
        """Keep the error until the job is settled."""
        self._error = error

    @property
    def failed(self) -> bool:
        """Whether an error was kept."""
        return self._error is not None

    def run(self, connection: Connection) -> None:
        """Do the work and keep the answer."""
        self.succeed(self.work(connection))

    def settle(self) -> None:
        """Resolve the future; on the event loop."""
        if self._error is None and self._then is not None:
            self._then()
        if self.future.done():
            return
        if self._error is not None:
            self.future.set_exception(self._error)
        else:
            self.future.set_result(self._result)


class Change(Job[T]):
    """A job that writes.

    `happened` tells after a commit of unknown outcome whether the change is there.
    """

    def __init__(
        self, work: Callable[[Connection], T], happened: Callable[[Connection], bool]
    ) -> None:
        super().__init__(work)
        self.happened = happened


class Worker:
    """One thread and its queue.

    Parameters
    ----------
    perform
        Does a group of jobs: everything that waited when the thread became free. Must not raise.
    """

    def __init__(self, name: str, perform: Callable[[list[Job[Any]]], None]) -> None:
        self._perform = perform
        self._queue: SimpleQueue[Job[Any] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job[Any]) -> None:
        """Put a job into the queue."""
        self._queue.put(job)

    def stop(self) -> None:
        """Finish what is in the queue and end; blocks until then."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            group, last = self._gather(job)
            self._perform(group)
            if last:
                return

    def _gather(self, first: Job[Any]) -> tuple[list[Job[Any]], bool]:
        group = [first]
        try:
            while len(group) < GROUP_LIMIT:
                job = self._queue.get_nowait()
                if job is None:
                    return group, True
                group.append(job)
        except Empty:
            return group, False
        return group, False


def settle_all(jobs: Sequence[Job[Any]]) -> None:
    """Resolve the futures of jobs, with one wake-up for each event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Job[Any]]] = {}
    for job in jobs:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, mine in by_loop.items():
        try:
            loop.call_soon_threadsafe(_settle, mine)
        except RuntimeError:
            # The loop is closed: nobody waits there any more.
            continue


def _settle(jobs: list[Job[Any]]) -> None:
    for job in jobs:
        job.settle()
