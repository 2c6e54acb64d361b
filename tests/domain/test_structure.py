"""Tree, dag, graph."""

from __future__ import annotations

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_graphsync.domain.errors import Unprocessable
from jupyter_graphsync.domain.graph import Graph, GraphView, Link, Node, StructureName
from jupyter_graphsync.domain.structure import check_link, check_structure, is_reachable

NODE_IDS = "abcdefgh"
PAIRS = st.lists(st.tuples(st.sampled_from(NODE_IDS), st.sampled_from(NODE_IDS)), unique=True)


def graph_of(pairs: list[tuple[str, str]], structure: StructureName = "dag") -> Graph:
    return Graph.from_view(
        GraphView(
            structure=structure,
            strict_blueprints=False,
            nodes=[Node(node_id, "", "t") for node_id in NODE_IDS],
            links=[Link(*pair) for pair in pairs],
            blueprint_types=[],
        )
    )


@pytest.mark.parametrize(
    ("structure", "pairs", "new", "code"),
    [
        ("tree", [], ("a", "a"), "self-link"),
        ("dag", [], ("a", "a"), "self-link"),
        ("tree", [("a", "c")], ("b", "c"), "parent-taken"),
        ("tree", [("a", "b"), ("b", "c")], ("c", "a"), "cycle"),
        ("dag", [("a", "b"), ("b", "c")], ("c", "a"), "cycle"),
    ],
)
def test_ST1_a_link_that_the_structure_forbids_is_refused(
    structure: StructureName, pairs: list[tuple[str, str]], new: tuple[str, str], code: str
) -> None:
    with pytest.raises(Unprocessable) as caught:
        check_link(graph_of(pairs, structure), *new)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("structure", "pairs", "new"),
    [
        ("tree", [("a", "b")], ("a", "c")),
        ("dag", [("a", "c")], ("b", "c")),
        ("dag", [("a", "b"), ("b", "c")], ("a", "c")),
        ("graph", [("a", "b")], ("b", "a")),
        ("graph", [], ("a", "a")),
    ],
)
def test_ST1_a_link_that_the_structure_allows_is_accepted(
    structure: StructureName, pairs: list[tuple[str, str]], new: tuple[str, str]
) -> None:
    check_link(graph_of(pairs, structure), *new)


@settings(max_examples=150, deadline=None)
@given(pairs=PAIRS, start=st.sampled_from(NODE_IDS), goal=st.sampled_from(NODE_IDS))
def test_ST2_reachability_agrees_with_networkx(
    pairs: list[tuple[str, str]], start: str, goal: str
) -> None:
    other = networkx.DiGraph(pairs)
    other.add_nodes_from(NODE_IDS)

    assert is_reachable(graph_of(pairs), start, goal) == networkx.has_path(other, start, goal)


@pytest.mark.parametrize("length", [1, 127, 128, 129, 1_000])
def test_ST2_a_path_is_found_however_long_it_is(length: int) -> None:
    nodes = [Node(f"n{i}", "", "t") for i in range(length + 2)]
    links = [Link(f"n{i}", f"n{i + 1}") for i in range(length)]
    graph = Graph.from_view(
        GraphView(
            structure="dag", strict_blueprints=False, nodes=nodes, links=links, blueprint_types=[]
        )
    )

    assert is_reachable(graph, "n0", f"n{length}")
    assert not is_reachable(graph, f"n{length}", "n0")
    assert not is_reachable(graph, "n0", f"n{length + 1}")


@settings(max_examples=150, deadline=None)
@given(pairs=PAIRS)
def test_ST3_a_whole_graph_is_checked_as_networkx_checks_it(pairs: list[tuple[str, str]]) -> None:
    other = networkx.DiGraph(pairs)

    assert accepted(graph_of(pairs, "graph"))
    assert accepted(graph_of(pairs, "dag")) == networkx.is_directed_acyclic_graph(other)
    assert accepted(graph_of(pairs, "tree")) == (not pairs or networkx.is_branching(other))


def accepted(graph: Graph) -> bool:
    try:
        check_structure(graph)
    except Unprocessable:
        return False
    return True
