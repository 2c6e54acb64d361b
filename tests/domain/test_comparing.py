"""Graphs are compared, merged, and made of one another."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_graphsync.domain.commands.whole import MergeCommand, TakeOverCommand
from jupyter_graphsync.domain.comparing import compare, merge
from jupyter_graphsync.domain.errors import GraphSyncError

from .editing import Editing, content
from .test_laws import act, drawn_editing

FEW = settings(max_examples=100, deadline=None)


def two_sides(data: st.DataObject) -> tuple[Editing, Editing, Editing]:
    """Return a graph, and what two people made of it apart from each other."""
    base = drawn_editing(data)
    sides = []
    for _ in range(2):
        side = Editing(base.graph.structure)
        side.execute("somebody", TakeOverCommand(target=base.graph.view()))
        for _ in range(data.draw(st.integers(0, 6))):
            act(side, data)
        sides.append(side)
    return base, sides[0], sides[1]


@FEW
@given(data=st.data())
def test_CG1_a_graph_is_like_itself_and_like_nothing_that_was_edited(data: st.DataObject) -> None:
    one, other, _ = two_sides(data)

    assert not compare(one.graph.view(), one.graph.view())
    is_alike = content(one.graph) == content(other.graph)
    assert bool(compare(one.graph.view(), other.graph.view())) is not is_alike


@FEW
@given(data=st.data())
def test_CG2_one_graph_becomes_another_in_one_step_that_is_undone_as_one(
    data: st.DataObject,
) -> None:
    _, one, other = two_sides(data)
    before = content(one.graph)

    decision = one.execute("ana", TakeOverCommand(target=other.graph.view()))
    assert content(one.graph) == content(other.graph)

    undone = one.undo("ana") if decision.notes.owner else None
    is_kept_by_a_rule = undone is not None and undone.notes.result["skipped"]
    assert content(one.graph) == before or is_kept_by_a_rule


@FEW
@given(data=st.data())
def test_CG3_where_one_side_did_nothing_the_other_is_the_merge(data: st.DataObject) -> None:
    base, one, _ = two_sides(data)
    start, edited = base.graph.view(), one.graph.view()

    assert not compare(merge(start, edited, start), edited)
    assert not compare(merge(start, start, edited), edited)


@FEW
@given(data=st.data())
def test_CG4_a_merge_changes_nothing_that_only_the_live_side_changed(data: st.DataObject) -> None:
    base, live, other = two_sides(data)
    before = live.graph.view()
    try:
        live.execute("ana", MergeCommand(base=base.graph.view(), target=other.graph.view()))
    except GraphSyncError:
        return

    untouched = {node.node_id for node in compare(base.graph.view(), before).nodes_added}
    merged = {node.node_id: node for node in live.graph.view().nodes}
    theirs = {node.node_id for node in other.graph.view().nodes}
    for node in before.nodes:
        if node.node_id in untouched - theirs:
            assert merged[node.node_id] == node


def test_CG5_a_node_that_one_side_removed_and_the_other_changed_stays_with_all_it_has() -> None:
    base, live, other = Editing("dag"), Editing("dag"), Editing("dag")
    for side in (base, live, other):
        side.do("ana", "create-node", node_id="a", name="A", blueprint_type_id="t")
        side.do("ana", "update-property", node_id="a", property_id="km", new_value=1)
    live.do("ana", "update-property", node_id="a", property_id="color", new_value="red")
    other.do("bob", "delete-node", node_id="a")

    merged = merge(base.graph.view(), live.graph.view(), other.graph.view())

    assert [node.properties for node in merged.nodes] == [{"km": 1, "color": "red"}]


def test_CG6_a_merge_that_would_close_a_cycle_is_refused_and_changes_nothing() -> None:
    base, live, other = Editing("dag"), Editing("dag"), Editing("dag")
    for side in (base, live, other):
        for node_id in "ab":
            side.do("ana", "create-node", node_id=node_id, name="", blueprint_type_id="t")
    live.do("ana", "link-node", parent_id="a", child_id="b")
    other.do("bob", "link-node", parent_id="b", child_id="a")
    before = content(live.graph)
    command = MergeCommand(base=base.graph.view(), target=other.graph.view())

    try:
        live.execute("ana", command)
    except GraphSyncError as error:
        assert error.code == "cycle"
    else:
        raise AssertionError("it was not refused")
    assert content(live.graph) == before
