"""A session's history is shortened over REST, by whoever may end the session."""

from __future__ import annotations

from typing import Any

from .api import Api


async def session(api: Api, commits: int = 6) -> str:
    """Return a session with so many commits, each of which makes a node."""
    await api.create("s", title="Shops")
    for number in range(1, commits + 1):
        made = {"node_id": f"n{number}", "name": f"N{number}", "blueprint_type_id": "Shop"}
        assert (await api.execute("s", "create-node", **made)).status == 200
    return "s"


async def compact(api: Api, before: int) -> Any:
    answer = await api.call("POST", "/sessions/s/compact", {"before": before})
    assert answer.status == 200, answer.json
    return answer.json


async def test_CM1_the_commits_before_a_number_are_forgotten_and_the_graph_stays(api: Api) -> None:
    await session(api)

    done = await compact(api, before=4)

    assert done == {"success": True, "forgotten": 3, "oldest_seq": 3}
    assert await api.seqs("s") == [4, 5, 6]
    graph = (await api.call("GET", "/sessions/s/graph")).json
    assert {node["node_id"] for node in graph["nodes"]} == {f"n{i}" for i in range(1, 7)}
    assert (await api.call("GET", "/sessions/s")).json["oldest_seq"] == 3


async def test_CM1_the_oldest_moment_and_all_after_it_can_be_looked_at(api: Api) -> None:
    await session(api)
    await compact(api, before=4)

    oldest = (await api.call("GET", "/sessions/s/graph?seq=3")).json
    timeline = (await api.call("GET", "/sessions/s/timeline")).json
    diff = (await api.call("GET", "/sessions/s/diff?from=3&to=5")).json

    assert [node["node_id"] for node in oldest["nodes"]] == ["n1", "n2", "n3"]
    assert (timeline["oldest_seq"], timeline["commits"]) == (3, 3)
    assert [node["node_id"] for node in diff["nodes_added"]] == ["n4", "n5"]


async def test_CM1_a_moment_before_it_is_refused_naming_the_oldest(api: Api) -> None:
    await session(api)
    await compact(api, before=4)

    for path in ("graph?seq=2", "diff?from=1", "blame?node_id=n1&seq=1"):
        answer = await api.call("GET", f"/sessions/s/{path}")
        assert (answer.status, answer.code) == (404, "not-found"), path
        assert "the oldest moment is 3" in answer.json["error"]["message"]
    answer = await api.call("POST", "/sessions/s/restore", {"seq": 1})
    assert answer.status == 404


async def test_CM1_of_what_was_forgotten_nobody_is_blamed(api: Api) -> None:
    await session(api)
    await api.execute("s", "update-property", node_id="n1", property_id="km", new_value=1)
    await compact(api, before=4)

    blame = (await api.call("GET", "/sessions/s/blame?node_id=n1")).json

    assert blame["created"] is None
    assert blame["properties"]["km"]["seq"] == 7


async def test_CM2_a_forgotten_command_that_is_sent_again_gets_its_first_answer(api: Api) -> None:
    await api.create("s")
    made = {"node_id": "n1", "name": "N1", "blueprint_type_id": "Shop"}
    body = {"command_id": "first", "command_type": "create-node", "arguments": made}
    first = (await api.call("POST", "/sessions/s/commands", body)).json
    for number in range(2, 5):
        await api.execute("s", "create-node", name=f"N{number}", blueprint_type_id="Shop")
    await compact(api, before=4)

    again = (await api.call("POST", "/sessions/s/commands", body)).json

    assert again == first
    assert await api.seqs("s") == [4]


async def test_CM3_who_comes_back_from_before_the_cut_gets_a_snapshot(api: Api) -> None:
    await session(api)
    old = (await api.call("GET", "/sessions/s/graph?seq=2")).json
    await compact(api, before=4)

    peer = await api.join("s", epoch=old["epoch"], since=2, digest=old["digest"])

    assert (await peer.message("welcome"))["mode"] == "snapshot"


async def test_CM4_a_number_that_is_none_or_never_was_is_refused(api: Api) -> None:
    await session(api)

    for body, status in (
        ({}, 400),
        ({"before": 0}, 400),
        ({"before": "4"}, 400),
        ({"before": 9}, 404),
        ({"before": 4, "more": 1}, 400),
    ):
        answer = await api.call("POST", "/sessions/s/compact", body)
        assert answer.status == status, body
    assert (await api.call("GET", "/sessions/s")).json["oldest_seq"] == 0
