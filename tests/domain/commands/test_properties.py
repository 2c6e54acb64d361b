"""Commands on properties of nodes and links."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_graphsync.domain.limits import Limits

from ..editing import Editing
from .refusing import refusal

LINK = {"parent_id": "a", "child_id": "b"}


@pytest.fixture
def editing() -> Editing:
    editing = Editing(limits=Limits(max_properties=4))
    schema = {
        "properties": {"size": {"type": "integer"}},
        "required": ["size"],
        "dependentRequired": {"x": ["y"]},
    }
    editing.do(
        "ana", "define-blueprint", blueprint_type={"blueprint_type_id": "t", "schema": schema}
    )
    for node_id in "ab":
        editing.do(
            "ana",
            "create-node",
            node_id=node_id,
            name=node_id,
            blueprint_type_id="t",
            properties={"size": 1, "y": None, "x": 1},
        )
    editing.do("ana", "link-node", **LINK, properties={"w": 1})
    return editing


def update(node_id: str, property_id: str, new_value: Any, **more: Any) -> dict[str, Any]:
    return {"node_id": node_id, "property_id": property_id, "new_value": new_value, **more}


def test_CP1_a_property_is_set_and_the_name_is_one(editing: Editing) -> None:
    editing.do("ana", "update-property", **update("a", "size", 2))
    editing.do("ana", "update-property", **update("a", "name", "A"))

    node = editing.graph.node("a")
    assert (node.name, node.properties["size"]) == ("A", 2)
    assert "name" not in node.properties


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (update("x", "p", 1), "unknown-node"),
        (update("a", "", 1), "bad-value"),
        (update("a", "prototype", 1), "bad-value"),
        (update("a", "p", "x" * 70_000), "too-long"),
        (update("a", "size", "large"), "schema-violation"),
        (update("a", "size", None), "schema-violation"),
        (update("a", "name", 1), "wrong-type"),
        (update("a", "name", None), "wrong-type"),
        (update("a", "name", "x" * 4097), "too-long"),
        (update("a", "_position", {"x": 1}), "bad-value"),
    ],
)
def test_CP1_a_value_that_cannot_be_is_refused(
    editing: Editing, arguments: dict[str, Any], code: str
) -> None:
    assert refusal(editing, "update-property", **arguments).code == code


def test_CP1_a_node_has_so_many_properties_and_no_more(editing: Editing) -> None:
    editing.do("ana", "update-property", **update("a", "fourth", 1))
    editing.do("ana", "update-property", **update("a", "fourth", 2))

    assert refusal(editing, "update-property", **update("a", "fifth", 1)).code == "too-many"


@pytest.mark.parametrize(
    ("property_id", "expected"),
    [("size", 1), ("size", 1.0), ("y", None), ("absent", None), ("name", "a")],
)
def test_CP2_a_value_is_written_where_the_expected_one_stands(
    editing: Editing, property_id: str, expected: Any
) -> None:
    new_value = "new" if property_id == "name" else 7

    editing.do(
        "ana", "update-property", **update("a", property_id, new_value, expected_value=expected)
    )


@pytest.mark.parametrize(
    ("property_id", "expected", "current"),
    [("size", True, 1), ("size", None, 1), ("y", 0, None), ("absent", 1, None), ("name", "b", "a")],
)
def test_CP2_a_stale_edit_is_refused_and_told_what_stands(
    editing: Editing, property_id: str, expected: Any, current: Any
) -> None:
    error = refusal(
        editing, "update-property", **update("a", property_id, 2, expected_value=expected)
    )

    assert (error.code, error.details["current_value"]) == ("stale-value", current)


def test_CP2_true_and_one_differ_in_any_depth(editing: Editing) -> None:
    editing.do("ana", "update-property", **update("a", "x", [{"k": True}]))

    stale = update("a", "x", 2, expected_value=[{"k": 1}])
    assert refusal(editing, "update-property", **stale).code == "stale-value"


def test_CP3_a_column_sets_one_property_of_many_nodes(editing: Editing) -> None:
    editing.do(
        "ana",
        "update-properties",
        property_id="_position",
        node_ids=["a", "b"],
        new_values=[[0, 0], [1, 1]],
    )

    assert editing.graph.node("b").properties["_position"] == [1, 1]


@pytest.mark.parametrize(
    ("node_ids", "new_values", "code"),
    [
        ([], [], "bad-value"),
        (["a"], [], "bad-value"),
        (["a", "a"], [1, 2], "bad-value"),
        (["a", "x"], [1, 2], "unknown-node"),
        (["a", "b"], [1, "x"], "schema-violation"),
    ],
)
def test_CP3_a_column_is_set_as_a_whole_or_not_at_all(
    editing: Editing, node_ids: list[str], new_values: list[Any], code: str
) -> None:
    arguments = {"property_id": "size", "node_ids": node_ids, "new_values": new_values}

    assert refusal(editing, "update-properties", **arguments).code == code


def test_CP3_a_column_is_no_longer_than_a_batch_or_the_graph() -> None:
    editing = Editing(limits=Limits(max_batch_commands=2))
    node_ids = ["a", "b", "c"]

    error = refusal(
        editing, "update-properties", property_id="p", node_ids=node_ids, new_values=[1, 2, 3]
    )

    assert error.code == "too-many"


def test_CP4_a_property_is_removed_even_where_it_is_null(editing: Editing) -> None:
    editing.do("ana", "delete-property", node_id="a", property_id="x")
    editing.do("ana", "delete-property", node_id="a", property_id="y")

    assert editing.graph.node("a").properties == {"size": 1}


@pytest.mark.parametrize(
    ("property_id", "code"),
    [
        ("size", "required-property"),
        ("name", "required-property"),
        ("y", "schema-violation"),
        ("absent", "unknown-property"),
        ("", "unknown-property"),
    ],
)
def test_CP4_a_property_that_must_stay_or_is_not_there_is_not_removed(
    editing: Editing, property_id: str, code: str
) -> None:
    error = refusal(editing, "delete-property", node_id="a", property_id=property_id)

    assert error.code == code


def test_CP5_properties_of_links_are_set_and_removed(editing: Editing) -> None:
    editing.do("ana", "update-link-property", **LINK, property_id="name", new_value="x")
    editing.do("ana", "delete-link-property", **LINK, property_id="w")

    assert editing.graph.link("a", "b").properties == {"name": "x"}
    assert editing.graph.parents("b")["a"].properties == {"name": "x"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"child_id": "x"}, "unknown-link"),
        ({"property_id": "__proto__"}, "bad-value"),
        ({"new_value": "x" * 70_000}, "too-long"),
        ({"expected_value": 2}, "stale-value"),
    ],
)
def test_CP5_a_links_value_that_cannot_be_is_refused(
    editing: Editing, arguments: dict[str, Any], code: str
) -> None:
    whole = {**LINK, "property_id": "w", "new_value": 2, **arguments}

    assert refusal(editing, "update-link-property", **whole).code == code


def test_CP5_what_a_link_does_not_have_is_not_removed(editing: Editing) -> None:
    error = refusal(editing, "delete-link-property", **LINK, property_id="x")

    assert error.code == "unknown-property"
