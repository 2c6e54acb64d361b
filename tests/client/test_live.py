"""The client against a real server in a process of its own."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

import jupyter_graphsync as gs
from jupyter_graphsync.client.errors import CannotConnect, ConnectionEnded
from jupyter_graphsync.client.graph import SharedGraph
from jupyter_graphsync.domain.errors import Clash, Forbidden, NotFound

from .live_kernel import run_in_kernel
from .live_server import TOKEN, LiveServer
from .scenario import in_loop


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("server"))
    live.start()
    yield live
    live.stop()


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path)
    live.start()
    yield live
    live.stop()


def connect(server: LiveServer, session_id: str, **options: Any) -> SharedGraph:
    return gs.connect(session_id, url=server.url, token=TOKEN, **options)


def rest(server: LiveServer, method: str, path: str, body: Any = None) -> Any:
    request = urllib.request.Request(
        f"{server.url}graphsync/api/v1/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as response:
        text = response.read()
    return json.loads(text) if text else None


def content(g: SharedGraph) -> dict[str, Any]:
    """Return a replica as the server's REST interface tells its graph, in a stable order."""
    view = msgspec.to_builtins(g.graph)
    return {"nodes": by_id(view["nodes"]), "links": by_pair(view["links"])}


def by_id(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(nodes, key=lambda node: node["node_id"])


def by_pair(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(links, key=lambda link: (link["parent_id"], link["child_id"]))


def content_of_server(server: LiveServer, session_id: str) -> dict[str, Any]:
    graph = rest(server, "GET", f"sessions/{session_id}/graph")
    return {"nodes": by_id(graph["nodes"]), "links": by_pair(graph["links"])}


def test_PC11_two_clients_and_the_server_hold_the_same_graph(server: LiveServer) -> None:
    with connect(server, "same") as ana, connect(server, "same") as ben:
        with ana.events("graph:node-linked") as linked:
            a = ben.add_node("a", properties={"size": 1})
            b = ben.add_node("b", parent=a)
            next(linked)
        ana.set_property(b, "size", 2)
        ana.remove_link(a, b)

        assert content(ana) == content_of_server(server, "same")
        assert ana[b].properties == {"size": 2}


def test_PC11_everybody_hears_the_same_events_in_the_same_order(server: LiveServer) -> None:
    with connect(server, "order") as ana, connect(server, "order") as ben:
        with ana.events() as anas, ben.events() as bens:
            ana.add_node("a", node_id="a")
            ben.rename("a", "b")
            with pytest.raises(Clash):
                ana.add_node("a", node_id="a")
            heard = [
                [
                    (event.event, event.fields())
                    for event in until_failed(events)
                    if not event.event.startswith("session:")
                ]
                for events in (anas, bens)
            ]

        assert [name for name, _ in heard[0]] == [
            "command:executing",
            "graph:node-created",
            "command:executed",
            "command:executing",
            "graph:property-changed",
            "command:executed",
            "command:executing",
            "command:failed",
        ]
        assert heard[0] == heard[1]


def until_failed(events: Any) -> Iterator[gs.LiveEvent]:
    for event in events:
        yield event
        if event.event == "command:failed":
            return


def test_PC11_undo_is_per_client_and_history_names_the_actor(server: LiveServer) -> None:
    with connect(server, "undo", name="Ana") as ana, connect(server, "undo") as ben:
        ana.add_node("a", node_id="a")
        ben.add_node("b", node_id="b")
        ana.undo()

        assert [node.node_id for node in ana.nodes] == ["b"]
        kinds = [(commit.kind, commit.actor.client_id) for commit in ana.history()]
        assert kinds == [("do", ana.client_id), ("do", ben.client_id), ("undo", ana.client_id)]
        assert {commit.actor.origin for commit in ana.history()} == {"kernel"}


def test_PC11_a_name_is_seen_by_the_others(server: LiveServer) -> None:
    with (
        connect(server, "names") as ben,
        ben.events("session:presence") as changes,
        connect(server, "names", name="Ana"),
    ):
        while "Ana" not in {client.name for client in ben.clients}:
            next(changes)

        assert len(ben.clients) == 2


def test_PC11_a_batch_of_thousands_is_one_commit(server: LiveServer) -> None:
    with connect(server, "bulk") as g:
        with g.batch():
            for number in range(5000):
                g.add_node(str(number))
        assert len(g) == 5000

        g.undo()
        assert (len(g), len(g.history())) == (0, 2)


def test_PC11_a_newcomer_gets_the_graph_that_is_there(server: LiveServer) -> None:
    city = {"blueprint_type_id": "city", "schema": {"required": ["size"]}}
    with connect(server, "late", structure="tree", title="Late", blueprint_types=[city]) as ana:
        with ana.batch():
            for number in range(500):
                ana.add_node(str(number), "city", size=number)

        with connect(server, "late") as ben:
            assert content(ben) == content(ana)
            assert (ben.settings.title, ben.settings.structure) == ("Late", "tree")
            assert ben.blueprint_types["city"].schema == {"required": ["size"]}


@in_loop
async def test_PC11_asyncio_has_the_same_verbs(server: LiveServer) -> None:
    async with await gs.aconnect("async", url=server.url, token=TOKEN) as graph:
        node_id = await graph.add_node("a")

        assert graph[node_id].name == "a"


def test_PC11_the_server_is_found_by_its_runtime_file(
    server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("JUPYTER_GRAPHSYNC_URL", "JUPYTERHUB_SERVICE_URL", "JPY_PARENT_PID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", server.environment["JUPYTER_RUNTIME_DIR"])

    with gs.connect("found") as g:
        assert g.connected


@in_loop
async def test_PC11_a_kernel_of_the_server_finds_it_and_works_while_its_cell_runs(
    server: LiveServer,
) -> None:
    code = """
import jupyter_graphsync as gs
g = gs.connect("from-a-cell")
node_id = g.add_node("a")
print([c.origin for c in g.clients], g[node_id].name)
"""

    assert await run_in_kernel(server, code) == "['kernel'] a\n"


def test_PC11_each_failure_says_what_to_do(server: LiveServer) -> None:
    with pytest.raises(Forbidden, match="does not accept the token; pass token="):
        gs.connect("x", url=server.url, token="wrong")
    with pytest.raises(CannotConnect, match="no Jupyter server answers at"):
        gs.connect("x", url="http://127.0.0.1:1/")
    with pytest.raises(CannotConnect, match="check url=, and that jupyter_graphsync is installed"):
        gs.connect("x", url=f"{server.url}elsewhere/", token=TOKEN)
    with pytest.raises(NotFound, match="there is no session"):
        connect(server, "not-there", create=False)


def test_PC11_an_ended_session_ends_the_connection(server: LiveServer) -> None:
    with connect(server, "ending") as g, g.events() as events:
        rest(server, "DELETE", "sessions/ending")
        for _ in events:
            pass  # until the connection ends

        with pytest.raises(ConnectionEnded) as ending:
            g.add_node("a")
        assert ending.value.close_code == 4505


@pytest.mark.slow
def test_PC11_a_server_killed_in_the_middle_loses_nothing_and_does_nothing_twice(
    doomed: LiveServer,
) -> None:
    acknowledged: list[str] = []

    def write() -> None:
        acknowledged.extend(g.add_node(f"n{n}", node_id=f"n{n}") for n in range(300))

    with connect(doomed, "killed") as g, connect(doomed, "killed") as witness:
        writer = threading.Thread(target=write)
        with g.events("graph:node-created") as created:
            writer.start()
            for _ in range(2):
                for _ in range(60):
                    next(created)
                doomed.kill()
                doomed.start()
            writer.join(60)

        with witness.events("graph:node-created") as seen:
            g.add_node("last", node_id="last")
            while "last" not in witness:
                next(seen)
        commits = g.history(limit=1000)
        assert acknowledged == [f"n{number}" for number in range(300)]
        assert [node.node_id for node in g.nodes] == [*acknowledged, "last"]
        assert content(g) == content(witness) == content_of_server(doomed, "killed")
        assert g.position == witness.position
        assert [commit.seq for commit in commits] == list(range(1, 302))
        assert len({commit.command_id for commit in commits}) == 301
