"""To and from tables: pandas, and whatever gives its rows as dicts (polars does)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..domain.graph import GraphView, StructureName
from .attributed import NODE_FIELDS, nodes_with_attributes, own
from .intake import Intake, is_missing
from .needed import needed

LINK_FIELDS = frozenset({"parent_id", "child_id"})


def to_pandas(view: GraphView, *, view_state: bool = False) -> tuple[Any, Any]:
    """Return two DataFrames, of nodes and of links; a column a property, missing where absent.

    Columns are pandas' own nullable kinds, so that whole numbers stay whole. A table cannot tell
    a property that is `null` from one that is not there.

    Raises
    ------
    ImportError
        pandas is not installed.
    """
    pandas = needed("pandas")
    reserved = NODE_FIELDS | {"node_id"}
    nodes = [
        {"node_id": node_id, **attributes}
        for node_id, attributes in nodes_with_attributes(
            view, view_state=view_state, reserved=reserved
        )
    ]
    links = [
        {
            "parent_id": link.parent_id,
            "child_id": link.child_id,
            **own(link.properties, view_state=view_state, reserved=LINK_FIELDS),
        }
        for link in view.links
    ]
    columns = ["node_id", "name", "blueprint_type_id"], ["parent_id", "child_id"]
    return tuple(
        (pandas.DataFrame(rows) if rows else pandas.DataFrame(columns=first)).convert_dtypes()
        for rows, first in zip((nodes, links), columns, strict=True)
    )


def from_frames(
    nodes: Any,
    links: Any = None,
    *,
    node_id: str = "node_id",
    parent: str = "parent_id",
    child: str = "child_id",
    structure: StructureName | None = None,
    blueprint_type_id: str = "node",
) -> tuple[GraphView, str]:
    """Return a graph from tables, and what could not be kept as it is, in a sentence.

    Parameters
    ----------
    nodes
        A table with a row a node, or `None`: then the nodes are the ends of the links.
    links
        A table with a row a link.
    node_id, parent, child
        The columns that hold ids. All others are properties, but for `name` and
        `blueprint_type_id`.

    Raises
    ------
    ValueError
        A column is missing, a cell with an id is empty, or an id stands twice.
    """
    intake = Intake(blueprint_type_id)
    for row in _rows(nodes):
        intake.node(_key(row, node_id, "nodes"), _others(row, node_id))
    for row in _rows(links):
        ends = _key(row, parent, "links"), _key(row, child, "links")
        intake.link(*ends, _others(row, parent, child))
    return intake.view(structure), intake.told()


def _rows(table: Any) -> Iterable[Mapping[str, Any]]:
    found: Iterable[Mapping[str, Any]] = ()
    if hasattr(table, "to_dicts"):
        found = table.to_dicts()
    elif hasattr(table, "to_dict"):
        found = table.to_dict("records")
    elif hasattr(table, "to_pylist"):
        found = table.to_pylist()
    elif table is not None:
        found = table
    return found


def _key(row: Mapping[str, Any], column: str, table: str) -> Any:
    if column not in row:
        known = ", ".join(repr(name) for name in row)
        raise ValueError(f"{table} have no column {column!r}, only {known}; name the one to take")
    key = row[column]
    if key is None or is_missing(key):
        raise ValueError(f"{table} have a row without a value in {column!r}")
    # A table makes floats of whole numbers where one cell of a column is empty.
    return int(key) if isinstance(key, float) and key.is_integer() else key


def _others(row: Mapping[str, Any], *ids: str) -> dict[str, Any]:
    """Return the cells that are filled, but for those that hold ids."""
    return {
        name: value
        for name, value in row.items()
        if name not in ids and value is not None and not is_missing(value)
    }
