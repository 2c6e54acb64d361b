"""How a session comes to life out of its log."""

from __future__ import annotations

from ..domain.limits import Limits
from ..eventlog.base import DamagedLog, EventLog
from .broadcaster import Broadcaster
from .restoring import Restoration
from .session import GraphSession


async def open_session(
    event_log: EventLog, *, limits: Limits, broadcaster: Broadcaster | None
) -> GraphSession:
    """Open a session: the newest snapshot, and the commits after it.

    Where the log is damaged the session is opened read only, at the last good commit.
    """
    record = await event_log.head()
    restoration = Restoration(event_log, record, limits)
    for step in (restoration.verify, restoration.restore):
        try:
            await step()
        except DamagedLog as damage:
            restoration.end_at(damage)
    return GraphSession(
        event_log,
        restoration.decider(),
        restoration.ring,
        limits=limits,
        broadcaster=broadcaster,
        damage=restoration.damage,
        snapshot_seq=restoration.snapshot_seq,
        oldest=record.oldest,
    )
