"""A copy of a session's graph, kept by the same `Graph.apply` as the server's."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import UNSET

from ..domain.commits import Commit, Position, graph_events
from ..domain.events import CommandExecuted, ProjectLoaded
from ..domain.graph import Graph, GraphView, Link, Node
from ..domain.settings import Settings
from ..protocol import LinkColumns, NodeColumns, Snapshot
from .names import NameIndex

UPDATE_SETTINGS = "update-settings"


class OutOfStep(Exception):
    """A commit does not follow what the replica holds; only a snapshot helps."""


class Replica:
    """The graph at one position of one history.

    One thread writes; any thread may read. `lock` is held while a commit is applied, so whoever
    takes it sees whole commits only; a single look-up needs no lock.

    Attributes
    ----------
    position
        Where the replica stands; `None` before the first snapshot, and after a reset.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.graph = Graph()
        self.settings = Settings()
        self.position: Position | None = None
        self._names: tuple[Graph, NameIndex] | None = None

    def begin(self, settings: Settings, epoch: str) -> None:
        """Stand before the first commit of a history, with an empty graph."""
        with self.lock:
            self.graph = Graph()
            self._set(settings)
            self.position = Position.start(epoch)

    def load(self, parts: list[Snapshot]) -> None:
        """Take over a snapshot; nothing of the former graph is left."""
        first = parts[0]
        view = GraphView(
            structure=self.settings.structure,
            strict_blueprints=self.settings.strict_blueprints,
            nodes=[node for part in parts for node in _nodes(part.nodes)],
            links=[link for part in parts for link in _links(part.links)],
            blueprint_types=[type_ for part in parts for type_ in part.blueprint_types],
        )
        graph = Graph.from_view(view)
        with self.lock:
            self.graph = graph
            self.position = Position(first.epoch, first.seq, first.digest)

    def forget(self) -> None:
        """Know no history any more; the graph stays readable until a snapshot replaces it."""
        self.position = None

    def apply(self, commit: Commit) -> bool:
        """Apply a commit; tell whether it was new.

        Raises
        ------
        OutOfStep
            Commits are missing before it, or it does not fit the graph.
        """
        position = self.position
        if position is None or commit.seq > position.seq + 1:
            raise OutOfStep(f"commit {commit.seq} does not follow {position}")
        if commit.seq <= position.seq:
            return False
        with self.lock:
            try:
                self._apply_events(commit)
            except (KeyError, msgspec.ValidationError) as error:
                raise OutOfStep(f"commit {commit.seq} does not fit the graph: {error!r}") from error
            self.position = Position(position.epoch, commit.seq, commit.digest)
        return True

    def ids_named(self, name: str) -> list[str]:
        """Return the ids of the nodes of a name; the first call looks at all nodes."""
        with self.lock:
            if self._names is None or self._names[0] is not self.graph:
                self._names = self.graph, NameIndex(self.graph)
            return self._names[1].ids(name)

    def view(self) -> GraphView:
        """Return the graph as it is now; later commits do not show in it."""
        with self.lock:
            return self.graph.view()

    def set(self, settings: Settings) -> None:
        """Take over the session's settings."""
        with self.lock:
            self._set(settings)

    def _set(self, settings: Settings) -> None:
        self.settings = settings
        self.graph.structure = settings.structure
        self.graph.strict_blueprints = settings.strict_blueprints

    def _apply_events(self, commit: Commit) -> None:
        known = self._names
        names = known[1] if known is not None and known[0] is self.graph else None
        for event in graph_events(commit):
            if names is not None:
                names.follow(event)
            self.graph.apply(event)
        for event in commit.events:
            if isinstance(event, ProjectLoaded):
                self._take_project(event)
            elif isinstance(event, CommandExecuted) and event.command_type == UPDATE_SETTINGS:
                self._update_settings(event)

    def _update_settings(self, event: CommandExecuted) -> None:
        if event.result is not UNSET:
            merged = {**msgspec.to_builtins(self.settings), **event.result}
            self._set(msgspec.convert(merged, Settings))

    def _take_project(self, event: ProjectLoaded) -> None:
        # A large graph came as a snapshot before; the event then holds its counts. Whoever
        # listens gets the whole either way.
        if "nodes" in event.graph:
            self._replace(event.graph)
        else:
            event.graph = native(self.graph)

    def _replace(self, graph: dict[str, Any]) -> None:
        whole = {"strict_blueprints": self.settings.strict_blueprints, **graph}
        self.graph = Graph.from_view(msgspec.convert(whole, GraphView))
        structure = self.graph.structure
        self.settings = msgspec.structs.replace(self.settings, structure=structure)


def native(graph: Graph) -> dict[str, Any]:
    """Return a graph in the native form of files and REST, without position."""
    view: dict[str, Any] = msgspec.to_builtins(graph.view())
    del view["strict_blueprints"]
    return view


def _nodes(columns: NodeColumns) -> Iterable[Node]:
    return map(Node, columns.node_id, columns.name, columns.blueprint_type_id, columns.properties)


def _links(columns: LinkColumns) -> Iterable[Link]:
    return map(Link, columns.parent_id, columns.child_id, columns.properties)
