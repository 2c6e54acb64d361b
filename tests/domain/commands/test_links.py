"""link-node and unlink-node."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_graphsync.domain.limits import Limits

from ..editing import Editing
from .refusing import refusal


def pair(ends: str) -> dict[str, Any]:
    return {"parent_id": ends[0], "child_id": ends[1]}


@pytest.fixture
def editing() -> Editing:
    editing = Editing(limits=Limits(max_links=3))
    for node_id in "abcd":
        editing.do("ana", "create-node", node_id=node_id, name="", blueprint_type_id=node_id)
    editing.do("ana", "link-node", **pair("ab"))
    return editing


def test_CL1_a_link_is_made_with_its_properties(editing: Editing) -> None:
    editing.do("ana", "link-node", **pair("bc"), properties={"weight": 1, "name": "x"})

    assert editing.graph.link("b", "c").properties == {"weight": 1, "name": "x"}


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ("ab", "exists"),
        ("aa", "self-link"),
        ("ba", "cycle"),
        ("xa", "unknown-node"),
        ("ax", "unknown-node"),
    ],
)
def test_CL1_a_link_that_cannot_be_is_refused(editing: Editing, ends: str, code: str) -> None:
    assert refusal(editing, "link-node", **pair(ends)).code == code


def test_CL1_a_links_properties_are_checked(editing: Editing) -> None:
    error = refusal(editing, "link-node", **pair("ac"), properties={"__proto__": 1})

    assert error.code == "bad-value"


def test_CL1_the_quota_of_links_holds(editing: Editing) -> None:
    editing.do("ana", "link-node", **pair("ac"))
    editing.do("ana", "link-node", **pair("ad"))

    assert refusal(editing, "link-node", **pair("bc")).code == "quota-exceeded"


def test_CL1_a_type_says_which_children_it_allows(editing: Editing) -> None:
    blueprint_type = {"blueprint_type_id": "b", "allowed_children": ["c"]}
    editing.do("ana", "define-blueprint", blueprint_type=blueprint_type)

    editing.do("ana", "link-node", **pair("bc"))

    assert refusal(editing, "link-node", **pair("bd")).code == "child-not-allowed"


def test_CL2_an_unlinked_pair_keeps_its_nodes(editing: Editing) -> None:
    editing.do("ana", "unlink-node", **pair("ab"))

    assert editing.graph.link_count == 0
    assert {"a", "b"} <= set(editing.graph.nodes)


@pytest.mark.parametrize(("ends", "code"), [("ac", "unknown-link"), ("xa", "unknown-node")])
def test_CL2_what_is_not_linked_cannot_be_unlinked(editing: Editing, ends: str, code: str) -> None:
    assert refusal(editing, "unlink-node", **pair(ends)).code == code


def test_CL2_a_link_goes_with_all_its_properties_and_none_can_be_named(editing: Editing) -> None:
    assert refusal(editing, "unlink-node", **pair("ab"), properties={}).code == "bad-value"
