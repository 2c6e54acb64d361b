"""What both faces of a shared graph can be asked without a server: the replica."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..domain.blueprints import BlueprintType
from ..domain.commits import Position
from ..domain.graph import GraphView, Link
from ..domain.settings import Moment, Settings
from ..formats.ordered import NOWHERE
from ..protocol import Client
from .errors import AmbiguousName, ReadOnly, UnknownNode
from .finding import Finder
from .live_node import LiveNode, NodeRef, id_in
from .replica import Replica
from .roster import Roster

if TYPE_CHECKING:
    from .graph import SharedGraph


class Reading:
    """Local reads, safe from any thread. They show everything that one has written oneself."""

    _replica: Replica
    _roster: Roster
    _handle: type[LiveNode] = LiveNode

    @property
    @abstractmethod
    def session_id(self) -> str:
        """The session's id."""

    @property
    def graph(self) -> GraphView:
        """The whole graph as it is now; later changes do not show in it."""
        return self._replica.view()

    @property
    def nodes(self) -> list[LiveNode]:
        """Handles on all nodes that there are now."""
        with self._replica.lock:
            return list(map(self._handle, repeat(self), self._replica.graph.nodes))

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

    def moments(self) -> list[Moment]:
        """Return the moments of the history that somebody named, oldest first."""
        return list(self._replica.settings.moments)

    @property
    def clients(self) -> list[Client]:
        """Who is in the session, this client included."""
        return self._roster.clients()

    def children(self, node: NodeRef) -> list[LiveNode]:
        """Return the nodes that a node links to; `UnknownNode` where there is no such node."""
        node_id = self[node].node_id
        with self._replica.lock:
            return list(map(self._handle, repeat(self), self._replica.graph.children(node_id)))

    def parents(self, node: NodeRef) -> list[LiveNode]:
        """Return the nodes that link to a node; `UnknownNode` where there is no such node."""
        node_id = self[node].node_id
        with self._replica.lock:
            return list(map(self._handle, repeat(self), self._replica.graph.parents(node_id)))

    def links_of(self, node: NodeRef) -> list[Link]:
        """Return all links of a node, those from parents first."""
        node_id = self[node].node_id
        with self._replica.lock:
            return self._replica.graph.incident(node_id)

    def find(
        self,
        *,
        blueprint: str | None = None,
        name: str | Callable[[str], Any] | None = None,
        properties: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> list[LiveNode]:
        """Return the nodes that have all that is asked for.

        Parameters
        ----------
        blueprint
            The id of their blueprint type.
        name
            Their name, or a function that says of a name whether it is meant.
        properties, more
            By property id a value, or a function that says of a value whether it is meant. A node
            without that property is never meant.
        """
        finder = Finder(blueprint, name, {**(properties or {}), **more})
        with self._replica.lock:
            known = list(self._replica.graph.nodes.values())
        return [self._handle(self, node.node_id) for node in known if finder.means(node)]

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

    def get(self, node: NodeRef, default: Any = None) -> Any:
        """Return what `graph[node]` does, or `default` where there is none."""
        try:
            return self[node]
        except UnknownNode:
            return default

    def __getitem__(self, node: NodeRef) -> LiveNode:
        """Return a node by its id, or by its name where no node has that id.

        Raises
        ------
        UnknownNode
            There is none; a `KeyError` as well.
        AmbiguousName
            Several nodes have that name; a `KeyError` as well.
        """
        if node in self._replica.graph.nodes:
            return self._handle(self, node)  # type: ignore[arg-type]  # ids are str
        return self._look_up(node)

    def __contains__(self, node: object) -> bool:
        """Tell whether a node is there, by its id or a handle; names do not count."""
        node_id = node.node_id if isinstance(node, LiveNode) else node
        return node_id in self._replica.graph.nodes

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids of the nodes, as NetworkX does; `nodes` has the nodes."""
        with self._replica.lock:
            return iter(list(self._replica.graph.nodes))

    def __len__(self) -> int:
        return len(self._replica.graph.nodes)

    def _repr_html_(self) -> str:
        from ..formats.cell_html import graph_html

        view = self.graph
        return graph_html(view, title=self._heading(), picture=self.to_svg())

    def _look_up(self, node: NodeRef) -> LiveNode:
        if isinstance(node, LiveNode):
            return self[id_in(self.session_id, node)]
        found = self._replica.ids_named(node)
        if not found:
            raise UnknownNode(node)
        if len(found) > 1:
            raise AmbiguousName(node, found)
        return self._handle(self, found[0])

    def _writable(self) -> SharedGraph:
        """Return the graph by whose verbs handles write."""
        raise ReadOnly("use `gs.connect` to change a graph")

    def _heading(self) -> str:
        return self.settings.title or self.session_id
