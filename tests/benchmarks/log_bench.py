"""How long a durable commit takes, and how many fit into a second.

    python tests/benchmarks/log_bench.py [--folder FOLDER] [--rounds N]

One by one is measured beside a bare `sqlite3` insert of the same bytes, each with its fsync, in
turns in the same run: the ratio is what our code adds, the rest is the disk.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from jupyter_graphsync.domain.commits import (
    Actor,
    Commit,
    CommitNotes,
    CommitRecord,
    EventRecord,
    Position,
    seal,
)
from jupyter_graphsync.domain.events import NodeCreated
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.eventlog.base import EventLog
from jupyter_graphsync.eventlog.sql import SqlLogStore

EPOCH = "epoch-1"
WARM_UP = 1000
"""Appends that are not counted: until then both journals grow, which makes every fsync longer."""

NOW = "2026-11-22T12:00:00.000000Z"


def chain(previous: Position, count: int, prefix: str) -> list[CommitRecord]:
    """Return commits of one created node each, as a session would seal them."""
    records = []
    for number in range(count):
        name = f"{prefix}-{number:08x}"
        event = NodeCreated(node_id=name, name=name, blueprint_type_id="part", timestamp=NOW)
        commit = Commit(
            seq=previous.seq + 1,
            command_id=f"0b8c7a52-5f0e-4c57-9f5d-{name}",
            command_type="create-node",
            kind="do",
            actor=Actor(client_id="c-1", username="ann", name="Ann", origin="browser"),
            timestamp=NOW,
            events=[EventRecord("graph:node-created", event)],
        )
        record = seal(commit, CommitNotes(fingerprint="f" * 32, owner="c-1"), previous)
        records.append(record)
        previous = Position(previous.epoch, record.seq, record.digest)
    return records


def end(records: list[CommitRecord]) -> Position:
    return Position(EPOCH, records[-1].seq, records[-1].digest)


class BareSqlite:
    """The least that keeps a commit: one table, one insert, one fsync."""

    def __init__(self, path: Path, synchronous: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute(f"PRAGMA synchronous = {synchronous}")
        self._connection.execute("CREATE TABLE t (seq INTEGER PRIMARY KEY, body BLOB, notes BLOB)")

    def append(self, record: CommitRecord) -> None:
        self._connection.execute(
            "INSERT INTO t (body, notes) VALUES (?, ?)", (record.body, record.notes)
        )


async def one_by_one(folder: Path, synchronous: str, rounds: int) -> None:
    store = SqlLogStore(f"sqlite:///{folder}/one-{synchronous}.db", sqlite_synchronous=synchronous)
    await store.start()
    log = await store.create("s", settings=Settings(), epoch=EPOCH, timestamp=NOW)
    bare = BareSqlite(folder / f"bare-{synchronous}.db", synchronous)
    head = Position.start(EPOCH)
    ours, theirs = [], []
    for record in chain(head, WARM_UP + rounds, "one"):
        begun = perf_counter()
        bare.append(record)
        between = perf_counter()
        await log.append(head, [record])
        ended = perf_counter()
        theirs.append(between - begun)
        ours.append(ended - between)
        head = Position(EPOCH, record.seq, record.digest)
    await store.close()
    del ours[:WARM_UP], theirs[:WARM_UP]
    a, b = median(ours) * 1e6, median(theirs) * 1e6
    p99 = sorted(ours)[int(len(ours) * 0.99)] * 1e6
    print(
        f"{synchronous:6} one by one: {a:6.0f} µs (p99 {p99:.0f}), bare insert {b:6.0f} µs, "
        f"ratio {a / b:.2f}, adds {a - b:.0f} µs"
    )


async def saturated(folder: Path, synchronous: str, size: int, count: int) -> None:
    """One session appends batches of `size`, one after the other."""
    name = f"batch-{size}-{synchronous}"
    store = SqlLogStore(f"sqlite:///{folder}/{name}.db", sqlite_synchronous=synchronous)
    await store.start()
    log = await store.create("s", settings=Settings(), epoch=EPOCH, timestamp=NOW)
    head = Position.start(EPOCH)
    records = chain(head, count, "many")
    begun = perf_counter()
    for start in range(0, count, size):
        batch = records[start : start + size]
        await log.append(head, batch)
        head = end(batch)
    taken = perf_counter() - begun
    begun = perf_counter()
    seq = 0
    while part := await log.read(seq, 1000):
        seq = part[-1].seq
    reading = perf_counter() - begun
    await store.close()
    print(
        f"{synchronous:6} {size:4} an append: {count / taken:8,.0f} commits/s; "
        f"read back and checked {seq / reading:8,.0f}/s"
    )


async def crowd(folder: Path, synchronous: str, sessions: int, each: int) -> None:
    """Many sessions append one commit at a time, all at once."""
    name = f"crowd-{sessions}-{synchronous}"
    store = SqlLogStore(f"sqlite:///{folder}/{name}.db", sqlite_synchronous=synchronous)
    await store.start()
    logs = [
        await store.create(f"s{n}", settings=Settings(), epoch=EPOCH, timestamp=NOW)
        for n in range(sessions)
    ]
    history = chain(Position.start(EPOCH), each, "crowd")

    async def write(log: EventLog) -> None:
        head = Position.start(EPOCH)
        for record in history:
            await log.append(head, [record])
            head = Position(EPOCH, record.seq, record.digest)

    begun = perf_counter()
    await asyncio.gather(*(write(log) for log in logs))
    taken = perf_counter() - begun
    await store.close()
    print(
        f"{synchronous:6} {sessions:4} sessions, 1 an append: {sessions * each / taken:8,.0f} "
        "commits/s"
    )


async def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folder", type=Path, help="where the files lie; the disk matters")
    options.add_argument("--rounds", type=int, default=2000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        for synchronous in ("FULL", "NORMAL"):
            await one_by_one(folder, synchronous, chosen.rounds)
            for size in (10, 100, 1000):
                await saturated(folder, synchronous, size, 40_000)
            await crowd(folder, synchronous, 20, 500)
            await crowd(folder, synchronous, 200, 100)


if __name__ == "__main__":
    asyncio.run(main())
