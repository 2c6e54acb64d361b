"""A session's state as a snapshot keeps it, and as it goes over the wire in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from ..domain.blueprints import BlueprintType
from ..domain.commits import Position
from ..domain.graph import Graph, GraphView, Link, Node
from ..domain.history import History, HistoryState
from ..domain.limits import Limits
from ..domain.settings import Settings
from ..protocol import MAX_PART_BYTES, LinkColumns, Message, NodeColumns

T = TypeVar("T")

ROWS_A_PART = 4_000


class SessionState(msgspec.Struct, kw_only=True):
    """What has to be known at a position to go on from there."""

    nodes: NodeColumns
    links: LinkColumns
    blueprint_types: list[BlueprintType]
    history: msgspec.Raw


class _Part(Message, tag="snapshot", kw_only=True):
    # The wire form of `protocol.Snapshot`, with columns that are encoded already.
    part: int
    parts: int
    epoch: str
    seq: int
    digest: str
    nodes: msgspec.Raw
    links: msgspec.Raw
    blueprint_types: list[BlueprintType]


_ENCODER = msgspec.json.Encoder()
_STATE = msgspec.json.Decoder(SessionState)
_HISTORY = msgspec.json.Decoder(HistoryState)
_NO_NODES = _ENCODER.encode(NodeColumns())
_NO_LINKS = _ENCODER.encode(LinkColumns())


def encode_state(view: GraphView, history: HistoryState) -> bytes:
    """Encode a session's state for the log."""
    state = SessionState(
        nodes=node_columns(view.nodes),
        links=link_columns(view.links),
        blueprint_types=view.blueprint_types,
        history=msgspec.Raw(_ENCODER.encode(history)),
    )
    return _ENCODER.encode(state)


def decode_state(data: bytes, settings: Settings, limits: Limits) -> tuple[Graph, History]:
    """Rebuild graph and history from what `encode_state` wrote.

    Raises
    ------
    msgspec.ValidationError
        Another version wrote it.
    """
    state = _STATE.decode(data)
    history = History.from_state(_HISTORY.decode(state.history), max_steps=limits.max_undo_steps)
    return _graph(state, settings, limits), history


def decode_graph(data: bytes, settings: Settings, limits: Limits) -> Graph:
    """Rebuild the graph alone, where no history is wanted."""
    return _graph(_STATE.decode(data), settings, limits)


def _graph(state: SessionState, settings: Settings, limits: Limits) -> Graph:
    view = GraphView(
        structure=settings.structure,
        strict_blueprints=settings.strict_blueprints,
        nodes=list(_nodes(state.nodes)),
        links=list(_links(state.links)),
        blueprint_types=state.blueprint_types,
    )
    return Graph.from_view(view, limits=limits)


def encode_parts(view: GraphView, position: Position) -> list[bytes]:
    """Encode a graph as snapshot messages of at most 1 MiB each (more where one node is larger)."""
    nodes = list(_cut(view.nodes, node_columns))
    links = list(_cut(view.links, link_columns))
    count = max(1, len(nodes) + len(links))
    columns = [(part, _NO_LINKS) for part in nodes] + [(_NO_NODES, part) for part in links]
    return [
        _ENCODER.encode(
            _Part(
                part=index,
                parts=count,
                epoch=position.epoch,
                seq=position.seq,
                digest=position.digest,
                nodes=msgspec.Raw(node_part),
                links=msgspec.Raw(link_part),
                blueprint_types=view.blueprint_types if index == 1 else [],
            )
        )
        for index, (node_part, link_part) in enumerate(columns or [(_NO_NODES, _NO_LINKS)], 1)
    ]


def node_columns(nodes: Sequence[Node]) -> NodeColumns:
    """Return nodes as columns."""
    return NodeColumns(
        node_id=[node.node_id for node in nodes],
        name=[node.name for node in nodes],
        blueprint_type_id=[node.blueprint_type_id for node in nodes],
        properties=[node.properties for node in nodes],
    )


def link_columns(links: Sequence[Link]) -> LinkColumns:
    """Return links as columns."""
    return LinkColumns(
        parent_id=[link.parent_id for link in links],
        child_id=[link.child_id for link in links],
        properties=[link.properties for link in links],
    )


def _cut(rows: Sequence[T], columns: Callable[[Sequence[T]], Any]) -> Iterator[bytes]:
    for start in range(0, len(rows), ROWS_A_PART):
        yield from _fitting(rows[start : start + ROWS_A_PART], columns)


def _fitting(rows: Sequence[T], columns: Callable[[Sequence[T]], Any]) -> Iterator[bytes]:
    text = _ENCODER.encode(columns(rows))
    if len(text) <= MAX_PART_BYTES - 2**16 or len(rows) == 1:
        yield text
        return
    middle = len(rows) // 2
    yield from _fitting(rows[:middle], columns)
    yield from _fitting(rows[middle:], columns)


def _nodes(columns: NodeColumns) -> Iterator[Node]:
    return map(Node, columns.node_id, columns.name, columns.blueprint_type_id, columns.properties)


def _links(columns: LinkColumns) -> Iterator[Link]:
    return map(Link, columns.parent_id, columns.child_id, columns.properties)
