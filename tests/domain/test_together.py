"""Three people execute, undo and redo on one dispatcher, held against a model of plain dicts."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from jupyter_graphsync.domain.dispatcher import Decision
from jupyter_graphsync.domain.errors import Clash, GraphSyncError
from jupyter_graphsync.domain.events import Cell
from jupyter_graphsync.domain.graph import Graph
from jupyter_graphsync.domain.structure import check_structure

from .editing import Editing, content, memory
from .strategies import commands

CLIENTS = st.sampled_from(["ana", "bob", "carol"])
Cells = dict[Cell, str]


def cells(graph: Graph) -> Cells:
    """Return what the graph holds, part by part, as JSON text."""
    found: Cells = {}
    for node in graph.nodes.values():
        found[(node.node_id,)] = node.blueprint_type_id
        for property_id, value in {"name": node.name, **node.properties}.items():
            found[(node.node_id, property_id)] = text(value)
    for link in graph.links():
        found[("", link.parent_id, link.child_id)] = ""
        for property_id, value in link.properties.items():
            found[("", link.parent_id, link.child_id, property_id)] = text(value)
    for blueprint_type in graph.blueprint_types.values():
        found[("", blueprint_type.blueprint_type_id)] = text(blueprint_type)
    return found


def text(value: Any) -> str:
    return msgspec.json.encode(value, order="sorted").decode()


def changed(before: Cells, after: Cells) -> set[Cell]:
    return {cell for cell in before.keys() | after.keys() if before.get(cell) != after.get(cell)}


class Together(RuleBasedStateMachine):
    """The model is the whole content after each commit, and who made the commit."""

    def __init__(self) -> None:
        super().__init__()
        self.editing = Editing()
        self.states: list[Cells] = [{}]
        self.authors: list[set[str]] = [{""}]
        self.done: dict[str, int] = {}

    @initialize(
        structure=st.sampled_from(["tree", "dag", "graph"]),
        max_touches=st.sampled_from([6, 20, 1_000]),
    )
    def begin(self, structure: str, max_touches: int) -> None:
        self.editing = Editing(structure, max_touches=max_touches)

    @rule(who=CLIENTS, data=st.data())
    def execute(self, who: str, data: st.DataObject) -> None:
        command_type, arguments = data.draw(commands(self.editing.graph))
        self.attempt(who, lambda: self.editing.do(who, command_type, **arguments))

    @rule(who=CLIENTS, node_id=st.sampled_from("abcd"), parent_id=st.sampled_from("abcd"))
    def create(self, who: str, node_id: str, parent_id: str) -> None:
        graph = self.editing.graph
        place = {"parent_id": parent_id} if parent_id in graph.nodes else {}
        arguments = {"node_id": node_id, "name": "", "blueprint_type_id": "t", **place}
        self.attempt(who, lambda: self.editing.do(who, "create-node", **arguments))

    @precondition(lambda self: self.editing.graph.nodes)
    @rule(who=CLIENTS, value=st.integers(0, 3), data=st.data())
    def update(self, who: str, value: int, data: st.DataObject) -> None:
        node_id = data.draw(st.sampled_from(sorted(self.editing.graph.nodes)))
        arguments = {"node_id": node_id, "property_id": "p", "new_value": value}
        self.attempt(who, lambda: self.editing.do(who, "update-property", **arguments))

    @rule(who=CLIENTS, session=st.booleans(), force=st.sampled_from([False, False, True]))
    def undo(self, who: str, session: bool, force: bool) -> None:
        self.reverse("undo", who, session=session, force=force)

    @rule(who=CLIENTS, session=st.booleans(), force=st.sampled_from([False, False, True]))
    def redo(self, who: str, session: bool, force: bool) -> None:
        self.reverse("redo", who, session=session, force=force)

    def reverse(self, verb: Any, who: str, *, session: bool, force: bool) -> None:
        found = self.editing.dispatcher.history.last(verb, None if session else who)
        method = getattr(self.editing, verb)
        decision = self.attempt(who, lambda: method(who, session=session, force=force))
        if decision is None or found is None:
            return
        owner, step = found
        if force:
            # Who redoes by force has seen what stands: others' work counts from here on.
            if verb == "redo":
                self.done[step.command_id] = self.editing.dispatcher.seq
            return
        done = self.done.get(step.command_id, int(step.command_id[1:]))
        since = done if verb == "undo" else step.seq
        self.check_nothing_of_others_is_lost(owner, since)

    def check_nothing_of_others_is_lost(self, owner: str, since: int) -> None:
        """What an undo changed stood as its owner left it, or only its owner changed it since."""
        left, before, after = self.states[since], self.states[-2], self.states[-1]
        for cell in changed(before, after) & changed(left, before):
            authors = [
                self.authors[seq]
                for seq in range(since + 1, len(self.states) - 1)
                if cell in changed(self.states[seq - 1], self.states[seq])
            ]
            assert set().union(*authors) <= {owner}, (cell, authors)

    def attempt(self, who: str, act: Any) -> Decision | None:
        """Try it; an error must leave graph and everybody's history as they were."""
        before = content(self.editing.graph), memory(self.editing.dispatcher)
        try:
            decision: Decision = act()
        except GraphSyncError as error:
            assert (content(self.editing.graph), memory(self.editing.dispatcher)) == before
            if error.code == "undo-conflict":
                assert isinstance(error, Clash) and error.details["skipped"]
            return None
        self.states.append(cells(self.editing.graph))
        self.authors.append({who, decision.notes.owner or who})
        return decision

    @invariant()
    def the_structure_holds(self) -> None:
        check_structure(self.editing.graph)

    @invariant()
    def the_indexes_agree(self) -> None:
        graph = self.editing.graph
        down = {(p, c): ln for p in graph.nodes for c, ln in graph.children(p).items()}
        up = {(p, c): ln for c in graph.nodes for p, ln in graph.parents(c).items()}
        assert down == up == {(ln.parent_id, ln.child_id): ln for ln in graph.links()}
        assert graph.link_count == len(down)
        assert all(parent in graph.nodes and child in graph.nodes for parent, child in down)

    @invariant()
    def types_hold(self) -> None:
        graph = self.editing.graph
        for node in graph.nodes.values():
            schema = graph.schema_of(node.blueprint_type_id)
            assert schema is None or schema.allows(node.properties)

    def teardown(self) -> None:
        replayed = self.editing.replayed()
        assert content(replayed.graph) == content(self.editing.graph)
        assert memory(replayed) == memory(self.editing.dispatcher)


TestTogether = Together.TestCase
TestTogether.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
