"""Sessions over REST: listed, created, described, changed, ended, read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .api import Api

EVERYTHING_TYPED = [
    {"blueprint_type_id": "task", "schema": {"properties": {"days": {"type": "integer"}}}}
]


async def test_RE1_a_session_is_created_with_201_and_its_address(api: Api) -> None:
    answer = await api.call("POST", "/sessions", {"session_id": "plan", "title": "Plan"})

    assert answer.status == 201
    assert answer.headers["Location"].endswith("/graphsync/api/v1/sessions/plan")
    assert answer.json == {
        "session_id": "plan",
        "title": "Plan",
        "structure": "dag",
        "strict_blueprints": False,
        "moments": [],
        "epoch": answer.json["epoch"],
        "seq": 0,
        "oldest_seq": 0,
        "digest": answer.json["digest"],
        "client_count": 0,
        "node_count": 0,
        "link_count": 0,
        "read_only": False,
        "damage": "",
    }


async def test_RE1_a_session_without_an_id_is_given_one(api: Api) -> None:
    answer = await api.call("POST", "/sessions", {})

    session_id = answer.json["session_id"]
    assert (await api.call("GET", f"/sessions/{session_id}")).status == 200


async def test_RE1_a_session_begins_with_a_graph_and_types(api: Api) -> None:
    graph = {
        "structure": "tree",
        "nodes": [
            {"node_id": "a", "name": "A", "blueprint_type_id": "task", "properties": {"days": 2}},
            {"node_id": "b", "name": "B", "blueprint_type_id": "task", "properties": {}},
        ],
        "links": [{"parent_id": "a", "child_id": "b", "properties": {}}],
    }

    answer = await api.call(
        "POST",
        "/sessions",
        {"session_id": "g", "graph": graph, "blueprint_types": EVERYTHING_TYPED},
    )

    assert answer.status == 201
    assert (answer.json["structure"], answer.json["node_count"]) == ("tree", 2)
    stored = (await api.call("GET", "/sessions/g/graph")).json
    assert stored["nodes"] == graph["nodes"]
    assert stored["links"] == graph["links"]
    assert [kind["blueprint_type_id"] for kind in stored["blueprint_types"]] == ["task"]


async def test_RE1_a_graph_that_breaks_the_rules_makes_no_session(api: Api) -> None:
    nodes = [{"node_id": "a", "name": "A", "blueprint_type_id": "t", "properties": {}}]
    links = [{"parent_id": "a", "child_id": "a", "properties": {}}]

    answer = await api.call(
        "POST", "/sessions", {"session_id": "g", "graph": {"nodes": nodes, "links": links}}
    )

    assert answer.status == 422
    assert (await api.call("GET", "/sessions")).json == {"sessions": []}


async def test_RE1_an_id_that_exists_or_ended_is_refused(api: Api) -> None:
    await api.create("once")
    again = await api.call("POST", "/sessions", {"session_id": "once"})
    await api.call("DELETE", "/sessions/once")
    after = await api.call("POST", "/sessions", {"session_id": "once"})

    assert (again.status, again.code) == (409, "session-exists")
    assert (after.status, after.code) == (409, "session-exists")


async def test_RE2_sessions_are_listed_with_who_is_there(api: Api) -> None:
    await api.create("one", title="One")
    await api.create("two")
    peer = await (await api.join("one")).in_step()

    sessions = (await api.call("GET", "/sessions")).json["sessions"]

    counts = {session["session_id"]: session["client_count"] for session in sessions}
    assert counts == {"one": 1, "two": 0}
    assert sessions[0]["title"] == "One"
    peer.close()


async def test_RE3_settings_change_as_a_commit_that_everybody_sees(api: Api) -> None:
    await api.create("s")
    peer = await (await api.join("s")).in_step()

    answer = await api.call("PATCH", "/sessions/s", {"title": "New", "structure": "tree"})

    assert (answer.status, answer.json["title"], answer.json["structure"]) == (200, "New", "tree")
    commit = await peer.message("commit")
    assert commit["command_type"] == "update-settings"


async def test_RE3_a_structure_that_the_graph_violates_is_refused(api: Api) -> None:
    await api.create("s", structure="graph")
    await api.execute("s", "create-node", node_id="a", name="A", blueprint_type_id="t")
    await api.execute("s", "link-node", parent_id="a", child_id="a")

    answer = await api.call("PATCH", "/sessions/s", {"structure": "dag"})

    assert answer.status == 422
    assert (await api.call("GET", "/sessions/s")).json["structure"] == "graph"


async def test_RE4_an_ended_session_is_gone_and_its_sockets_close_with_4505(api: Api) -> None:
    await api.create("s")
    peer = await (await api.join("s")).in_step()

    answer = await api.call("DELETE", "/sessions/s")

    assert (answer.status, answer.body) == (204, b"")
    assert (await peer.closed()).code == 4505
    assert peer.found("bye")[0]["code"] == 4505
    assert (await api.call("GET", "/sessions/s")).code == "session-not-found"


async def test_RE5_the_graph_is_returned_as_it_was_at_a_commit(api: Api) -> None:
    await api.create("s")
    for name in "abc":
        await api.execute("s", "create-node", node_id=name, name=name, blueprint_type_id="t")

    then = (await api.call("GET", "/sessions/s/graph?seq=2")).json
    now = (await api.call("GET", "/sessions/s/graph")).json

    assert ([node["node_id"] for node in then["nodes"]], then["seq"]) == (["a", "b"], 2)
    assert ([node["node_id"] for node in now["nodes"]], now["seq"]) == (["a", "b", "c"], 3)
    assert set(now) == {
        *("structure", "nodes", "links", "blueprint_types", "epoch", "seq", "digest")
    }


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("seq=4", 404, "not-found"),
        ("seq=-1", 400, "bad-value"),
        ("seq=x", 400, "bad-value"),
        ("seq=" + "9" * 400, 400, "bad-value"),
        ("format=pickle", 400, "bad-value"),
    ],
)
async def test_RE5_a_graph_that_is_not_there_is_refused(
    shared: Api, fresh: str, query: str, status: int, code: str
) -> None:
    answer = await shared.call("GET", f"/sessions/{fresh}/graph?{query}")

    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize(
    ("name", "media", "begins"),
    [
        ("node-link", "application/json", b"{"),
        ("graphml", "application/graphml+xml", b"<?xml"),
        ("gexf", "application/gexf+xml", b"<?xml"),
        ("csv", "application/zip", b"PK"),
        ("svg", "image/svg+xml", b"<svg"),
    ],
)
async def test_RE5_a_graph_is_exported_as_a_file_of_its_type(
    shared: Api, fresh: str, name: str, media: str, begins: bytes
) -> None:
    answer = await shared.call("GET", f"/sessions/{fresh}/graph?format={name}")

    assert answer.status == 200
    assert answer.headers["Content-Type"].partition(";")[0] == media
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{fresh}.')
    assert answer.body.startswith(begins)


async def test_RE6_the_log_is_paged_without_gap_or_repeat(api: Api) -> None:
    await api.create("s")
    for index in range(5):
        await api.execute("s", "create-node", name=f"n{index}", blueprint_type_id="t")

    first = (await api.call("GET", "/sessions/s/commits?limit=2")).json
    second = (await api.call("GET", f"/sessions/s/commits?after={first['next']}&limit=2")).json
    third = (await api.call("GET", f"/sessions/s/commits?after={second['next']}&limit=2")).json

    pages = [[commit["seq"] for commit in page["commits"]] for page in (first, second, third)]
    assert pages == [[1, 2], [3, 4], [5]]
    assert third["next"] is None


async def test_RE6_the_log_is_filtered_by_node_and_by_client(api: Api) -> None:
    await api.create("s")
    peer = await (await api.join("s")).in_step()
    client_id = peer.messages[0]["client_id"]
    await api.execute("s", "create-node", node_id="a", name="A", blueprint_type_id="t")
    await peer.execute("create-node", node_id="b", name="B", blueprint_type_id="t", parent_id="a")
    await api.execute("s", "delete-node", node_id="a")

    about_a = (await api.call("GET", "/sessions/s/commits?node_id=a")).json
    by_peer = (await api.call("GET", f"/sessions/s/commits?client_id={client_id}")).json

    assert [commit["seq"] for commit in about_a["commits"]] == [1, 2, 3]
    assert [commit["seq"] for commit in by_peer["commits"]] == [2]
    assert by_peer["next"] is None


async def test_RE7_clients_are_told_with_what_they_do(api: Api) -> None:
    await api.create("s")
    peer = await (await api.join("s")).in_step()
    await peer.send("presence", id=1, name="Ann", selection=["a"], pointer=[1, 2.5])
    await peer.reply(1)

    clients = (await api.call("GET", "/sessions/s/clients")).json["clients"]

    assert [(client["name"], client["selection"], client["pointer"]) for client in clients] == [
        ("Ann", ["a"], [1, 2.5])
    ]


async def test_RE8_limits_and_health_and_catalogue_are_told(api: Api) -> None:
    limits = (await api.call("GET", "/limits")).json
    health = (await api.call("GET", "/health")).json
    catalogue = (await api.call("GET", "/commands")).json["commands"]

    assert (limits["max_nodes"], limits["heartbeat"]) == (250_000, 25.0)
    assert (health["status"], health["sessions"], health["connections"]) == ("ok", 0, 0)
    by_type = {command["command_type"]: command for command in catalogue}
    assert {"create-node", "batch", "update-properties", "define-blueprint"} <= set(by_type)
    create = by_type["create-node"]["arguments"]
    assert "name" in json.dumps(create)


@pytest.mark.parametrize("path", ["/sessions/", "/sessions/s/commands/", "/undo/", "/limits/"])
async def test_RE9_a_trailing_slash_loses_no_post_to_a_redirect(shared: Api, path: str) -> None:
    answer = await shared.call("POST", path, {})

    assert (answer.status, answer.code) == (404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/sessions/nobody", None),
        ("PATCH", "/sessions/nobody", {}),
        ("DELETE", "/sessions/nobody", None),
        ("GET", "/sessions/nobody/graph", None),
        ("GET", "/sessions/nobody/commits", None),
        ("GET", "/sessions/nobody/clients", None),
        ("POST", "/sessions/nobody/undo", {}),
        ("POST", "/sessions/nobody/redo", {}),
        ("POST", "/sessions/nobody/commands", {"command_type": "x", "arguments": {}}),
    ],
)
async def test_RE9_an_unknown_session_is_404_on_every_route(
    shared: Api, method: str, path: str, body: Any
) -> None:
    answer = await shared.call(method, path, body)

    assert (answer.status, answer.code) == (404, "session-not-found")
    assert answer.json["success"] is False
