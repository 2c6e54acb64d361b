"""For how long a large file holds the event loop while it is opened and saved.

    python tests/benchmarks/projects_bench.py [--nodes N]

A probe asks for the loop every millisecond. Beside the time that it waits in vain, which other
programs on the machine have a share in, it notes the processor time that the process used
meanwhile: so long nobody else could have been served on a machine of our own.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from jupyter_graphsync.domain.commands.properties import UpdatePropertyCommand
from jupyter_graphsync.domain.commits import Actor, Position
from jupyter_graphsync.domain.errors import Clash
from jupyter_graphsync.domain.graph import GraphView, Link, Node
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.eventlog.sql import SqlLogStore
from jupyter_graphsync.formats import project
from jupyter_graphsync.projects.files import ProjectFiles
from jupyter_graphsync.projects.store import ProjectStore
from jupyter_graphsync.sessions.broadcaster import Broadcaster
from jupyter_graphsync.sessions.manager import SessionManager
from jupyter_graphsync.sessions.requests import CommandRequest

ME = Actor(client_id="me")


class Probe:
    """Asks for the event loop, again and again."""

    def __init__(self) -> None:
        self.waited = self.used = 0.0

    async def run(self) -> None:
        while True:
            started, used = perf_counter(), process_time()
            await asyncio.sleep(0.001)
            self.waited = max(self.waited, perf_counter() - started - 0.001)
            self.used = max(self.used, process_time() - used)


async def measured(name: str, work: Awaitable[Any]) -> Any:
    probe = Probe()
    probing = asyncio.create_task(probe.run())
    await asyncio.sleep(0)
    started = perf_counter()
    try:
        return await work
    except Clash as error:
        return error
    finally:
        seconds = perf_counter() - started
        probing.cancel()
        print(
            f"{name:34} {seconds:6.2f} s, the loop waited at most {probe.waited * 1e3:6.1f} ms, "
            f"of which {probe.used * 1e3:5.1f} ms were ours"
        )


class Server:
    """The sessions and files of one server on a folder."""

    def __init__(self, folder: Path) -> None:
        log = f"sqlite:///{folder / 'log.sqlite'}"
        self.manager = SessionManager(
            lambda: SqlLogStore(log, holder_url="http://bench/"),
            limits=Limits(),
            broadcaster=Broadcaster(),
        )
        contents = AsyncLargeFileManager(root_dir=str(folder / "files"))
        self.projects = ProjectStore(self.manager, ProjectFiles(contents))

    async def open(self, **options: Any) -> Any:
        return await self.projects.open("large.graphsync", "large", actor=ME, **options)


def text_of(count: int) -> bytes:
    view = GraphView(
        structure="dag",
        strict_blueprints=False,
        nodes=[
            Node(f"n{i:07}", f"node {i}", "T", {"_position": [i, 2.5], "a": i, "b": f"text {i}"})
            for i in range(count)
        ],
        links=[Link(f"n{i // 2:07}", f"n{i:07}") for i in range(1, count)],
        blueprint_types=[],
    )
    there = Position("elsewhere", 9, "d")
    return b"".join(project.write(view, session_id="large", settings=Settings(), position=there))


async def bench(folder: Path, count: int) -> None:
    (folder / "files").mkdir()
    path = folder / "files" / "large.graphsync"
    path.write_bytes(text_of(count))
    print(f"{count} nodes, {path.stat().st_size / 2**20:.1f} MiB")
    server = Server(folder)
    # The first use of anything imports what it needs.
    await server.projects.open("small.graphsync", "small", actor=ME, create=True)

    await measured("open as a new session", server.open())
    session = await server.manager.get("large")
    rename = UpdatePropertyCommand(node_id="n0000001", property_id="a", new_value=-1)
    await session.perform(CommandRequest(command_id="rename", actor=ME, command=rename))
    await measured("save", server.projects.save(session, actor=ME))
    await measured("open, as it was saved", server.open())
    path.write_bytes(path.read_bytes().replace(b'"node 5"', b'"node five"'))
    await measured("open, changed elsewhere", server.open())
    await measured("open, and take the file's", server.open(take="file"))
    await measured("close", server.manager.close())
    server = Server(folder)
    await measured("open after a restart", server.open())
    await server.manager.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(bench(Path(folder), options.nodes))


if __name__ == "__main__":
    main()
