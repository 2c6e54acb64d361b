"""What events add to the executing of a durable command, on the session's own path.

Three figures, in microseconds a command, SQLite with `synchronous=FULL`, medians of interleaved
repeats in one process:

- `durable`: from a command's arrival to its acknowledgement, one at a time, events skipped (no
  broadcaster);
- `handed_over`: what it takes longer with a broadcaster and a room that takes the frames, their
  sending left out;
- `made`: making the events and encoding them, for the log and for the room, measured alone.

`(handed_over + made) / durable` is the overhead.

    python tests/benchmarks/events_overhead.py --repeats 9 --commands 300
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from timeit import timeit
from typing import Any
from uuid import uuid4

from jupyter_graphsync.domain.commands import BUILT_IN, CommandRegistry
from jupyter_graphsync.domain.commits import Actor, write_event
from jupyter_graphsync.domain.events import CommandExecuted, CommandExecuting, PropertyChanged
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.eventlog.sql import SqlLogStore
from jupyter_graphsync.protocol import Client, encode_event
from jupyter_graphsync.sessions.broadcaster import Broadcaster
from jupyter_graphsync.sessions.cursor import Cursor
from jupyter_graphsync.sessions.frame import Frame
from jupyter_graphsync.sessions.manager import SessionManager
from jupyter_graphsync.sessions.requests import CommandRequest
from jupyter_graphsync.sessions.session import GraphSession

REGISTRY = CommandRegistry(BUILT_IN)
ACTOR = Actor(client_id="c-1", username="ann", name="Ann", color="#1f77b4", origin="browser")
NOW = "2026-01-01T00:00:00.000000Z"


class Sink:
    """A transport that takes every frame at once."""

    def send(self, frame: Frame) -> bool:
        return True

    async def drained(self) -> None:
        return

    def close(self, code: int, reason: str) -> None:
        return


async def open_session(folder: Path, broadcaster: Broadcaster | None) -> tuple[Any, GraphSession]:
    """Open a session with one node; with a broadcaster one client is in its room."""
    url = f"sqlite:///{folder}/{uuid4()}.sqlite"
    manager = SessionManager(lambda: SqlLogStore(url), limits=Limits(), broadcaster=broadcaster)
    session = await manager.create("bench", settings=Settings(), actor=ACTOR)
    await run(session, "create-node", {"node_id": "n", "name": "n", "blueprint_type_id": "t"})
    if broadcaster is not None:
        cursor = Cursor(session, Sink())
        session.room.join(Client(client_id="c-2"), cursor)
        cursor.start(b"{}", "current", session.position.seq)
        await asyncio.sleep(0)
    return manager, session


async def run(session: GraphSession, command_type: str, arguments: dict[str, Any]) -> None:
    """Execute a command from its JSON text, and wait until it is acknowledged."""
    command = REGISTRY.decode(command_type, json.dumps(arguments).encode())
    await session.perform(CommandRequest(command_id=str(uuid4()), actor=ACTOR, command=command))


async def median_of(session: GraphSession, commands: int) -> float:
    """Return the median time of a durable command, in microseconds."""
    times = []
    for index in range(commands):
        arguments = {"node_id": "n", "property_id": "x", "new_value": index}
        start = perf_counter()
        await run(session, "update-property", arguments)
        times.append((perf_counter() - start) * 1e6)
    return statistics.median(times)


def cost_of_making() -> float:
    """Return the time to make and encode one command's events, in microseconds."""
    from msgspec.json import encode

    def make() -> None:
        changed = PropertyChanged(
            node_id="n", property_id="x", old_value=1, new_value=2, timestamp=NOW
        )
        executed = CommandExecuted(command_id="c", command_type="update-property", timestamp=NOW)
        encode([write_event(changed), write_event(executed)])
        executing = CommandExecuting(command_id="c", command_type="update-property", timestamp=NOW)
        encode_event(executing, ACTOR)

    return timeit(make, number=20_000) / 20_000 * 1e6


async def measure(repeats: int, commands: int) -> dict[str, float]:
    """Measure with and without events, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        silent_manager, silent = await open_session(Path(folder), None)
        told_manager, told = await open_session(Path(folder), Broadcaster())
        without, added = [], []
        for _ in range(repeats):
            alone = await median_of(silent, commands)
            without.append(alone)
            added.append(await median_of(told, commands) - alone)
        await silent_manager.close()
        await told_manager.close()
    durable, handed_over = statistics.median(without), statistics.median(added)
    made = cost_of_making()
    return {
        "durable_us": round(durable, 1),
        "handed_over_us": round(handed_over, 1),
        "made_us": round(made, 1),
        "overhead_percent": round((max(0.0, handed_over) + made) / durable * 100, 2),
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--commands", type=int, default=300)
    options = parser.parse_args()
    print(json.dumps(asyncio.run(measure(options.repeats, options.commands)), indent=2))


if __name__ == "__main__":
    main()
