"""What a notebook shows of a graph, or of one node, where no widget can be: plain HTML."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from ..domain.graph import GraphView, Node
from .looks import value_text
from .svg import describe
from .table import rows

MAX_PICTURE_BYTES = 64_000
"""A larger picture is not worth its place in a notebook."""


def graph_html(view: GraphView, *, title: str, picture: str) -> str:
    """Return a heading, the picture where it is small, and a table of the first 20 nodes.

    Parameters
    ----------
    picture
        An SVG. It is shown as an image, in which nothing can run.
    """
    heading = f"<p><b>{escape(title)}</b>: {escape(describe(view))}</p>"
    head, *body = rows(view)
    left = len(view.nodes) - len(body)
    more = f"<p>… and {left:,} more</p>" if left else ""
    table = table_html(head, body) if body else ""
    return f"<div>{heading}{_image(picture)}{table}{more}</div>"


def node_html(node: Node) -> str:
    """Return name, type and id of a node, and a table of its properties."""
    heading = (
        f"<p><b>{escape(node.name)}</b> {escape(node.blueprint_type_id)} "
        f"<code>{escape(node.node_id)}</code></p>"
    )
    body = [[key, value_text(value)] for key, value in node.properties.items() if key[0] != "_"]
    table = table_html(["property", "value"], body) if body else ""
    return f"<div>{heading}{table}</div>"


def table_html(head: list[str], body: list[list[str]]) -> str:
    """Return a table of text."""
    cells = "".join(f"<th>{escape(words)}</th>" for words in head)
    lines = "".join(
        f"<tr>{''.join(f'<td>{escape(words)}</td>' for words in row)}</tr>" for row in body
    )
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"


def _image(picture: str) -> str:
    data = picture.encode()
    if len(data) > MAX_PICTURE_BYTES:
        return ""
    return f'<img alt="" src="data:image/svg+xml;base64,{b64encode(data).decode()}">'
