"""A server without a network: one session, the real protocol, and faults on request.

It keeps the contract that the real one keeps: durable before seen, a reply after its commit, the
same answer to the same `command_id`.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import UNSET

from jupyter_graphsync.client.transport import Body, SocketClosed
from jupyter_graphsync.domain.commands import BUILT_IN, CommandRegistry
from jupyter_graphsync.domain.commits import (
    Actor,
    Commit,
    CommitNotes,
    CommitRecord,
    Position,
    read_inverse,
    seal,
    write_event,
)
from jupyter_graphsync.domain.dispatcher import Decision, Dispatcher
from jupyter_graphsync.domain.errors import GraphSyncError, NotFound
from jupyter_graphsync.domain.events import Event, SessionPresence
from jupyter_graphsync.domain.graph import Graph
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.protocol import (
    OPS,
    Bye,
    Client,
    ClientOp,
    Execute,
    LinkColumns,
    Mode,
    NodeColumns,
    Ping,
    Pong,
    Presence,
    Problem,
    Redo,
    Reply,
    Reset,
    Resync,
    Snapshot,
    Undo,
    Welcome,
    encode,
    encode_event,
    frame,
)

NODES_A_PART = 2
NOW = "2026-01-01T00:00:00.000000Z"


class MemorySocket:
    """The client's end; what the client sends is handled by the server at once."""

    def __init__(self, server: MemoryServer, client_id: str) -> None:
        self.client_id = client_id
        self.close_code: int | None = None
        self.close_reason = ""
        self._server = server
        self._frames: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._is_open = True

    async def send(self, frame: bytes) -> None:
        if not self._is_open:
            raise SocketClosed
        self._server.receive(self, frame)

    async def receive(self) -> bytes | None:
        return await self._frames.get()

    def close(self) -> None:
        self.closed_by_server(1000, "")

    def closed_by_server(self, code: int, reason: str) -> None:
        if self._is_open:
            self._is_open = False
            self.close_code, self.close_reason = code, reason
            self._frames.put_nowait(None)
            self._server.left(self)

    def give(self, *messages: bytes) -> None:
        if self._is_open:
            self._frames.put_nowait(frame(list(messages)))


class MemoryServer:
    """One session; every attribute below `faults` makes something go wrong.

    Attributes
    ----------
    queries
        What each opened socket asked for.
    ops
        Every op that arrived, also those that a fault swallowed.
    """

    def __init__(self, session_id: str = "s", *, exists: bool = True) -> None:
        self.session_id = session_id
        self.exists = exists
        self.settings = Settings()
        self.limits = Limits()
        self.queries: list[dict[str, str]] = []
        self.ops: list[ClientOp] = []
        self.requests: list[tuple[str, str, Body]] = []
        self._registry = CommandRegistry(BUILT_IN)
        self._sockets: list[MemorySocket] = []
        self._joins = asyncio.Semaphore(0)
        self._arrivals = asyncio.Semaphore(0)
        self._refused = asyncio.Semaphore(0)
        self.position = Position.start("")
        self._begin("epoch-1", Graph())
        # faults
        self.refusals: deque[GraphSyncError] = deque()
        self.problems: deque[Problem] = deque()
        self.cut_before_replies = 0
        self.lost_commits = 0
        self.is_silent = False
        self.mode: Mode | None = None
        self.protocol = 1

    # what the client's transport asks for

    async def open(self, query: Mapping[str, str]) -> MemorySocket:
        if self.refusals:
            self._refused.release()
            raise self.refusals.popleft()
        if not self.exists:
            raise NotFound("session-not-found", f"there is no session {self.session_id!r}")
        self.queries.append(dict(query))
        client_id = query.get("client_token", "").removeprefix("token-of-")
        socket = MemorySocket(self, client_id or f"client-{len(self.queries)}")
        self._sockets.append(socket)
        self._welcome(socket, query)
        self._joins.release()
        return socket

    async def request(self, method: str, path: str, body: Body = None, **_: Any) -> bytes:
        self.requests.append((method, path, body))
        if (method, path) == ("POST", "sessions"):
            assert isinstance(body, dict)
            self.exists = True
            self.settings = Settings(structure=body.get("structure", "dag"))
            return b"{}"
        return b'{"commits":[%s],"next":null}' % b",".join(r.body for r in self.records)

    # what tests do

    async def joined(self) -> None:
        """Wait for the next client that joins."""
        await self._joins.acquire()

    async def refused(self) -> None:
        """Wait until the next client is turned away."""
        await self._refused.acquire()

    async def arrived(self) -> None:
        """Wait for the next op."""
        await self._arrivals.acquire()

    def cut(self, code: int = 1006, reason: str = "") -> None:
        """Close all sockets."""
        for socket in list(self._sockets):
            socket.closed_by_server(code, reason)

    def bye(self, code: int, retry_after_ms: int) -> None:
        """Say goodbye and close all sockets."""
        text = encode(Bye(code=code, reason="later", retry_after_ms=retry_after_ms))
        for socket in list(self._sockets):
            socket.give(text)
            socket.closed_by_server(code, "later")

    def execute(self, command_type: str, **arguments: Any) -> None:
        """Execute a command on behalf of somebody else."""
        command_id = f"other-{len(self.records)}"
        self._commit(command_type, msgspec.json.encode(arguments), command_id, "other")

    def commit_events(self, *events: Event) -> None:
        """Commit events that no built-in command makes."""
        self._publish(self._sealed(list(events), "service", f"own-{self.position.seq}", "server"))

    def replace_history(self, graph: Graph) -> None:
        """Load another graph: a new epoch, a reset, a snapshot."""
        self._begin(f"{self.position.epoch}'", graph)
        reset = encode(Reset(epoch=self.position.epoch, reason="a file was loaded"))
        for socket in self._sockets:
            socket.give(reset)
            socket.give(*self.snapshot())

    def lose_history(self) -> None:
        """Have another history of the same epoch and length, as a restored backup has."""
        last = self.position
        self.records[-1] = msgspec.structs.replace(self.records[-1], digest="0" * 32)
        self.position = Position(last.epoch, last.seq, "0" * 32)

    def say_again(self) -> None:
        """Send the last commit once more."""
        for socket in self._sockets:
            socket.give(self.records[-1].body)

    def tell(self, event: Event) -> None:
        """Tell everybody a passing event."""
        for socket in self._sockets:
            socket.give(encode_event(event))

    def snapshot(self) -> list[bytes]:
        """Return the graph in parts."""
        view, position = self.graph.view(), self.position
        cuts = range(0, max(len(view.nodes), 1), NODES_A_PART)
        parts = [view.nodes[start : start + NODES_A_PART] for start in cuts]
        return [
            encode(
                Snapshot(
                    part=number,
                    parts=len(parts),
                    epoch=position.epoch,
                    seq=position.seq,
                    digest=position.digest,
                    nodes=_columns(NodeColumns, nodes),
                    links=_columns(LinkColumns, view.links if number == len(parts) else []),
                    blueprint_types=view.blueprint_types if number == 1 else [],
                )
            )
            for number, nodes in enumerate(parts, 1)
        ]

    # what a server does

    def receive(self, socket: MemorySocket, text: bytes) -> None:
        op = OPS.decode(text)
        self.ops.append(op)
        self._arrivals.release()
        if self.is_silent:
            return
        match op:
            case Execute() | Undo() | Redo() if self.problems:
                self._answer(socket, op, error=self.problems.popleft())
            case Execute():
                self._execute(socket, op)
            case Undo() | Redo():
                self._reverse(socket, op)
            case Resync():
                socket.give(*self.snapshot())
            case Ping():
                socket.give(encode(Pong(id=op.id or None)))
            case Presence():
                self.tell(SessionPresence(clients=[_present(socket.client_id, op)]))

    def left(self, socket: MemorySocket) -> None:
        self._sockets.remove(socket)

    def _begin(self, epoch: str, graph: Graph) -> None:
        self.graph = graph
        self.dispatcher = Dispatcher(graph)
        self.records: list[CommitRecord] = []
        self.position = Position.start(epoch)
        self._answers: dict[str, Any] = {}

    def _welcome(self, socket: MemorySocket, query: Mapping[str, str]) -> None:
        since = int(query.get("since", -1))
        known = Position(query.get("epoch", ""), since, query.get("digest", ""))
        mode = self.mode or self._mode(known)
        position = self.position
        welcome = Welcome(
            session_id=self.session_id,
            epoch=position.epoch,
            seq=position.seq,
            digest=position.digest,
            client_id=socket.client_id,
            client_token=f"token-of-{socket.client_id}",
            mode=mode,
            protocol=self.protocol,
            server_version="0",
            settings=self.settings,
            limits=self.limits,
            clients=[Client(client_id=s.client_id) for s in self._sockets],
            role="editor",
        )
        after = {"replay": [r.body for r in self.records[max(since, 0) :]], "current": []}
        socket.give(encode(welcome))
        for message in after[mode] if mode in after else self.snapshot():
            socket.give(message)

    def _mode(self, known: Position) -> Mode:
        if known == self.position:
            return "current"
        starts = {Position.start(self.position.epoch)}
        starts |= {Position(self.position.epoch, r.seq, r.digest) for r in self.records}
        return "replay" if known in starts else "snapshot"

    def _execute(self, socket: MemorySocket, op: Execute) -> None:
        if op.command_id not in self._answers:
            try:
                self._commit(op.command_type, bytes(op.arguments), op.command_id, socket.client_id)
            except GraphSyncError as error:
                self._answer(socket, op, error=Problem.of(error))
                return
        self._answer(socket, op, result=self._answers[op.command_id])

    def _reverse(self, socket: MemorySocket, op: Undo | Redo) -> None:
        command_id = str(op.command_id)
        if command_id not in self._answers:
            try:
                self._commit_reversal(op, command_id, socket.client_id)
            except GraphSyncError as error:
                self._answer(socket, op, error=Problem.of(error))
                return
        self._answer(socket, op, result=self._answers[command_id])

    def _commit_reversal(self, op: Undo | Redo, command_id: str, client_id: str) -> None:
        direction: Literal["undo", "redo"] = "undo" if isinstance(op, Undo) else "redo"
        owner, step = self.dispatcher.next_step(direction, client_id)
        record = self.records[step.seq - 1]
        decision = self.dispatcher.reverse(
            direction,
            record.read_commit(),
            read_inverse(record.read_notes()),
            owner=owner,
            step=step,
            client_id=client_id,
            timestamp=NOW,
        )
        self._answers[command_id] = decision.notes.result
        self._publish(self._record(decision, command_id, client_id))

    def _commit(self, command_type: str, arguments: bytes, command_id: str, client: str) -> None:
        decision = self.dispatcher.execute(
            self._registry.decode(command_type, arguments),
            command_id=command_id,
            client_id=client,
            timestamp=NOW,
        )
        self._answers[command_id] = decision.notes.result
        self._publish(self._record(decision, command_id, client))

    def _record(self, decision: Decision, command_id: str, client_id: str) -> CommitRecord:
        return self._sealed(
            decision.events, decision.kind, command_id, client_id, decision=decision
        )

    def _sealed(
        self,
        events: list[Event],
        kind: Any,
        command_id: str,
        client_id: str,
        *,
        decision: Decision | None = None,
    ) -> CommitRecord:
        commit = Commit(
            seq=self.position.seq + 1,
            command_id=command_id,
            command_type=decision.command_type if decision else kind,
            kind=kind,
            actor=Actor(client_id=client_id),
            timestamp=NOW,
            events=[write_event(event) for event in events],
        )
        record = seal(commit, decision.notes if decision else CommitNotes(), self.position)
        self.position = Position(self.position.epoch, record.seq, record.digest)
        self.records.append(record)
        return record

    def _publish(self, record: CommitRecord) -> None:
        if self.lost_commits:
            self.lost_commits -= 1
            return
        for socket in self._sockets:
            socket.give(record.body)

    def _answer(
        self, socket: MemorySocket, op: Any, *, result: Any = None, error: Problem | None = None
    ) -> None:
        if self.cut_before_replies:
            self.cut_before_replies -= 1
            self.cut()
            return
        reply = Reply(id=op.id, ok=error is None)
        if error is None:
            reply.result = result
        else:
            reply.error = error
        socket.give(encode(reply))


def _columns(cls: Any, rows: list[Any]) -> Any:
    return cls(**{name: [getattr(row, name) for row in rows] for name in cls.__struct_fields__})


def _present(client_id: str, op: Presence) -> dict[str, Any]:
    said = {"name": op.name, "color": op.color}
    return {
        "client_id": client_id,
        **{key: value for key, value in said.items() if value is not UNSET},
    }
