"""What a client is sent on its socket: welcome, history, replies, presence, and how it ends."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .api import Api

NODE = {"name": "N", "blueprint_type_id": "t"}


async def grown(api: Api, session_id: str, count: int) -> None:
    """Create a session with so many nodes, a commit each."""
    await api.create(session_id)
    for index in range(count):
        await api.execute(session_id, "create-node", node_id=f"n{index}", **NODE)


async def test_HS8_a_welcome_says_all_that_a_client_needs(api: Api) -> None:
    await api.create("s", title="S", structure="tree")
    await api.execute("s", "create-node", **NODE)

    peer = await (await api.join("s")).in_step()

    welcome = peer.messages[0]
    described = (await api.call("GET", "/sessions/s")).json
    assert welcome["type"] == "welcome"
    assert {name: welcome[name] for name in ("epoch", "seq", "digest")} == {
        name: described[name] for name in ("epoch", "seq", "digest")
    }
    rules = {"structure": "tree", "strict_blueprints": False}
    assert welcome["settings"] == {"title": "S", **rules, "moments": []}
    assert (welcome["mode"], welcome["role"], welcome["protocol"]) == ("snapshot", "editor", 1)
    assert welcome["limits"] == (await api.call("GET", "/limits")).json
    assert [client["client_id"] for client in welcome["clients"]] == [welcome["client_id"]]


async def test_HS8_a_newcomer_gets_a_snapshot_in_columns(api: Api) -> None:
    await grown(api, "s", 3)
    await api.execute("s", "link-node", parent_id="n0", child_id="n1", properties={"w": 1})

    peer = await (await api.join("s")).in_step()

    parts = peer.found("snapshot")
    assert {part["seq"] for part in parts} == {4}
    nodes, links = (
        {name: [item for part in parts for item in part[kind][name]] for name in parts[0][kind]}
        for kind in ("nodes", "links")
    )
    assert nodes["node_id"] == ["n0", "n1", "n2"]
    assert {len(column) for column in nodes.values()} == {3}
    assert links == {"parent_id": ["n0"], "child_id": ["n1"], "properties": [{"w": 1}]}
    assert peer.found("commit") == []


async def test_HS8_a_large_snapshot_comes_in_parts_of_a_mebibyte(api: Api) -> None:
    await api.create("s")
    for letter in "abc":
        commands = [
            {
                "command_type": "create-node",
                "arguments": {
                    **NODE,
                    "node_id": f"{letter}{index}",
                    "properties": {"text": letter * 60_000},
                },
            }
            for index in range(20)
        ]
        assert (await api.call("POST", "/sessions/s/commands", commands)).status == 200

    peer = await (await api.join("s")).in_step()

    parts = peer.found("snapshot")
    assert [part["part"] for part in parts] == list(range(1, parts[0]["parts"] + 1))
    assert len(parts) >= 3
    assert sum(len(part["nodes"]["node_id"]) for part in parts) == 60
    assert max(len(json.dumps(part)) for part in parts) < 1.1 * 2**20


async def test_HS9_a_client_that_comes_back_gets_what_it_missed(api: Api) -> None:
    await api.create("s")
    first = await (await api.join("s")).in_step()
    await first.execute("create-node", **NODE)
    where = first.position
    first.close()
    for _ in range(3):
        await api.execute("s", "create-node", **NODE)

    second = await api.join("s", **where, client_token=first.messages[0]["client_token"])
    await second.in_step()

    assert second.messages[0]["mode"] == "replay"
    assert second.messages[0]["client_id"] == first.messages[0]["client_id"]
    assert [commit["seq"] for commit in second.found("commit")] == [2, 3, 4]
    assert second.found("snapshot") == []


async def test_HS9_a_client_that_missed_nothing_gets_nothing(api: Api) -> None:
    await grown(api, "s", 2)
    first = await (await api.join("s")).in_step()

    second = await (await api.join("s", **first.position)).in_step()

    assert second.messages[0]["mode"] == "current"
    assert {message["type"] for message in second.messages} == {"welcome", "event"}


async def test_HS9_since_zero_gets_the_whole_history(api: Api) -> None:
    await grown(api, "s", 3)

    peer = await (await api.join("s", since=0)).in_step()

    assert peer.messages[0]["mode"] == "replay"
    assert [commit["seq"] for commit in peer.found("commit")] == [1, 2, 3]


@pytest.mark.parametrize(
    "wrong",
    [
        {"digest": "0" * 32},
        {"epoch": "another"},
        {"since": 99},
        {"since": "x"},
        {"since": "٣"},
        {"since": "9" * 400},
        {"digest": ""},
    ],
)
async def test_HS9_a_position_of_another_history_gets_a_snapshot(
    api: Api, wrong: dict[str, Any]
) -> None:
    await grown(api, "s", 3)
    first = await (await api.join("s")).in_step()

    second = await (await api.join("s", **{**first.position, "since": 3, **wrong})).in_step()

    assert second.messages[0]["mode"] == "snapshot"
    assert second.found("snapshot")[0]["seq"] == 3


@pytest.mark.parametrize("limits", [{"max_replay_commits": 3}])
async def test_HS9_a_long_absence_is_answered_with_a_snapshot(api: Api) -> None:
    await grown(api, "s", 1)
    first = await (await api.join("s")).in_step()
    for _ in range(4):
        await api.execute("s", "create-node", **NODE)

    second = await (await api.join("s", **first.position)).in_step()

    assert second.messages[0]["mode"] == "snapshot"


async def test_HS10_a_reply_comes_after_the_commit_that_it_answers(api: Api) -> None:
    await api.create("s")
    peer = await (await api.join("s")).in_step()

    reply = await peer.execute("create-node", node_id="a", **NODE)

    [commit] = peer.found("commit")
    assert peer.messages.index(commit) < peer.messages.index(reply)
    assert reply == {
        "type": "reply",
        "id": commit["command_id"],
        "ok": True,
        "seq": 1,
        "result": {"node_id": "a"},
    }


async def test_HS10_a_reply_goes_by_the_id_of_the_op(api: Api) -> None:
    await api.create("s")
    peer = await (await api.join("s")).in_step()

    await peer.send("undo", id=17)
    await peer.send("ping", id="p")

    assert (await peer.reply(17))["error"]["code"] == "nothing-to-undo"
    assert (await peer.message("pong"))["id"] == "p"


async def test_HS10_a_resent_command_gets_its_first_answer(api: Api) -> None:
    await api.create("s")
    peer = await (await api.join("s")).in_step()
    first = await peer.execute("create-node", command_id="c", node_id="a", **NODE)

    again = await peer.execute("create-node", command_id="c", node_id="a", **NODE)
    other = await peer.execute("create-node", command_id="c", node_id="b", **NODE)

    assert again == first
    assert other["error"]["code"] == "command-id-reused"
    assert await api.seqs("s") == [1]


async def test_HS11_presence_tells_the_others_what_changed_and_who_left(api: Api) -> None:
    await api.create("s")
    ann = await (await api.join("s")).in_step()
    bob = await (await api.join("s")).in_step()
    await bob.barrier()
    ann_id, bob_id = ann.messages[0]["client_id"], bob.messages[0]["client_id"]

    await ann.send("presence", name="Ann", color="#123456", pointer=[1, 2], dragging={"a": [0, 1]})
    told = await bob.until(
        lambda message: (
            message.get("event") == "session:presence"
            and any(client["name"] == "Ann" for client in message["payload"]["clients"])
        )
    )
    bob.close()
    gone = await ann.until(
        lambda message: message.get("event") == "session:presence" and "left" in message["payload"]
    )

    client = next(client for client in told["payload"]["clients"] if client["name"] == "Ann")
    assert (client["client_id"], client["color"], client["pointer"]) == (ann_id, "#123456", [1, 2])
    assert gone["payload"]["left"] == [bob_id]


async def test_HS11_connects_and_disconnects_are_counted(api: Api) -> None:
    await api.create("s")
    ann = await (await api.join("s")).in_step()

    bob = await (await api.join("s")).in_step()
    came = await ann.event("session:connected")
    bob.close()
    went = await ann.event("session:disconnected")

    assert (came["payload"]["session_id"], came["payload"]["client_count"]) == ("s", 2)
    assert (went["payload"]["session_id"], went["payload"]["client_count"]) == ("s", 1)


async def test_HS11_a_second_socket_of_a_client_takes_over(api: Api) -> None:
    await api.create("s")
    witness = await (await api.join("s")).in_step()
    first = await (await api.join("s")).in_step()
    await witness.event("session:connected")

    second = await api.join("s", client_token=first.messages[0]["client_token"])

    assert (await first.closed()).code == 4510
    assert (await second.next())["client_id"] == first.messages[0]["client_id"]
    assert (await second.execute("create-node", **NODE))["ok"]
    await witness.message("commit")
    counts = [m.get("event") for m in witness.messages]
    assert counts.count("session:connected") == 2
    assert "session:disconnected" not in counts


async def test_HS12_a_resync_brings_a_fresh_snapshot(api: Api) -> None:
    await grown(api, "s", 2)
    peer = await (await api.join("s", since=0)).in_step()

    await peer.send("resync", id="r")
    snapshot = await peer.message("snapshot")
    await peer.execute("create-node", **NODE)

    assert snapshot["nodes"]["node_id"] == ["n0", "n1"]
    assert [commit["seq"] for commit in peer.found("commit")] == [1, 2, 3]
