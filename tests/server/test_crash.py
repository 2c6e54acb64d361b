"""A server that is killed in the middle of a stream of commands loses nothing it acknowledged."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from tornado.httpclient import HTTPError
from tornado.websocket import WebSocketClosedError

from .api import SECONDS, Api, Closed, Peer
from .process import ServerProcess

ROUNDS = 100
ACKNOWLEDGED_BEFORE_A_KILL = (5, 60)
SOCKETS = 3
WINDOW = 16
"""So many commands a sender has under way."""


@dataclass
class Ledger:
    """What was sent, and what the server said of it."""

    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)
    _goal: int = 0
    _reached: asyncio.Event = field(default_factory=asyncio.Event)

    def new(self, sender: str) -> tuple[str, dict[str, Any]]:
        """Return the id and the arguments of one more command."""
        command_id = f"{sender}-{len(self.sent)}"
        arguments = {"name": command_id, "node_id": command_id, "blueprint_type_id": "t"}
        self.sent[command_id] = arguments
        return command_id, arguments

    def acknowledge(self, command_id: str, seq: int) -> None:
        """Note an acknowledgement; a second one must say the same."""
        assert self.acknowledged.setdefault(command_id, seq) == seq
        if len(self.acknowledged) >= self._goal:
            self._reached.set()

    async def grown_by(self, count: int) -> None:
        """Return when so many more commands were acknowledged."""
        self._goal = len(self.acknowledged) + count
        self._reached.clear()
        await asyncio.wait_for(self._reached.wait(), SECONDS)

    @property
    def open(self) -> list[str]:
        """The commands whose fate is unknown."""
        return [command_id for command_id in self.sent if command_id not in self.acknowledged]


async def submit(peer: Peer, ledger: Ledger, command_id: str) -> None:
    """Send a command of the ledger on a socket."""
    await peer.send(
        "execute",
        command_id=command_id,
        command_type="create-node",
        arguments=ledger.sent[command_id],
    )


async def stream_on_a_socket(peer: Peer, ledger: Ledger, name: str) -> None:
    """Send commands until the line is cut."""
    try:
        for _ in range(WINDOW):
            await submit(peer, ledger, ledger.new(name)[0])
        while True:
            reply = await peer.message("reply")
            assert reply["ok"], reply
            ledger.acknowledge(reply["id"], reply["seq"])
            await submit(peer, ledger, ledger.new(name)[0])
    except (Closed, WebSocketClosedError):
        pass


async def stream_over_rest(api: Api, ledger: Ledger) -> None:
    """Send commands until nobody answers."""
    try:
        while True:
            await post(api, ledger, ledger.new("rest")[0])
    except (HTTPError, OSError):
        pass


async def post(api: Api, ledger: Ledger, command_id: str) -> None:
    """Send a command of the ledger over REST."""
    body = {
        "command_id": command_id,
        "command_type": "create-node",
        "arguments": ledger.sent[command_id],
    }
    answer = await api.call("POST", "/sessions/s/commands", body)
    assert answer.status == 200, answer.body
    ledger.acknowledge(command_id, answer.json["seq"])


async def come_back(api: Api, peer: Peer, history: list[tuple[int, str]]) -> Peer:
    """Join again as the same client, from the position that is known."""
    seq, digest = history[-1]
    welcome = peer.found("welcome")[0]
    back = await api.join(
        "s",
        epoch=welcome["epoch"],
        since=seq,
        digest=digest,
        client_token=welcome["client_token"],
    )
    await back.in_step()
    assert back.messages[0]["client_id"] == welcome["client_id"]
    assert back.messages[0]["mode"] in ("replay", "current")
    return back


def take(peer: Peer, history: list[tuple[int, str]]) -> None:
    """Add the commits that a client has seen to its history, which must have no gap."""
    for commit in peer.found("commit"):
        if commit["seq"] > history[-1][0]:
            assert commit["seq"] == history[-1][0] + 1
            history.append((commit["seq"], commit["digest"]))


@pytest.mark.slow
async def test_CR1_what_was_acknowledged_survives_every_kill_and_happens_once(
    make_server: Callable[..., ServerProcess],
) -> None:
    server = make_server("--GraphSync.command_rate=1e6", "--GraphSync.command_burst=1000000")
    dice, ledger = random.Random(4), Ledger()
    api = server.api
    await api.create("s")
    start = (await api.call("GET", "/sessions/s")).json
    peers = [await (await api.join("s")).in_step() for _ in range(SOCKETS)]
    histories = [[(0, start["digest"])] for _ in peers]

    for _ in range(ROUNDS):
        streams = [
            asyncio.ensure_future(stream_on_a_socket(peer, ledger, f"socket{index}"))
            for index, peer in enumerate(peers)
        ]
        streams.append(asyncio.ensure_future(stream_over_rest(api, ledger)))
        await ledger.grown_by(dice.randint(*ACKNOWLEDGED_BEFORE_A_KILL))
        server.kill()
        await asyncio.gather(*streams)
        api.close()
        await asyncio.to_thread(server.start)
        api = server.api

        for index, peer in enumerate(peers):
            take(peer, histories[index])
            peers[index] = await come_back(api, peer, histories[index])
        for number, command_id in enumerate(ledger.open):
            if number % 2:
                await post(api, ledger, command_id)
            else:
                await submit(peers[0], ledger, command_id)
                reply = await peers[0].reply(command_id)
                ledger.acknowledge(command_id, reply["seq"])
        for command_id in dice.sample(sorted(ledger.acknowledged), 5):
            await post(api, ledger, command_id)
        for peer, history in zip(peers, histories, strict=True):
            await peer.barrier()
            take(peer, history)

    head = (await api.call("GET", "/sessions/s")).json
    assert sorted(ledger.acknowledged.values()) == list(range(1, len(ledger.sent) + 1))
    assert head["seq"] == head["node_count"] == len(ledger.sent)
    assert {history[-1] for history in histories} == {(head["seq"], head["digest"])}
    assert {len(history) for history in histories} == {len(ledger.sent) + 1}
    assert await api.seqs("s") == list(range(1, head["seq"] + 1))
    api.close()
