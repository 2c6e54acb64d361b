"""A graph that several people edit, with its commits kept as a log keeps them."""

from __future__ import annotations

from typing import Any

import msgspec

from jupyter_graphsync.domain.commands import BUILT_IN, Command, CommandRegistry
from jupyter_graphsync.domain.commits import (
    Actor,
    Commit,
    CommitRecord,
    Kind,
    Position,
    read_inverse,
    seal,
    write_event,
)
from jupyter_graphsync.domain.dispatcher import Decision, Dispatcher
from jupyter_graphsync.domain.graph import Graph
from jupyter_graphsync.domain.history import History

REGISTRY = CommandRegistry(BUILT_IN)
TIMESTAMP = "2026-01-02T03:04:05.000006Z"


class Editing:
    """A dispatcher whose every decision is sealed, and taken from its sealed form to be undone."""

    def __init__(
        self, structure: str = "dag", *, max_touches: int = 100_000, **options: Any
    ) -> None:
        self.graph = Graph(structure, **options)  # type: ignore[arg-type]
        self.max_touches = max_touches
        history = History(max_touches=max_touches)
        self.dispatcher = Dispatcher(self.graph, history)
        self.position = Position.start("epoch")
        self.log: list[CommitRecord] = []

    def do(self, who: str, command_type: str, *, kind: Kind = "do", **arguments: Any) -> Decision:
        """Execute a command that came over the wire."""
        command = REGISTRY.decode(command_type, msgspec.json.encode(arguments))
        return self.execute(who, command, kind=kind)

    def execute(self, who: str, command: Command, *, kind: Kind = "do") -> Decision:
        """Execute a command."""
        command_id = f"c{self.dispatcher.seq + 1}"
        decision = self.dispatcher.execute(
            command, command_id=command_id, client_id=who, timestamp=TIMESTAMP, kind=kind
        )
        return self._keep(decision, command_id)

    def undo(self, who: str, *, session: bool = False, force: bool = False) -> Decision:
        """Take back the last command of `who`, or of the session."""
        return self._reverse("undo", who, session=session, force=force)

    def redo(self, who: str, *, session: bool = False, force: bool = False) -> Decision:
        """Do again what was undone last."""
        return self._reverse("redo", who, session=session, force=force)

    def replayed(self) -> Dispatcher:
        """Return another dispatcher that was given all the commits."""
        other = Dispatcher(
            Graph(self.graph.structure, limits=self.graph.limits),
            History(max_touches=self.max_touches),
        )
        for record in self.log:
            other.replay(record.read_commit(), record.read_notes())
        return other

    def _reverse(self, direction: Any, who: str, *, session: bool, force: bool) -> Decision:
        owner, step = self.dispatcher.next_step(direction, None if session else who)
        record = self.log[step.seq - 1]
        decision = self.dispatcher.reverse(
            direction,
            record.read_commit(),
            read_inverse(record.read_notes()),
            owner=owner,
            step=step,
            client_id=who,
            timestamp=TIMESTAMP,
            force=force,
        )
        return self._keep(decision, f"c{self.dispatcher.seq}")

    def _keep(self, decision: Decision, command_id: str) -> Decision:
        commit = Commit(
            seq=self.dispatcher.seq,
            command_id=command_id,
            command_type=decision.command_type,
            kind=decision.kind,
            actor=Actor(client_id=decision.client_id),
            timestamp=TIMESTAMP,
            events=[write_event(event) for event in decision.events],
        )
        record = seal(commit, decision.notes, self.position)
        self.position = Position("epoch", record.seq, record.digest)
        self.log.append(record)
        return decision


def content(graph: Graph) -> Any:
    """Return all that a graph holds as plain JSON values, in one order; `true` is not 1 in it."""
    view = graph.view()
    return msgspec.json.encode(
        {
            "structure": view.structure,
            "nodes": sorted(view.nodes, key=lambda node: node.node_id),
            "links": sorted(view.links, key=lambda link: (link.parent_id, link.child_id)),
            "blueprint_types": sorted(
                view.blueprint_types, key=lambda found: found.blueprint_type_id
            ),
        },
        order="sorted",
    )


def memory(dispatcher: Dispatcher) -> Any:
    """Return all that a dispatcher knows of who did what, as plain values."""
    state = dispatcher.history.state()
    return (
        dispatcher.seq,
        msgspec.to_builtins(state.stacks),
        {cell: msgspec.to_builtins(touches) for cell, touches in state.touches},
        state.horizon,
    )


def names(decision: Decision) -> list[str]:
    """Return the names of a decision's events, in order."""
    return [event.event for event in decision.events]
