"""The REST routes that read a session: its graph, now or as it was, and its log."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from ..domain.commits import Commit
from ..domain.errors import BadRequest
from ..formats import FORMATS
from .handler import needs
from .rest import SessionHandlerBase

MAX_PAGE = 1_000
MAX_SCANNED = 10_000
WITH_VIEW_STATE = frozenset({"native", "svg"})
"""A picture needs positions; other exports leave view state out."""


class GraphHandler(SessionHandlerBase):
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
        seq = self.number("seq", session.position.seq, least=0, most=2**53)
        position, view = await session.at(seq)
        form = FORMATS[name]
        chunks = form.write(view, position=position, view_state=name in WITH_VIEW_STATE)
        data = await asyncio.to_thread(b"".join, chunks)
        if name != "native":
            filename = f"{session.session_id}{form.extension}"
            self.set_header("Content-Disposition", f'attachment; filename="{filename}"')
        self.finish(data, set_content_type=form.content_type)


class CommitsHandler(SessionHandlerBase):
    """`/sessions/{id}/commits`."""

    @needs("read")
    async def get(self, session_id: str | None = None) -> None:
        """Return a page of the log."""
        session = await self.session(session_id)
        after = self.number("after", 0, least=0, most=2**53)
        limit = self.number("limit", 100, least=1, most=MAX_PAGE)
        node_id = self.get_query_argument("node_id", None)
        client_id = self.get_query_argument("client_id", None)
        head = session.position.seq
        found: list[bytes] = []
        scanned = after
        while scanned < head and len(found) < limit and scanned - after < MAX_SCANNED:
            page = await session.commits(scanned, limit if not (node_id or client_id) else MAX_PAGE)
            for record in page:
                scanned = record.seq
                if _concerns(record.read_commit, node_id, client_id):
                    found.append(record.body)
                    if len(found) == limit:
                        break
            if not page:
                break
        more = scanned if scanned < head else None
        self.set_header("Content-Type", "application/json")
        commits = b",".join(found)
        self.finish(b'{"commits":[%s],"next":%s}' % (commits, msgspec.json.encode(more)))


def _concerns(read: Any, node_id: str | None, client_id: str | None) -> bool:
    if node_id is None and client_id is None:
        return True
    commit: Commit = read()
    if client_id is not None and commit.actor.client_id != client_id:
        return False
    if node_id is None:
        return True
    fields = ("node_id", "parent_id", "child_id")
    return any(getattr(e, field, None) == node_id for e in commit.events for field in fields)
