"""A snapshot in parts: none too large, columns of equal length, together the whole graph."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_graphsync.domain.blueprints import BlueprintType
from jupyter_graphsync.domain.commits import Position
from jupyter_graphsync.domain.graph import Graph, GraphView, Link, Node
from jupyter_graphsync.domain.history import History
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.protocol import MAX_PART_BYTES
from jupyter_graphsync.sessions.state import decode_state, encode_parts, encode_state

from .replica import Replica

AT = Position("epoch", 7, "digest")


def view_of(nodes: list[Node], links: list[Link]) -> GraphView:
    return GraphView(
        structure="graph",
        strict_blueprints=False,
        nodes=nodes,
        links=links,
        blueprint_types=[BlueprintType(blueprint_type_id="t", title="T")],
    )


def read(parts: list[bytes]) -> Replica:
    """Return what a client makes of the parts; it checks their order and columns."""
    replica = Replica()
    for part in parts:
        replica.take("snapshot", part)
    return replica


@pytest.mark.parametrize(
    ("count", "size"), [(0, 0), (1, 10), (3_999, 10), (4_001, 10), (9_000, 600), (40, 65_000)]
)
def test_SN1_parts_are_small_and_make_up_the_graph(count: int, size: int) -> None:
    nodes = [Node(f"n{i}", f"N{i}", "t", {"text": "x" * size}) for i in range(count)]
    links = [Link("n0", f"n{i}", {"text": "y" * size}) for i in range(1, count, 3)]
    view = view_of(nodes, links)

    parts = encode_parts(view, AT)

    replica = read(parts)
    assert max(map(len, parts)) <= MAX_PART_BYTES
    assert replica.graph == Graph.from_view(view)
    assert replica.position == AT


def test_SN2_a_node_larger_than_a_part_goes_alone() -> None:
    nodes = [Node(f"n{i}", "N", "t", {f"p{k}": "x" * 60_000 for k in range(20)}) for i in range(3)]
    view = view_of(nodes, [])

    parts = encode_parts(view, AT)

    counts = [len(msgspec.json.decode(part)["nodes"]["node_id"]) for part in parts]
    assert counts == [0, 1, 1, 1]
    assert read(parts).graph == Graph.from_view(view)


def test_SN3_many_large_blueprint_types_do_not_make_a_part_too_large() -> None:
    schema: dict[str, Any] = {"title": "x" * 60_000}
    types = [BlueprintType(blueprint_type_id=f"t{i}", schema=schema) for i in range(60)]
    view = msgspec.structs.replace(view_of([Node("a", "A", "t", {})], []), blueprint_types=types)

    parts = encode_parts(view, AT)

    assert max(map(len, parts)) <= MAX_PART_BYTES
    assert read(parts).graph == Graph.from_view(view)


VALUES = st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-9, 9) | st.text(max_size=3)
PROPERTIES = st.dictionaries(st.text(max_size=3), VALUES | st.lists(VALUES, max_size=2), max_size=3)


@given(
    st.dictionaries(st.text(max_size=4), st.tuples(st.text(max_size=4), PROPERTIES), max_size=6),
    st.data(),
)
@settings(deadline=None)
def test_SN4_any_graph_comes_back_from_parts_and_from_its_stored_state(
    named: dict[str, Any], data: st.DataObject
) -> None:
    nodes = [Node(node_id, name, "t", properties) for node_id, (name, properties) in named.items()]
    pairs = [(a, b) for a in named for b in named]
    chosen = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    view = view_of(nodes, [Link(a, b, {"n": len(a)}) for a, b in chosen])

    stored = encode_state(view, History().state())
    graph, _ = decode_state(stored, Settings(structure="graph"), Limits())

    assert graph == read(encode_parts(view, AT)).graph == Graph.from_view(view)


def test_SN5_a_long_history_of_changes_is_kept_and_found_again() -> None:
    history = History()
    for seq in range(1, 9_001):
        who = f"c{seq % 4}"
        history.record(seq, f"command-{seq}", [(f"n{seq}", "p")], client_id=who, owner=who)

    data = encode_state(view_of([], []), history.state())
    _, found = decode_state(data, Settings(), Limits())

    assert found.state() == history.state()
    assert found.size == 9_000
