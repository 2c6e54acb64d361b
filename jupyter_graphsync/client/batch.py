"""Collects commands, to be sent as one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from ..domain.commands.base import Command
from ..domain.commands.batch import BatchCommand
from ..domain.errors import BadRequest, GraphSyncError


class Batch:
    """The commands of one `with g.batch():`, for one graph.

    Attributes
    ----------
    name
        What its author calls it; told in errors, and nowhere else.
    commands
        What has been asked for so far.
    result
        The list of results once it is durable; `None` before.
    """

    def __init__(self, graph: object, outer: Batch | None, name: str = "") -> None:
        self.name = name
        self.commands: list[Command] = []
        self.result: list[Any] | None = None
        self._graph = graph
        self._outer = outer

    def add(self, command: Command) -> Any:
        """Take a command in and return the result it will have, its ids chosen here."""
        if isinstance(command, BatchCommand):
            return [self.add(inner) for inner in command.commands]
        command = command.with_ids(str(uuid.uuid4()))
        self.commands.append(command)
        return command.result()

    def __repr__(self) -> str:
        named = f" {self.name!r}" if self.name else ""
        return f"<Batch{named}: {len(self.commands)} commands>"

    def told(self, error: GraphSyncError) -> GraphSyncError:
        """Return the error that refused the batch, with the batch's name in its sentence."""
        if self.name and error.message:
            error.message = f"batch {self.name!r}: {error.message}"
            error.args = (error.message,)
        return error

    def of(self, graph: object) -> Batch | None:
        """Return the innermost open batch of a graph."""
        if self._graph is graph:
            return self
        return self._outer.of(graph) if self._outer is not None else None


# One for each thread and task, so that what another one does meanwhile stays out of the batch.
_OPEN: ContextVar[Batch | None] = ContextVar("jupyter_graphsync_batch", default=None)


def open_batch(graph: object) -> Batch | None:
    """Return the batch of `graph` that this thread or task has open."""
    innermost = _OPEN.get()
    return innermost.of(graph) if innermost is not None else None


@contextmanager
def collecting(graph: object, name: str = "") -> Iterator[Batch]:
    """Collect what this thread or task asks of `graph`."""
    batch = Batch(graph, _OPEN.get(), name)
    token = _OPEN.set(batch)
    try:
        yield batch
    finally:
        _OPEN.reset(token)


def refuse_in_batch(graph: object, what: str) -> None:
    """Refuse what takes effect at once and so cannot stand in a batch."""
    if open_batch(graph) is not None:
        raise BadRequest("bad-value", f"{what} cannot be part of a batch; do it after the batch")
