"""Shortens a session's log, after it has made sure that all of it is whole."""

from __future__ import annotations

from ..domain.errors import NotFound
from ..domain.limits import Limits
from ..eventlog.base import DamagedLog, EventLog
from .restoring import PAGE, Restoration
from .rounds import damaged


async def compact_log(event_log: EventLog, cut: int, *, limits: Limits) -> int:
    """Forget the commits up to number `cut`; return how many those were.

    Everything that is forgotten is verified first: nothing is deleted to hide damage.

    Raises
    ------
    NotFound
        There is no commit of that number.
    Unavailable
        `corrupt-read-only`: the log is damaged.
    """
    record = await event_log.head()
    if record.damage:
        raise damaged(record.position.seq)
    if cut > record.position.seq:
        raise NotFound(
            "not-found", f"the session has {record.position.seq} commits, and no number {cut}"
        )
    oldest = await event_log.position(record.oldest)
    if cut <= record.oldest:
        # What a compaction that was killed has left over is cleared.
        return 0 if oldest is None or not oldest.seq else await event_log.compact(oldest, b"")
    restoration = Restoration(event_log, record, limits, goal=cut)
    try:
        await _verify(event_log, record.oldest, record.position.seq)
        await restoration.restore()
    except DamagedLog as damage:
        raise damaged(damage.last_good.seq) from damage
    return await event_log.compact(*await restoration.state())


async def _verify(event_log: EventLog, after: int, up_to: int) -> None:
    while after < up_to:
        after = (await event_log.read(after, PAGE))[-1].seq
