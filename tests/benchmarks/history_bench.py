"""How long a history of many commits by four people takes to be looked at, and holds the loop.

    python tests/benchmarks/history_bench.py [--commits 100000] [--log FILE]

Builds the history in an SQLite file (kept where `--log` names it, and used again), then goes
through a session's own methods, without HTTP. `chronicle` is what timeline, blame and filters by
person or node need once after a session was opened; the first time of all it is read from the
commits, afterwards from the chapters that were kept.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from msgspec import UNSET

from jupyter_graphsync.domain.changes import changes_between
from jupyter_graphsync.domain.commands import Command, CreateNodeCommand, UpdatePropertyCommand
from jupyter_graphsync.domain.commands.whole import RestoreMomentCommand
from jupyter_graphsync.domain.commits import Actor
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.eventlog.sql import SqlLogStore
from jupyter_graphsync.sessions.beside import beside
from jupyter_graphsync.sessions.blaming import blame_node
from jupyter_graphsync.sessions.manager import SessionManager
from jupyter_graphsync.sessions.requests import CommandRequest
from jupyter_graphsync.sessions.session import GraphSession

PEOPLE = [Actor(client_id=name, username=name, name=name) for name in ("ann", "ben", "cai", "dee")]
AT_ONCE = 400
TICK = 0.001


class Loop:
    """Measures work, and the longest time for which the event loop did not turn meanwhile."""

    def __init__(self) -> None:
        self._held = 0.0
        self._task = asyncio.create_task(self._watch())

    async def time(self, what: str, work: Callable[[], Awaitable[Any]], times: int = 1) -> Any:
        """Do something so many times, and print how long it took."""
        seconds = []
        self._held = 0.0
        for _ in range(times):
            start = perf_counter()
            found = await work()
            seconds.append(perf_counter() - start)
            await asyncio.sleep(2 * TICK)
        median, worst = statistics.median(seconds) * 1e3, max(seconds) * 1e3
        print(f"{what:34} {median:8.1f} ms {worst:8.1f} ms {self._held * 1e3:8.1f} ms")
        return found

    def stop(self) -> None:
        self._task.cancel()

    async def _watch(self) -> None:
        while True:
            start = perf_counter()
            await asyncio.sleep(TICK)
            self._held = max(self._held, perf_counter() - start - TICK)


def commands(count: int) -> list[Command]:
    """Return what four people do: a tenth makes nodes, half of it below one hub."""
    chance = random.Random(4)
    made: list[Command] = [CreateNodeCommand(node_id="hub", name="hub", blueprint_type_id="t")]
    ids = ["hub"]
    for number in range(1, count):
        kind = chance.random()
        if kind < 0.1:
            ids.append(f"n{number}")
            parent = "hub" if kind < 0.05 else UNSET
            made.append(
                CreateNodeCommand(
                    node_id=ids[-1], name=ids[-1], blueprint_type_id="t", parent_id=parent
                )
            )
            continue
        name, value = ("_position", [kind, kind]) if kind < 0.5 else (chance.choice("abc"), number)
        made.append(
            UpdatePropertyCommand(node_id=chance.choice(ids), property_id=name, new_value=value)
        )
    return made


def manager_of(path: Path) -> SessionManager:
    return SessionManager(
        lambda: SqlLogStore(f"sqlite:///{path}", sqlite_synchronous="NORMAL"), limits=Limits()
    )


async def build(path: Path, count: int) -> None:
    manager = manager_of(path)
    session = await manager.create("s", settings=Settings(), actor=PEOPLE[0])
    every = commands(count)
    start = perf_counter()
    for at in range(0, count, AT_ONCE):
        await asyncio.gather(
            *(
                execute(session, command, PEOPLE[(at + i) % 4])
                for i, command in enumerate(every[at : at + AT_ONCE])
            )
        )
    print(f"{count} commits written in {perf_counter() - start:.1f} s")
    await manager.close()


async def execute(session: GraphSession, command: Command, actor: Actor) -> None:
    request = CommandRequest(command_id=str(uuid.uuid4()), actor=actor, command=command)
    await session.perform(request)


async def restore(session: GraphSession, seq: int) -> None:
    _, past = await session.at(seq)
    await execute(session, RestoreMomentCommand(past=past, seq=seq), PEOPLE[0])


async def differ(session: GraphSession, one: int, other: int) -> Any:
    (_, old), (_, new) = await session.at(one), await session.at(other)
    return await beside(changes_between, old, new)


async def measure(path: Path) -> None:
    manager = manager_of(path)
    session = await manager.get("s")
    head, chance = session.position.seq, random.Random(5)
    print(f"\n{'':34} {'median':>11} {'worst':>11} {'loop held':>11}")
    loop = Loop()

    async def somewhere() -> None:
        await session.at(chance.randrange(head))

    async def timeline() -> None:
        chronicle = await session.chronicle()
        await beside(lambda: (list(chronicle.buckets(200, range(1, head + 1))), chronicle.people()))

    async def of_one_person() -> None:
        chronicle = await session.chronicle()
        seqs = await beside(chronicle.seqs, user="ben", node_ids=[])
        await beside(lambda: list(chronicle.buckets(200, seqs)))

    await loop.time("at, 30 moments by chance", somewhere, 30)
    await loop.time("chronicle, after opening", session.chronicle)
    await loop.time("timeline", timeline, 5)
    await loop.time("timeline of one person", of_one_person, 5)
    await loop.time("blame of the hub, now", lambda: blame_node(session, "hub"), 5)
    await loop.time("blame of the hub, half way", lambda: blame_node(session, "hub", head // 2), 5)
    await loop.time("diff, a quarter to three", lambda: differ(session, head // 4, 3 * head // 4))
    await loop.time("diff, nothing to everything", lambda: differ(session, 0, head))
    await loop.time("restore of half way", lambda: restore(session, head // 2))
    await loop.time("restore of what was before", lambda: restore(session, head))
    loop.stop()
    await manager.close()


async def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--commits", type=int, default=100_000)
    options.add_argument("--log", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.log or Path(folder, "history.sqlite")
        if not path.exists():
            await build(path, given.commits)
        for _ in range(2):
            await measure(path)
        print(f"\n{path.stat().st_size / 2**20:.0f} MiB of file")


asyncio.run(main())
