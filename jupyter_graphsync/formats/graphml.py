"""GraphML, with properties as typed data. JSON `null` has no form there and is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..domain.commits import Position
from ..domain.graph import GraphView
from .attributes import Attributes
from .blocks import blocks
from .ordered import NOWHERE, links_of, nodes_of
from .xml_text import attribute, identifier, text

CONTENT_TYPE = "application/graphml+xml"
EXTENSION = ".graphml"

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    '<key id="name" for="node" attr.name="name" attr.type="string"/>\n'
    '<key id="type" for="node" attr.name="blueprint_type_id" attr.type="string"/>\n'
)


def write(
    view: GraphView, *, position: Position = NOWHERE, view_state: bool = False
) -> Iterator[bytes]:
    """Yield the graph as GraphML; lists and objects are JSON text in it."""
    return blocks(piece.encode() for piece in _pieces(view, view_state=view_state))


def _pieces(view: GraphView, *, view_state: bool) -> Iterator[str]:
    of_nodes = Attributes(
        "n",
        (node.properties for node in view.nodes),
        reserved={"blueprint_type_id"},
        view_state=view_state,
    )
    of_links = Attributes(
        "e", (link.properties for link in view.links), reserved={"id"}, view_state=view_state
    )
    yield _HEAD
    for domain, attributes in (("node", of_nodes), ("edge", of_links)):
        for found in attributes:
            yield (
                f'<key id="{found.key}" for="{domain}" attr.name={attribute(found.name)} '
                f'attr.type="{found.type}"/>\n'
            )
    yield '<graph edgedefault="directed">\n'
    for node in nodes_of(view):
        yield (
            f"<node id={identifier(node.node_id)}>{_data('name', node.name)}"
            f"{_data('type', node.blueprint_type_id)}{_all(of_nodes, node.properties)}</node>\n"
        )
    for link in links_of(view):
        yield (
            f"<edge source={identifier(link.parent_id)} target={identifier(link.child_id)}>"
            f"{_all(of_links, link.properties)}</edge>\n"
        )
    yield "</graph>\n</graphml>\n"


def _all(attributes: Attributes, properties: dict[str, Any]) -> str:
    return "".join(_data(found.key, value) for found, value in attributes.texts(properties))


def _data(key: str, value: str) -> str:
    return f'<data key="{key}">{text(value)}</data>'
