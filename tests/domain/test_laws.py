"""What holds for every registered command, on any graph."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_graphsync.domain.commands import Command
from jupyter_graphsync.domain.commits import read_inverse
from jupyter_graphsync.domain.dispatcher import Decision
from jupyter_graphsync.domain.errors import GraphSyncError
from jupyter_graphsync.domain.graph import Graph

from .editing import REGISTRY, Editing, content, memory
from .strategies import STRATEGIES, commands

EVERY_COMMAND = pytest.mark.parametrize(
    "cls", list(REGISTRY), ids=[cls.command_type for cls in REGISTRY]
)
STRUCTURES = st.sampled_from(["tree", "dag", "graph"])
FEW = settings(max_examples=20, deadline=None)


def drawn_editing(data: st.DataObject) -> Editing:
    """Return a graph on which two people have worked, undone and redone."""
    editing = Editing(data.draw(STRUCTURES))
    for node_id in data.draw(st.sets(st.sampled_from("abcd"))):
        editing.do("ana", "create-node", node_id=node_id, name="", blueprint_type_id="t")
    for _ in range(data.draw(st.integers(0, 6))):
        act(editing, data)
    return editing


def act(editing: Editing, data: st.DataObject, cls: type[Command] | None = None) -> Decision | None:
    """Let somebody try something; return what it did, `None` where it was refused."""
    who = data.draw(st.sampled_from(["ana", "bob"]))
    verb = "do" if cls else data.draw(st.sampled_from(["do", "do", "do", "undo", "redo"]))
    try:
        if verb == "do":
            command_type, arguments = data.draw(commands(editing.graph, cls))
            return editing.do(who, command_type, **arguments)
        force, session = data.draw(st.booleans()), data.draw(st.booleans())
        found: Decision = getattr(editing, verb)(who, session=session, force=force)
    except GraphSyncError:
        return None
    return found


def test_LW0_every_registered_command_is_tried() -> None:
    assert set(STRATEGIES) == set(REGISTRY)


@EVERY_COMMAND
@FEW
@given(data=st.data())
def test_LW1_undo_gives_the_graph_before_and_redo_the_graph_after(
    cls: type[Command], data: st.DataObject
) -> None:
    editing = drawn_editing(data)
    before = content(editing.graph)
    decision = act(editing, data, cls)
    if decision is None or not decision.notes.owner:
        return
    after = content(editing.graph)

    for _ in range(2):
        editing.undo(decision.client_id)
        assert content(editing.graph) == before
        editing.redo(decision.client_id)
        assert content(editing.graph) == after


@EVERY_COMMAND
@FEW
@given(data=st.data())
def test_LW2_a_refused_command_changes_neither_graph_nor_history(
    cls: type[Command], data: st.DataObject
) -> None:
    editing = drawn_editing(data)
    before = content(editing.graph), memory(editing.dispatcher)

    if act(editing, data, cls) is None:
        assert (content(editing.graph), memory(editing.dispatcher)) == before


@EVERY_COMMAND
@FEW
@given(data=st.data())
def test_LW3_a_decision_is_taken_back_exactly(cls: type[Command], data: st.DataObject) -> None:
    editing = drawn_editing(data)
    before = content(editing.graph), memory(editing.dispatcher)
    decision = act(editing, data, cls)

    if decision is not None:
        editing.dispatcher.take_back(decision)
        assert (content(editing.graph), memory(editing.dispatcher)) == before


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_LW3_decisions_are_taken_back_newest_first_undos_and_redos_too(data: st.DataObject) -> None:
    editing = Editing(data.draw(STRUCTURES), max_touches=data.draw(st.sampled_from([8, 100])))
    states, decisions = [(content(editing.graph), memory(editing.dispatcher))], []
    for _ in range(data.draw(st.integers(1, 12))):
        decision = act(editing, data)
        if decision is not None:
            decisions.append(decision)
            states.append((content(editing.graph), memory(editing.dispatcher)))

    while decisions:
        states.pop()
        editing.dispatcher.take_back(decisions.pop())
        assert (content(editing.graph), memory(editing.dispatcher)) == states[-1]


@EVERY_COMMAND
@FEW
@given(data=st.data())
def test_LW4_to_decide_changes_nothing(cls: type[Command], data: st.DataObject) -> None:
    editing = drawn_editing(data)
    before = content(editing.graph)
    command_type, arguments = data.draw(commands(editing.graph, cls))

    first_event(editing.graph, command_type, arguments)

    assert content(editing.graph) == before


def first_event(graph: Graph, command_type: str, arguments: dict[str, Any]) -> None:
    """Ask for a decision as far as it can be asked for without applying anything."""
    command = REGISTRY.decode(command_type, msgspec.json.encode(arguments)).with_ids("id")
    try:
        next(iter(command.decide(graph)), None)
    except GraphSyncError:
        return


@EVERY_COMMAND
@FEW
@given(data=st.data())
def test_LW5_a_replay_of_the_commits_gives_the_same_graph_and_history(
    cls: type[Command], data: st.DataObject
) -> None:
    editing = drawn_editing(data)
    act(editing, data, cls)

    replayed = editing.replayed()

    assert content(replayed.graph) == content(editing.graph)
    assert memory(replayed) == memory(editing.dispatcher)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_LW5_replay_forgets_what_the_live_dispatcher_forgot(data: st.DataObject) -> None:
    editing = Editing(data.draw(STRUCTURES), max_touches=8)
    for _ in range(data.draw(st.integers(1, 15))):
        act(editing, data)

    replayed = editing.replayed()

    assert content(replayed.graph) == content(editing.graph)
    assert memory(replayed) == memory(editing.dispatcher)


@EVERY_COMMAND
@FEW
@given(data=st.data())
def test_LW6_inverse_events_survive_the_log(cls: type[Command], data: st.DataObject) -> None:
    editing = drawn_editing(data)

    decision = act(editing, data, cls)

    if decision is not None:
        assert read_inverse(editing.log[-1].read_notes()) == decision.inverse


@settings(max_examples=60, deadline=None)
@given(data=st.data(), session=st.booleans())
def test_LW7_n_undos_and_then_n_redos_give_the_same_graph(
    data: st.DataObject, session: bool
) -> None:
    editing = drawn_editing(data)
    for _ in range(4):
        act(editing, data)
    before, undone = content(editing.graph), 0
    try:
        for _ in range(4):
            editing.undo("ana", session=session)
            undone += 1
    except GraphSyncError:
        pass

    for _ in range(undone):
        editing.redo("ana", session=session)

    assert content(editing.graph) == before
