"""define-blueprint and remove-blueprint."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ..editing import Editing
from .refusing import refusal


def define(editing: Editing, **blueprint_type: Any) -> None:
    editing.do(
        "ana", "define-blueprint", blueprint_type={"blueprint_type_id": "t", **blueprint_type}
    )


def create(editing: Editing, node_id: str, **arguments: Any) -> None:
    editing.do("ana", "create-node", node_id=node_id, name="", blueprint_type_id="t", **arguments)


def test_CB1_a_type_that_was_changed_holds_from_then_on() -> None:
    editing = Editing()
    define(editing, schema={"required": ["p"]})
    define(editing, schema={"required": ["q"]})

    create(editing, "n", properties={"q": 1})

    error = refusal(editing, "create-node", node_id="m", name="", blueprint_type_id="t")
    assert error.code == "schema-violation"
    assert error.details["violations"][0]["path"] == []


def test_CB1_a_change_that_nodes_violate_is_refused_and_names_the_first_20() -> None:
    editing = Editing()
    for i in range(25):
        create(editing, f"n{i}")

    error = refusal(
        editing,
        "define-blueprint",
        blueprint_type={"blueprint_type_id": "t", "schema": {"required": ["p"]}},
    )

    assert error.code == "schema-violation"
    assert error.details == {"node_ids": [f"n{i}" for i in range(20)], "count": 25}


def test_CB1_a_change_that_links_violate_is_refused() -> None:
    editing = Editing()
    create(editing, "a")
    create(editing, "b", parent_id="a")

    error = refusal(
        editing,
        "define-blueprint",
        blueprint_type={"blueprint_type_id": "t", "allowed_children": ["u"]},
    )

    assert (error.code, error.details["node_ids"]) == ("child-not-allowed", ["a"])


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"blueprint_type_id": ""}, "bad-value"),
        ({"title": "x" * 5000}, "too-long"),
        ({"allowed_children": [""]}, "bad-value"),
        ({"schema": {"type": "nonsense"}}, "bad-graph"),
        ({"style": {"color": "red;"}}, "bad-value"),
        ({"style": {"label_property": "__proto__"}}, "bad-value"),
        ({"style": {"icon": "javascript:alert(1)"}}, "bad-value"),
        ({"style": {"icon": "data:text/html;base64,AAAA"}}, "bad-value"),
        ({"style": {"icon": "data:image/svg+xml;base64,AAAA"}}, "bad-value"),
        ({"style": {"icon": "x" * 200}}, "bad-value"),
    ],
)
def test_CB2_a_type_that_cannot_be_used_is_refused(fields: dict[str, Any], code: str) -> None:
    blueprint_type = {"blueprint_type_id": "t", **fields}

    assert refusal(Editing(), "define-blueprint", blueprint_type=blueprint_type).code == code


@pytest.mark.parametrize(
    "icon", ["box", "⚙", "https://example.com/a.png", "data:image/png;base64,AA=="]
)
def test_CB2_an_icon_is_a_word_or_a_safe_url(icon: str) -> None:
    editing = Editing()

    define(editing, style={"icon": icon, "color": "#1f77b4", "label_property": "p"})

    assert editing.graph.blueprint_types["t"].style.icon == icon


@pytest.mark.parametrize("fields", [{"allowed_childs": []}, {"style": {"colour": "red"}}])
def test_CB2_a_misspelt_field_is_told(fields: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        define(Editing(), **fields)


def test_CB3_a_type_can_be_removed_and_its_nodes_stay() -> None:
    editing = Editing()
    define(editing, schema={"required": ["p"]})
    create(editing, "n", properties={"p": 1})

    editing.do("ana", "remove-blueprint", blueprint_type_id="t")
    editing.do("ana", "delete-property", node_id="n", property_id="p")

    assert editing.graph.node("n").properties == {}


def test_CB3_in_a_strict_session_a_type_in_use_stays() -> None:
    editing = Editing(strict_blueprints=True)
    define(editing)
    create(editing, "n")

    error = refusal(editing, "remove-blueprint", blueprint_type_id="t")

    assert (error.code, error.details["node_ids"]) == ("exists", ["n"])


def test_CB3_what_is_not_defined_is_not_removed() -> None:
    assert refusal(Editing(), "remove-blueprint", blueprint_type_id="t").code == (
        "unknown-blueprint"
    )
