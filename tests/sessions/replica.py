"""A copy of a session's graph that believes nothing: every breach of the protocol raises."""

from __future__ import annotations

from typing import Any

import msgspec

from jupyter_graphsync.domain.commits import Position, graph_events, read_commit
from jupyter_graphsync.domain.graph import Graph, GraphView, Link, Node
from jupyter_graphsync.protocol import Snapshot

_SNAPSHOT = msgspec.json.Decoder(Snapshot)


class Replica:
    """The graph at one position, kept by `Graph.apply` alone.

    Attributes
    ----------
    position
        `None` while the history is unknown: before a snapshot, and after a reset.
    """

    def __init__(self) -> None:
        self.graph = Graph()
        self.position: Position | None = None
        self.head: Position | None = None
        self._parts: list[Snapshot] = []

    def take(self, kind: str, text: bytes) -> None:
        """Take a message; those that do not concern the graph are passed over."""
        if kind == "welcome":
            self._welcome(msgspec.json.decode(text))
        elif kind == "reset":
            self.position, self._parts = None, []
        elif kind == "snapshot":
            self._snapshot(_SNAPSHOT.decode(text))
        elif kind == "commit":
            self._commit(text)

    def _welcome(self, welcome: dict[str, Any]) -> None:
        self.head = Position(welcome["epoch"], welcome["seq"], welcome["digest"])
        self._parts = []
        if welcome["mode"] == "snapshot":
            self.position = None
        elif welcome["mode"] == "current":
            assert self.position == self.head
        else:
            if self.position is None:
                self.position = Position.start(self.head.epoch)
            assert self.position.epoch == self.head.epoch

    def _snapshot(self, part: Snapshot) -> None:
        assert part.part == len(self._parts) + 1 <= part.parts
        self._parts.append(part)
        if part.part < part.parts:
            return
        parts, self._parts = self._parts, []
        self.graph = Graph.from_view(_view(parts))
        self.position = Position(part.epoch, part.seq, part.digest)

    def _commit(self, text: bytes) -> None:
        commit = read_commit(text)
        position = self.position
        assert position is not None, f"commit {commit.seq} came before a snapshot"
        assert commit.seq == position.seq + 1, f"commit {commit.seq} came at {position}"
        for event in graph_events(commit):
            self.graph.apply(event)
        self.position = Position(position.epoch, commit.seq, commit.digest)


def _view(parts: list[Snapshot]) -> GraphView:
    nodes, links = [part.nodes for part in parts], [part.links for part in parts]
    return GraphView(
        structure="graph",
        strict_blueprints=False,
        nodes=[
            Node(*row)
            for part in nodes
            for row in zip(
                part.node_id, part.name, part.blueprint_type_id, part.properties, strict=True
            )
        ],
        links=[
            Link(*row)
            for part in links
            for row in zip(part.parent_id, part.child_id, part.properties, strict=True)
        ],
        blueprint_types=[type_ for part in parts for type_ in part.blueprint_types],
    )
