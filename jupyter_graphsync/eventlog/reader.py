"""The second thread: reads history while the first one commits."""

from __future__ import annotations

from typing import Any

from .database import Database
from .worker import Job, Worker, settle_all
from .writer import Writer


class Reader:
    """Does each job by itself, on a connection of its own.

    Where that is not possible (a rollback journal locks readers out, the connection is to be made
    anew) the writing thread does the job.
    """

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer
        self._worker = Worker("graphsync-log-reader", self._perform)
        self.submit = self._worker.submit
        self.stop = self._worker.stop

    def _perform(self, group: list[Job[Any]]) -> None:
        for job in group:
            if job.future.cancelled():
                continue
            with self._database.hangs.attended():
                done = self._read(job)
            if done:
                settle_all([job])
            else:
                self._writer.submit(job)

    def _read(self, job: Job[Any]) -> bool:
        try:
            # The connection that failed is given up by then.
            return self._database.patiently(lambda: self._run(job), lambda: None)
        except Exception as error:
            job.fail(self._database.explain(error))
        return True

    def _run(self, job: Job[Any]) -> bool:
        with self._database.reading() as connection:
            if connection is None:
                return False
            job.run(connection)
        return True
