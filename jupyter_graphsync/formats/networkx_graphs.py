"""To and from NetworkX."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ..domain.blueprints import BlueprintType
from ..domain.commits import Position
from ..domain.errors import BadRequest
from ..domain.graph import GraphView, StructureName
from .attributed import nodes_with_attributes, own
from .intake import EDGES, Intake
from .needed import needed
from .ordered import NOWHERE

GAP = 120.0
"""Pixels that a node of a layout of NetworkX gets in each direction, on average."""


def to_networkx(
    view: GraphView,
    *,
    position: Position = NOWHERE,
    directed: bool = True,
    multigraph: bool = False,
    view_state: bool = False,
) -> Any:
    """Return a NetworkX graph with the same ids; attributes are `name`, the type, the properties.

    Parameters
    ----------
    directed
        Otherwise links lose their direction; two that run both ways become one.
    multigraph
        Whether links that stand for several edges become several again.
    view_state
        Whether to include the properties whose id begins with `_`.

    Raises
    ------
    ImportError
        NetworkX is not installed.
    """
    networkx = needed("networkx")
    kinds = {
        (True, False): networkx.DiGraph,
        (True, True): networkx.MultiDiGraph,
        (False, False): networkx.Graph,
        (False, True): networkx.MultiGraph,
    }
    graph = kinds[directed, multigraph](
        structure=view.structure,
        blueprint_types=msgspec.to_builtins(view.blueprint_types),
        epoch=position.epoch,
        seq=position.seq,
    )
    graph.add_nodes_from(nodes_with_attributes(view, view_state=view_state))
    for link in view.links:
        properties = own(link.properties, view_state=view_state)
        edges = properties.get(EDGES) if multigraph else None
        if isinstance(edges, list) and all(isinstance(edge, dict) for edge in edges):
            graph.add_edges_from((link.parent_id, link.child_id, edge) for edge in edges)
        else:
            graph.add_edges_from([(link.parent_id, link.child_id, properties)])
    return graph


def frozen(view: GraphView) -> Any:
    """Return a `DiGraph` that nobody can change."""
    return needed("networkx").freeze(to_networkx(view))


def from_networkx(
    graph: Any,
    *,
    structure: StructureName | None = None,
    blueprint_type_id: str = "node",
    pos: Mapping[Any, Any] | None = None,
) -> tuple[GraphView, str]:
    """Return a NetworkX graph as one of ours, and what could not be kept as it is, in a sentence.

    Nodes get the text of their keys as ids. An undirected edge runs as NetworkX lists it. Several
    edges between two nodes become one link, whose property `edges` lists their attributes.

    Parameters
    ----------
    structure
        By default a `dag` where it is one, else a `graph`.
    blueprint_type_id
        The type of nodes without an attribute `blueprint_type_id`.
    pos
        A layout, as NetworkX's functions return it: it is scaled to the size of nodes here.

    Raises
    ------
    ValueError
        Two keys have the same text.
    BadRequest
        An attribute has a value that JSON cannot hold.
    """
    intake = Intake(blueprint_type_id)
    places = _places(pos or {})
    for key, attributes in graph.nodes(data=True):
        place = {"_position": places[key]} if key in places else {}
        intake.node(key, {**attributes, **place})
    if graph.is_multigraph():
        for parent, child, key, attributes in graph.edges(keys=True, data=True):
            # Keys that NetworkX numbers by itself say nothing.
            named = {} if isinstance(key, int) else {"key": key}
            intake.link(parent, child, {**attributes, **named})
    else:
        for parent, child, attributes in graph.edges(data=True):
            intake.link(parent, child, attributes)
    if not graph.is_directed():
        intake.notes["undirected edges got a direction"] = graph.number_of_edges()
    types = _types(graph.graph.get("blueprint_types"))
    return intake.view(structure, blueprint_types=types), intake.told()


def _types(found: Any) -> list[BlueprintType]:
    try:
        return msgspec.convert(found, list[BlueprintType]) if isinstance(found, list) else []
    except msgspec.ValidationError:
        return []  # somebody else's attribute of that name


def _places(pos: Mapping[Any, Any]) -> dict[Any, list[float]]:
    """Scale a layout so that every node has room; y grows downwards here."""
    try:
        points = {key: (float(x), float(y)) for key, (x, y) in pos.items()}
    except (TypeError, ValueError) as error:
        raise BadRequest("wrong-type", "pos has an (x, y) for every node") from error
    if not points:
        return {}
    xs, ys = zip(*points.values(), strict=True)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    scale = GAP * len(points) ** 0.5 / (max(width, height) or 1.0)
    return {
        key: [round((x - min(xs)) * scale, 1), round((max(ys) - y) * scale, 1)]
        for key, (x, y) in points.items()
    }
