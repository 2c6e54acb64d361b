"""`LiveNode`: a handle on a node that shows it as it is now, and writes by commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from ..domain.errors import BadRequest
from ..domain.events import NAME
from ..domain.graph import Link, Node
from .errors import UnknownNode
from .properties import Properties, own, properties_of

if TYPE_CHECKING:
    from .graph import SharedGraph
    from .reading import Reading

MAX_SHOWN = 5
MAX_LETTERS = 40


class LiveNode(msgspec.Struct, eq=False, gc=False):
    """A node of a shared graph, as it is at the moment of asking.

    Handles of the same node are equal, whichever client of its session they came from. One of a
    node that was removed raises `UnknownNode` when it is read. Writes are commands, durable when
    they return; on the asynchronous face handles only read.

    Attributes
    ----------
    graph
        The graph that it was taken from.
    node_id
        The id, which never changes.
    """

    graph: Reading
    node_id: str

    @property
    def name(self) -> str:
        """The name; setting it renames the node."""
        return self._now().name

    @property
    def blueprint_type_id(self) -> str:
        """The id of its blueprint type."""
        return self._now().blueprint_type_id

    @property
    def properties(self) -> Properties:
        """The properties as they are now; setting or deleting one in it changes the node."""
        return properties_of(self, self._now().properties)

    @property
    def exists(self) -> bool:
        """Whether the node is still in the graph."""
        return self.node_id in self.graph

    @property
    def children(self) -> list[LiveNode]:
        """The nodes that it links to."""
        return self.graph.children(self)

    @property
    def parents(self) -> list[LiveNode]:
        """The nodes that link to it."""
        return self.graph.parents(self)

    @property
    def links(self) -> list[Link]:
        """All its links, those from parents first."""
        return self.graph.links_of(self)

    def get(self, property_id: str, default: Any = None) -> Any:
        """Return a property, or `default` where it has none of that id."""
        return own(self._now().properties.get(property_id, default))

    def keys(self) -> list[str]:
        """Return the ids of its properties, so that `dict(node)` holds them all."""
        return list(self._now().properties)

    def update(self, values: Mapping[str, Any] | None = None, /, **more: Any) -> None:
        """Set several properties in one step of undo."""
        graph = self._writable()
        with graph.batch():
            for property_id, value in {**(values or {}), **more}.items():
                graph.set_property(self, property_id, value)

    def remove(self, *, cascade: bool = False) -> None:
        """Remove the node with its links; `cascade` takes the descendants that nothing else holds."""
        self._writable().remove_node(self, cascade=cascade)

    def __getitem__(self, property_id: str) -> Any:
        """Return a property, lists and dicts as copies; a `KeyError` names those that it has."""
        node = self._now()
        try:
            return own(node.properties[property_id])
        except KeyError:
            if property_id == NAME:
                return node.name
            raise KeyError(_no_property(node, property_id)) from None

    def __setitem__(self, property_id: str, value: Any) -> None:
        self._writable().set_property(self, property_id, value)

    def __delitem__(self, property_id: str) -> None:
        self._writable().delete_property(self, property_id)

    def __contains__(self, property_id: object) -> bool:
        return property_id in self._now().properties

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __setattr__(self, attribute: str, value: Any) -> None:
        if attribute != NAME:
            raise AttributeError(
                f"{attribute!r} cannot be set; properties are set by node[{attribute!r}] = …"
            )
        self._writable().rename(self, value)

    def __getattr__(self, attribute: str) -> NoReturn:
        raise AttributeError(
            f"a node has no attribute {attribute!r}; properties are read by node[{attribute!r}]"
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LiveNode):
            return NotImplemented
        return self.node_id == other.node_id and self.graph.session_id == other.graph.session_id

    def __hash__(self) -> int:
        return hash((self.graph.session_id, self.node_id))

    def __bool__(self) -> bool:
        return True  # though it can be iterated over, and may hold no property

    def __copy__(self) -> LiveNode:
        return self

    def __deepcopy__(self, memo: object) -> LiveNode:
        return self  # the same node; its graph has one connection and no copy

    def __repr__(self) -> str:
        node = self.graph._replica.graph.nodes.get(self.node_id)
        if node is None:
            return f"<node {self.node_id!r}, not in the graph>"
        named = "" if node.name == node.node_id else f" (node_id {_brief(node.node_id)})"
        return f"<{node.blueprint_type_id} {_brief(node.name)}{named}{_listed(node.properties)}>"

    def _repr_html_(self) -> str:
        from ..formats.cell_html import node_html

        return node_html(self._now())

    def _now(self) -> Node:
        try:
            return self.graph._replica.graph.nodes[self.node_id]
        except KeyError:
            raise UnknownNode(self.node_id) from None

    def _writable(self) -> SharedGraph:
        return self.graph._writable()


NodeRef = str | LiveNode
"""A node, by its id or by a handle."""


def id_in(session_id: str, node: NodeRef) -> str:
    """Return the id of a node of a session.

    Raises
    ------
    BadRequest
        `wrong-type` for what is neither an id nor a handle; `bad-value` for a handle on a node of
        another session.
    """
    if isinstance(node, str):
        return node
    if not isinstance(node, LiveNode):
        raise BadRequest(
            "wrong-type",
            f"a node is named by its id, a str, or by a handle; {node!r:.80} is neither",
        )
    if node.graph.session_id != session_id:
        raise BadRequest(
            "bad-value",
            f"node {node.node_id!r} is of session {node.graph.session_id!r}, not of "
            f"{session_id!r}; name a node of this session",
        )
    return node.node_id


def _no_property(node: Node, property_id: str) -> str:
    known = ", ".join(map(repr, sorted(node.properties)[:20])) or "none"
    return f"node {node.node_id!r} has no property {property_id!r}; it has {known}"


def _listed(properties: Mapping[str, Any]) -> str:
    shown = [key for key in properties if key[0] != "_"]
    parts = [f" {key}={_brief(properties[key])}" for key in shown[:MAX_SHOWN]]
    if len(shown) > MAX_SHOWN:
        parts.append(f" and {len(shown) - MAX_SHOWN} more")
    return ",".join(parts)


def _brief(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= MAX_LETTERS else f"{text[: MAX_LETTERS - 1]}…"
