"""Graphs out of files of other programs, read by NetworkX, and of our own."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from ..domain.errors import Unprocessable
from ..domain.graph import GraphView
from ..domain.limits import Limits
from .frames import from_frames
from .needed import needed
from .networkx_graphs import from_networkx
from .project import load
from .reading import read

Read = Callable[[bytes], tuple[GraphView, str]]


def read_file(path: str | Path) -> tuple[GraphView, str]:
    """Return the graph in a file, and what could not be kept as it is, in a sentence.

    The name's ending says the format: `.graphsync`, `.json` (native or node-link), `.graphml`,
    `.gexf`, `.zip` (nodes.csv and links.csv), `.csv` (links).

    Raises
    ------
    ValueError
        Another ending.
    Unprocessable
        `bad-graph`: the file is not what its ending says.
    OSError
        It cannot be read.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ValueError(f"{path.name}: a graph's file ends in one of {', '.join(_READERS)}")
    data = path.read_bytes()
    try:
        return reader(data)
    except (ParseError, ValueError, KeyError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise Unprocessable("bad-graph", f"{path.name} cannot be read: {error}") from error


def _json(data: bytes) -> tuple[GraphView, str]:
    found = json.loads(data)
    if isinstance(found, dict) and "edges" not in found and "directed" not in found:
        return read(data, limits=Limits()), ""
    edges = "edges" if "edges" in found else "links"
    return from_networkx(needed("networkx").node_link_graph(found, edges=edges))


def _graphml(data: bytes) -> tuple[GraphView, str]:
    return from_networkx(needed("networkx").read_graphml(io.BytesIO(data)))


def _gexf(data: bytes) -> tuple[GraphView, str]:
    version = "1.3" if b'version="1.3"' in data[:2_000] else "1.2draft"
    graph = needed("networkx").read_gexf(io.BytesIO(data), version=version)
    for _, attributes in graph.nodes(data=True):
        place = attributes.pop("viz", {}).get("position")
        if place:
            # Gephi's y axis points up, ours down.
            attributes["_position"] = [place["x"], -place["y"]]
    for *_, attributes in graph.edges(data=True):
        attributes.pop("id", None)
    return from_networkx(graph)


def _project(data: bytes) -> tuple[GraphView, str]:
    return load(data, limits=Limits()).view, ""


def _tables(data: bytes) -> tuple[GraphView, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        nodes, links = (
            _table(archive.read(name)) if name in names else None
            for name in ("nodes.csv", "links.csv")
        )
    return from_frames(nodes, links)


def _links(data: bytes) -> tuple[GraphView, str]:
    rows = _table(data)
    first = list(rows[0]) if rows else ["parent_id", "child_id"]
    known = {"parent_id", "child_id"} <= set(first)
    parent, child = ("parent_id", "child_id") if known else first[:2]
    return from_frames(None, rows, parent=parent, child=child)


def _table(data: bytes) -> list[dict[str, Any]]:
    """Read a table of text; cells that are JSON numbers, lists and the like become those."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [
        {name: _cell(name, text) for name, text in row.items() if name and text} for row in rows
    ]


def _cell(name: str, text: str) -> Any:
    if text[0] == "'" and text[1:2] in tuple("=+-@\t\r"):
        text = text[1:]
    if name in ("node_id", "name", "blueprint_type_id", "parent_id", "child_id"):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


_READERS: dict[str, Read] = {
    ".graphsync": _project,
    ".json": _json,
    ".graphml": _graphml,
    ".gexf": _gexf,
    ".zip": _tables,
    ".csv": _links,
}
