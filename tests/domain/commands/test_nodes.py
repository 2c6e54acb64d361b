"""create-node and delete-node."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_graphsync.domain.limits import Limits

from ..editing import Editing, names
from .refusing import refusal

NODE = {"node_id": "n", "name": "N", "blueprint_type_id": "t"}


def pairs(editing: Editing) -> set[tuple[str, str]]:
    return {(link.parent_id, link.child_id) for link in editing.graph.links()}


def grown(structure: str, *links: str) -> Editing:
    """Return a graph of nodes a to f with these links, such as `ab` for a to b."""
    editing = Editing(structure)
    for node_id in "abcdef":
        editing.do("ana", "create-node", **{**NODE, "node_id": node_id})
    for parent_id, child_id in links:
        editing.do("ana", "link-node", parent_id=parent_id, child_id=child_id)
    return editing


def test_CD1_a_node_is_made_with_all_that_was_given() -> None:
    editing = Editing()

    editing.do("ana", "create-node", **NODE, properties={"p": None, "_position": [1, -2.5]})

    node = editing.graph.node("n")
    assert (node.name, node.blueprint_type_id) == ("N", "t")
    assert node.properties == {"p": None, "_position": [1, -2.5]}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"node_id": ""}, "bad-value"),
        ({"node_id": "x" * 129}, "too-long"),
        ({"node_id": "é" * 65}, "too-long"),
        ({"node_id": "a"}, "exists"),
        ({"name": "x" * 4097}, "too-long"),
        ({"blueprint_type_id": ""}, "bad-value"),
        ({"parent_id": "nobody"}, "unknown-node"),
        ({"parent_id": "n"}, "unknown-node"),
        ({"properties": {"": 1}}, "bad-value"),
        ({"properties": {"name": "x"}}, "bad-value"),
        ({"properties": {"__proto__": 1}}, "bad-value"),
        ({"properties": {"constructor": 1}}, "bad-value"),
        ({"properties": {"prototype": 1}}, "bad-value"),
        ({"properties": {"p": "x" * 65_535}}, "too-long"),
        ({"properties": {f"p{i}": i for i in range(257)}}, "too-many"),
        ({"properties": {"_position": [1]}}, "bad-value"),
        ({"properties": {"_position": [True, 0]}}, "bad-value"),
        ({"properties": {"_position": [1e308, 0]}}, "bad-value"),
        ({"properties": {"_color": "url(x)"}}, "bad-value"),
        ({"properties": {"_color": "#12345"}}, "bad-value"),
    ],
)
def test_CD1_a_node_that_cannot_be_is_refused(arguments: dict[str, Any], code: str) -> None:
    editing = grown("dag")

    assert refusal(editing, "create-node", **{**NODE, **arguments}).code == code


def test_CD1_limits_count_bytes_and_allow_what_just_fits() -> None:
    editing = Editing()

    editing.do(
        "ana",
        "create-node",
        node_id="é" * 64,
        name="x" * 4096,
        blueprint_type_id="t",
        properties={"p": "x" * 65_534},
    )

    assert len(editing.graph.nodes) == 1


def test_CD1_quotas_refuse_more_but_never_a_deletion() -> None:
    editing = Editing(limits=Limits(max_nodes=2, max_links=1))
    editing.do("ana", "create-node", **{**NODE, "node_id": "a"})
    editing.do("ana", "create-node", **{**NODE, "node_id": "b", "parent_id": "a"})

    error = refusal(editing, "create-node", **NODE)
    editing.do("ana", "delete-node", node_id="b")

    assert (error.code, error.may_retry) == ("quota-exceeded", True)
    assert set(editing.graph.nodes) == {"a"}


def test_CD1_a_strict_session_makes_no_node_of_an_undefined_type() -> None:
    editing = Editing(strict_blueprints=True)

    assert refusal(editing, "create-node", **NODE).code == "unknown-blueprint"


def test_CD1_a_type_may_forbid_a_child() -> None:
    editing = Editing()
    leaf = {"blueprint_type_id": "leaf", "allowed_children": []}
    editing.do("ana", "define-blueprint", blueprint_type=leaf)
    editing.do("ana", "create-node", **{**NODE, "blueprint_type_id": "leaf"})

    error = refusal(editing, "create-node", **{**NODE, "node_id": "m", "parent_id": "n"})

    assert error.code == "child-not-allowed"


def test_CD2_the_links_of_a_deleted_node_go_first_each_with_its_event() -> None:
    editing = grown("graph", "ab", "bc", "bb")

    decision = editing.do("ana", "delete-node", node_id="b")

    assert names(decision) == [
        *["graph:node-unlinked"] * 3,
        "graph:node-deleted",
        "command:executed",
    ]
    assert pairs(editing) == set()


def test_CD2_to_delete_what_is_not_there_is_refused() -> None:
    assert refusal(Editing(), "delete-node", node_id="n").code == "unknown-node"


@pytest.mark.parametrize(
    ("structure", "links", "left"),
    [
        ("tree", ["ab", "bc", "bd", "ef"], "ef"),
        ("dag", ["ab", "bc", "dc"], "cdef"),
        ("dag", ["ab", "bc", "cd", "fc"], "cdef"),
        ("dag", ["ab", "ac", "bd", "cd"], "ef"),
        ("graph", ["ab", "bc", "cb"], "def"),
        ("graph", ["ab", "bc", "cb", "dc"], "bcdef"),
        ("graph", ["ab", "ba", "aa"], "cdef"),
        ("graph", ["ab", "bb", "bc", "cd", "da"], "ef"),
    ],
)
def test_CD3_a_cascade_takes_the_descendants_that_nothing_else_holds(
    structure: str, links: list[str], left: str
) -> None:
    editing = grown(structure, *links)

    editing.do("ana", "delete-node", node_id="a", cascade=True)

    assert set(editing.graph.nodes) == set(left)
