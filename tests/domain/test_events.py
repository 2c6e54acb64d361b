"""Every event: its name and its payload, field by field."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from jupyter_graphsync.domain import events as ev
from jupyter_graphsync.domain.blueprints import BlueprintType
from jupyter_graphsync.domain.errors import InternalError
from jupyter_graphsync.domain.events import EVENTS, Event, GraphEvent
from jupyter_graphsync.domain.graph import Graph

from .editing import TIMESTAMP, Editing, names

T = {"timestamp": TIMESTAMP}
TYPE = BlueprintType(blueprint_type_id="t")
TYPE_JSON = {"blueprint_type_id": "t", "allowed_children": None, "style": {}}
LINK = {"parent_id": "a", "child_id": "b"}

PAYLOADS: list[tuple[str, Event, dict[str, Any]]] = [
    (
        "graph:node-created",
        ev.NodeCreated(node_id="n", name="N", blueprint_type_id="t", **T),
        {"node_id": "n", "name": "N", "blueprint_type_id": "t"},
    ),
    (
        "graph:node-created",
        ev.NodeCreated(
            node_id="n", name="N", blueprint_type_id="t", parent_id="p", properties={"x": 1}, **T
        ),
        {
            "node_id": "n",
            "name": "N",
            "blueprint_type_id": "t",
            "parent_id": "p",
            "properties": {"x": 1},
        },
    ),
    ("graph:node-deleted", ev.NodeDeleted(node_id="n", **T), {"node_id": "n"}),
    ("graph:node-linked", ev.NodeLinked(**LINK, **T), LINK),
    (
        "graph:node-linked",
        ev.NodeLinked(**LINK, properties={"x": None}, **T),
        {**LINK, "properties": {"x": None}},
    ),
    ("graph:node-unlinked", ev.NodeUnlinked(**LINK, **T), LINK),
    (
        "graph:property-changed",
        ev.PropertyChanged(node_id="n", property_id="p", new_value=1, **T),
        {"node_id": "n", "property_id": "p", "old_value": None, "new_value": 1},
    ),
    (
        "graph:property-deleted",
        ev.PropertyDeleted(node_id="n", property_id="p", **T),
        {"node_id": "n", "property_id": "p"},
    ),
    (
        "command:executing",
        ev.CommandExecuting(command_id="c", command_type="batch", **T),
        {"command_id": "c", "command_type": "batch"},
    ),
    (
        "command:executed",
        ev.CommandExecuted(command_id="c", command_type="batch", **T),
        {"command_id": "c", "command_type": "batch"},
    ),
    (
        "command:executed",
        ev.CommandExecuted(command_id="c", command_type="create-node", result={"node_id": "n"}, **T),
        {"command_id": "c", "command_type": "create-node", "result": {"node_id": "n"}},
    ),
    (
        "command:failed",
        ev.CommandFailed(command_id="c", command_type="batch", error="cycle", **T),
        {"command_id": "c", "command_type": "batch", "error": "cycle"},
    ),
    ("command:undo", ev.CommandUndone(command_id="c", **T), {"command_id": "c"}),
    ("command:redo", ev.CommandRedone(command_id="c", **T), {"command_id": "c"}),
    (
        "session:connected",
        ev.SessionConnected(session_id="s", client_count=2, **T),
        {"session_id": "s", "client_count": 2},
    ),
    (
        "session:disconnected",
        ev.SessionDisconnected(session_id="s", client_count=1, **T),
        {"session_id": "s", "client_count": 1},
    ),
    ("project:saved", ev.ProjectSaved(project_id="a.graphsync", **T), {"project_id": "a.graphsync"}),
    (
        "project:loaded",
        ev.ProjectLoaded(project_id="a.graphsync", graph={"node_count": 1}, **T),
        {"project_id": "a.graphsync", "graph": {"node_count": 1}},
    ),
    (
        "graph:link-property-changed",
        ev.LinkPropertyChanged(**LINK, property_id="p", old_value=1, new_value=2, **T),
        {**LINK, "property_id": "p", "old_value": 1, "new_value": 2},
    ),
    (
        "graph:link-property-deleted",
        ev.LinkPropertyDeleted(**LINK, property_id="p", **T),
        {**LINK, "property_id": "p"},
    ),
    (
        "graph:blueprint-defined",
        ev.BlueprintDefined(blueprint_type=TYPE, **T),
        {"blueprint_type": TYPE_JSON},
    ),
    (
        "graph:blueprint-removed",
        ev.BlueprintRemoved(blueprint_type_id="t", **T),
        {"blueprint_type_id": "t"},
    ),
    ("session:presence", ev.SessionPresence(clients=[], **T), {"clients": []}),
    (
        "session:presence",
        ev.SessionPresence(clients=[], left=["x"], **T),
        {"clients": [], "left": ["x"]},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "event", "payload"), PAYLOADS)
def test_EV1_an_event_has_its_name_and_exactly_these_fields(
    name: str, event: Event, payload: dict[str, Any]
) -> None:
    written = msgspec.json.decode(msgspec.json.encode(event))

    assert (event.event, written) == (name, {**payload, **T})


def test_EV1_these_are_all_the_events_there_are() -> None:
    assert set(EVENTS) == {name for name, _, _ in PAYLOADS}


def test_EV2_what_belongs_to_a_commit_is_logged_and_the_rest_passes() -> None:
    passing = {name for name, cls in EVENTS.items() if not cls.logged}

    assert passing == {
        "command:executing",
        "command:failed",
        "session:connected",
        "session:disconnected",
        "session:presence",
    }


@pytest.mark.parametrize(
    ("command_type", "arguments", "expected"),
    [
        (
            "create-node",
            {"node_id": "n", "name": "N", "blueprint_type_id": "t", "parent_id": "a"},
            ["graph:node-created", "graph:node-linked"],
        ),
        ("delete-node", {"node_id": "b"}, ["graph:node-unlinked", "graph:node-deleted"]),
        ("link-node", {"parent_id": "a", "child_id": "c"}, ["graph:node-linked"]),
        ("unlink-node", LINK, ["graph:node-unlinked"]),
        (
            "update-property",
            {"node_id": "a", "property_id": "q", "new_value": 1},
            ["graph:property-changed"],
        ),
        (
            "update-properties",
            {"property_id": "q", "node_ids": ["a", "b"], "new_values": [1, 2]},
            ["graph:property-changed"] * 2,
        ),
        ("delete-property", {"node_id": "a", "property_id": "p"}, ["graph:property-deleted"]),
        (
            "update-link-property",
            {**LINK, "property_id": "p", "new_value": 1},
            ["graph:link-property-changed"],
        ),
        (
            "delete-link-property",
            {**LINK, "property_id": "w"},
            ["graph:link-property-deleted"],
        ),
        (
            "define-blueprint",
            {"blueprint_type": {"blueprint_type_id": "u"}},
            ["graph:blueprint-defined"],
        ),
        ("remove-blueprint", {"blueprint_type_id": "t"}, ["graph:blueprint-removed"]),
        (
            "batch",
            {
                "commands": [
                    {"command_type": "unlink-node", "arguments": LINK},
                    {"command_type": "link-node", "arguments": LINK},
                ]
            },
            ["graph:node-unlinked", "graph:node-linked"],
        ),
    ],
)
def test_EV3_a_command_gives_its_graph_events_and_last_that_it_was_executed(
    command_type: str, arguments: dict[str, Any], expected: list[str]
) -> None:
    editing = Editing()
    editing.do("ana", "define-blueprint", blueprint_type={"blueprint_type_id": "t"})
    for node_id in "abc":
        editing.do(
            "ana",
            "create-node",
            node_id=node_id,
            name=node_id,
            blueprint_type_id="t",
            properties={"p": 1},
        )
    editing.do("ana", "link-node", **LINK, properties={"w": 1})

    decision = editing.do("ana", command_type, **arguments)

    assert names(decision) == [*expected, "command:executed"]
    assert {event.timestamp for event in decision.events} == {TIMESTAMP}  # type: ignore[attr-defined]
    executed = decision.events[-1]
    assert isinstance(executed, ev.CommandExecuted)
    assert executed.command_type == command_type


def test_EV3_a_node_made_under_a_parent_names_it() -> None:
    editing = Editing()
    editing.do("ana", "create-node", node_id="a", name="", blueprint_type_id="t")

    decision = editing.do(
        "ana", "create-node", node_id="b", name="", blueprint_type_id="t", parent_id="a"
    )

    created, linked, _ = decision.events
    assert isinstance(created, ev.NodeCreated)
    assert created.parent_id == "a"
    assert isinstance(linked, ev.NodeLinked)
    assert (linked.parent_id, linked.child_id) == ("a", "b")


@pytest.mark.parametrize(
    ("old", "told"), [({}, None), ({"p": None}, None), ({"p": 1}, 1), ({"p": [1]}, [1])]
)
def test_EV3_a_changed_property_tells_what_it_was(old: dict[str, Any], told: Any) -> None:
    editing = Editing()
    editing.do("ana", "create-node", node_id="n", name="", blueprint_type_id="t", properties=old)

    decision = editing.do("ana", "update-property", node_id="n", property_id="p", new_value="x")

    change = decision.events[0]
    assert isinstance(change, ev.PropertyChanged)
    assert (change.old_value, change.new_value) == (told, "x")


@pytest.mark.parametrize(
    "event",
    [
        ev.NodeCreated(node_id="a", name="", blueprint_type_id="t"),
        ev.NodeDeleted(node_id="a"),
        ev.NodeLinked(parent_id="a", child_id="b"),
        ev.NodeLinked(parent_id="a", child_id="nobody"),
    ],
)
def test_EV4_an_event_that_does_not_fit_the_graph_has_no_inverse(event: GraphEvent) -> None:
    graph = Graph()
    for node_id in "ab":
        graph.apply(ev.NodeCreated(node_id=node_id, name="", blueprint_type_id="t"))
    graph.apply(ev.NodeLinked(parent_id="a", child_id="b"))

    with pytest.raises(InternalError):
        event.inverse(graph)
