"""Events that are emitted by hand: every name of the table, to one room alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_graphsync.domain.blueprints import BlueprintType
from jupyter_graphsync.domain.commits import Actor
from jupyter_graphsync.domain.events import EVENTS, NodeDeleted
from jupyter_graphsync.domain.limits import Limits
from jupyter_graphsync.domain.settings import Settings
from jupyter_graphsync.eventlog.memory import MemoryLogStore
from jupyter_graphsync.sessions.broadcaster import Broadcaster, get_broadcaster, set_broadcaster
from jupyter_graphsync.sessions.manager import SessionManager

from .house import REST, graph_of, house, node, perform
from .test_events import STAMP

EMITTED: list[tuple[str, str, tuple[Any, ...], dict[str, Any], dict[str, Any]]] = [
    (
        "emit_node_created",
        "graph:node-created",
        ("a", "A"),
        {"blueprint_type_id": "t", "parent_id": "p", "properties": {"x": 1}},
        {
            "node_id": "a",
            "name": "A",
            "blueprint_type_id": "t",
            "parent_id": "p",
            "properties": {"x": 1},
        },
    ),
    ("emit_node_deleted", "graph:node-deleted", ("a",), {}, {"node_id": "a"}),
    (
        "emit_node_linked",
        "graph:node-linked",
        ("a", "b"),
        {"properties": {"x": 1}},
        {"parent_id": "a", "child_id": "b", "properties": {"x": 1}},
    ),
    (
        "emit_node_unlinked",
        "graph:node-unlinked",
        ("a", "b"),
        {},
        {"parent_id": "a", "child_id": "b"},
    ),
    (
        "emit_property_changed",
        "graph:property-changed",
        ("a", "p"),
        {"old_value": None, "new_value": [1]},
        {"node_id": "a", "property_id": "p", "old_value": None, "new_value": [1]},
    ),
    (
        "emit_property_deleted",
        "graph:property-deleted",
        ("a", "p"),
        {},
        {"node_id": "a", "property_id": "p"},
    ),
    (
        "emit_link_property_changed",
        "graph:link-property-changed",
        ("a", "b", "p"),
        {"old_value": 1, "new_value": 2},
        {"parent_id": "a", "child_id": "b", "property_id": "p", "old_value": 1, "new_value": 2},
    ),
    (
        "emit_link_property_deleted",
        "graph:link-property-deleted",
        ("a", "b", "p"),
        {},
        {"parent_id": "a", "child_id": "b", "property_id": "p"},
    ),
    (
        "emit_blueprint_defined",
        "graph:blueprint-defined",
        (BlueprintType(blueprint_type_id="t"),),
        {},
        {"blueprint_type": {"blueprint_type_id": "t", "allowed_children": None, "style": {}}},
    ),
    (
        "emit_blueprint_removed",
        "graph:blueprint-removed",
        ("t",),
        {},
        {"blueprint_type_id": "t"},
    ),
    (
        "emit_command_executing",
        "command:executing",
        ("1", "create-node"),
        {},
        {"command_id": "1", "command_type": "create-node"},
    ),
    (
        "emit_command_executed",
        "command:executed",
        ("1", "create-node"),
        {"result": {}},
        {"command_id": "1", "command_type": "create-node", "result": {}},
    ),
    (
        "emit_command_failed",
        "command:failed",
        ("1", "create-node"),
        {"error": "exists"},
        {"command_id": "1", "command_type": "create-node", "error": "exists"},
    ),
    ("emit_command_undo", "command:undo", ("1",), {}, {"command_id": "1"}),
    ("emit_command_redo", "command:redo", ("1",), {}, {"command_id": "1"}),
    (
        "emit_session_connected",
        "session:connected",
        (3,),
        {},
        {"session_id": "s", "client_count": 3},
    ),
    (
        "emit_session_disconnected",
        "session:disconnected",
        (2,),
        {},
        {"session_id": "s", "client_count": 2},
    ),
    (
        "emit_session_presence",
        "session:presence",
        ([],),
        {"left": ["c"]},
        {"clients": [], "left": ["c"]},
    ),
    ("emit_project_saved", "project:saved", ("p",), {}, {"project_id": "p"}),
    (
        "emit_project_loaded",
        "project:loaded",
        ("p", {"node_count": 1}),
        {},
        {"project_id": "p", "graph": {"node_count": 1}},
    ),
]


@pytest.fixture(autouse=True)
def _nobody_set() -> Iterator[None]:
    yield
    set_broadcaster(None)


def test_BR1_there_is_a_method_for_every_event_of_the_table() -> None:
    assert [event for _, event, *_ in EMITTED] == [*EVENTS]


@pytest.mark.parametrize(
    ("method", "event", "arguments", "options", "payload"), EMITTED, ids=[row[1] for row in EMITTED]
)
async def test_BR2_what_is_emitted_reaches_the_room_and_no_other(
    method: str,
    event: str,
    arguments: tuple[Any, ...],
    options: dict[str, Any],
    payload: dict[str, Any],
) -> None:
    broadcaster = Broadcaster()
    async with house(broadcaster=broadcaster) as home:
        for session_id in ("s", "other"):
            await home.create(session_id)
        ann, ben = await home.join("ann"), await home.join("ben", "other")
        seen = len(ann.messages), len(ben.events("graph:", "command:", "project:"))

        getattr(broadcaster, method)("s", *arguments, **options)

        message = ann.messages[seen[0]]
        assert STAMP.fullmatch(message["payload"].pop("timestamp"))
        assert message == {"type": "event", "event": event, "payload": payload}
        assert len(ben.events("graph:", "command:", "project:")) == seen[1]


async def test_BR3_a_timestamp_that_is_given_stays_and_so_does_the_actor() -> None:
    broadcaster = Broadcaster()
    async with house(broadcaster=broadcaster) as home:
        await home.create()
        ann = await home.join("ann")

        broadcaster.emit("s", NodeDeleted(node_id="a", timestamp="then"), Actor(client_id="x"))

        assert ann.messages[-1]["payload"]["timestamp"] == "then"
        assert ann.messages[-1]["actor"]["client_id"] == "x"


def test_BR4_an_event_for_a_room_that_is_not_there_is_skipped(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    Broadcaster().emit_node_deleted("nobody", "a")

    assert [record.levelname for record in caplog.records] == ["DEBUG"]
    assert "graph:node-deleted" in caplog.text


def test_BR5_the_broadcaster_of_the_process_is_none_until_it_is_set() -> None:
    broadcaster = Broadcaster()
    before = get_broadcaster()

    set_broadcaster(broadcaster)

    assert before is None
    assert get_broadcaster() is broadcaster


async def test_BR6_without_a_broadcaster_commands_work_and_events_are_skipped(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "jupyter_graphsync")
    manager = SessionManager(MemoryLogStore, limits=Limits(), broadcaster=None)
    session = await manager.create("s", settings=Settings(), actor=REST)

    outcome = await perform(session, "create-node", "1", **node("a"))

    assert outcome.seq == 1
    assert set((await graph_of(session)).nodes) == {"a"}
    assert "events skipped" in caplog.text
    assert {record.levelname for record in caplog.records} == {"DEBUG"}
    await manager.close()
