"""Records for tests: sealed like those of a session, without a graph."""

from jupyter_graphsync.domain.commits import (
    Actor,
    Commit,
    CommitNotes,
    CommitRecord,
    Kind,
    Position,
    seal,
)
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.eventlog.base import EventLog, LogStore

EPOCH = "epoch-1"
START = Position.start(EPOCH)
NOW = "2026-11-22T12:00:00.000000Z"
SETTINGS = Settings(title="Supply chain")


def record(
    previous: Position, command_id: str, *, kind: Kind = "do", text: str = "something"
) -> CommitRecord:
    commit = Commit(
        seq=previous.seq + 1,
        command_id=command_id,
        command_type="create-node",
        kind=kind,
        actor=Actor(client_id="ann"),
        timestamp=NOW,
        events=[{"event": "graph:node-deleted", "payload": {"node_id": text, "timestamp": NOW}}],
    )
    return seal(commit, CommitNotes(fingerprint="f", owner="ann"), previous)


def chain(previous: Position, *command_ids: str) -> list[CommitRecord]:
    records = []
    for command_id in command_ids:
        records.append(record(previous, command_id))
        previous = after(previous, records)
    return records


def numbered(previous: Position, count: int) -> list[CommitRecord]:
    first = previous.seq + 1
    return chain(previous, *(f"command-{seq}" for seq in range(first, first + count)))


def after(previous: Position, records: list[CommitRecord]) -> Position:
    return Position(previous.epoch, records[-1].seq, records[-1].digest)


async def begin(store: LogStore, session_id: str = "s") -> EventLog:
    return await store.create(session_id, settings=SETTINGS, epoch=EPOCH, timestamp=NOW)


async def begin_with(store: LogStore, count: int, session_id: str = "s") -> EventLog:
    log = await begin(store, session_id)
    await log.append(START, numbered(START, count))
    return log


def is_verified_chain(records: list[CommitRecord], start: Position = START) -> bool:
    previous = start
    for each in records:
        if not each.follows(previous):
            return False
        previous = after(previous, [each])
    return True
