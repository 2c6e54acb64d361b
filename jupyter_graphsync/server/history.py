"""The REST routes that look at a session as it is or was, and at what happened in between."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from typing import Any

import msgspec

from ..domain.changes import changes_between
from ..domain.errors import BadRequest
from ..formats import FORMATS
from ..sessions.beside import beside
from ..sessions.blaming import blame_link, blame_node
from ..sessions.restoring import check_kept
from ..sessions.session import GraphSession
from .handler import needs
from .rest import SessionHandlerBase

MAX_BUCKETS = 1_000
FURTHEST = 2**53
PIECE = 1_000
WITH_VIEW_STATE = frozenset({"native", "svg"})
"""A picture needs positions; other exports leave view state out."""

_ENCODE = msgspec.json.Encoder().encode


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

        epochs = [
            {"epoch": position.epoch, "from_seq": seq}
            for seq in sorted({chronicle.oldest + 1, *chronicle.loads()})
            if (position := await session.position_at(seq)) is not None
        ]
        self.answer({**await beside(told), "epochs": epochs})


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
        data = await beside(_encoded, {"from": old, "to": new, **changes})
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
        self.finish(await beside(_encoded, found), set_content_type="application/json")


def _encoded(fields: dict[str, Any]) -> bytes:
    """Encode an object piece by piece: long lists in one go would hold up everybody."""
    return b"{%b}" % b",".join(
        b"%b:%b" % (_ENCODE(name), _encoded_value(value)) for name, value in fields.items()
    )


def _encoded_value(value: Any) -> bytes:
    if not isinstance(value, list):
        return _ENCODE(value)
    pieces = (_ENCODE(value[at : at + PIECE])[1:-1] for at in range(0, len(value), PIECE))
    return b"[%b]" % b",".join(pieces)


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
