"""Sessions as they stand in an event log, without a server."""

from __future__ import annotations

from ..domain.commits import Position
from ..domain.errors import Unavailable
from ..domain.graph import GraphView
from ..domain.limits import Limits
from ..eventlog.base import DamagedLog, LogStore, SessionRecord
from ..sessions.restoring import Restoration, graph_at
from .output import note
from .source import Described

LIMITS = Limits()


class LogSource:
    """Reads a log; what is damaged is told, and shown as far as it is whole."""

    def __init__(self, store: LogStore) -> None:
        self._store = store

    async def sessions(self) -> list[Described]:
        return [_described(record) for record in await self._store.sessions()]

    async def describe(self, session_id: str) -> Described:
        return _described(await (await self._store.open(session_id)).head())

    async def graph(self, session_id: str, seq: int | None = None) -> tuple[Position, GraphView]:
        event_log = await self._store.open(session_id)
        if seq is not None:
            return await graph_at(event_log, seq, limits=LIMITS)
        restoration = Restoration(event_log, await event_log.head(), LIMITS)
        for step in (restoration.verify, restoration.restore):
            try:
                await step()
            except DamagedLog as damage:
                restoration.end_at(damage)
                last = damage.last_good.seq
                note(f"session {session_id} is damaged after commit {last}; shown as it was there")
        return restoration.moment()

    async def bodies(self, session_id: str, after: int, limit: int) -> list[bytes]:
        event_log = await self._store.open(session_id)
        try:
            records = await event_log.read(after, limit)
        except DamagedLog as damage:
            raise Unavailable("corrupt-read-only", f"{damage}") from damage
        return [record.body for record in records]


def _described(record: SessionRecord) -> Described:
    return Described(
        session_id=record.session_id,
        title=record.settings.title,
        structure=record.settings.structure,
        strict_blueprints=record.settings.strict_blueprints,
        epoch=record.position.epoch,
        seq=record.position.seq,
        digest=record.position.digest,
        oldest_seq=record.oldest,
        damage=record.damage,
    )
