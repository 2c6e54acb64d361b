"""The events of the contract, over real sockets: names, fields, order, and who hears them."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from .api import Api, Message, Peer

TYPE = {"blueprint_type_id": "t", "title": "T"}
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")

# One session's life: each command with the graph events that it makes, in order.
STORY: list[tuple[str, dict[str, Any], list[tuple[str, set[str]]]]] = [
    (
        "define-blueprint",
        {"blueprint_type": TYPE},
        [("graph:blueprint-defined", {"blueprint_type"})],
    ),
    (
        "create-node",
        {"node_id": "a", "name": "A", "blueprint_type_id": "t"},
        [("graph:node-created", {"node_id", "name", "blueprint_type_id"})],
    ),
    (
        "create-node",
        {
            "node_id": "b",
            "name": "B",
            "blueprint_type_id": "u",
            "parent_id": "a",
            "properties": {"p": 1},
        },
        [
            (
                "graph:node-created",
                {"node_id", "name", "blueprint_type_id", "parent_id", "properties"},
            ),
            ("graph:node-linked", {"parent_id", "child_id"}),
        ],
    ),
    (
        "update-property",
        {"node_id": "b", "property_id": "p", "new_value": 2},
        [("graph:property-changed", {"node_id", "property_id", "old_value", "new_value"})],
    ),
    (
        "delete-property",
        {"node_id": "b", "property_id": "p"},
        [("graph:property-deleted", {"node_id", "property_id"})],
    ),
    (
        "update-link-property",
        {"parent_id": "a", "child_id": "b", "property_id": "w", "new_value": 1},
        [
            (
                "graph:link-property-changed",
                {"parent_id", "child_id", "property_id", "old_value", "new_value"},
            )
        ],
    ),
    (
        "delete-link-property",
        {"parent_id": "a", "child_id": "b", "property_id": "w"},
        [("graph:link-property-deleted", {"parent_id", "child_id", "property_id"})],
    ),
    (
        "unlink-node",
        {"parent_id": "a", "child_id": "b"},
        [("graph:node-unlinked", {"parent_id", "child_id"})],
    ),
    (
        "link-node",
        {"parent_id": "a", "child_id": "b", "properties": {"w": 2}},
        [("graph:node-linked", {"parent_id", "child_id", "properties"})],
    ),
    (
        "delete-node",
        {"node_id": "a"},
        [
            ("graph:node-unlinked", {"parent_id", "child_id"}),
            ("graph:node-deleted", {"node_id"}),
        ],
    ),
    (
        "remove-blueprint",
        {"blueprint_type_id": "t"},
        [("graph:blueprint-removed", {"blueprint_type_id"})],
    ),
]


def events_of(messages: list[Message]) -> list[tuple[str, dict[str, Any]]]:
    """Return name and payload of all events, passing or of commits, in the order they came."""
    found = []
    for message in messages:
        if message["type"] == "event":
            found.append((message["event"], message["payload"]))
        elif message["type"] == "commit":
            found += [(record["event"], record["payload"]) for record in message["events"]]
    return found


async def two_in_a_session(api: Api) -> tuple[Peer, Peer]:
    """Return two clients of a new session who have heard of each other."""
    await api.create("s")
    ann = await (await api.join("s")).in_step()
    bob = await (await api.join("s")).in_step()
    await ann.event("session:connected")
    return ann, bob


async def test_HE1_every_command_is_told_as_executing_its_events_and_executed(api: Api) -> None:
    ann, bob = await two_in_a_session(api)

    for command_type, arguments, expected in STORY:
        start = len(bob.messages)
        reply = await ann.execute(command_type, **arguments)
        assert reply["ok"], reply
        await bob.commit(reply["id"])
        told = [
            (name, payload)
            for name, payload in events_of(bob.messages[start:])
            if not name.startswith("session:")
        ]

        assert [name for name, _ in told] == [
            "command:executing",
            *(name for name, _ in expected),
            "command:executed",
        ]
        assert all(TIMESTAMP.fullmatch(payload["timestamp"]) for _, payload in told)
        for (_, payload), (_, fields) in zip(told[1:-1], expected, strict=True):
            assert set(payload) == fields | {"timestamp"}
        for _, payload in (told[0], told[-1]):
            assert (payload["command_id"], payload["command_type"]) == (reply["id"], command_type)


async def test_HE1_a_refused_command_is_told_as_executing_and_failed(api: Api) -> None:
    ann, bob = await two_in_a_session(api)

    reply = await ann.execute("delete-node", node_id="missing")
    failed = await bob.event("command:failed")

    names = [name for name, _ in events_of(bob.messages)]
    assert names[-2:] == ["command:executing", "command:failed"]
    assert set(failed["payload"]) == {"command_id", "command_type", "error", "timestamp"}
    assert failed["payload"]["error"] == reply["error"]["code"] == "unknown-node"
    assert "missing" not in str(failed)


@pytest.mark.parametrize("over", ["socket", "rest"])
async def test_HE2_undo_and_redo_are_told_last_with_the_command_that_they_are_about(
    api: Api, over: str
) -> None:
    ann, bob = await two_in_a_session(api)
    token = ann.messages[0]["client_token"]
    done = await ann.execute("create-node", node_id="a", name="A", blueprint_type_id="t")

    for direction in ("undo", "redo"):
        start = len(bob.messages)
        if over == "rest":
            path = f"/sessions/s/{direction}"
            await api.call("POST", path, {}, headers={"X-Client-Token": token})
        else:
            await ann.send(direction, id=direction)
            await ann.reply(direction)
        commit = await bob.until(
            lambda message: message["type"] == "commit" and message["kind"] != "do"
        )
        told = events_of(bob.messages[start:])[-3:]

        graph_event = {"undo": "graph:node-deleted", "redo": "graph:node-created"}[direction]
        assert [name for name, _ in told] == [
            "command:executing",
            graph_event,
            f"command:{direction}",
        ]
        assert told[0][1]["command_type"] == direction
        assert told[-1][1]["command_id"] == done["id"] != commit["command_id"]


async def test_HE3_everybody_sees_commands_of_all_ways_in_one_order(api: Api) -> None:
    ann, bob = await two_in_a_session(api)
    node = {"name": "N", "blueprint_type_id": "t"}

    await asyncio.gather(
        *(api.execute("s", "create-node", node_id=f"r{index}", **node) for index in range(40)),
        *(
            ann.send(
                "execute",
                command_id=f"a{index}",
                command_type="create-node",
                arguments={"node_id": f"a{index}", **node},
            )
            for index in range(40)
        ),
        *(
            bob.send(
                "execute",
                command_id=f"b{index}",
                command_type="create-node",
                arguments={"node_id": f"b{index}", **node},
            )
            for index in range(40)
        ),
    )
    for peer in (ann, bob):
        await peer.until(lambda message: message["type"] == "commit" and message["seq"] == 120)

    seen = [
        [(commit["seq"], commit["digest"]) for commit in peer.found("commit")]
        for peer in (ann, bob)
    ]
    assert seen[0] == seen[1]
    assert [seq for seq, _ in seen[0]] == list(range(1, 121))
    for peer in (ann, bob):
        names = [name for name, _ in events_of(peer.messages) if not name.startswith("session:")]
        story = ["command:executing", "graph:node-created", "command:executed"]
        assert names == story * 120


async def test_HE4_nothing_of_a_session_reaches_another(api: Api) -> None:
    ann, _ = await two_in_a_session(api)
    await api.create("other")
    outsider = await (await api.join("other")).in_step()
    await outsider.barrier()
    before = len(outsider.messages)

    for index in range(50):
        await ann.execute("create-node", node_id=f"n{index}", name="N", blueprint_type_id="t")
    await ann.execute("delete-node", node_id="missing")
    await ann.send("presence", id="p", name="Ann")
    await ann.reply("p")
    ann.close()
    await outsider.barrier()

    heard = [m for m in outsider.messages[before:] if m.get("event") != "session:presence"]
    assert [message["type"] for message in heard] == ["pong"]
    assert "Ann" not in str(outsider.messages)


async def test_HE5_a_change_from_the_servers_own_code_is_a_commit_of_nobodys_undo(
    api: Api, jp_serverapp: Any
) -> None:
    ann, bob = await two_in_a_session(api)
    await ann.execute("create-node", node_id="a", name="A", blueprint_type_id="t")
    service = jp_serverapp.web_app.settings["graphsync"].service

    await ann.execute("update-property", node_id="a", property_id="mine", new_value=1)

    await service.notify_property_changed("s", "a", "theirs", 7)
    commit = await bob.until(
        lambda message: message["type"] == "commit" and message["kind"] == "service"
    )
    await ann.send("undo", id="u")
    undone = await ann.reply("u")

    assert commit["events"][0]["event"] == "graph:property-changed"
    assert undone["ok"]
    graph = (await api.call("GET", "/sessions/s/graph")).json
    assert graph["nodes"][0]["properties"] == {"theirs": 7}
