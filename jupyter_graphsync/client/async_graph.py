"""`AsyncSharedGraph`: a live graph for asyncio."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from ..domain.commands.base import Command
from ..domain.commands.batch import BatchCommand
from ..domain.errors import BadRequest, GraphSyncError, Unprocessable
from ..domain.plain import plain
from ..protocol import Execute, Presence, Redo, Scope, Undo
from .address import session_path
from .backoff import Timing
from .batch import Batch, collecting, open_batch, refuse_in_batch
from .connection import Connection
from .editing import Editing
from .errors import ReadOnly
from .follower import Follower
from .frames import read_path
from .going_back import GoingBack
from .listening import Listening
from .me import Me
from .reading import Reading
from .replica import Replica
from .roster import Roster
from .transport import Transport

if TYPE_CHECKING:
    from .graph import SharedGraph

WRITE_SECONDS = 60.0


class AsyncSharedGraph(Reading, Editing, Listening, GoingBack):
    """A shared graph, live: local reads, and writes that are awaited.

    Made by `await gs.aconnect(…)`; use it in that event loop. `async with` closes it.
    """

    def __init__(
        self,
        session_id: str,
        transport: Transport,
        *,
        timeout: float = WRITE_SECONDS,
        timing: Timing | None = None,
    ) -> None:
        super().__init__()
        self._replica = Replica()
        self._roster = Roster()
        self._chosen = Presence()
        self._follower = Follower(self._replica, self._roster, self._hub)
        self._transport = transport
        self._timeout = timeout
        self._connection = Connection(
            session_id, transport, self._follower, timing=timing or Timing()
        )

    async def open(self, *, name: str | None = None) -> None:
        """Connect, and wait for the graph; `name` is what the others see.

        Raises
        ------
        GraphSyncError
            Nobody answers, or the server refuses.
        """
        if name is not None:
            self.me.name = name
        await self._connection.start(self._timeout)

    @property
    def session_id(self) -> str:
        """The session's id."""
        return self._connection.session_id

    @property
    def client_id(self) -> str:
        """Id of this client in `clients` and as actor; it stays the same over reconnects."""
        return self._follower.client_id

    @property
    def me(self) -> Me:
        """Who this client is to the others; its `name` and `color` may be set."""
        return Me(self.client_id, self._roster, self._chosen, self._connection.present)

    @property
    def can_undo(self) -> bool:
        """Whether this client has a step to take back.

        As far as it can know: work that it did before the connection was lost for long may be
        missing, and one step may turn out to be no longer possible. `undo` asks the server.
        """
        return self._follower.steps.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether this client has a step to do again; see `can_undo`."""
        return self._follower.steps.can_redo

    async def present(self) -> None:
        """Tell the others what name and colour this client has chosen."""
        self._connection.present(self._chosen)

    @property
    def transport(self) -> Transport:
        """The way to the graph's server, with this client's credential."""
        return self._transport

    @property
    def connected(self) -> bool:
        """Whether the replica follows the server now; else it shows what was known last."""
        return self._connection.is_live

    @property
    def ended(self) -> GraphSyncError | None:
        """Why the connection is over for good: closed here, or the session is gone.

        `None` while it is live, or tries to come back.
        """
        return self._connection.ended

    async def execute(self, command: Command) -> Any:
        """Execute any command, third parties' included; return its result."""
        batch = open_batch(self)
        if batch is not None:
            return batch.add(command)
        command_id = str(uuid.uuid4())
        return await self._ask(
            Execute(
                id=command_id,
                command_id=command_id,
                command_type=command.command_type,
                arguments=_encoded(command),
            )
        )

    @asynccontextmanager
    async def batch(self, name: str = "") -> AsyncIterator[Batch]:
        """Send what is asked for inside as one command: all or nothing, one step of undo.

        On an exception inside, nothing is sent. A batch inside a batch is part of the outer one.
        `name` stands in the error where the batch is refused; others do not see it.
        """
        outer = open_batch(self)
        if outer is not None:
            yield outer
            return
        with collecting(self, name) as batch:
            yield batch
        await self.send_batch(batch)

    async def send_batch(self, batch: Batch) -> None:
        """Send a collected batch; an empty one is not sent."""
        if not batch.commands:
            batch.result = []
            return
        limit = self._follower.limits.max_batch_commands
        if len(batch.commands) > limit:
            raise Unprocessable(
                "too-many",
                f"{batch!r} holds more than {limit} commands; make several batches, or begin a "
                "session with the whole graph, as `gs.from_networkx` does",
                limit=limit,
            )
        try:
            batch.result = await self.execute(BatchCommand(commands=batch.commands))
        except GraphSyncError as error:
            raise batch.told(error) from None

    async def undo(self, *, scope: Scope = "mine", force: bool = False) -> dict[str, Any]:
        """Take back the last command of this client, or with `scope="session"` of anybody.

        Returns
        -------
        dict
            `applied`, and `skipped`: what another client has changed since and keeps.

        Raises
        ------
        Clash
            `nothing-to-undo`, or `undo-conflict`; `force` writes over the others' work.
        """
        refuse_in_batch(self, "undo")
        command_id = str(uuid.uuid4())
        op = Undo(id=command_id, command_id=command_id, scope=scope, force=force)
        undone: dict[str, Any] = await self._ask(op)
        return undone

    async def redo(self, *, scope: Scope = "mine", force: bool = False) -> dict[str, Any]:
        """Do again what was undone last; returns and raises as `undo` does."""
        refuse_in_batch(self, "redo")
        command_id = str(uuid.uuid4())
        op = Redo(id=command_id, command_id=command_id, scope=scope, force=force)
        redone: dict[str, Any] = await self._ask(op)
        return redone

    async def save(self, path: str | None = None, *, force: bool = False) -> str:
        """Save the graph to its `.graphsync` file on the server, or to another; return its path.

        Raises
        ------
        BadRequest
            `bad-path`: the session has no file yet, and none is named.
        Clash
            `file-changed`: somebody else wrote the file since. `exists`: there is another file of
            that name. With `force` it is written over.
        """
        refuse_in_batch(self, "save")
        answer = await self._transport.request(
            "POST", session_path(self.session_id, "/save"), {"path": path, "force": force}
        )
        return read_path(answer)

    async def close(self) -> None:
        """Leave the session; the replica stays readable. Closing twice is no error."""
        await self._connection.close()
        await self.end_callbacks()

    async def __aenter__(self) -> AsyncSharedGraph:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return describe(self, type(self).__name__)

    def _writable(self) -> SharedGraph:
        raise ReadOnly("write by the verbs, such as `await g.set_property(node, 'x', 1)`")

    async def _ask(self, op: Execute | Undo | Redo) -> Any:
        return await self._connection.ask(op, seconds=self._timeout)


def describe(graph: AsyncSharedGraph, kind: str) -> str:
    """Return the `repr` of a shared graph."""
    position = graph.position
    state = "live" if graph.connected else "not connected"
    seq = f" at {position.seq}" if position is not None else ""
    link_count = graph._replica.graph.link_count
    return f"<{kind} {graph.session_id!r}: {len(graph)} nodes, {link_count} links, {state}{seq}>"


def _encoded(command: Command) -> msgspec.Raw:
    try:
        arguments = command.arguments()
    except TypeError as error:
        raise BadRequest("wrong-type", f"{command.command_type} cannot be sent: {error}") from error
    return msgspec.Raw(msgspec.json.encode(plain(arguments)))
