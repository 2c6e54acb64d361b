"""Makes decisions durable, and finds out what became of them where the storage does not say."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from ..domain.commits import Position
from ..domain.errors import GraphSyncError, NotFound, Unavailable
from ..eventlog.base import Conflict, EventLog
from .requests import Pending

log = logging.getLogger(__name__)

PAGE = 1_000
FIRST_WAIT = 0.05
LONGEST_WAIT = 2.0


async def store(
    event_log: EventLog,
    expected: Position,
    pendings: list[Pending],
    *,
    snapshot: bytes | None,
    timeout: float,
    on_stall: Callable[[], None],
) -> None:
    """Append decisions, and return when they are durable.

    However long the storage takes, the answer is waited for: to give up would leave the graph
    and the log apart. Whoever must know earlier is told by `on_stall`, after `timeout` seconds.

    Raises
    ------
    Conflict, DuplicateCommand, GraphSyncError
        As of `EventLog.append`; nothing was written.
    """
    settings = [pending.settings for pending in pendings if pending.settings is not None]
    append = asyncio.ensure_future(
        event_log.append(
            expected,
            [pending.record for pending in pendings],
            settings=settings[-1] if settings else None,
            base=pendings[-1].base,
            snapshot=snapshot,
        )
    )
    done, _ = await asyncio.wait({append}, timeout=timeout)
    if not done:
        on_stall()
    try:
        await append
    except Unavailable as error:
        if error.code != "outcome-unknown":
            raise
        on_stall()
        await _find_out(event_log, expected, pendings)


async def _find_out(event_log: EventLog, expected: Position, pendings: list[Pending]) -> None:
    """Ask the log until it tells whether the commits are in it, or that it is no more."""
    wait = FIRST_WAIT
    last = pendings[-1].record
    while True:
        try:
            head = (await event_log.head()).position
        except NotFound:
            raise
        except GraphSyncError as error:
            log.warning("session %s: %s", event_log.session_id, error.message)
            await asyncio.sleep(wait)
            wait = min(LONGEST_WAIT, wait * 2)
            continue
        if (head.seq, head.digest) == (last.seq, last.digest):
            return
        if head == expected:
            raise Unavailable("storage-unavailable", "the storage failed; try again")
        raise Conflict(head, await event_log.read(expected.seq, PAGE))
