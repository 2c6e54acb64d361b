"""A graph as text: the formats in which it is saved and handed out.

Every format is a module with one function, `write(view, …)`, which yields blocks of bytes: a
server can do other things between two of them. The same view always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import msgspec

from ..domain.commits import Position
from ..domain.graph import GraphView
from . import csv_pair, gexf, graphml, native, node_link, svg


class Write(Protocol):
    """Yield a graph in blocks of bytes.

    `position` says where in its history the graph stands, for the formats that tell it;
    with `view_state` the properties whose id begins with `_` are written too.
    """

    def __call__(
        self, view: GraphView, *, position: Position = ..., view_state: bool = ...
    ) -> Iterator[bytes]: ...


class Format(msgspec.Struct, frozen=True):
    """A format that can be written."""

    content_type: str
    extension: str
    write: Write


FORMATS: dict[str, Format] = {
    name: Format(module.CONTENT_TYPE, module.EXTENSION, module.write)
    for name, module in {
        "native": native,
        "node-link": node_link,
        "graphml": graphml,
        "gexf": gexf,
        "csv": csv_pair,
        "svg": svg,
    }.items()
}
"""By the name that `?format=` takes."""

__all__ = ["FORMATS", "Format", "Write"]
