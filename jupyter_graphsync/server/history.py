"""The REST routes that read a session: its graph, now or as it was, and its log."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timezone
from itertools import islice
from typing import Any

import msgspec

from ..domain.changes import changes_between
from ..domain.commits import CommitRecord
from ..domain.errors import BadRequest
from ..formats import FORMATS
from ..sessions.beside import beside
from ..sessions.blaming import blame_link, blame_node
from ..sessions.restoring import check_kept
from ..sessions.session import GraphSession
from .handler import needs
from .rest import SessionHandlerBase

MAX_PAGE = 1_000
MAX_SCANNED = 10_000
MAX_BUCKETS = 1_000
FURTHEST = 2**53
NEAR = 20
"""Commits so close to each other are read in one go, with what is between them."""
WITH_VIEW_STATE = frozenset({"native", "svg"})
"""A picture needs positions; other exports leave view state out."""


class PastHandlerBase(SessionHandlerBase):
    """A route that may be about a moment of the past."""

    async def moment(self, session: GraphSession) -> int:
        """Return the moment that the request names by `seq` or `at`; else the newest."""
        at = self.get_query_argument("at", None)
        if at is None:
            return self.number("seq", session.position.seq, least=0, most=FURTHEST)
        instant = _instant(at)
        if session.oldest and instant < await session.since():
            check_kept(0, session.oldest)
        return (await session.chronicle()).at(instant)

    def optional_number(self, name: str) -> int | None:
        """Return a whole number from the query; `None` where it is not there."""
        if self.get_query_argument(name, None) is None:
            return None
        return self.number(name, 0, least=0, most=FURTHEST)


class GraphHandler(PastHandlerBase):
    """`/sessions/{id}/graph`."""

    @needs("read")
    async def get(self, session_id: str | None = None) -> None:
        """Return the graph, now or as it was, in one of the formats."""
        session = await self.session(session_id)
        name = self.get_query_argument("format", "native")
        if name not in FORMATS:
            raise BadRequest(
                "bad-value", f"a format is one of {', '.join(sorted(FORMATS))}", field="format"
            )
        position, view = await session.at(await self.moment(session))
        form = FORMATS[name]
        chunks = form.write(view, position=position, view_state=name in WITH_VIEW_STATE)
        data = await asyncio.to_thread(b"".join, chunks)
        if name != "native":
            filename = f"{session.session_id}{form.extension}"
            self.set_header("Content-Disposition", f'attachment; filename="{filename}"')
        for record in await session.commits(position.seq - 1, 1) if position.seq else []:
            self.set_header("X-Graphsync-Timestamp", record.timestamp)
        self.finish(data, set_content_type=form.content_type)


class CommitsHandler(PastHandlerBase):
    """`/sessions/{id}/commits`."""

    @needs("read")
    async def get(self, session_id: str | None = None) -> None:
        """Return a page of the log: forward from `after`, or back from `before`."""
        session = await self.session(session_id)
        limit = self.number("limit", 100, least=1, most=MAX_PAGE)
        before, after = self.optional_number("before"), self.optional_number("after")
        if before is not None and after is not None:
            raise BadRequest("bad-value", "name either after or before", field="before")
        seqs = await self._candidates(session)
        if before is None:
            wanted: Iterable[int] = (seq for seq in seqs if seq > (after or 0))
        else:
            wanted = (seq for seq in reversed(seqs) if seq < before)
        found, following = await _page(
            session, wanted, limit, self.get_query_argument("client_id", None)
        )
        self.set_header("Content-Type", "application/json")
        commits = b",".join(record.body for record in found)
        self.finish(b'{"commits":[%s],"next":%s}' % (commits, msgspec.json.encode(following)))

    async def _candidates(self, session: GraphSession) -> list[int] | range:
        user = self.get_query_argument("user", None)
        node_ids = self.get_query_arguments("node_id")
        if user is None and not node_ids:
            return range(session.oldest + 1, session.position.seq + 1)
        return (await session.chronicle()).seqs(user=user, node_ids=node_ids)


class TimelineHandler(PastHandlerBase):
    """`/sessions/{id}/timeline`."""

    @needs("read")
    async def get(self, session_id: str) -> None:
        """Return who did how much when, over the whole history."""
        session = await self.session(session_id)
        count = self.number("buckets", 200, least=1, most=MAX_BUCKETS)
        user = self.get_query_argument("user", None)
        node_ids = self.get_query_arguments("node_id")
        chronicle = await session.chronicle()

        def told() -> dict[str, Any]:
            seqs = chronicle.seqs(user=user, node_ids=node_ids)
            return {
                "seq": chronicle.seq,
                "epoch": session.position.epoch,
                "started": chronicle.time_of(chronicle.oldest + 1) if chronicle.seq else None,
                "ended": chronicle.time_of(chronicle.seq),
                "commits": len(seqs),
                "buckets": list(chronicle.buckets(count, seqs)),
                "people": chronicle.people(),
                "moments": session.settings.moments,
                "oldest_seq": chronicle.oldest,
            }

        self.answer(await beside(told))


class DiffHandler(PastHandlerBase):
    """`/sessions/{id}/diff`."""

    @needs("read")
    async def get(self, session_id: str) -> None:
        """Return what changed from one moment to another."""
        session = await self.session(session_id)
        start = self.number("from", 0, least=0, most=FURTHEST)
        end = self.number("to", session.position.seq, least=0, most=FURTHEST)
        (old, one), (new, other) = await session.at(start), await session.at(end)
        changes = await beside(changes_between, one, other)
        positions = msgspec.to_builtins({"from": old, "to": new})
        data = await beside(msgspec.json.encode, {**positions, **changes})
        self.finish(data, set_content_type="application/json")


class BlameHandler(PastHandlerBase):
    """`/sessions/{id}/blame`."""

    @needs("read")
    async def get(self, session_id: str) -> None:
        """Return who last set what of a node, or of a link."""
        session = await self.session(session_id)
        seq = self.optional_number("seq")
        parent_id = self.get_query_argument("parent_id", None)
        if parent_id is None:
            found = await blame_node(session, self.get_query_argument("node_id"), seq)
        else:
            child_id = self.get_query_argument("child_id")
            found = await blame_link(session, parent_id, child_id, seq)
        self.answer(found)


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


def _instant(text: str) -> str:
    """Return an instant as commits tell theirs."""
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise BadRequest(
            "bad-value", "at is an instant such as 2026-11-22T10:00:00Z", field="at"
        ) from None
    if found.tzinfo is None:
        found = found.replace(tzinfo=timezone.utc)
    return found.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
