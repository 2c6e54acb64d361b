"""Native JSON, read and checked as strictly as commands are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from ..domain.blueprints import BlueprintType
from ..domain.commands.blueprints import check_blueprint_type
from ..domain.commands.checks import (
    check_allowed_child,
    check_blueprint,
    check_id,
    check_name,
    check_node_properties,
    check_properties,
    check_quota,
    check_schema,
)
from ..domain.errors import GraphSyncError, TooLarge, Unprocessable
from ..domain.events import BlueprintDefined, NodeCreated, NodeLinked
from ..domain.graph import Graph, GraphView, Node, StructureName
from ..domain.limits import Limits
from ..domain.structure import check_structure
from .strictness import check_json


class NativeNode(msgspec.Struct, forbid_unknown_fields=True):
    """A node as it is written."""

    node_id: str
    name: str
    blueprint_type_id: str
    properties: dict[str, Any] = {}


class NativeLink(msgspec.Struct, forbid_unknown_fields=True):
    """A link as it is written."""

    parent_id: str
    child_id: str
    properties: dict[str, Any] = {}


class _NativeGraph(msgspec.Struct, forbid_unknown_fields=True):
    nodes: list[NativeNode]
    links: list[NativeLink]
    structure: StructureName = "dag"
    blueprint_types: list[BlueprintType] = []
    epoch: str = ""
    seq: int = 0
    digest: str = ""


_DECODER = msgspec.json.Decoder(_NativeGraph)


def read(data: bytes, *, limits: Limits, strict_blueprints: bool = False) -> GraphView:
    """Read a graph from native JSON.

    Raises
    ------
    TooLarge
        `too-large`: more bytes than `max_import_bytes`.
    TooMuch
        `quota-exceeded`: more nodes or links than a session may hold.
    GraphSyncError
        What a command would be refused for, with `details["at"]` (such as `nodes[3]`) saying
        where; `bad-graph` (`Unprocessable`) where it is no native graph at all.
    """
    check_size(data, limits)
    native = _decode(data)
    graph = Graph(native.structure, strict_blueprints=strict_blueprints, limits=limits)
    fill(graph, native.blueprint_types, native.nodes, native.links)
    return graph.view()


def check_size(data: bytes, limits: Limits) -> None:
    """Refuse more bytes than may be imported."""
    if len(data) > limits.max_import_bytes:
        raise TooLarge(
            "too-large",
            f"the graph takes {len(data)} bytes; at most {limits.max_import_bytes} are allowed",
            limit=limits.max_import_bytes,
        )


def fill(
    graph: Graph,
    types: Iterable[BlueprintType],
    nodes: Iterable[NativeNode],
    links: Iterable[NativeLink],
) -> None:
    """Put types, nodes and links into an empty graph, each checked; raises what `read` raises."""
    _each("blueprint_types", types, lambda item: _add_type(graph, item))
    _each("nodes", nodes, lambda item: _add_node(graph, item))
    _each("links", links, lambda item: _add_link(graph, item))
    check_structure(graph)


def _decode(data: bytes) -> _NativeGraph:
    try:
        return _DECODER.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Unprocessable("bad-graph", f"this is no native graph: {error}") from error
    except RecursionError as error:
        raise Unprocessable("bad-graph", "this is no native graph: nested too deep") from error


def _each(field: str, items: Iterable[Any], add: Callable[[Any], None]) -> None:
    for index, item in enumerate(items):
        with _at(f"{field}[{index}]"):
            add(item)


@contextmanager
def _at(where: str) -> Iterator[None]:
    try:
        yield
    except GraphSyncError as error:
        error.message = f"{where}: {error.message}"
        error.details["at"] = where
        raise


def _add_type(graph: Graph, item: BlueprintType) -> None:
    check_json(msgspec.to_builtins(item), graph.limits.max_json_depth)
    check_blueprint_type(graph, item)
    if item.blueprint_type_id in graph.blueprint_types:
        raise _twice("blueprint type", item.blueprint_type_id)
    graph.apply(BlueprintDefined(blueprint_type=item))


def _add_node(graph: Graph, item: NativeNode) -> None:
    check_quota("nodes", len(graph.nodes), graph.limits.max_nodes)
    check_json([item.node_id, item.name, item.blueprint_type_id], 2)
    check_json(item.properties, graph.limits.max_json_depth)
    check_id(graph, "node_id", item.node_id)
    if item.node_id in graph.nodes:
        raise _twice("node", item.node_id)
    check_name(graph, item.name)
    check_blueprint(graph, item.blueprint_type_id)
    check_node_properties(graph, item.properties)
    node = Node(item.node_id, item.name, item.blueprint_type_id, item.properties)
    check_schema(graph, node, item.properties)
    graph.apply(
        NodeCreated(
            node_id=node.node_id,
            name=node.name,
            blueprint_type_id=node.blueprint_type_id,
            properties=node.properties,
        )
    )


def _add_link(graph: Graph, item: NativeLink) -> None:
    check_quota("links", graph.link_count, graph.limits.max_links)
    check_json(item.properties, graph.limits.max_json_depth)
    for end in (item.parent_id, item.child_id):
        if end not in graph.nodes:
            raise Unprocessable("bad-graph", f"there is no node {end[:128]!r}", node_id=end[:128])
    if graph.has_link(item.parent_id, item.child_id):
        raise _twice("link", f"{item.parent_id} to {item.child_id}")
    check_properties(graph, item.properties)
    child_type_id = graph.nodes[item.child_id].blueprint_type_id
    check_allowed_child(graph, graph.nodes[item.parent_id], child_type_id)
    graph.apply(
        NodeLinked(parent_id=item.parent_id, child_id=item.child_id, properties=item.properties)
    )


def _twice(what: str, name: str) -> Unprocessable:
    return Unprocessable("bad-graph", f"{what} {name!r} is there twice; each may stand once")
