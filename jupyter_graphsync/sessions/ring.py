"""The newest commits of a session, kept in memory for those who follow it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import islice

import msgspec

from ..domain.commits import CommitRecord
from ..domain.errors import Clash

MAX_COMMITS = 10_000
MAX_BYTES = 16 * 2**20


class Answer(msgspec.Struct, frozen=True, gc=False):
    """What the sender of a command was told, to be told again."""

    seq: int
    fingerprint: str
    result: object

    def check(self, command_id: str, fingerprint: str) -> None:
        """Refuse a command id that comes again with another content."""
        if fingerprint != self.fingerprint:
            raise Clash(
                "command-id-reused",
                f"command_id {command_id!r} was used for another command; take a new one",
                command_id=command_id,
            )


class CommitRing:
    """Durable commits without a gap up to the newest, bounded in number and bytes.

    Parameters
    ----------
    after
        The number of the last commit that is not in the ring.
    """

    def __init__(self, after: int) -> None:
        self.first = after + 1
        self._records: deque[CommitRecord] = deque()
        self._answers: dict[str, Answer] = {}
        self._bytes = 0

    def add(self, record: CommitRecord, answer: Answer) -> None:
        """Add the next commit; the oldest leave where there are too many."""
        self._records.append(record)
        self._answers[record.command_id] = answer
        self._bytes += len(record.body) + len(record.notes)
        while self._bytes > MAX_BYTES or len(self._records) > MAX_COMMITS:
            old = self._records.popleft()
            del self._answers[old.command_id]
            self._bytes -= len(old.body) + len(old.notes)
            self.first = old.seq + 1

    def restart(self, after: int) -> None:
        """Forget everything: another history begins."""
        self._records.clear()
        self._answers.clear()
        self._bytes = 0
        self.first = after + 1

    def forget(self, up_to: int) -> None:
        """Let go of the commits up to a number."""
        while self._records and self._records[0].seq <= up_to:
            old = self._records.popleft()
            del self._answers[old.command_id]
            self._bytes -= len(old.body) + len(old.notes)
        self.first = max(self.first, up_to + 1)

    def holds(self, seq: int) -> bool:
        """Tell whether commit number `seq` is here."""
        return self.first <= seq < self.first + len(self._records)

    def get(self, seq: int) -> CommitRecord:
        """Return commit number `seq`, which must be here."""
        return self._records[seq - self.first]

    def answer(self, command_id: str) -> Answer | None:
        """Return what the sender of a recent command was told."""
        return self._answers.get(command_id)

    def bodies(self, after: int, max_bytes: int) -> list[bytes] | None:
        """Return the texts that follow commit `after`, up to some bytes and at least one.

        `None` where the ring no longer holds them.
        """
        if after + 1 < self.first:
            return None
        return fitting(islice(self._records, after + 1 - self.first, None), max_bytes)


def fitting(records: Iterable[CommitRecord], max_bytes: int) -> list[bytes]:
    """Return the texts of commits up to some bytes, and at least one."""
    found: list[bytes] = []
    size = 0
    for record in records:
        size += len(record.body)
        if found and size > max_bytes:
            break
        found.append(record.body)
    return found
