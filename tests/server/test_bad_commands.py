"""Commands that are JSON and make no sense: refused by name, and nothing changes."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from .api import Api, Peer
from .bystanders import Bystanders

pytestmark = pytest.mark.usefixtures("bystanders")

NODE = {"name": "N", "blueprint_type_id": "t"}

REFUSED: dict[str, tuple[str, dict[str, Any], int, str]] = {
    "C01 unknown": ("paint-node", {}, 404, "unknown-command"),
    "C01 long": ("x" * 10_000, {}, 404, "unknown-command"),
    "C03 missing": ("create-node", {"name": "N"}, 400, "missing-field"),
    "C02 unknown field": ("create-node", {**NODE, "colour": "red"}, 400, "unknown-field"),
    "C04 number": ("create-node", {**NODE, "name": 3}, 400, "wrong-type"),
    "C04 null": ("create-node", {**NODE, "name": None}, 400, "wrong-type"),
    "C04 list": ("create-node", {**NODE, "properties": []}, 400, "wrong-type"),
    "C04 bool": ("delete-node", {"node_id": True}, 400, "wrong-type"),
    "C14 exists": ("create-node", {**NODE, "node_id": "a"}, 409, "exists"),
    "C16 no parent": ("link-node", {"parent_id": "x", "child_id": "a"}, 404, "unknown-node"),
    "C16 no child": ("link-node", {"parent_id": "a", "child_id": "x"}, 404, "unknown-node"),
    "C17 self": ("link-node", {"parent_id": "a", "child_id": "a"}, 422, "self-link"),
    "C18 twice": ("link-node", {"parent_id": "a", "child_id": "b"}, 409, "exists"),
    "C19 cycle": ("link-node", {"parent_id": "b", "child_id": "a"}, 422, "cycle"),
    "C21 no node": ("delete-node", {"node_id": "x"}, 404, "unknown-node"),
    "C21 no link": ("unlink-node", {"parent_id": "b", "child_id": "a"}, 404, "unknown-link"),
    "C24 long value": (
        "update-property",
        {"node_id": "a", "property_id": "p", "new_value": "x" * 70_000},
        422,
        "too-long",
    ),
    "C24 many": (
        "create-node",
        {**NODE, "properties": {f"p{n}": n for n in range(10_000)}},
        422,
        "too-many",
    ),
    "C25 long id": ("create-node", {**NODE, "node_id": "x" * 129}, 422, "too-long"),
    "C30 no commands": ("batch", {"commands": [{"command_type": "x"}]}, 400, "missing-field"),
}


async def settled(api: Api, session_id: str) -> None:
    """Make `a`, its child `b`, and one property."""
    for command_type, arguments in (
        ("create-node", {**NODE, "node_id": "a", "properties": {"p": 1}}),
        ("create-node", {**NODE, "node_id": "b", "parent_id": "a"}),
    ):
        assert (await api.execute(session_id, command_type, **arguments)).status == 200


@pytest.mark.parametrize(
    ("command_type", "arguments", "status", "code"), REFUSED.values(), ids=REFUSED
)
async def test_BC1_a_command_that_makes_no_sense_is_refused_and_changes_nothing(
    shared: Api, fresh: str, command_type: str, arguments: dict[str, Any], status: int, code: str
) -> None:
    await settled(shared, fresh)
    before = await shared.call("GET", f"/sessions/{fresh}/graph")
    peer = await (await shared.join(fresh)).in_step()

    over_rest = await shared.execute(fresh, command_type, **arguments)
    over_socket = await peer.execute(command_type, **arguments)

    assert (over_rest.status, over_rest.code) == (status, code)
    assert over_socket["error"] == over_rest.json["error"]
    assert (await shared.call("GET", f"/sessions/{fresh}/graph")).body == before.body
    peer.close()


async def test_BC1_a_missing_field_is_named(shared: Api, fresh: str) -> None:
    answer = await shared.execute(fresh, "create-node", name="N")

    assert answer.json["error"]["details"]["field"] == "blueprint_type_id"


@pytest.mark.parametrize(
    "id_and_code",
    [("", "bad-value"), ("x" * 10_000, "bad-value"), (7, "wrong-type"), (None, "wrong-type")],
)
async def test_BC2_a_command_id_is_a_short_text(
    shared: Api, fresh: str, id_and_code: tuple[Any, str]
) -> None:
    command_id, code = id_and_code
    body = {"command_id": command_id, "command_type": "create-node", "arguments": NODE}
    peer = await (await shared.join(fresh)).in_step()

    answer = await shared.call("POST", f"/sessions/{fresh}/commands", body)
    await peer.send("execute", id="e", **body)
    reply = await peer.reply("e")

    assert (answer.status, answer.code) == (400, code)
    assert reply["error"]["code"] == code
    peer.close()


async def test_BC3_a_command_sent_twice_takes_effect_once(shared: Api, fresh: str) -> None:
    command_id = str(uuid.uuid4())
    body = {"command_id": command_id, "command_type": "create-node", "arguments": NODE}
    path = f"/sessions/{fresh}/commands"

    first = await shared.call("POST", path, body)
    second = await shared.call("POST", path, body)
    other = await shared.call("POST", path, {**body, "arguments": {**NODE, "name": "M"}})

    assert second.body == first.body
    assert (other.status, other.code) == (409, "command-id-reused")
    assert len((await shared.call("GET", f"/sessions/{fresh}/graph")).json["nodes"]) == 1


async def test_BC4_a_stale_value_is_refused_with_the_value_that_stands(
    shared: Api, fresh: str
) -> None:
    await settled(shared, fresh)
    change = {"node_id": "a", "property_id": "p", "new_value": 3, "expected_value": 2}

    answer = await shared.execute(fresh, "update-property", **change)

    assert (answer.status, answer.code) == (409, "stale-value")
    assert 1 in answer.json["error"]["details"].values()


async def test_BC5_a_node_with_many_links_goes_in_one_commit(
    shared: Api, fresh: str, bystanders: Bystanders
) -> None:
    for part in range(5):
        commands = [
            {
                "command_type": "create-node",
                "arguments": {**NODE, "node_id": f"n{part}-{index}", "parent_id": "hub"},
            }
            for index in range(2_000)
        ]
        if part == 0:
            hub = {"command_type": "create-node", "arguments": {**NODE, "node_id": "hub"}}
            commands.insert(0, hub)
        assert (await shared.call("POST", f"/sessions/{fresh}/commands", commands)).status == 200

    answer = await shared.execute(fresh, "delete-node", node_id="hub")

    page = await shared.call("GET", f"/sessions/{fresh}/commits?after={answer.json['seq'] - 1}")
    [commit] = page.json["commits"]
    events = [record["event"] for record in commit["events"]]
    assert events.count("graph:node-unlinked") == 10_000
    assert events.count("graph:node-deleted") == 1


@pytest.mark.parametrize("limits", [{"max_nodes": 3, "max_links": 2}])
async def test_BC6_a_full_graph_refuses_more_and_lets_things_go(api: Api) -> None:
    await api.create("s")
    for name in "abc":
        await api.execute("s", "create-node", node_id=name, **NODE)
    for child in "bc":
        await api.execute("s", "link-node", parent_id="a", child_id=child)

    node = await api.execute("s", "create-node", **NODE)
    link = await api.execute("s", "link-node", parent_id="b", child_id="c")
    gone = await api.execute("s", "delete-node", node_id="a")
    again = await api.execute("s", "create-node", **NODE)

    assert (node.status, node.code) == (link.status, link.code) == (429, "quota-exceeded")
    assert (gone.status, again.status) == (200, 200)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "=1+1", "\u202eabc", "a\r\nb", "'; DROP TABLE x; --"]
)
async def test_BC7_text_is_stored_as_text(shared: Api, fresh: str, text: str) -> None:
    peer: Peer = await (await shared.join(fresh)).in_step()

    reply = await peer.execute(
        "create-node", name=text, blueprint_type_id=text, node_id="x", properties={"t": text}
    )

    graph = await shared.call("GET", f"/sessions/{fresh}/graph")
    assert reply["ok"]
    assert graph.json["nodes"] == [
        {"node_id": "x", "name": text, "blueprint_type_id": text, "properties": {"t": text}}
    ]
    assert graph.headers["X-Content-Type-Options"] == "nosniff"
    peer.close()


@pytest.mark.parametrize("property_id", ["__proto__", "constructor", "prototype"])
async def test_BC7_names_that_harm_javascript_are_refused(
    shared: Api, fresh: str, property_id: str
) -> None:
    answer = await shared.execute(fresh, "create-node", properties={property_id: 1}, **NODE)

    assert answer.status in (400, 422)
