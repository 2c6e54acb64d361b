"""What is computed anew when, without a thread and without writing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_graphsync.client.computing import (
    MAX_CHAIN,
    ComputedLoop,
    Computing,
    Function,
    Rule,
)
from jupyter_graphsync.client.graph import SharedGraph
from jupyter_graphsync.client.live_node import LiveNode
from jupyter_graphsync.domain.commits import graph_events
from jupyter_graphsync.domain.errors import Forbidden
from jupyter_graphsync.domain.events import PropertyChanged

from .scenario import shared


class Desk:
    """One graph, what is computed of it, and how often each node was looked at."""

    def __init__(self, g: SharedGraph) -> None:
        self.g = g
        self.computing = Computing(g)
        self.calls: list[str] = []
        self._heard = self._now()

    def rule(self, property_id: str, function: Function) -> None:
        def counted(node: LiveNode) -> Any:
            self.calls.append(node.node_id)
            return function(node)

        self.computing.add(Rule("T", property_id, counted))

    def settle(self, chain: int = 0) -> dict[tuple[str, str], Any]:
        for commit in self.g.history():
            if commit.seq > self._heard:
                self.computing.hear(graph_events(commit), chain)
        self.calls.clear()
        changed = {change.cell: change.value for change in self.computing.settle()}
        for (node_id, property_id), value in changed.items():
            self.g.set_property(node_id, property_id, value)
        self._heard = self._now()
        return changed

    def _now(self) -> int:
        assert self.g.position is not None
        return self.g.position.seq

    def failures(self) -> list[str]:
        return [str(failure.error) for failure in self.computing.failures]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with shared() as g:
        for node_id, parent in [("a", None), ("b", "a"), ("c", "a"), ("d", "b")]:
            g.add_node(node_id.upper(), "T", node_id=node_id, parent=parent, x=1)
        yield Desk(g)


def total(node: LiveNode) -> Any:
    return node.get("x", 0) + sum(child.get("total", 0) for child in node.children)


def test_PY40_values_are_computed_and_chains_of_them_settle_at_once(desk: Desk) -> None:
    desk.rule("total", total)

    assert desk.settle() == {
        ("a", "total"): 4,
        ("b", "total"): 2,
        ("c", "total"): 1,
        ("d", "total"): 1,
    }


def test_PY40_only_what_was_read_counts(desk: Desk) -> None:
    desk.rule("total", total)
    desk.settle()

    desk.g.set_property("c", "_position", [1, 2])
    desk.g.rename("c", "Cc")
    assert (desk.settle(), desk.calls) == ({}, [])

    desk.g.set_property("d", "x", 5)
    assert desk.settle()["a", "total"] == 8
    assert desk.calls == ["d", "b", "a"]


def test_PY40_several_changes_at_once_are_computed_once(desk: Desk) -> None:
    desk.rule("double", lambda node: node["x"] * 2)
    desk.settle()

    for value in range(20):
        desk.g.set_property("a", "x", value)

    assert desk.settle() == {("a", "double"): 38}
    assert desk.calls == ["a"]


def test_PY40_links_names_and_new_nodes_count(desk: Desk) -> None:
    desk.rule("kin", lambda node: [parent.name for parent in node.parents])
    desk.settle()

    desk.g.add_node("E", "T", node_id="e", parent="c")
    desk.g.add_link("c", "d")
    desk.g.rename("b", "Bb")
    desk.g.add_node("other", "U")

    changed = desk.settle()
    assert changed["e", "kin"] == ["C"]
    assert changed["d", "kin"] == ["Bb", "C"]
    assert set(desk.calls) == {"c", "d", "e"}
    assert len(changed) == 2


def test_PY40_reads_of_the_whole_graph_count(desk: Desk) -> None:
    desk.rule("share", lambda node: 1 / len(node.graph.find(blueprint="T")))
    assert desk.settle()["a", "share"] == 0.25

    desk.g.remove_node("d")

    assert desk.settle() == {("a", "share"): 1 / 3, ("b", "share"): 1 / 3, ("c", "share"): 1 / 3}


def test_PY40_who_reads_all_properties_does_not_follow_its_own_result(desk: Desk) -> None:
    desk.rule("size", lambda node: len(dict(node)) + len(node.properties))
    assert len(desk.settle()) == 4

    desk.computing.hear(
        [PropertyChanged(node_id="a", property_id="size", old_value=2, new_value=4)], 0
    )
    assert (desk.settle(), desk.calls) == ({}, [])


def test_PY41_a_value_that_follows_from_itself_ends_with_an_error(desk: Desk) -> None:
    desk.rule("n", lambda node: node.get("n", 0) + 1)

    assert desk.settle() == {}
    assert len(desk.calls) < 50
    assert "'n' of node 'd' follows from itself and never comes to rest" in desk.failures()[0]
    assert all(isinstance(f.error, ComputedLoop) for f in desk.computing.failures)


def test_PY41_values_that_follow_from_each_other_end_with_an_error(desk: Desk) -> None:
    desk.rule("up", lambda node: node.get("down", 0) + 1)
    desk.rule("down", lambda node: node.get("up", 0) + 1)

    desk.settle()

    assert len(desk.failures()) >= 4
    desk.g.set_property("a", "x", 2)
    assert desk.settle() == {}


def test_PY41_a_value_that_comes_to_rest_may_read_itself(desk: Desk) -> None:
    desk.rule("peak", lambda node: max(node.get("peak", 0), node["x"]))

    assert desk.settle()["a", "peak"] == 1
    assert desk.failures() == []


def test_PY41_a_long_chain_is_no_loop() -> None:
    with shared() as g:
        with g.batch():
            g.add_node("0", "T", node_id="0")
            for number in range(1, 300):
                g.add_node(str(number), "T", node_id=str(number), parent=str(number - 1))
        desk = Desk(g)
        desk.rule("total", lambda node: 1 + sum(child.get("total", 0) for child in node.children))
        assert desk.settle()["0", "total"] == 300
        other = Desk(g)
        other.rule(
            "depth", lambda node: 1 + max([p.get("depth", 0) for p in node.parents], default=0)
        )
        assert other.settle()["299", "depth"] == 300
        assert other.failures() == []


def test_PY41_clients_that_answer_each_other_stop(desk: Desk) -> None:
    desk.rule("n", lambda node: node.get("m", 0) + 1)
    desk.settle()

    desk.g.set_property("a", "m", 1)
    assert desk.settle(chain=MAX_CHAIN - 1)["a", "n"] == 2
    desk.g.set_property("a", "m", 2)
    assert ("a", "n") not in desk.settle(chain=MAX_CHAIN)
    assert "by way of another client" in desk.failures()[0]


def test_PY42_a_function_that_raises_leaves_its_value_and_the_others(desk: Desk) -> None:
    desk.g.set_property("b", "x", 0)
    desk.rule("inverse", lambda node: 1 / node["x"])

    assert sorted(desk.settle()) == [("a", "inverse"), ("c", "inverse"), ("d", "inverse")]
    assert desk.failures() == ["division by zero"]

    desk.g.set_property("b", "x", 2)
    assert desk.settle()["b", "inverse"] == 0.5


def test_PY42_values_that_are_no_properties_and_writes_are_refused(desk: Desk) -> None:
    desk.rule("bad", lambda node: {1, 2})
    desk.settle()
    assert "is a set" in desk.failures()[0]

    def writes(node: LiveNode) -> int:
        node["x"] = 3
        return 1

    desk.computing.failures.clear()
    desk.rule("bad", writes)
    desk.settle()
    assert isinstance(desk.computing.failures[0].error, Forbidden)
    assert desk.g["a"]["x"] == 1


def test_PY42_what_is_removed_is_computed_no_more(desk: Desk) -> None:
    desk.rule("double", lambda node: node["x"] * 2)
    desk.settle()

    desk.g.remove_node("d")
    assert desk.settle() == {}
    desk.g.add_node("D", "T", node_id="d", x=3)
    assert desk.settle() == {("d", "double"): 6}

    desk.g.set_property("a", "double", 0)
    assert desk.settle() == {}
    desk.computing.start_over()
    assert desk.settle() == {("a", "double"): 2}
