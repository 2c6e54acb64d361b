"""batch."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from jupyter_graphsync.domain.errors import GraphSyncError
from jupyter_graphsync.domain.limits import Limits

from ..editing import REGISTRY, Editing, content
from .refusing import refusal


def item(command_type: str, **arguments: Any) -> dict[str, Any]:
    return {"command_type": command_type, "arguments": arguments}


def create(node_id: str, **arguments: Any) -> dict[str, Any]:
    return item("create-node", node_id=node_id, name="", blueprint_type_id="t", **arguments)


def test_CA1_each_command_sees_what_those_before_it_did() -> None:
    editing = Editing()

    decision = editing.do(
        "ana",
        "batch",
        commands=[
            create("a"),
            create("b", parent_id="a"),
            item("update-property", node_id="b", property_id="p", new_value=1),
        ],
    )

    assert editing.graph.node("b").properties == {"p": 1}
    assert decision.notes.result == [{"node_id": "a"}, {"node_id": "b"}, {}]


def test_CA1_one_undo_takes_all_of_it_back_and_one_redo_brings_it_again() -> None:
    editing = Editing()
    editing.do(
        "ana",
        "batch",
        commands=[create("a"), create("b", parent_id="a"), item("delete-node", node_id="a")],
    )
    after = content(editing.graph)

    editing.undo("ana")
    empty = not editing.graph.nodes
    editing.redo("ana")

    assert empty
    assert content(editing.graph) == after


def test_CA1_where_one_is_refused_none_is_done_and_the_error_says_which() -> None:
    error = refusal(Editing(), "batch", commands=[create("a"), create("a")])

    assert (error.code, error.details["index"]) == ("exists", 1)
    assert error.message.startswith("command 1 of the batch: ")


def test_CA1_nodes_without_ids_get_ids_of_their_own() -> None:
    editing = Editing()
    anonymous = item("create-node", name="", blueprint_type_id="t")

    decision = editing.do("ana", "batch", commands=[anonymous, anonymous])

    first, second = (result["node_id"] for result in decision.notes.result)
    assert first != second
    assert set(editing.graph.nodes) == {first, second}


def test_CA2_an_empty_batch_and_one_that_is_too_long_are_refused() -> None:
    editing = Editing(limits=Limits(max_batch_commands=1))

    assert refusal(editing, "batch", commands=[]).code == "bad-value"
    assert refusal(editing, "batch", commands=[create("a"), create("b")]).code == "too-many"


@pytest.mark.parametrize(
    ("commands", "code"),
    [
        ([create("a"), item("batch", commands=[create("b")])], "bad-value"),
        ([create("a"), item("explode")], "unknown-command"),
    ],
)
def test_CA2_what_cannot_stand_in_a_batch_is_refused_and_named(
    commands: list[dict[str, Any]], code: str
) -> None:
    with pytest.raises(GraphSyncError) as caught:
        REGISTRY.decode("batch", msgspec.json.encode({"commands": commands}))

    assert (caught.value.code, caught.value.details["index"]) == (code, 1)


def test_CA2_a_malformed_command_in_a_batch_is_named() -> None:
    commands = [create("a"), item("delete-node", node_id=7)]

    with pytest.raises(msgspec.ValidationError, match="in command 1 of the batch"):
        REGISTRY.decode("batch", msgspec.json.encode({"commands": commands}))
