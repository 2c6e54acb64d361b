"""Two tables in a zip: nodes.csv and links.csv."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from ..domain.commits import Position
from ..domain.graph import GraphView, Link, Node
from .attributes import Attributes, text_of
from .blocks import BLOCK_BYTES, blocks
from .ordered import NOWHERE, links_of, nodes_of

CONTENT_TYPE = "application/zip"
EXTENSION = ".zip"

_NODE_COLUMNS = ["node_id", "name", "blueprint_type_id"]
_LINK_COLUMNS = ["parent_id", "child_id"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(
    view: GraphView, *, position: Position = NOWHERE, view_state: bool = False
) -> Iterator[bytes]:
    """Yield the zip; a cell is text, or JSON where the value is not text; absent is empty."""
    return blocks(_pieces(view, view_state=view_state))


def _pieces(view: GraphView, *, view_state: bool) -> Iterator[bytes]:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in (
            ("nodes.csv", _node_rows(nodes_of(view), view_state=view_state)),
            ("links.csv", _link_rows(links_of(view), view_state=view_state)),
        ):
            # A fixed date (the zip format's first) keeps the bytes the same.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as member:
                for text in _texts(table):
                    member.write(text)
                    yield pipe.taken()
    yield pipe.taken()


def _node_rows(nodes: list[Node], *, view_state: bool) -> Iterator[list[str]]:
    columns = Attributes(
        "", (node.properties for node in nodes), reserved=_NODE_COLUMNS, view_state=view_state
    )
    yield [*_NODE_COLUMNS, *(safe(column.name) for column in columns)]
    for node in nodes:
        fields = (node.node_id, node.name, node.blueprint_type_id)
        yield [*map(safe, fields), *_cells(columns, node.properties)]


def _link_rows(links: list[Link], *, view_state: bool) -> Iterator[list[str]]:
    columns = Attributes(
        "", (link.properties for link in links), reserved=_LINK_COLUMNS, view_state=view_state
    )
    yield [*_LINK_COLUMNS, *(safe(column.name) for column in columns)]
    for link in links:
        yield [safe(link.parent_id), safe(link.child_id), *_cells(columns, link.properties)]


def _cells(columns: Attributes, properties: dict[str, Any]) -> Iterator[str]:
    for column in columns:
        if column.property_id not in properties:
            yield ""
            continue
        value = properties[column.property_id]
        yield safe(value) if isinstance(value, str) else text_of(value)


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _texts(rows: Iterable[list[str]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    table = csv.writer(buffer)
    for row in rows:
        table.writerow(row)
        if buffer.tell() >= BLOCK_BYTES:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


class _Pipe(io.RawIOBase):
    """Takes what the zip writer writes, and hands it out."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting.append(bytes(data))
        return len(self._waiting[-1])

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data, self._waiting = b"".join(self._waiting), []
        return data
