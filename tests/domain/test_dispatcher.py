"""The dispatcher, and commands that others add."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from jupyter_graphsync.domain.commands import (
    BUILT_IN,
    BatchCommand,
    Command,
    CommandRegistry,
    CreateNodeCommand,
)
from jupyter_graphsync.domain.errors import InternalError, NotFound
from jupyter_graphsync.domain.events import GraphEvent, NodeCreated, NodeLinked
from jupyter_graphsync.domain.graph import Graph

from .editing import Editing, content, memory


class DoubleNodeCommand(Command, kw_only=True, frozen=True):
    """Make a copy of a node."""

    node_id: str

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        node = graph.node(self.node_id)
        yield NodeCreated(
            node_id=f"{node.node_id}-2", name=node.name, blueprint_type_id=node.blueprint_type_id
        )


class BreakingCommand(Command, kw_only=True, frozen=True):
    """Make a node, then link it to one that does not exist."""

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        yield NodeCreated(node_id="x", name="", blueprint_type_id="t")
        yield NodeLinked(parent_id="x", child_id="nobody")


class SpeechlessCommand(Command, kw_only=True, frozen=True):
    """Make a node, and break when asked for the result."""

    def decide(self, graph: Graph) -> Iterator[GraphEvent]:
        yield NodeCreated(node_id="x", name="", blueprint_type_id="t")

    def result(self) -> Any:
        raise RuntimeError("no result")


def test_DP1_a_command_of_somebody_else_is_executed_undone_and_redone_like_ours() -> None:
    editing = Editing()
    editing.do("ana", "create-node", node_id="a", name="A", blueprint_type_id="t")

    editing.execute("ana", DoubleNodeCommand(node_id="a"))
    after = content(editing.graph)
    editing.undo("ana")
    editing.redo("ana")

    assert content(editing.graph) == after
    assert set(editing.graph.nodes) == {"a", "a-2"}


@pytest.mark.parametrize(
    ("command", "error"),
    [(BreakingCommand(), InternalError), (SpeechlessCommand(), RuntimeError)],
)
def test_DP1_a_command_that_breaks_changes_nothing(
    command: Command, error: type[Exception]
) -> None:
    editing = Editing()
    before = content(editing.graph), memory(editing.dispatcher)

    with pytest.raises(error):
        editing.execute("ana", command)

    assert (content(editing.graph), memory(editing.dispatcher)) == before


def test_DP2_a_command_without_an_id_for_its_node_gets_one_from_its_own_id() -> None:
    editing = Editing()

    decision = editing.do("ana", "create-node", name="", blueprint_type_id="t")

    assert decision.notes.result == {"node_id": "c1"}
    assert set(editing.graph.nodes) == {"c1"}


def test_DP2_resent_content_has_the_same_fingerprint_and_other_content_another() -> None:
    create = CreateNodeCommand(name="a", blueprint_type_id="t", properties={"x": 1, "y": 2})
    again = CreateNodeCommand(name="a", blueprint_type_id="t", properties={"y": 2, "x": 1})
    others = [
        CreateNodeCommand(name="a", blueprint_type_id="t"),
        CreateNodeCommand(name="a", blueprint_type_id="t", properties={"x": True, "y": 2}),
        BatchCommand(commands=[create]),
        BatchCommand(commands=[create, again]),
    ]

    assert create.fingerprint() == again.fingerprint()
    assert len({command.fingerprint() for command in [create, *others]}) == 5


def test_DP2_the_id_that_was_given_does_not_change_the_fingerprint() -> None:
    editing = Editing()

    decision = editing.do("ana", "create-node", name="a", blueprint_type_id="t")

    assert decision.notes.fingerprint == (
        CreateNodeCommand(name="a", blueprint_type_id="t").fingerprint()
    )


def test_DP3_wire_names_come_from_class_names() -> None:
    assert {cls.command_type for cls in BUILT_IN} == {
        "create-node",
        "delete-node",
        "link-node",
        "unlink-node",
        "update-property",
        "update-properties",
        "delete-property",
        "update-link-property",
        "delete-link-property",
        "define-blueprint",
        "remove-blueprint",
        "batch",
    }


def test_DP3_an_unknown_command_is_named_and_cut() -> None:
    with pytest.raises(NotFound) as caught:
        CommandRegistry(BUILT_IN).decode("x" * 1_000, b"{}")

    assert caught.value.code == "unknown-command"
    assert len(caught.value.message) < 200


def test_DP3_two_classes_cannot_have_one_wire_name() -> None:
    registry = CommandRegistry([CreateNodeCommand])
    registry.add(CreateNodeCommand)

    class Other(CreateNodeCommand, kw_only=True, frozen=True):
        """Another one."""

    Other.__name__ = "CreateNodeCommand"
    Other.command_type = "create-node"

    with pytest.raises(ValueError, match="'create-node' is taken"):
        registry.add(Other)


def test_DP3_the_catalogue_describes_every_command() -> None:
    catalogue = {item["command_type"]: item for item in CommandRegistry(BUILT_IN).catalogue()}

    assert set(catalogue) == {cls.command_type for cls in BUILT_IN}
    assert catalogue["create-node"]["description"] == (
        "Add a node, and link it to a parent where one is given."
    )
    for item in catalogue.values():
        assert msgspec.json.encode(item["arguments"])


@pytest.mark.parametrize("cls", BUILT_IN, ids=lambda cls: cls.command_type)
def test_DP3_an_unknown_argument_is_refused(cls: type[Command]) -> None:
    with pytest.raises(msgspec.ValidationError):
        CommandRegistry(BUILT_IN).decode(cls.command_type, b'{"no_such_argument": 1}')


def test_DP3_arguments_are_told_as_they_were_sent() -> None:
    registry = CommandRegistry(BUILT_IN)
    arguments = {
        "commands": [
            {
                "command_type": "create-node",
                "arguments": {"name": "a", "blueprint_type_id": "t", "node_id": "x"},
            }
        ]
    }

    command = registry.decode("batch", msgspec.json.encode(arguments))

    assert command.arguments() == arguments
