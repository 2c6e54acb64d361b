"""A client that stops reading costs no memory, disturbs nobody, and catches up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator

import pytest

from .api import Api, Peer
from .process import ServerProcess
from .raw import RawSocket, frame

COMMANDS = 20_000
TEXT = "x" * 2_000
NODE = {"name": "N", "blueprint_type_id": "t"}
ALLOWED_GROWTH = 40 * 2**20
"""The ring of newest commits, and what Python keeps; the commits that are not read hold 80 MiB."""


@pytest.fixture
def server(make_server: Callable[..., ServerProcess]) -> ServerProcess:
    """A server on which a test may send without a limit of rate."""
    return make_server("--GraphSync.command_rate=1e6", "--GraphSync.command_burst=1000000")


@pytest.fixture
def quick(server: ServerProcess, jp_asyncio_loop: asyncio.AbstractEventLoop) -> Iterator[Api]:
    """The way to that server."""
    api = server.api
    yield api
    api.close()


async def run(peer: Peer, first: int, count: int) -> None:
    """Run so many commands on a socket, two hundred at a time."""
    for start in range(first, first + count, 200):
        for index in range(start, start + 200):
            arguments = {"node_id": "a", "property_id": "p", "new_value": f"{index}{TEXT}"}
            await peer.send(
                "execute",
                command_id=f"c{index}",
                command_type="update-property",
                arguments=arguments,
            )
        for _ in range(200):
            assert (await peer.message("reply"))["ok"]
        peer.forget()


async def test_SR1_memory_stays_flat_while_somebody_does_not_read(
    server: ServerProcess, quick: Api
) -> None:
    await quick.create("s")
    await quick.execute("s", "create-node", node_id="a", **NODE)
    sender = await (await quick.join("s")).in_step()
    await run(sender, 0, 8_000)
    stalled = await RawSocket.join(quick, "session_id=s", receive_buffer=2**12)
    before = server.memory

    await run(sender, 8_000, COMMANDS)
    during = server.memory
    head = (await quick.call("GET", "/sessions/s")).json

    assert during - before < ALLOWED_GROWTH
    last, digest, snapshot = 0, "", 0
    try:
        while last < head["seq"]:
            for message in await stalled.messages():
                if message["type"] == "commit":
                    assert message["seq"] == (last or snapshot) + 1
                    last, digest = message["seq"], message["digest"]
                elif message["type"] == "snapshot":
                    snapshot = message["seq"]
    except ConnectionError as closed:
        assert "4008" in str(closed) or "4009" in str(closed)
        back = await quick.join("s", epoch=head["epoch"], since=last, digest=digest)
        while last < head["seq"]:
            last = (await back.message("commit"))["seq"]
        digest = back.found("commit")[-1]["digest"]
    assert (last, digest) == (head["seq"], head["digest"])
    stalled.close()


async def test_SR2_the_others_are_undisturbed(quick: Api) -> None:
    await quick.create("s")
    await quick.execute("s", "create-node", node_id="a", **NODE)
    sender = await (await quick.join("s")).in_step()
    listener = await (await quick.join("s")).in_step()
    stalled = [await RawSocket.join(quick, "session_id=s", receive_buffer=2**12) for _ in range(10)]

    seqs: list[int] = []

    async def listen() -> None:
        while len(seqs) < 4_000:
            seqs.append((await listener.message("commit"))["seq"])
            listener.forget()

    listening = asyncio.ensure_future(listen())
    await asyncio.wait_for(run(sender, 0, 4_000), 60)
    await asyncio.wait_for(listening, 5)

    assert seqs == list(range(2, 4_002))
    for raw in stalled:
        raw.close()


async def test_SR3_an_answer_that_nobody_reads_does_not_pile_up(
    server: ServerProcess, quick: Api
) -> None:
    await quick.create("s")
    stalled = await RawSocket.join(quick, "session_id=s", receive_buffer=2**12)
    bad = json.dumps({"op": "undo", "id": "u" * 100})
    witness = await (await quick.join("s")).in_step()
    before = server.memory

    try:
        for _ in range(300):
            await stalled.send(frame(bad.encode()) * 100)
    except OSError:
        pass
    await witness.execute("create-node", **NODE)

    assert server.memory - before < ALLOWED_GROWTH
    stalled.close()
