"""Graphs from elsewhere as live sessions, and algorithms on them, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pandas
import pytest
import rustworkx

import jupyter_graphsync as gs
from jupyter_graphsync.domain.errors import Clash

from .live_server import TOKEN, LiveServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("server"))
    live.start()
    yield live
    live.stop()


@pytest.fixture
def where(server: LiveServer) -> dict[str, str]:
    return {"url": server.url, "token": TOKEN}


def test_IO20_a_networkx_graph_is_a_live_session_for_everybody(where: dict[str, str]) -> None:
    karate = nx.karate_club_graph()

    with pytest.warns(gs.NotKept, match="78 undirected edges got a direction"):
        g = gs.from_networkx(karate, "karate", pos=nx.circular_layout(karate), **where)

    with g, gs.connect("karate", create=False, **where) as other:
        assert len(other) == 34
        assert other.settings.structure == "dag"
        assert other["0"].properties["club"] == "Mr. Hi"
        assert nx.is_isomorphic(other.to_networkx(directed=False), karate)


def test_IO20_a_session_that_exists_is_not_written_over(where: dict[str, str]) -> None:
    gs.from_networkx(nx.DiGraph([("a", "b")]), "taken", **where).close()

    with pytest.raises(Clash, match="choose another session_id"):
        gs.from_networkx(nx.DiGraph(), "taken", **where)
    with gs.connect("taken", create=False, **where) as g:
        assert len(g) == 2


def test_IO21_algorithms_take_the_graph_itself_and_see_its_changes(where: dict[str, str]) -> None:
    with gs.from_networkx(nx.DiGraph([("a", "b"), ("c", "b")]), "ranks", **where) as g:
        ranks = nx.betweenness_centrality(g)
        assert ranks == nx.betweenness_centrality(g.to_networkx())
        assert list(nx.topological_sort(g))[-1] == "b"

        g.add_node("D", node_id="d", parent="b")
        assert set(nx.betweenness_centrality(g)) == {"a", "b", "c", "d"}


def test_IO21_algorithms_that_would_change_the_graph_say_what_to_do(where: dict[str, str]) -> None:
    with gs.from_networkx(nx.DiGraph([("a", "b")]), "safe", **where) as g:
        with pytest.raises(NotImplementedError, match="graphsync"):
            nx.set_node_attributes(g, 1, "x")
        assert g["a"].properties == {}


def test_IO22_tables_rustworkx_graphs_and_files_are_sessions_too(
    where: dict[str, str], tmp_path: Path
) -> None:
    links = pandas.DataFrame({"from": ["a", "a"], "to": ["b", "c"], "km": [1, 2]})
    with gs.from_pandas(None, links, "tables", parent="from", child="to", **where) as g:
        assert list(g.to_pandas()[1]["km"]) == [1, 2]
        with gs.from_rustworkx(g.to_rustworkx(), "rust", **where) as again:
            assert isinstance(again.to_rustworkx(), rustworkx.PyDiGraph)
            assert again.graph.links == g.graph.links
        path = g.export(tmp_path / "trip.graphml")
    with gs.from_file(path, "file", **where) as g:
        assert {node.node_id for node in g.nodes} == {"a", "b", "c"}
