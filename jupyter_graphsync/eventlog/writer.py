"""Group commit: whatever waits is written in one transaction, and answered when it is durable."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy.engine import Connection

from ..domain.errors import GraphSyncError, Unavailable
from .appending import Append, append_all, append_one, has_happened
from .base import LogError
from .database import STORAGE_ERRORS, Database
from .refusals import EpochUsed
from .worker import Change, Job, Worker, settle_all

logger = logging.getLogger(__name__)

REFUSALS = (LogError, GraphSyncError, EpochUsed)
"""What is wrong with one job alone, and leaves the others of its transaction untouched."""


class AppendJob(Change[None]):
    """An append; several of them are written together where none is refused."""

    def __init__(self, append: Append) -> None:
        super().__init__(
            lambda connection: append_one(connection, append),
            lambda connection: has_happened(connection, append),
        )
        self.append = append


class Writer:
    """The thread that owns the writing connection.

    Jobs that only look are done after the commit of their group, so that a look which was asked
    for after an append sees it, and nothing is ever shown that is not durable.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._worker = Worker("graphsync-log-writer", self._perform)
        self.submit = self._worker.submit
        self.stop = self._worker.stop

    def _perform(self, group: list[Job[Any]]) -> None:
        # Whoever gave up waiting before we began is not kept a promise to.
        wanted = [job for job in group if not job.future.cancelled()]
        changes = [job for job in wanted if isinstance(job, Change)]
        with self._database.hangs.attended():
            for together in self._transactions(changes):
                self._change(together)
            for job in wanted:
                if not isinstance(job, Change):
                    self._look(job)
        settle_all(wanted)

    def _transactions(self, changes: Sequence[Change[Any]]) -> list[Sequence[Change[Any]]]:
        """Return what is written together.

        Where other servers lock rows as well, appends lock theirs in one order, and whatever else
        there is locks those of one session alone: so they do not wait for each other in a circle.
        """
        appends = [job for job in changes if isinstance(job, AppendJob)]
        others = [job for job in changes if not isinstance(job, AppendJob)]
        if not self._database.medium.is_shared:
            return [[*appends, *others]] if changes else []
        appends.sort(key=lambda job: job.append.session_id)
        alone: list[Sequence[Change[Any]]] = [[job] for job in others]
        return [appends, *alone] if appends else alone

    def _look(self, job: Job[Any]) -> None:
        def look() -> None:
            with self._database.looking() as connection:
                job.run(connection)

        try:
            self._database.patiently(look, self._database.drop)
        except Exception as error:
            self._fail([job], error)

    def _change(self, jobs: Sequence[Change[Any]]) -> None:
        try:
            connection = self._database.patiently(lambda: self._write(jobs), self._database.drop)
        except Exception as error:
            self._fail(jobs, error)
            return
        try:
            connection.commit()
        except Exception as error:
            self._find_out(jobs, error)
            return
        self._database.succeed()

    def _write(self, jobs: Sequence[Change[Any]]) -> Connection:
        """Write everything but the commit, so that all of it can be written again."""
        connection = self._database.writer()
        self._database.medium.check_room()
        begin = self._database.medium.begin
        appends = [job for job in jobs if isinstance(job, AppendJob)]
        others = [job for job in jobs if not isinstance(job, AppendJob)]
        begin(connection)
        if appends and not _append_together(connection, appends):
            connection.rollback()
            begin(connection)
            others = [*appends, *others]
        for job in others:
            _run_alone(connection, job)
        return connection

    def _find_out(self, jobs: Sequence[Change[Any]], error: Exception) -> None:
        """After a commit that failed: look, and answer with what is true."""
        told = self._database.explain(error)
        self._database.drop()
        pending = [job for job in jobs if not job.failed]
        try:
            with self._database.looking() as connection:
                kept = all(job.happened(connection) for job in pending)
        except Exception as second:
            self._database.explain(second)
            self._database.drop()
            told, kept = _outcome_unknown(), False
        if not kept:
            # Those that were refused as well: the reason may have been one of the lost changes.
            for job in jobs:
                job.fail(told)

    def _fail(self, jobs: Sequence[Job[Any]], error: Exception) -> None:
        """Tell jobs of which nothing was written."""
        if isinstance(error, (*STORAGE_ERRORS, Unavailable)):
            self._database.drop()
        elif not isinstance(error, REFUSALS):
            logger.error("event log: a defect of ours", exc_info=error)
            self._database.drop()
        told = self._database.explain(error)
        for job in jobs:
            job.fail(told)


def _append_together(connection: Connection, jobs: Sequence[AppendJob]) -> bool:
    with suppress(*REFUSALS):
        if append_all(connection, [job.append for job in jobs]):
            for job in jobs:
                job.succeed(None)
            return True
    return False


def _run_alone(connection: Connection, job: Job[Any]) -> None:
    savepoint = connection.begin_nested()
    try:
        job.run(connection)
    except REFUSALS as error:
        savepoint.rollback()
        job.fail(error)
    else:
        savepoint.commit()


def _outcome_unknown() -> Unavailable:
    return Unavailable(
        "outcome-unknown",
        "the event log failed while it wrote; send the same command_id again to learn whether it "
        "was kept",
    )
