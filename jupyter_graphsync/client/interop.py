"""Sessions that begin with a graph from elsewhere: NetworkX, tables, rustworkx, files."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from ..domain.errors import Clash
from ..domain.graph import GraphView, StructureName
from .address import check_session_id
from .async_graph import WRITE_SECONDS, AsyncSharedGraph
from .discovery import find_server
from .graph import SharedGraph, in_thread
from .opening import NewSession, join
from .progress import Sent, progress
from .transport import TornadoTransport


class NotKept(UserWarning):
    """Something of a graph from elsewhere could not be kept as it was."""


def from_networkx(
    graph: Any,
    session_id: str,
    *,
    structure: StructureName | None = None,
    blueprint_type_id: str = "node",
    pos: Mapping[Any, Any] | None = None,
    **connecting: Any,
) -> SharedGraph:
    """Begin a session with a NetworkX graph of any kind, and join it.

    The text of a node's key is its id here, its attribute `name` (or `label`) its name, its other
    attributes are properties. An undirected edge becomes a link in the order in which NetworkX
    lists its ends; several edges between two nodes become one link, whose property `edges` lists
    the attributes of each (`g.to_networkx(multigraph=True)` makes them several again).

    Parameters
    ----------
    structure
        By default a `dag` where it is one, else a `graph`.
    blueprint_type_id
        The type of nodes that have no attribute of that name.
    pos
        Where nodes stand, as NetworkX's layouts return it.
    connecting
        `url`, `token`, `title`, `name` and `timeout`, as of `connect`.

    Raises
    ------
    Clash
        `session-exists`.
    ValueError
        Two nodes have keys of the same text.
    BadRequest
        An attribute's value has no form in JSON.

    Warns
    -----
    NotKept
        Edges were undirected or parallel, or values missing (NaN).
    """
    from ..formats.networkx_graphs import from_networkx as read

    found = read(graph, structure=structure, blueprint_type_id=blueprint_type_id, pos=pos)
    return begin(session_id, *found, **connecting)


def from_pandas(
    nodes: Any,
    links: Any = None,
    session_id: str = "",
    *,
    node_id: str = "node_id",
    parent: str = "parent_id",
    child: str = "child_id",
    structure: StructureName | None = None,
    blueprint_type_id: str = "node",
    **connecting: Any,
) -> SharedGraph:
    """Begin a session with the nodes and links of two tables, and join it.

    Tables of polars and pyarrow do as well, and lists of dicts. Columns that hold no ids are
    properties, but for `name` and `blueprint_type_id`; an empty cell is an absent property.

    Parameters
    ----------
    nodes
        A row a node; `None` where the ends of the links are the nodes.
    links
        A row a link.
    node_id, parent, child
        The columns that hold ids.
    structure, blueprint_type_id, connecting
        As of `from_networkx`.

    Raises
    ------
    ValueError
        A column is missing, a cell with an id is empty, or an id stands twice.
    Clash, BadRequest
        As of `from_networkx`.
    """
    from ..formats.frames import from_frames

    found = from_frames(
        nodes,
        links,
        node_id=node_id,
        parent=parent,
        child=child,
        structure=structure,
        blueprint_type_id=blueprint_type_id,
    )
    return begin(session_id, *found, **connecting)


def from_rustworkx(
    graph: Any,
    session_id: str,
    *,
    structure: StructureName | None = None,
    blueprint_type_id: str = "node",
    **connecting: Any,
) -> SharedGraph:
    """Begin a session with a rustworkx graph, and join it.

    Nodes and edges that are dicts have their attributes; other nodes are names, other edges the
    property `weight`. The other parameters, and what is raised, are those of `from_networkx`.
    """
    from ..formats.rustworkx_graphs import from_rustworkx as read

    found = read(graph, structure=structure, blueprint_type_id=blueprint_type_id)
    return begin(session_id, *found, **connecting)


def from_file(path: str | Path, session_id: str, **connecting: Any) -> SharedGraph:
    """Begin a session with the graph of a file of this machine, and join it.

    The name's ending says the format: `.graphml`, `.gexf`, `.json` (node-link, or our own),
    `.graphsync`, `.csv` (links), `.zip` (nodes.csv and links.csv). Unlike `gs.open` this copies
    the graph: the file is not kept in step with the session.

    Raises
    ------
    ValueError
        Another ending.
    Unprocessable
        `bad-graph`: the file is not what its ending says.
    Clash
        `session-exists`.
    """
    from ..formats.from_files import read_file

    return begin(session_id, *read_file(path), **connecting)


def begin(
    session_id: str,
    view: GraphView,
    told: str = "",
    *,
    url: str | None = None,
    token: str | None = None,
    title: str | None = None,
    name: str | None = None,
    timeout: float = WRITE_SECONDS,
) -> SharedGraph:
    """Begin a session with a graph, in one step however large it is, and join it.

    Of a large graph a bar shows how far it has got, where tqdm is installed.

    Raises
    ------
    Clash
        `session-exists`: nobody's graph is written over.
    """
    check_session_id(session_id)
    if told:
        warnings.warn(told, NotKept, stacklevel=3)

    async def opened(sent: Sent | None) -> AsyncSharedGraph:
        transport = TornadoTransport(find_server(url, token))
        body = {"session_id": session_id, "title": title or "", "graph": _native(view)}
        try:
            await transport.request("POST", "sessions", body, sent=sent)
        except Clash as error:
            raise Clash(
                error.code,
                f"{error.message}; choose another session_id, or connect and add to it in a batch",
                **error.details,
            ) from None
        new = NewSession(session_id=session_id)
        return await join(transport, new, create=False, name=name, timeout=timeout)

    with progress(len(view.nodes)) as sent:
        return in_thread(session_id, lambda: opened(sent))


def _native(view: GraphView) -> dict[str, Any]:
    native: dict[str, Any] = msgspec.to_builtins(view)
    del native["strict_blueprints"]
    return native
