"""A session's past over REST: moments, who did what, differences, blame, going back."""

from __future__ import annotations

from typing import Any

from .api import Answer, Api

TYPE = "Shop"


class Shop:
    """One session, changed by several people."""

    def __init__(self, api: Api) -> None:
        self.api = api

    async def begin(self) -> None:
        """Make the session, with three nodes."""
        await self.api.call("POST", "/sessions", {"session_id": "s", "title": "Shops"})
        for name in ("a", "b", "c"):
            await self.do("create-node", node_id=name, name=name.upper(), blueprint_type_id=TYPE)

    async def do(self, command_type: str, **arguments: Any) -> Answer:
        """Execute a command."""
        body = {"command_type": command_type, "arguments": arguments}
        answer = await self.api.call("POST", "/sessions/s/commands", body)
        assert answer.status == 200, answer.json
        return answer

    async def set(self, node_id: str, property_id: str, value: Any) -> None:
        """Set a property."""
        await self.do("update-property", node_id=node_id, property_id=property_id, new_value=value)

    async def get(self, path: str) -> Any:
        """Read something of the session."""
        answer = await self.api.call("GET", f"/sessions/s{path}")
        assert answer.status == 200, answer.json
        return answer.json

    async def names(self, path: str = "/graph") -> dict[str, str]:
        """Return the names of the nodes."""
        return {node["node_id"]: node["name"] for node in (await self.get(path))["nodes"]}


async def shop(api: Api) -> Shop:
    made = Shop(api)
    await made.begin()
    return made


async def test_HY1_the_graph_is_told_as_it_was_at_an_instant(api: Api) -> None:
    shop_ = await shop(api)
    commits = (await shop_.get("/commits"))["commits"]
    second = commits[1]["timestamp"]

    assert set(await shop_.names(f"/graph?at={second}")) == {"a", "b"}
    assert await shop_.names("/graph?at=2000-01-01T00:00:00Z") == {}
    assert set(await shop_.names("/graph?at=2999-01-01T00:00:00%2B02:00")) == {"a", "b", "c"}
    answer = await api.call("GET", "/sessions/s/graph?seq=2")
    assert answer.headers["X-Graphsync-Timestamp"] == second
    assert (await api.call("GET", "/sessions/s/graph?at=yesterday")).code == "bad-value"


async def test_HY2_commits_are_paged_back_and_filtered_by_nodes(api: Api) -> None:
    shop_ = await shop(api)
    await shop_.do("link-node", parent_id="a", child_id="b")

    page = await shop_.get("/commits?before=5&limit=2")
    assert ([commit["seq"] for commit in page["commits"]], page["next"]) == ([4, 3], 3)
    page = await shop_.get(f"/commits?before={page['next']}&limit=2")
    assert ([commit["seq"] for commit in page["commits"]], page["next"]) == ([2, 1], None)
    page = await shop_.get("/commits?node_id=b&node_id=c")
    assert [commit["seq"] for commit in page["commits"]] == [2, 3, 4]
    page = await shop_.get("/commits?user=nobody")
    assert page == {"commits": [], "next": None}


async def test_HY3_a_timeline_tells_who_did_how_much_when(api: Api) -> None:
    shop_ = await shop(api)

    told = await shop_.get("/timeline?buckets=2")

    assert (told["seq"], told["commits"], told["oldest_seq"]) == (3, 3, 0)
    assert [(b["from_seq"], b["to_seq"], b["commits"]) for b in told["buckets"]] == [
        (1, 1, 1),
        (2, 3, 2),
    ]
    [person] = told["people"]
    assert person["commits"] == 3
    assert told["buckets"][1]["users"] == {person["user"]: 2}
    assert told["epochs"] == [{"epoch": (await shop_.get(""))["epoch"], "from_seq": 1}]
    assert told["started"] <= told["buckets"][1]["from"] <= told["ended"]
    only = await shop_.get("/timeline?buckets=2&node_id=c")
    assert [bucket["commits"] for bucket in only["buckets"]] == [0, 1]
    await shop_.set("a", "size", 1)
    assert (await shop_.get("/timeline"))["seq"] == 4


async def test_HY4_a_difference_names_what_changed_value_by_value(api: Api) -> None:
    shop_ = await shop(api)
    await shop_.set("a", "size", 1)
    await shop_.set("a", "name", "Alpha")
    await shop_.do("link-node", parent_id="a", child_id="b")
    await shop_.do("delete-node", node_id="c")

    told = await shop_.get("/diff?from=3")

    assert (told["from"]["seq"], told["to"]["seq"]) == (3, 7)
    assert [node["node_id"] for node in told["nodes_removed"]] == ["c"]
    assert told["nodes_changed"] == [
        {
            "node_id": "a",
            "name": "Alpha",
            "changes": [
                {"property_id": "name", "old_value": "A", "new_value": "Alpha"},
                {"property_id": "size", "new_value": 1},
            ],
        }
    ]
    assert told["links_added"] == [{"parent_id": "a", "child_id": "b", "properties": {}}]
    back = await shop_.get("/diff?from=7&to=3")
    assert [node["node_id"] for node in back["nodes_added"]] == ["c"]


async def test_HY5_blame_names_the_commit_that_last_set_each_property(api: Api) -> None:
    shop_ = await shop(api)
    await shop_.set("a", "size", 1)
    await shop_.set("a", "open", True)
    await shop_.set("a", "size", 2)
    await shop_.do("link-node", parent_id="a", child_id="b")
    link = {"parent_id": "a", "child_id": "b", "property_id": "km", "new_value": 3}
    await shop_.do("update-link-property", **link)

    told = await shop_.get("/blame?node_id=a")
    assert (told["created"]["seq"], told["name"]["seq"]) == (1, 1)
    assert {key: stamp["seq"] for key, stamp in told["properties"].items()} == {
        "size": 6,
        "open": 5,
    }
    assert told["properties"]["size"]["command_type"] == "update-property"
    assert [(found["child_id"], found["made"]["seq"]) for found in told["links"]] == [("b", 7)]
    earlier = await shop_.get("/blame?node_id=a&seq=4")
    assert earlier["properties"]["size"]["seq"] == 4
    of_link = await shop_.get("/blame?parent_id=a&child_id=b")
    assert (of_link["made"]["seq"], of_link["properties"]["km"]["seq"]) == (7, 8)
    assert (await api.call("GET", "/sessions/s/blame?node_id=x")).code == "unknown-node"


async def test_HY6_a_moment_gets_a_name_that_everybody_is_told(api: Api) -> None:
    shop_ = await shop(api)

    made = await api.call("POST", "/sessions/s/moments", {"name": "before the review", "seq": 2})

    assert (made.status, made.json["seq"], made.json["name"]) == (201, 2, "before the review")
    await api.call("POST", "/sessions/s/moments", {"name": "now"})
    await api.call("POST", "/sessions/s/moments", {"name": "reviewed", "seq": 2})
    listed = (await shop_.get("/moments"))["moments"]
    assert [(moment["seq"], moment["name"]) for moment in listed] == [(2, "reviewed"), (4, "now")]
    assert (await shop_.get(""))["moments"] == listed
    renamed = await api.call("PATCH", "/sessions/s", {"title": "Other"})
    assert renamed.json["moments"] == listed
    assert (await api.call("DELETE", "/sessions/s/moments/2")).status == 204
    assert (await api.call("DELETE", "/sessions/s/moments/2")).code == "not-found"


async def test_HY6_a_moment_that_never_was_or_a_bad_name_is_refused(api: Api) -> None:
    await shop(api)

    async def refused(**body: Any) -> str:
        return (await api.call("POST", "/sessions/s/moments", body)).code

    assert await refused(name="x", seq=99) == "not-found"
    assert await refused(name="  ") == "bad-value"
    assert await refused(name="x" * 201) == "too-long"


async def test_HY7_the_graph_goes_back_to_a_moment_in_one_step_that_can_be_undone(
    api: Api,
) -> None:
    shop_ = await shop(api)
    await shop_.do("delete-node", node_id="a")
    await shop_.set("b", "name", "Beta")
    before = await shop_.get("/graph")

    answer = await api.call("POST", "/sessions/s/restore", {"seq": 3, "command_id": "back"})

    assert (answer.json["success"], answer.json["seq"]) == (True, 6)
    assert answer.json["result"] == {"nodes": 2, "links": 0}
    assert await shop_.names() == {"a": "A", "b": "B", "c": "C"}
    again = await api.call("POST", "/sessions/s/restore", {"seq": 3, "command_id": "back"})
    assert again.json["seq"] == 6
    commit = (await shop_.get("/commits?after=5"))["commits"][0]
    assert (commit["kind"], commit["command_type"]) == ("do", "restore-moment")
    await api.call("POST", "/sessions/s/undo")
    after = await shop_.get("/graph")
    assert (after["nodes"], after["links"]) == (before["nodes"], before["links"])


async def test_HY7_some_nodes_go_back_with_links_to_what_there_is(api: Api) -> None:
    shop_ = await shop(api)
    await shop_.do("link-node", parent_id="a", child_id="b")
    await shop_.do("link-node", parent_id="a", child_id="c")
    await shop_.do("delete-node", node_id="c")
    await shop_.do("delete-node", node_id="a")
    await shop_.set("b", "name", "Beta")

    await api.call("POST", "/sessions/s/restore", {"seq": 5, "node_ids": ["a"]})

    nobody = await api.call("POST", "/sessions/s/restore", {"seq": 5, "node_ids": ["a", "x"]})
    assert nobody.code == "unknown-node"
    graph = await shop_.get("/graph")
    assert await shop_.names() == {"a": "A", "b": "Beta"}
    assert [(link["parent_id"], link["child_id"]) for link in graph["links"]] == [("a", "b")]


async def test_HY8_a_session_begins_with_a_moment_of_another(api: Api) -> None:
    shop_ = await shop(api)
    await shop_.do("delete-node", node_id="a")

    body = {"session_id": "branch", "from": {"session_id": "s", "seq": 3}}
    made = await api.call("POST", "/sessions", body)

    assert (made.status, made.json["title"], made.json["node_count"]) == (201, "Shops", 3)
    assert (await api.call("POST", "/sessions", {**body, "structure": "tree"})).code == "bad-value"
    nowhere = {"from": {"session_id": "nowhere"}}
    assert (await api.call("POST", "/sessions", nowhere)).code == "session-not-found"
