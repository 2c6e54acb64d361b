"""The history: how far back it goes, and how it survives a restart."""

from __future__ import annotations

import msgspec
import pytest

from jupyter_graphsync.domain.commands import CreateNodeCommand
from jupyter_graphsync.domain.dispatcher import Dispatcher
from jupyter_graphsync.domain.errors import Clash
from jupyter_graphsync.domain.graph import Graph
from jupyter_graphsync.domain.history import History, HistoryState
from jupyter_graphsync.domain.limits import Limits

from .editing import TIMESTAMP, Editing, memory


def put(editing: Editing, who: str, value: object) -> None:
    editing.do(who, "update-property", node_id="n", property_id="p", new_value=value)


def test_HI1_a_history_survives_a_snapshot() -> None:
    editing = Editing()
    editing.do("ana", "create-node", node_id="n", name="", blueprint_type_id="t")
    for who, value in (("ana", 1), ("bob", 2), ("ana", 3)):
        put(editing, who, value)
    editing.undo("ana")
    before = memory(editing.dispatcher)

    stored = msgspec.json.encode(editing.dispatcher.history.state())
    state = msgspec.json.decode(stored, type=HistoryState)
    editing.dispatcher.history = History.from_state(state)

    assert memory(editing.dispatcher) == before
    editing.redo("ana")
    assert editing.graph.node("n").properties == {"p": 3}


def test_HI1_a_state_does_not_change_any_more() -> None:
    editing = Editing()
    editing.do("ana", "create-node", node_id="n", name="", blueprint_type_id="t")
    state = editing.dispatcher.history.state()
    stored = msgspec.json.encode(state)

    put(editing, "ana", 1)
    editing.undo("ana")

    assert msgspec.json.encode(state) == stored


def test_HI2_at_least_as_many_steps_as_promised_can_be_undone_and_not_many_more() -> None:
    dispatcher = Dispatcher(Graph(limits=Limits(max_undo_steps=3)))

    def create(i: int) -> object:
        command = CreateNodeCommand(node_id=f"n{i}", name="", blueprint_type_id="t")
        return dispatcher.execute(command, command_id=f"c{i}", client_id="ana", timestamp=TIMESTAMP)

    kept = []
    for i in range(20):
        create(i)
        kept.append(len(dispatcher.history.state().stacks["ana"].undo))

    assert min(kept[3:]) >= 3
    assert max(kept) <= 6


def test_HI2_steps_that_were_dropped_come_back_when_a_decision_is_taken_back() -> None:
    dispatcher = Dispatcher(Graph(limits=Limits(max_undo_steps=2)))
    for i in range(12):
        before = memory(dispatcher)
        command = CreateNodeCommand(node_id=f"n{i}", name="", blueprint_type_id="t")
        arguments = {"command_id": f"c{i}", "client_id": "ana", "timestamp": TIMESTAMP}
        dispatcher.take_back(dispatcher.execute(command, **arguments))

        assert memory(dispatcher) == before
        dispatcher.execute(command, **arguments)


def test_HI3_the_newest_step_of_the_session_is_found_among_all_clients() -> None:
    editing = Editing()
    for who in ("ana", "bob"):
        editing.do(who, "create-node", node_id=who, name="", blueprint_type_id="t")

    owner, step = editing.dispatcher.next_step("undo", None)

    assert (owner, step.seq, step.command_id) == ("bob", 2, "c2")
    with pytest.raises(Clash):
        editing.dispatcher.next_step("redo", None)


def test_HI4_a_history_says_when_the_next_changes_make_it_forget() -> None:
    history = History(max_touches=4)

    def note(seq: int) -> None:
        history.record(seq, f"c{seq}", [("n", str(seq))], client_id="ana", owner="ana")

    for seq in (1, 2, 3):
        note(seq)
    assert (history.has_room(1), history.has_room(2)) == (True, False)
    note(4)
    assert (history.has_room(1), history.knows(0)) == (False, True)
    note(5)
    assert (history.has_room(1), history.knows(0)) == (True, False)
