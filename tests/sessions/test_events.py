"""The spec's table of events, name by name and field by field, as it goes over the wire."""

from __future__ import annotations

import re
from typing import Any

from .house import House, house, node
from .people import Person

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def told(person: Person, *, after: int = 0) -> list[tuple[str, dict[str, Any]]]:
    """Return the events of commands and graph without their timestamps, which must be there."""
    found = []
    for name, payload in person.events("graph:", "command:", "project:")[after:]:
        assert STAMP.fullmatch(payload.pop("timestamp"))
        found.append((name, payload))
    return found


async def two(home: House) -> tuple[Person, Person]:
    await home.create()
    return await home.join("ann"), await home.join("ben")


async def test_TE1_a_created_node_is_told_between_executing_and_executed() -> None:
    async with house() as home:
        ann, ben = await two(home)

        await ann.do("create-node", "1", **node("a"), properties={"size": 3})

        created = {
            "node_id": "a",
            "name": "A",
            "blueprint_type_id": "thing",
            "properties": {"size": 3},
        }
        command = {"command_id": "1", "command_type": "create-node"}
        assert (
            told(ann)
            == told(ben)
            == [
                ("command:executing", command),
                ("graph:node-created", created),
                ("command:executed", {**command, "result": {"node_id": "a"}}),
            ]
        )


async def test_TE2_a_node_with_a_parent_is_created_and_then_linked() -> None:
    async with house() as home:
        ann, ben = await two(home)
        await ann.do("create-node", **node("a"))

        await ann.do("create-node", "2", **node("b"), parent_id="a")

        await ben.in_step()
        assert told(ben, after=3)[1:3] == [
            (
                "graph:node-created",
                {"node_id": "b", "name": "B", "blueprint_type_id": "thing", "parent_id": "a"},
            ),
            ("graph:node-linked", {"parent_id": "a", "child_id": "b"}),
        ]


async def test_TE3_every_graph_event_has_the_fields_of_the_table() -> None:
    async with house() as home:
        ann, ben = await two(home)
        kind = {"blueprint_type_id": "part", "title": "Part"}
        for arguments in (node("a"), node("b")):
            await ann.do("create-node", **arguments)
        seen = len(told(ben))

        for command_type, arguments in (
            ("link-node", {"parent_id": "a", "child_id": "b", "properties": {"n": 1}}),
            ("update-property", {"node_id": "a", "property_id": "p", "new_value": 1}),
            ("update-property", {"node_id": "a", "property_id": "p", "new_value": None}),
            ("update-property", {"node_id": "a", "property_id": "name", "new_value": "Q"}),
            ("delete-property", {"node_id": "a", "property_id": "p"}),
            (
                "update-link-property",
                {"parent_id": "a", "child_id": "b", "property_id": "n", "new_value": [2]},
            ),
            ("delete-link-property", {"parent_id": "a", "child_id": "b", "property_id": "n"}),
            ("define-blueprint", {"blueprint_type": kind}),
            ("remove-blueprint", {"blueprint_type_id": "part"}),
            ("unlink-node", {"parent_id": "a", "child_id": "b"}),
            ("delete-node", {"node_id": "b"}),
        ):
            reply = await ann.do(command_type, **arguments)
            assert reply["ok"], reply

        link = {"parent_id": "a", "child_id": "b"}
        changed = {"node_id": "a", "property_id": "p"}
        events = [event for event in told(ben, after=seen) if event[0].startswith("graph:")]
        defined = events[7][1]["blueprint_type"]
        assert events == [
            ("graph:node-linked", {**link, "properties": {"n": 1}}),
            ("graph:property-changed", {**changed, "old_value": None, "new_value": 1}),
            ("graph:property-changed", {**changed, "old_value": 1, "new_value": None}),
            (
                "graph:property-changed",
                {"node_id": "a", "property_id": "name", "old_value": "A", "new_value": "Q"},
            ),
            ("graph:property-deleted", changed),
            (
                "graph:link-property-changed",
                {**link, "property_id": "n", "old_value": 1, "new_value": [2]},
            ),
            ("graph:link-property-deleted", {**link, "property_id": "n"}),
            ("graph:blueprint-defined", {"blueprint_type": defined}),
            ("graph:blueprint-removed", {"blueprint_type_id": "part"}),
            ("graph:node-unlinked", link),
            ("graph:node-deleted", {"node_id": "b"}),
        ]
        assert kind.items() <= defined.items()


async def test_TE4_a_deleted_node_takes_its_links_first_in_one_commit() -> None:
    async with house() as home:
        ann, ben = await two(home)
        await ann.do("create-node", **node("a"))
        for child in ("b", "c"):
            await ann.do("create-node", **node(child), parent_id="a")

        await ann.do("delete-node", "gone", node_id="a")

        commit = ben.of_type("commit")[-1]
        assert [event["event"] for event in commit["events"]] == [
            "graph:node-unlinked",
            "graph:node-unlinked",
            "graph:node-deleted",
            "command:executed",
        ]


async def test_TE5_a_batch_is_one_pair_of_command_events_and_one_commit() -> None:
    async with house() as home:
        ann, ben = await two(home)
        commands = [
            {"command_type": "create-node", "arguments": node("a")},
            {"command_type": "create-node", "arguments": {**node("b"), "parent_id": "a"}},
        ]

        await ann.do("batch", "1", commands=commands)

        assert len(ben.of_type("commit")) == 1
        assert [name for name, _ in told(ben)] == [
            "command:executing",
            "graph:node-created",
            "graph:node-created",
            "graph:node-linked",
            "command:executed",
        ]
        assert ben.events("command:executed")[0][1]["result"] == [
            {"node_id": "a"},
            {"node_id": "b"},
        ]


async def test_TE6_a_commit_says_who_did_what_and_when() -> None:
    async with house() as home:
        ann, ben = await two(home)

        await ann.do("create-node", "1", **node("a"))

        (commit,) = ben.of_type("commit")
        session = ann.connection.session
        assert (commit["seq"], commit["digest"]) == (1, session.position.digest)
        assert (commit["command_id"], commit["command_type"]) == ("1", "create-node")
        assert commit["kind"] == "do"
        assert commit["actor"] == {
            "client_id": "c-ann",
            "username": "ann",
            "name": "Ann",
            "color": "",
            "origin": "browser",
        }
        assert STAMP.fullmatch(commit["timestamp"])
        assert {event["payload"]["timestamp"] for event in commit["events"]} == {
            commit["timestamp"]
        }
        assert set(commit) == {
            *("type", "seq", "digest", "command_id", "command_type"),
            *("kind", "actor", "timestamp", "events"),
        }


async def test_TE7_the_room_is_told_the_code_of_a_failure_and_the_sender_the_details() -> None:
    async with house() as home:
        ann, ben = await two(home)
        await ann.do("create-node", **node("a"))
        seen = len(told(ben))

        reply = await ann.do("create-node", "2", **node("a"))

        command = {"command_id": "2", "command_type": "create-node"}
        assert told(ben, after=seen) == [
            ("command:executing", command),
            ("command:failed", {**command, "error": "exists"}),
        ]
        assert reply["error"]["code"] == "exists"
        assert reply["error"]["details"] == {"node_id": "a"}
        assert "'a'" in reply["error"]["message"]
        assert not reply["error"]["retry"]
        assert "details" not in str(ben.messages)
        assert {event["actor"]["client_id"] for event in ben.of_type("event")[-2:]} == {"c-ann"}


async def test_TE8_an_undo_ends_with_the_id_of_what_it_took_back_and_a_redo_alike() -> None:
    async with house() as home:
        ann, ben = await two(home)
        await ann.do("create-node", "1", **node("a"))
        seen = len(told(ben))

        undone = await ann.ask("undo", command_id="u")
        redone = await ann.ask("redo", command_id="r")

        assert told(ben, after=seen) == [
            ("command:executing", {"command_id": "u", "command_type": "undo"}),
            ("graph:node-deleted", {"node_id": "a"}),
            ("command:undo", {"command_id": "1"}),
            ("command:executing", {"command_id": "r", "command_type": "redo"}),
            ("graph:node-created", {"node_id": "a", "name": "A", "blueprint_type_id": "thing"}),
            ("command:redo", {"command_id": "1"}),
        ]
        assert [commit["kind"] for commit in ben.of_type("commit")] == ["do", "undo", "redo"]
        assert [commit["command_id"] for commit in ben.of_type("commit")] == ["1", "u", "r"]
        assert undone["result"]["skipped"] == redone["result"]["skipped"] == []


async def test_TE9_nothing_to_undo_fails_for_the_room_as_any_command_does() -> None:
    async with house() as home:
        ann, ben = await two(home)

        reply = await ann.ask("undo", command_id="u")

        command = {"command_id": "u", "command_type": "undo"}
        assert reply["error"]["code"] == "nothing-to-undo"
        assert told(ben) == [
            ("command:executing", command),
            ("command:failed", {**command, "error": "nothing-to-undo"}),
        ]


async def test_TE10_what_cannot_be_read_or_is_not_allowed_is_told_to_nobody_else() -> None:
    async with house() as home:
        ann, ben = await two(home)
        await ann.join(ann.connection.session, may=lambda action: action == "read")

        unknown = await ann.do("fly", x=1)
        refused = await ann.do("create-node", **node("a"))

        assert unknown["error"]["code"] == "unknown-command"
        assert refused["error"]["code"] == "read-only"
        assert told(ben) == []
