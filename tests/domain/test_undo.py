"""Undo and redo, where several people work on one graph."""

from __future__ import annotations

import pytest

from jupyter_graphsync.domain.errors import Clash
from jupyter_graphsync.domain.limits import Limits

from .editing import Editing, content, memory, names


def value(editing: Editing, node_id: str = "n", property_id: str = "p") -> object:
    return editing.graph.node(node_id).properties.get(property_id)


def add(editing: Editing, who: str, *node_ids: str, **arguments: object) -> None:
    for node_id in node_ids:
        editing.do(
            who, "create-node", node_id=node_id, name=node_id, blueprint_type_id="t", **arguments
        )


def put(editing: Editing, who: str, new_value: object, node_id: str = "n", p: str = "p") -> None:
    editing.do(who, "update-property", node_id=node_id, property_id=p, new_value=new_value)


def link(editing: Editing, who: str, parent_id: str, child_id: str) -> None:
    editing.do(who, "link-node", parent_id=parent_id, child_id=child_id)


def conflict(editing: Editing, who: str, verb: str = "undo") -> list[dict[str, object]]:
    """Ask for an undo that must be refused and change nothing; return what it skipped."""
    before = content(editing.graph), memory(editing.dispatcher)
    with pytest.raises(Clash) as caught:
        getattr(editing, verb)(who)
    assert (content(editing.graph), memory(editing.dispatcher)) == before
    assert caught.value.code == "undo-conflict"
    skipped: list[dict[str, object]] = caught.value.details["skipped"]
    return skipped


# Whose turn it is


def test_UN1_an_undo_takes_back_the_last_command_of_its_own_client() -> None:
    editing = Editing()
    add(editing, "ana", "a")
    add(editing, "bob", "b")

    editing.undo("ana")

    assert set(editing.graph.nodes) == {"b"}


def test_UN1_an_undo_of_the_session_takes_back_the_last_command_of_anybody() -> None:
    editing = Editing()
    add(editing, "ana", "a")
    add(editing, "bob", "b")

    editing.undo("ana", session=True)

    assert set(editing.graph.nodes) == {"a"}


def test_UN1_what_somebody_else_undid_its_owner_can_redo() -> None:
    editing = Editing()
    add(editing, "ana", "a")
    editing.undo("bob", session=True)

    editing.redo("ana")

    assert set(editing.graph.nodes) == {"a"}


@pytest.mark.parametrize("verb", ["undo", "redo"])
def test_UN2_with_nothing_to_take_back_the_request_is_refused(verb: str) -> None:
    editing = Editing()

    with pytest.raises(Clash) as caught:
        getattr(editing, verb)("ana")

    assert caught.value.code == f"nothing-to-{verb}"


def test_UN2_a_new_command_empties_the_redo_of_its_client_alone() -> None:
    editing = Editing()
    add(editing, "ana", "a")
    add(editing, "bob", "b")
    editing.undo("ana")
    editing.undo("bob")
    add(editing, "ana", "c")

    editing.redo("bob")

    assert set(editing.graph.nodes) == {"b", "c"}
    with pytest.raises(Clash, match="nothing to redo"):
        editing.redo("ana")


def test_UN2_a_service_commit_is_in_nobodys_undo() -> None:
    editing = Editing()
    editing.do(
        "server", "create-node", kind="service", node_id="a", name="a", blueprint_type_id="t"
    )

    with pytest.raises(Clash, match="nothing to undo"):
        editing.undo("server")


def test_UN2_an_undo_tells_the_graph_events_and_last_which_command_was_undone() -> None:
    editing = Editing()
    add(editing, "ana", "a")
    add(editing, "ana", "b", parent_id="a")

    decision = editing.undo("ana")

    assert names(decision) == ["graph:node-unlinked", "graph:node-deleted", "command:undo"]
    assert decision.events[-1].command_id == "c2"  # type: ignore[attr-defined]
    assert decision.notes.result == {
        "applied": [{"parent_id": "a", "child_id": "b"}, {"node_id": "b"}],
        "skipped": [],
    }


def test_UN2_a_redo_names_the_first_command_however_often_it_was_undone() -> None:
    editing = Editing()
    add(editing, "ana", "a")
    for _ in range(2):
        editing.undo("ana")
        decision = editing.redo("ana")

    assert names(decision) == ["graph:node-created", "command:redo"]
    assert decision.events[-1].command_id == "c1"  # type: ignore[attr-defined]


# What others have changed since


def test_UN3_an_undo_keeps_what_another_client_has_changed_since() -> None:
    editing = Editing()
    add(editing, "ana", "n", "m")
    editing.do("ana", "update-properties", property_id="p", node_ids=["n", "m"], new_values=[1, 1])
    put(editing, "bob", 2)

    decision = editing.undo("ana")

    assert (value(editing, "n"), value(editing, "m")) == (2, None)
    assert decision.notes.result == {
        "applied": [{"node_id": "m", "property_id": "p"}],
        "skipped": [{"node_id": "n", "property_id": "p", "by": "bob"}],
    }


def test_UN3_where_nothing_is_left_to_undo_the_undo_is_refused_and_stays_on_the_stack() -> None:
    editing = Editing()
    add(editing, "ana", "n")
    put(editing, "ana", 1)
    put(editing, "bob", 2)

    assert conflict(editing, "ana") == [{"node_id": "n", "property_id": "p", "by": "bob"}]

    editing.undo("bob")
    editing.undo("ana")
    assert value(editing) is None


def test_UN3_a_change_that_was_taken_back_blocks_nobody() -> None:
    editing = Editing()
    add(editing, "ana", "n")
    put(editing, "ana", 1)
    put(editing, "bob", 2)
    editing.undo("bob")

    editing.undo("ana")

    assert value(editing) is None


def test_UN3_an_undo_below_anothers_undo_goes_back_to_what_stood_before_both() -> None:
    editing = Editing()
    add(editing, "ana", "n")
    put(editing, "bob", 1)
    put(editing, "ana", 2)
    editing.undo("ana")

    editing.undo("bob")

    assert value(editing) is None


def test_UN3_a_redo_keeps_what_anothers_undo_has_changed_since() -> None:
    editing = Editing()
    add(editing, "carol", "n")
    put(editing, "bob", 1)
    put(editing, "ana", 2)
    editing.undo("ana")
    editing.undo("bob")

    assert conflict(editing, "ana", "redo")[0]["by"] == "bob"
    assert value(editing) is None


def test_UN3_a_rename_is_kept_like_any_property() -> None:
    editing = Editing()
    add(editing, "carol", "n")
    put(editing, "ana", "Ana's", p="name")
    put(editing, "bob", "Bob's", p="name")

    assert conflict(editing, "ana") == [{"node_id": "n", "property_id": "name", "by": "bob"}]


def test_UN3_a_node_stays_when_somebody_else_has_given_it_a_property() -> None:
    editing = Editing()
    add(editing, "ana", "n")
    put(editing, "bob", 1)

    assert conflict(editing, "ana") == [{"node_id": "n", "by": "bob"}]


def test_UN3_a_node_stays_where_it_is_when_somebody_else_has_added_a_child() -> None:
    editing = Editing()
    add(editing, "carol", "root")
    add(editing, "ana", "n", parent_id="root")
    add(editing, "bob", "child", parent_id="n")

    skipped = conflict(editing, "ana")

    assert skipped == [
        {"parent_id": "root", "child_id": "n", "by": "bob"},
        {"node_id": "n", "by": "bob"},
    ]


def test_UN3_a_link_stays_when_somebody_else_has_given_it_a_property() -> None:
    editing = Editing()
    add(editing, "carol", "a", "b")
    link(editing, "ana", "a", "b")
    editing.do(
        "bob",
        "update-link-property",
        parent_id="a",
        child_id="b",
        property_id="weight",
        new_value=1,
    )

    assert conflict(editing, "ana") == [{"parent_id": "a", "child_id": "b", "by": "bob"}]


def test_UN3_of_a_pasted_tree_what_somebody_worked_on_stays_with_all_above_it() -> None:
    editing = Editing("tree")
    paste = [("a", None), ("b", "a"), ("c", "b"), ("d", "b"), ("e", "a")]
    editing.do(
        "ana",
        "batch",
        commands=[
            {
                "command_type": "create-node",
                "arguments": {"node_id": node_id, "name": "", "blueprint_type_id": "t"}
                | ({"parent_id": parent_id} if parent_id else {}),
            }
            for node_id, parent_id in paste
        ],
    )
    put(editing, "bob", 1, "c")

    editing.undo("ana")

    assert {(ln.parent_id, ln.child_id) for ln in editing.graph.links()} == {
        ("a", "b"),
        ("b", "c"),
    }
    assert set(editing.graph.nodes) == {"a", "b", "c"}


def test_UN3_after_a_deletion_by_another_there_is_nothing_to_undo() -> None:
    editing = Editing()
    add(editing, "carol", "n")
    put(editing, "ana", 1)
    editing.do("bob", "delete-node", node_id="n")

    assert conflict(editing, "ana") == [{"node_id": "n", "property_id": "p", "by": "bob"}]


def test_UN3_a_node_that_another_made_anew_under_the_same_id_is_another_node() -> None:
    editing = Editing()
    add(editing, "carol", "n")
    put(editing, "ana", 1)
    editing.do("bob", "delete-node", node_id="n")
    add(editing, "bob", "n", properties={"p": 5})

    assert conflict(editing, "ana")[0]["by"] == "bob"
    assert value(editing) == 5


def test_UN3_a_deleted_node_does_not_come_back_over_one_that_another_made_under_its_id() -> None:
    editing = Editing()
    add(editing, "carol", "n", "m")
    link(editing, "carol", "n", "m")
    editing.do("ana", "delete-node", node_id="n")
    add(editing, "bob", "n")

    skipped = conflict(editing, "ana")

    assert skipped == [
        {"node_id": "n", "by": "bob"},
        {"parent_id": "n", "child_id": "m", "by": "bob"},
    ]


def test_UN3_a_deletion_is_not_redone_over_a_link_that_another_made_meanwhile() -> None:
    editing = Editing()
    add(editing, "carol", "n", "m")
    editing.do("ana", "delete-node", node_id="n")
    editing.undo("ana")
    link(editing, "bob", "n", "m")

    assert conflict(editing, "ana", "redo") == [{"node_id": "n", "by": "bob"}]


def test_UN3_a_node_and_a_blueprint_type_of_one_id_are_not_mistaken_for_each_other() -> None:
    editing = Editing()
    blueprint_type = {"blueprint_type_id": "x"}
    editing.do(
        "ana",
        "batch",
        commands=[
            {"command_type": "define-blueprint", "arguments": {"blueprint_type": blueprint_type}},
            {
                "command_type": "create-node",
                "arguments": {"node_id": "x", "name": "", "blueprint_type_id": "t"},
            },
        ],
    )
    put(editing, "bob", 1, "x")

    decision = editing.undo("ana")

    assert decision.notes.result["applied"] == [{"blueprint_type_id": "x"}]
    assert decision.notes.result["skipped"] == [{"node_id": "x", "by": "bob"}]


# Rules hold in an undo as well


def test_UN4_an_undone_unlink_finds_its_place_in_the_tree_taken() -> None:
    editing = Editing("tree")
    add(editing, "carol", "a", "b", "c")
    link(editing, "carol", "a", "c")
    editing.do("ana", "unlink-node", parent_id="a", child_id="c")
    link(editing, "bob", "b", "c")

    skipped = conflict(editing, "ana")

    assert skipped == [{"parent_id": "a", "child_id": "c", "by": "bob", "reason": "parent-taken"}]


def test_UN4_an_undone_link_is_not_redone_into_a_cycle() -> None:
    editing = Editing("dag")
    add(editing, "carol", "a", "b")
    link(editing, "ana", "a", "b")
    editing.undo("ana")
    link(editing, "bob", "b", "a")

    skipped = conflict(editing, "ana", "redo")

    assert skipped == [{"parent_id": "a", "child_id": "b", "by": None, "reason": "cycle"}]


def test_UN4_a_deleted_node_comes_back_with_its_links_to_what_is_still_there() -> None:
    editing = Editing()
    add(editing, "carol", "n", "x", "y")
    link(editing, "carol", "n", "x")
    link(editing, "carol", "n", "y")
    put(editing, "carol", None)
    editing.do("ana", "delete-node", node_id="n")
    editing.do("bob", "delete-node", node_id="x")

    decision = editing.undo("ana")

    assert set(editing.graph.children("n")) == {"y"}
    assert editing.graph.node("n").properties == {"p": None}
    assert decision.notes.result["skipped"] == [
        {"parent_id": "n", "child_id": "x", "by": "bob", "reason": "unknown-node"}
    ]


def test_UN4_an_undo_does_not_bring_back_a_value_that_a_new_schema_forbids() -> None:
    editing = Editing()
    add(editing, "carol", "n", properties={"p": "text"})
    put(editing, "ana", 1)
    schema = {"properties": {"p": {"type": "integer"}}}
    editing.do(
        "bob", "define-blueprint", blueprint_type={"blueprint_type_id": "t", "schema": schema}
    )

    skipped = conflict(editing, "ana")

    assert skipped == [
        {"node_id": "n", "property_id": "p", "by": None, "reason": "schema-violation"}
    ]


def test_UN4_an_undone_schema_does_not_come_back_over_nodes_that_violate_it() -> None:
    editing = Editing()
    strict = {"blueprint_type_id": "t", "schema": {"required": ["p"]}}
    editing.do("carol", "define-blueprint", blueprint_type=strict)
    editing.do("ana", "define-blueprint", blueprint_type={"blueprint_type_id": "t"})
    add(editing, "bob", "n")

    skipped = conflict(editing, "ana")

    assert skipped == [{"blueprint_type_id": "t", "by": None, "reason": "schema-violation"}]


def test_UN4_a_deletion_is_not_undone_beyond_the_quota() -> None:
    editing = Editing(limits=Limits(max_nodes=1))
    add(editing, "ana", "a")
    editing.do("ana", "delete-node", node_id="a")
    add(editing, "bob", "b")

    skipped = conflict(editing, "ana")

    assert skipped == [{"node_id": "a", "by": None, "reason": "quota-exceeded"}]


def test_UN4_a_strict_session_takes_back_no_node_whose_type_is_gone() -> None:
    editing = Editing(strict_blueprints=True)
    editing.do("ana", "define-blueprint", blueprint_type={"blueprint_type_id": "t"})
    add(editing, "ana", "n")
    editing.do("ana", "delete-node", node_id="n")
    editing.do("bob", "remove-blueprint", blueprint_type_id="t")

    assert conflict(editing, "ana")[0]["reason"] == "unknown-blueprint"


# Force


def test_UN5_force_writes_over_what_others_have_changed() -> None:
    editing = Editing()
    add(editing, "ana", "n")
    put(editing, "ana", 1)
    put(editing, "bob", 2)

    editing.undo("ana", force=True)

    assert value(editing) is None


def test_UN5_what_was_written_over_its_author_cannot_undo() -> None:
    editing = Editing()
    add(editing, "ana", "n")
    put(editing, "ana", 1)
    put(editing, "bob", 2)
    editing.undo("ana", force=True)

    assert conflict(editing, "bob")[0]["by"] == "ana"


def test_UN5_a_forced_undo_is_redone_with_what_it_had_written_over() -> None:
    editing = Editing()
    add(editing, "ana", "n")
    put(editing, "ana", 1)
    put(editing, "bob", 2)
    editing.undo("ana", force=True)

    editing.redo("ana")

    assert value(editing) == 2
    assert conflict(editing, "ana")[0]["by"] == "bob"
    editing.undo("bob")
    assert value(editing) == 1


def test_UN5_after_force_the_steps_below_go_on() -> None:
    editing = Editing()
    add(editing, "carol", "n")
    put(editing, "ana", 1)
    put(editing, "ana", 2)
    put(editing, "bob", 3)
    editing.undo("ana", force=True)

    editing.undo("ana")

    assert value(editing) is None


def test_UN5_what_one_redid_for_another_is_still_the_others_work() -> None:
    editing = Editing()
    add(editing, "dan", "n")
    put(editing, "carol", 0)
    put(editing, "bob", 1)
    editing.undo("ana", session=True)
    editing.undo("carol")
    editing.redo("bob", force=True)
    editing.redo("bob", session=True, force=True)

    assert conflict(editing, "bob")[0]["by"] == "carol"


def test_UN5_force_takes_a_node_with_the_links_that_others_made() -> None:
    editing = Editing()
    add(editing, "ana", "n")
    add(editing, "bob", "m", parent_id="n")

    editing.undo("ana", force=True)

    assert set(editing.graph.nodes) == {"m"}
    assert editing.graph.link_count == 0


def test_UN5_force_does_not_mix_a_deleted_node_into_one_that_has_its_id() -> None:
    editing = Editing()
    add(editing, "carol", "n", "m")
    link(editing, "carol", "n", "m")
    editing.do("ana", "delete-node", node_id="n")
    add(editing, "bob", "n")

    with pytest.raises(Clash) as caught:
        editing.undo("ana", force=True)

    assert caught.value.code == "undo-conflict"
    assert editing.graph.link_count == 0


# There and back


def test_UN6_n_undos_and_n_redos_of_one_client_give_the_same_graph() -> None:
    editing = Editing()
    add(editing, "ana", "n")
    for new_value in (1, None, "x"):
        put(editing, "ana", new_value)
    before = content(editing.graph)

    for _ in range(4):
        editing.undo("ana")
    assert not editing.graph.nodes
    for _ in range(4):
        editing.redo("ana")

    assert content(editing.graph) == before


def test_UN6_n_undos_and_n_redos_of_the_session_give_the_same_graph() -> None:
    editing = Editing()
    add(editing, "ana", "n")
    put(editing, "bob", 1)
    put(editing, "carol", 2)
    put(editing, "ana", 3)
    before = content(editing.graph)

    for _ in range(4):
        editing.undo("dan", session=True)
    assert not editing.graph.nodes
    for _ in range(4):
        editing.redo("dan", session=True)

    assert content(editing.graph) == before


@pytest.mark.parametrize("old", [{}, {"p": None}, {"p": 1}, {"p": True}])
def test_UN6_absent_and_null_and_true_and_one_come_back_as_they_were(
    old: dict[str, object],
) -> None:
    editing = Editing()
    add(editing, "ana", "n", properties=old)
    before = content(editing.graph)
    put(editing, "ana", "other")

    editing.undo("ana")

    assert content(editing.graph) == before


@pytest.mark.parametrize("cascade", [False, True])
def test_UN6_self_links_and_cycles_come_back(cascade: bool) -> None:
    editing = Editing("graph")
    add(editing, "ana", "a", "b", "c")
    for pair in (("a", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("c", "b")):
        link(editing, "ana", *pair)
    before = content(editing.graph)
    editing.do("ana", "delete-node", node_id="a", cascade=cascade)

    editing.undo("ana")

    assert content(editing.graph) == before


# What is long ago


def test_UN7_of_changes_long_ago_an_undo_keeps_what_is_not_as_its_command_left_it() -> None:
    editing = Editing(max_touches=10)
    add(editing, "carol", "n", "m")
    put(editing, "ana", 1)
    put(editing, "ana", 1, "m")
    put(editing, "bob", 2, "m")
    for i in range(20):
        put(editing, "carol", i, p="q")

    skipped = conflict(editing, "ana")
    editing.undo("ana", force=True)
    editing.undo("ana")

    assert skipped == [{"node_id": "m", "property_id": "p", "by": None}]
    assert value(editing) is None


def test_UN7_a_node_made_long_ago_stays_when_it_is_not_as_it_was_made() -> None:
    editing = Editing(max_touches=10)
    add(editing, "ana", "n")
    put(editing, "bob", 1)
    add(editing, "carol", "m")
    for i in range(20):
        put(editing, "carol", i, "m")

    assert conflict(editing, "ana") == [{"node_id": "n", "by": None}]


def test_UN7_what_a_forced_undo_brought_back_long_ago_stays_its_authors() -> None:
    editing = Editing(max_touches=10)
    add(editing, "ana", "n")
    add(editing, "bob", "m", parent_id="n")
    editing.undo("ana", force=True)
    editing.redo("ana")
    for i in range(20):
        put(editing, "carol", i, "m")

    assert {"node_id": "n", "by": None} in conflict(editing, "ana")


@pytest.mark.parametrize("touched", [False, True])
def test_UN7_a_link_made_long_ago_is_undone_where_it_is_as_it_was_made(touched: bool) -> None:
    editing = Editing(max_touches=10)
    pair = {"parent_id": "a", "child_id": "b"}
    add(editing, "carol", "a", "b")
    editing.do("ana", "link-node", **pair, properties={"w": 1})
    editing.do("ana", "update-link-property", **pair, property_id="w", new_value=2)
    if touched:
        editing.do("bob", "update-link-property", **pair, property_id="w", new_value=3)
    for i in range(20):
        put(editing, "carol", i, "b")

    if touched:
        assert conflict(editing, "ana")[0]["by"] is None
    else:
        editing.undo("ana")
        editing.undo("ana")
        assert editing.graph.link_count == 0


def test_UN7_an_untouched_node_made_long_ago_can_be_undone() -> None:
    editing = Editing(max_touches=10)
    add(editing, "carol", "m")
    add(editing, "ana", "n", parent_id="m", properties={"p": 1})
    for i in range(20):
        put(editing, "carol", i, "m")

    editing.undo("ana")

    assert set(editing.graph.nodes) == {"m"}
