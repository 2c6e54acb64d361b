"""The second thread: reads history while the first one commits."""

from __future__ import annotations

from typing import Any

from .database import Database, translate
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
            if not self._database.readable():
                self._writer.submit(job)
                continue
            self._read(job)
            settle_all([job])

    def _read(self, job: Job[Any]) -> None:
        try:
            with self._database.reading() as connection:
                job.run(connection)
        except Exception as error:
            job.fail(translate(self._database.medium, error))
