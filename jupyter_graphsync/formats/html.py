"""A page that needs nothing else: the picture, and a table of the nodes below it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..domain.graph import GraphView
from . import svg
from .table import table

_STYLE = (
    "body{margin:2rem auto;max-width:70rem;font:15px/1.5 system-ui,sans-serif;color:#1c1c1c;"
    "background:#fff}svg{max-width:100%;height:auto}pre{overflow:auto}"
)


def write(view: GraphView, *, title: str = "") -> Iterator[bytes]:
    """Yield the page; no script stands in it, and all text of users is escaped."""
    name = escape(title or "Graph")
    yield (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>{name}</h1>\n"
    ).encode()
    yield from svg.write(view, title=title)
    yield f"\n<pre>{escape(table(view, title=title))}</pre>\n</body></html>\n".encode()
