"""What can go wrong between a client and its server, beside what the server answers.

GraphSyncError (`domain.errors`)
├── NoServer             no-server              no Jupyter server was found
├── CannotConnect        cannot-connect         it does not answer, or is no graph server
├── ConnectionEnded      connection-ended       over for good: closed here, or a close code ≥ 4500
├── EventsLost           events-lost            a reader of events fell too far behind
├── NotFound
│   └── UnknownNode      unknown-node           of a local read; a `KeyError` as well
├── AmbiguousName        ambiguous-name         several nodes have it; a `KeyError` as well
├── ReadOnly             read-only              written to by a handle that only reads
└── Unavailable
    └── OutcomeUnknown   outcome-unknown        no answer in time; a `TimeoutError` as well

What the server refuses is raised as the class of its code, see `domain.errors`.
"""

from __future__ import annotations

from ..domain.errors import Forbidden, GraphSyncError, NotFound, Unavailable


class NoServer(GraphSyncError, ConnectionError):
    """No running Jupyter server could be found, or too many."""

    def __init__(self, message: str) -> None:
        super().__init__("no-server", message)


class CannotConnect(GraphSyncError, ConnectionError):
    """The server does not answer, or what answers is no graph server."""

    retry = True

    def __init__(self, message: str) -> None:
        super().__init__("cannot-connect", message)


class ConnectionEnded(GraphSyncError, ConnectionError):
    """The connection is over and does not come back.

    Attributes
    ----------
    close_code
        The WebSocket close code; 1000 where it was closed here.
    """

    def __init__(self, message: str, *, close_code: int = 1000) -> None:
        super().__init__("connection-ended", message, close_code=close_code)
        self.close_code = close_code


class EventsLost(GraphSyncError):
    """A reader of events fell further behind than is kept for it."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            "events-lost",
            f"more than {limit} events waited to be read and were dropped; "
            "look at the graph, and read events faster",
            limit=limit,
        )


class UnknownNode(NotFound, KeyError):
    """A local read names a node that is not there."""

    def __init__(self, node_id: str) -> None:
        super().__init__(
            "unknown-node", f"there is no node {node_id!r} in the graph", node_id=node_id
        )

    def __str__(self) -> str:
        return self.message


class AmbiguousName(GraphSyncError, KeyError):
    """A local read names a node by a name that several nodes have."""

    def __init__(self, name: str, node_ids: list[str]) -> None:
        shown = ", ".join(map(repr, node_ids[:10]))
        more = f" and {len(node_ids) - 10} more" if len(node_ids) > 10 else ""
        super().__init__(
            "ambiguous-name",
            f"{len(node_ids)} nodes are named {name!r}; choose one by its id: {shown}{more}",
            node_ids=node_ids,
        )

    def __str__(self) -> str:
        return self.message


class ReadOnly(Forbidden, TypeError):
    """A handle was written to, and its graph is one that is only read here."""

    def __init__(self, instead: str) -> None:
        super().__init__("read-only", f"this graph is only read; {instead}")


class OutcomeUnknown(Unavailable, TimeoutError):
    """The server has not answered in time.

    The command was sent. It goes out again, under the same `command_id`, as soon as the server
    is back, so it takes effect once or not at all.

    Attributes
    ----------
    command_id
        Under which `history` may show it later.
    """

    def __init__(self, command_id: str, seconds: float) -> None:
        super().__init__(
            "outcome-unknown",
            f"the server has not answered within {seconds:g} s, so it is unknown whether the "
            "command took effect; it will be sent again under the same id when the server is back",
            command_id=command_id,
        )
        self.command_id = command_id
