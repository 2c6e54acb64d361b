"""A session's state as a snapshot keeps it, and as it goes over the wire in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from ..domain.blueprints import BlueprintType
from ..domain.commits import Position
from ..domain.events import Cell
from ..domain.graph import Graph, GraphView, Link, Node, StructureName
from ..domain.history import History, HistoryState, Stacks
from ..domain.limits import Limits
from ..domain.settings import Settings
from ..domain.touches import Touch
from ..protocol import MAX_PART_BYTES, LinkColumns, Message, NodeColumns

T = TypeVar("T")

ROWS_A_PART = 4_000
FULL = MAX_PART_BYTES - 2**10
"""Bytes of content that a part takes, so that the rest of the message fits too."""


class SessionState(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What has to be known at a position to go on from there, or a part of it.

    `structure` and `strict_blueprints` are those of then; older versions did not keep them.
    """

    nodes: NodeColumns = msgspec.field(default_factory=NodeColumns)
    links: LinkColumns = msgspec.field(default_factory=LinkColumns)
    blueprint_types: list[BlueprintType] = []
    history: msgspec.Raw = msgspec.Raw(b"")
    structure: StructureName | None = None
    strict_blueprints: bool | None = None


class _Part(Message, tag="snapshot", kw_only=True):
    # The wire form of `protocol.Snapshot`, with columns that are encoded already.
    part: int
    parts: int
    epoch: str
    seq: int
    digest: str
    nodes: msgspec.Raw
    links: msgspec.Raw
    blueprint_types: msgspec.Raw


class _History(msgspec.Struct):
    # A `HistoryState` whose longest list is decoded item by item.
    stacks: dict[str, Stacks]
    touches: list[msgspec.Raw]
    horizon: int


_ENCODER = msgspec.json.Encoder()
_STATE = msgspec.json.Decoder(SessionState)
_HISTORY = msgspec.json.Decoder(_History)
_TOUCHES = msgspec.json.Decoder(tuple[Cell, list[Touch]])
_NO_NODES = _ENCODER.encode(NodeColumns())
_NO_LINKS = _ENCODER.encode(LinkColumns())
_NO_TYPES = b"[]"


def encode_state(view: GraphView, history: HistoryState) -> bytes:
    """Encode a session's state for the log: a part of it a line, none of them large."""
    parts = [
        SessionState(
            blueprint_types=view.blueprint_types,
            history=msgspec.Raw(_encode_history(history)),
            structure=view.structure,
            strict_blueprints=view.strict_blueprints,
        ),
        *(SessionState(nodes=node_columns(rows)) for rows in _sliced(view.nodes)),
        *(SessionState(links=link_columns(rows)) for rows in _sliced(view.links)),
    ]
    return b"\n".join(_ENCODER.encode(part) for part in parts)


def decode_state(data: bytes, settings: Settings, limits: Limits) -> tuple[Graph, History]:
    """Rebuild graph and history from what `encode_state` wrote.

    Raises
    ------
    msgspec.ValidationError
        Another version wrote it.
    """
    parts = _parts_of(data)
    kept = _decode_history(parts[0].history)
    return _graph(parts, settings, limits), History.from_state(
        kept, max_steps=limits.max_undo_steps
    )


def decode_graph(data: bytes, settings: Settings, limits: Limits) -> Graph:
    """Rebuild the graph alone, with the rules of then; `settings` where these are not known."""
    parts = _parts_of(data)
    graph = _graph(parts, settings, limits)
    first = parts[0]
    graph.structure = first.structure or graph.structure
    if first.strict_blueprints is not None:
        graph.strict_blueprints = first.strict_blueprints
    return graph


def _encode_history(history: HistoryState) -> bytes:
    touches = (_ENCODER.encode(some)[1:-1] for some in _sliced(history.touches))
    return b'{"stacks":%b,"touches":[%b],"horizon":%d}' % (
        _ENCODER.encode(history.stacks),
        b",".join(touches),
        history.horizon,
    )


def _decode_history(data: bytes) -> HistoryState:
    kept = _HISTORY.decode(data)
    touches = [_TOUCHES.decode(item) for item in kept.touches]
    return HistoryState(stacks=kept.stacks, touches=touches, horizon=kept.horizon)


def _parts_of(data: bytes) -> list[SessionState]:
    parts = [_STATE.decode(line) for line in data.split(b"\n")]
    if not parts[0].history:
        raise msgspec.ValidationError("a snapshot begins with a history")
    return parts


def _graph(parts: list[SessionState], settings: Settings, limits: Limits) -> Graph:
    view = GraphView(
        structure=settings.structure,
        strict_blueprints=settings.strict_blueprints,
        nodes=[node for part in parts for node in _nodes(part.nodes)],
        links=[link for part in parts for link in _links(part.links)],
        blueprint_types=parts[0].blueprint_types,
    )
    return Graph.from_view(view, limits=limits)


def encode_parts(view: GraphView, position: Position) -> list[bytes]:
    """Encode a graph as snapshot messages of at most 1 MiB each (more where one node is larger)."""
    contents = list(_contents(view))
    return [
        _ENCODER.encode(
            _Part(
                part=index,
                parts=len(contents),
                epoch=position.epoch,
                seq=position.seq,
                digest=position.digest,
                nodes=msgspec.Raw(nodes),
                links=msgspec.Raw(links),
                blueprint_types=msgspec.Raw(types),
            )
        )
        for index, (nodes, links, types) in enumerate(contents, 1)
    ]


def _contents(view: GraphView) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield nodes, links and blueprint types of each part; at least one part."""
    *full, types = [*_cut(view.blueprint_types, list)] or [_NO_TYPES]
    for part in full:
        yield _NO_NODES, _NO_LINKS, part
    first, *others = [*_cut(view.nodes, node_columns)] or [_NO_NODES]
    if len(first) + len(types) <= FULL:
        yield first, _NO_LINKS, types
    else:
        yield _NO_NODES, _NO_LINKS, types
        yield first, _NO_LINKS, _NO_TYPES
    for part in others:
        yield part, _NO_LINKS, _NO_TYPES
    for part in _cut(view.links, link_columns):
        yield _NO_NODES, part, _NO_TYPES


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
    for some in _sliced(rows):
        yield from _fitting(some, columns)


def _sliced(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), ROWS_A_PART):
        yield rows[start : start + ROWS_A_PART]


def _fitting(rows: Sequence[T], columns: Callable[[Sequence[T]], Any]) -> Iterator[bytes]:
    text = _ENCODER.encode(columns(rows))
    if len(text) <= FULL or len(rows) == 1:
        yield text
        return
    middle = len(rows) // 2
    yield from _fitting(rows[:middle], columns)
    yield from _fitting(rows[middle:], columns)


def _nodes(columns: NodeColumns) -> Iterator[Node]:
    return map(Node, columns.node_id, columns.name, columns.blueprint_type_id, columns.properties)


def _links(columns: LinkColumns) -> Iterator[Link]:
    return map(Link, columns.parent_id, columns.child_id, columns.properties)
