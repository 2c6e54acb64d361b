"""Many nodes at once: a batch is one commit, a whole graph is one request."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr

import networkx as nx
import pytest

import jupyter_graphsync as gs
from jupyter_graphsync.domain.errors import Unprocessable

from .live_server import TOKEN, LiveServer
from .memory_server import MemoryServer
from .scenario import client_of, in_loop

LARGE = 20_000


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    live = LiveServer(tmp_path_factory.mktemp("server"))
    live.start()
    yield {"url": live.url, "token": TOKEN}
    live.stop()


def tree(node_count: int) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_edges_from((number // 10, number) for number in range(1, node_count))
    return graph


def test_PC15_ten_thousand_nodes_in_a_batch_are_one_commit(where: dict[str, str]) -> None:
    with gs.connect("bulk", **where) as g:
        with g.batch("rebuild") as batch:
            for number in range(10_000):
                g.add_node(f"node {number}")

        assert len(g) == len(batch.result or []) == 10_000
        assert [commit.command_type for commit in g.history()] == ["batch"]


@in_loop
async def test_PC15_too_large_a_batch_is_told_before_it_is_sent() -> None:
    server = MemoryServer()

    async with client_of(server) as graph:
        with pytest.raises(Unprocessable, match="more than 10000 commands; make several batches"):
            async with graph.batch("rebuild"):
                for number in range(10_001):
                    await graph.add_node(f"node {number}")

        assert not server.ops


def test_PC16_a_large_graph_shows_how_far_it_has_got(where: dict[str, str]) -> None:
    shown = io.StringIO()
    with redirect_stderr(shown), gs.from_networkx(tree(LARGE), "large", **where) as g:
        assert (len(g), len(g.links)) == (LARGE, LARGE - 1)

    assert "sending the graph" in shown.getvalue()
    assert "the server checks and stores it: 100%" in shown.getvalue()


def test_PC16_a_small_graph_shows_nothing(
    where: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    gs.from_networkx(tree(100), "small", **where).close()

    assert capsys.readouterr().err == ""


def test_PC16_without_tqdm_a_large_graph_is_sent_as_well(
    where: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)

    with gs.from_networkx(tree(LARGE), "plain", **where) as g:
        assert len(g) == LARGE
    assert capsys.readouterr().err == ""
