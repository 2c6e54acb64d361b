"""To and from rustworkx."""

from __future__ import annotations

import rustworkx

from jupyter_graphsync.domain.graph import Link, Node
from jupyter_graphsync.formats.rustworkx_graphs import from_rustworkx, to_rustworkx

from .samples import AWKWARD


def test_IO10_a_graph_comes_back_from_rustworkx_as_it_was() -> None:
    view, told = from_rustworkx(to_rustworkx(AWKWARD, view_state=True))

    assert (view.nodes, view.links, told) == (AWKWARD.nodes, AWKWARD.links, "")


def test_IO10_nodes_and_edges_that_are_no_dicts_are_names_and_weights() -> None:
    graph = rustworkx.PyDiGraph()
    lyon, nice = graph.add_nodes_from(["Lyon", "Nice"])
    graph.add_edge(lyon, nice, 470.5)

    view, _ = from_rustworkx(graph)

    assert view.nodes == [Node("0", "Lyon", "node"), Node("1", "Nice", "node")]
    assert view.links == [Link("0", "1", {"weight": 470.5})]
