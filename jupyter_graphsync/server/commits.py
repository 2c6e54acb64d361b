"""The REST route that reads a session's log, a page at a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import islice

import msgspec

from ..domain.commits import CommitRecord
from ..domain.errors import BadRequest
from ..sessions.beside import beside
from ..sessions.session import GraphSession
from .handler import needs
from .history import PastHandlerBase

MAX_PAGE = 1_000
MAX_SCANNED = 10_000
NEAR = 20
"""Commits so close to each other are read in one go, with what is between them."""


class CommitsHandler(PastHandlerBase):
    """`/sessions/{id}/commits`."""

    @needs("read")
    async def get(self, session_id: str | None = None) -> None:
        """Return a page of the log: forward from `after`, or back from `before` or an instant."""
        self._check_ends()
        session = await self.session(session_id)
        limit = self.number("limit", 100, least=1, most=MAX_PAGE)
        before, after = self.optional_number("before"), self.optional_number("after")
        if self.get_query_argument("at", None) is not None:
            before = await self.moment(session) + 1
        seqs = await self._candidates(session)
        if before is None:
            wanted: Iterable[int] = seqs[bisect_right(seqs, after or 0) :]
        else:
            wanted = reversed(seqs[: bisect_left(seqs, before)])
        found, following = await _page(
            session, wanted, limit, self.get_query_argument("client_id", None)
        )
        self.set_header("Content-Type", "application/json")
        commits = b",".join(record.body for record in found)
        self.finish(b'{"commits":[%s],"next":%s}' % (commits, msgspec.json.encode(following)))

    def _check_ends(self) -> None:
        """Refuse a page that would begin at two ends."""
        given = [name for name in ("after", "before", "at") if self.get_query_arguments(name)]
        if len(given) > 1:
            raise BadRequest("bad-value", "name one of after, before and at", field=given[1])

    async def _candidates(self, session: GraphSession) -> list[int] | range:
        user = self.get_query_argument("user", None)
        node_ids = self.get_query_arguments("node_id")
        if user is None and not node_ids:
            return range(session.oldest + 1, session.position.seq + 1)
        chronicle = await session.chronicle()
        return await beside(chronicle.seqs, user=user, node_ids=node_ids)


async def _page(
    session: GraphSession, seqs: Iterable[int], limit: int, client_id: str | None
) -> tuple[list[CommitRecord], int | None]:
    """Read commits until there are enough; return them, and the last one looked at if there are more."""
    found: list[CommitRecord] = []
    waiting, looked_at, scanned = iter(seqs), 0, 0
    while chunk := list(islice(waiting, min(MAX_PAGE, 2 * limit))):
        known = {record.seq: record for record in await _records(session, sorted(chunk))}
        for seq in chunk:
            if len(found) == limit or scanned == MAX_SCANNED:
                return found, looked_at
            looked_at, scanned = seq, scanned + 1
            if seq in known and client_id in (None, known[seq].client_id):
                found.append(known[seq])
    return found, None


async def _records(session: GraphSession, seqs: list[int]) -> list[CommitRecord]:
    """Read commits by their numbers; those that are near each other in one go."""
    found: list[CommitRecord] = []
    runs: list[list[int]] = []
    for seq in seqs:
        if runs and seq - runs[-1][-1] <= NEAR and seq - runs[-1][0] < MAX_PAGE:
            runs[-1].append(seq)
        else:
            runs.append([seq])
    for run in runs:
        wanted = set(run)
        page = await session.commits(run[0] - 1, run[-1] - run[0] + 1)
        found += [record for record in page if record.seq in wanted]
    return found
