"""What other servers did to a session: taken over commit by commit, or begun anew after a load."""

from __future__ import annotations

import msgspec

from ..domain.commits import CommitRecord, Position
from ..domain.limits import Limits
from ..domain.settings import Settings
from ..eventlog.base import EventLog
from .beside import beside
from .deciding import Decider
from .ring import Answer

BESIDE_BYTES = 64 * 2**10
"""Commits of so many bytes are taken over beside the event loop."""


def fitting(records: list[CommitRecord], position: Position) -> list[CommitRecord]:
    """Return those of the records that follow a position, one upon the other."""
    found = []
    for record in records:
        if not record.follows(position):
            break
        found.append(record)
        position = Position(position.epoch, record.seq, record.digest)
    return found


async def take_over(decider: Decider, records: list[CommitRecord]) -> None:
    """Apply commits that follow the tail; nothing else may use the decider meanwhile."""
    if sum(len(record.body) for record in records) > BESIDE_BYTES:
        await beside(_replay, decider, records)
    else:
        _replay(decider, records)


def answer_of(record: CommitRecord) -> Answer:
    """Return what the sender of a commit's command was told."""
    notes = record.read_notes()
    return Answer(record.seq, notes.fingerprint, notes.result)


def _replay(decider: Decider, records: list[CommitRecord]) -> None:
    for record in records:
        commit, notes = record.read_commit(), record.read_notes()
        decider.dispatcher.replay(commit, notes)
        if commit.command_type == "update-settings" and isinstance(notes.result, dict):
            known = msgspec.to_builtins(decider.settings)
            decider.adopt(msgspec.convert({**known, **notes.result}, Settings))
        decider.tail = Position(decider.tail.epoch, record.seq, record.digest)


class Loaded(msgspec.Struct, frozen=True):
    """A graph that another server loaded: the decider that goes on from it, and the commit."""

    decider: Decider
    record: CommitRecord
    base: Position


async def find_loaded(event_log: EventLog, position: Position, limits: Limits) -> Loaded | None:
    """Return what was loaded right after a position; `None` where the log is another history.

    Raises
    ------
    NotFound
        The session was ended.
    DamagedLog
        The graph cannot be read.
    """
    # Before the first commit there is nothing that could be another history.
    if position.seq and await event_log.position(position.seq) != position:
        return None
    records = await event_log.read(position.seq, 1)
    if not records:
        return None
    decider = await _decider_at(event_log, records[0].seq, limits)
    return Loaded(decider, records[0], Position.start(decider.tail.epoch, position.seq))


async def _decider_at(event_log: EventLog, seq: int, limits: Limits) -> Decider:
    # Restoring builds on what is done in rounds, which are built on this.
    from .restoring import Restoration

    restoration = Restoration(event_log, await event_log.head(), limits, goal=seq)
    await restoration.restore()
    return restoration.decider()
