"""What both faces of a shared graph can be asked without a server: the replica."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any

from ..domain.blueprints import BlueprintType
from ..domain.commits import Position
from ..domain.graph import GraphView, Link, Node
from ..domain.settings import Settings
from ..formats.ordered import NOWHERE
from ..protocol import Client
from .errors import UnknownNode
from .replica import Replica
from .roster import Roster


class Reading:
    """Local reads, safe from any thread. They show everything that one has written oneself."""

    _replica: Replica
    _roster: Roster

    @property
    @abstractmethod
    def session_id(self) -> str:
        """The session's id."""

    @property
    def graph(self) -> GraphView:
        """The whole graph as it is now; later changes do not show in it."""
        return self._replica.view()

    @property
    def nodes(self) -> list[Node]:
        """All nodes as they are now."""
        with self._replica.lock:
            return list(self._replica.graph.nodes.values())

    @property
    def links(self) -> list[Link]:
        """All links as they are now."""
        with self._replica.lock:
            return list(self._replica.graph.links())

    @property
    def blueprint_types(self) -> dict[str, BlueprintType]:
        """The blueprint types by id, as they are now."""
        with self._replica.lock:
            return dict(self._replica.graph.blueprint_types)

    @property
    def settings(self) -> Settings:
        """Title, structure and strictness of the session."""
        return self._replica.settings

    @property
    def position(self) -> Position | None:
        """Where the replica stands; `None` for the moment between a reset and its snapshot."""
        return self._replica.position

    @property
    def clients(self) -> list[Client]:
        """Who is in the session, this client included."""
        return self._roster.clients()

    def children(self, node_id: str) -> list[Node]:
        """Return the nodes that a node links to; `UnknownNode` where there is no such node."""
        with self._replica.lock:
            self[node_id]
            graph = self._replica.graph
            return [graph.nodes[child_id] for child_id in graph.children(node_id)]

    def parents(self, node_id: str) -> list[Node]:
        """Return the nodes that link to a node; `UnknownNode` where there is no such node."""
        with self._replica.lock:
            self[node_id]
            graph = self._replica.graph
            return [graph.nodes[parent_id] for parent_id in graph.parents(node_id)]

    def to_svg(
        self,
        *,
        color_by: str | None = None,
        size_by: str | None = None,
        label_by: str | None = None,
    ) -> str:
        """Return a static picture of up to 2,000 nodes; above that, the counts in a sentence.

        The arguments name properties that decide on colour, size and label of the nodes, instead
        of type, number of links and name.
        """
        from ..formats import looks, svg

        mapping = looks.Mapping(color_by=color_by, size_by=size_by, label_by=label_by)
        written = svg.write(self.graph, title=self._heading(), mapping=mapping)
        return b"".join(written).decode()

    def to_text(self) -> str:
        """Return a table of the first 20 nodes, and how many there are."""
        from ..formats.table import table

        return table(self.graph, title=self._heading())

    def to_networkx(
        self, *, directed: bool = True, multigraph: bool = False, view_state: bool = False
    ) -> Any:
        """Return a NetworkX graph, a copy: ids are its keys, properties its attributes.

        Algorithms of NetworkX also take this graph itself: `nx.betweenness_centrality(g)`.

        Parameters
        ----------
        directed
            Otherwise links lose their direction; two that run both ways become one.
        multigraph
            Whether links that came of several edges become several again.
        view_state
            Whether to include the properties whose id begins with `_`, such as positions.

        Raises
        ------
        ImportError
            NetworkX is not installed.
        """
        from ..formats.networkx_graphs import to_networkx

        return to_networkx(
            self.graph,
            position=self.position or NOWHERE,
            directed=directed,
            multigraph=multigraph,
            view_state=view_state,
        )

    def to_pandas(self, *, view_state: bool = False) -> tuple[Any, Any]:
        """Return two DataFrames, of nodes and of links, with a column for each property.

        A table cannot tell a property that is `null` from one that is not there.
        """
        from ..formats.frames import to_pandas

        return to_pandas(self.graph, view_state=view_state)

    def to_rustworkx(self, *, view_state: bool = False) -> Any:
        """Return a rustworkx `PyDiGraph`; its nodes are dicts, with the id as `node_id`."""
        from ..formats.rustworkx_graphs import to_rustworkx

        return to_rustworkx(self.graph, view_state=view_state)

    def export(self, path: str | Path, *, view_state: bool | None = None) -> Path:
        """Write the graph to a file of this machine; return its path.

        The name's ending says the format: `.graphsync` (our own), `.json` (node-link), `.graphml`,
        `.gexf`, `.zip` (nodes.csv and links.csv), `.svg` and `.html` (pictures).

        Parameters
        ----------
        view_state
            Whether to include the properties whose id begins with `_`; by default where the
            format is our own or a picture.

        Raises
        ------
        ValueError
            Another ending.
        OSError
            It cannot be written.
        """
        from ..formats.to_files import write_file

        position = self.position or NOWHERE
        return write_file(
            path, self.graph, position=position, title=self._heading(), view_state=view_state
        )

    __networkx_backend__ = "graphsync"
    """How NetworkX knows who takes its algorithms' calls."""

    def frozen_networkx(self) -> Any:
        """Return what `to_networkx` does, frozen; the same object until the graph changes."""
        position, known = self.__dict__.get("_frozen", (None, None))
        if known is None or position != self.position:
            from ..formats.networkx_graphs import frozen

            with self._replica.lock:
                position, view = self.position, self._replica.view()
            known = frozen(view)
            self.__dict__["_frozen"] = position, known
        return known

    def get(self, node_id: str, default: Any = None) -> Any:
        """Return a node, or `default` where there is none."""
        return self._replica.graph.nodes.get(node_id, default)

    def __getitem__(self, node_id: str) -> Node:
        """Return a node; `UnknownNode` (a `KeyError`) where there is none."""
        try:
            return self._replica.graph.nodes[node_id]
        except KeyError:
            raise UnknownNode(node_id) from None

    def __contains__(self, node_id: object) -> bool:
        return node_id in self._replica.graph.nodes

    def __len__(self) -> int:
        return len(self._replica.graph.nodes)

    def _heading(self) -> str:
        return self.settings.title or self.session_id
