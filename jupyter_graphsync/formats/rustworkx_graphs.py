"""To and from rustworkx, whose nodes are numbered and hold any object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..domain.graph import GraphView, StructureName
from .attributed import nodes_with_attributes, own
from .intake import Intake
from .needed import needed


def to_rustworkx(view: GraphView, *, view_state: bool = False) -> Any:
    """Return a `PyDiGraph`; its nodes are dicts with `node_id`, name, type and the properties.

    Raises
    ------
    ImportError
        rustworkx is not installed.
    """
    rustworkx = needed("rustworkx")
    graph = rustworkx.PyDiGraph(attrs={"structure": view.structure})
    rows = [
        {"node_id": node_id, **attributes}
        for node_id, attributes in nodes_with_attributes(view, view_state=view_state)
    ]
    numbers = dict(zip((row["node_id"] for row in rows), graph.add_nodes_from(rows), strict=True))
    graph.add_edges_from(
        [
            (
                numbers[link.parent_id],
                numbers[link.child_id],
                own(link.properties, view_state=view_state),
            )
            for link in view.links
        ]
    )
    return graph


def from_rustworkx(
    graph: Any, *, structure: StructureName | None = None, blueprint_type_id: str = "node"
) -> tuple[GraphView, str]:
    """Return a rustworkx graph as one of ours, and what could not be kept as it is, in a sentence.

    A node that is a dict has its attributes, and its id by `node_id`; another one is its name.
    Where no `node_id` is given a node's number is its id. An edge that is a dict has its
    attributes; another one that is not `None` is the property `weight`.
    """
    intake = Intake(blueprint_type_id)
    ids = {}
    for number in graph.node_indices():
        payload = graph[number]
        attributes = dict(payload) if isinstance(payload, Mapping) else {"name": payload}
        ids[number] = intake.node(attributes.pop("node_id", number), attributes)
    for start, end, payload in graph.weighted_edge_list():
        weight = {} if payload is None else {"weight": payload}
        intake.link(ids[start], ids[end], payload if isinstance(payload, Mapping) else weight)
    return intake.view(structure), intake.told()
