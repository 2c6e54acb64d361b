"""GEXF 1.3, as Gephi reads it. JSON `null` has no form there and is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..domain.commands.checks import is_point
from ..domain.commits import Position
from ..domain.graph import GraphView
from .attributes import Attributes
from .blocks import blocks
from .ordered import NOWHERE, links_of, nodes_of
from .xml_text import attribute, identifier

CONTENT_TYPE = "application/gexf+xml"
EXTENSION = ".gexf"

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    '<graph defaultedgetype="directed" mode="static">\n'
)


def write(
    view: GraphView, *, position: Position = NOWHERE, view_state: bool = False
) -> Iterator[bytes]:
    """Yield the graph as GEXF; with `view_state` positions are told as Gephi's own."""
    return blocks(piece.encode() for piece in _pieces(view, view_state=view_state))


def _pieces(view: GraphView, *, view_state: bool) -> Iterator[str]:
    of_nodes = Attributes(
        "n",
        (node.properties for node in view.nodes),
        reserved={"blueprint_type_id", "label"},
        view_state=view_state,
    )
    of_links = Attributes(
        "e",
        (link.properties for link in view.links),
        reserved={"id", "weight"},
        view_state=view_state,
    )
    yield _HEAD
    yield '<attributes class="node">\n<attribute id="type" title="blueprint_type_id" type="string"/>'
    yield from _declared(of_nodes)
    yield '</attributes>\n<attributes class="edge">'
    yield from _declared(of_links)
    yield "</attributes>\n<nodes>\n"
    for node in nodes_of(view):
        place = _place(node.properties.get("_position")) if view_state else ""
        yield (
            f"<node id={identifier(node.node_id)} label={attribute(node.name)}><attvalues>"
            f'<attvalue for="type" value={attribute(node.blueprint_type_id)}/>'
            f"{_values(of_nodes, node.properties)}</attvalues>{place}</node>\n"
        )
    yield "</nodes>\n<edges>\n"
    for index, link in enumerate(links_of(view)):
        yield (
            f'<edge id="{index}" source={identifier(link.parent_id)} '
            f"target={identifier(link.child_id)}><attvalues>"
            f"{_values(of_links, link.properties)}</attvalues></edge>\n"
        )
    yield "</edges>\n</graph>\n</gexf>\n"


def _declared(attributes: Attributes) -> Iterator[str]:
    for found in attributes:
        title = attribute(found.name)
        yield f'\n<attribute id="{found.key}" title={title} type="{found.type}"/>'


def _values(attributes: Attributes, properties: dict[str, Any]) -> str:
    return "".join(
        f'<attvalue for="{found.key}" value={attribute(value)}/>'
        for found, value in attributes.texts(properties)
    )


def _place(position: Any) -> str:
    if not is_point(position):
        return ""
    # Gephi's y axis points up, ours down.
    return f'<viz:position x="{position[0]}" y="{-position[1]}" z="0"/>'
