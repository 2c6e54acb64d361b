"""Computed properties: what is to be computed anew, in which order, until nothing changes."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..domain.errors import GraphSyncError
from ..domain.events import Event, NodeCreated, NodeDeleted, PropertyChanged, PropertyDeleted
from ..domain.plain import plain
from ..domain.values import same
from .live_node import LiveNode
from .reading import Reading
from .watching import GRAPH, Cell, Key, WatchedGraph, WatchedNode, keys_of, property_key

MAX_ROUNDS = 1_000
"""How often a value may be computed until all agree; a chain of that length is still right."""
MAX_CHAIN = 50
"""How often clients may answer each other's computed values without anybody else's doing."""

Function = Callable[[LiveNode], Any]
_MISSING: Any = object()


class Rule(NamedTuple):
    """What is computed of which nodes, by which function."""

    blueprint_type_id: str
    property_id: str
    function: Function


class Change(NamedTuple):
    """A value to be written, and how many computed values led to it one after the other."""

    cell: Cell
    value: Any
    chain: int


class ComputedLoop(GraphSyncError):
    """A computed value follows from itself."""

    def __init__(self, cell: Cell, why: str) -> None:
        super().__init__(
            "computed-loop",
            f"computed property {cell[1]!r} of node {cell[0]!r} {why}; it is left as it is and "
            "computed no more: let it not read what follows from it",
            node_id=cell[0],
            property_id=cell[1],
        )


class Failure(NamedTuple):
    """A function that raised, or returned what is no property."""

    cell: Cell
    error: Exception


class Computing:
    """Knows which values depend on what, and computes those that are out of date.

    Attributes
    ----------
    failures
        What went wrong since somebody emptied it.
    """

    def __init__(self, graph: Reading) -> None:
        self.failures: list[Failure] = []
        self._graph = graph
        self._view = WatchedGraph(graph)
        self._rules: list[Rule] = []
        self._cells: dict[Cell, Rule] = {}
        self._reads: dict[Cell, set[Key]] = {}
        self._readers: defaultdict[Key, set[Cell]] = defaultdict(set)
        self._waiting: deque[Cell] = deque()
        self._chains: dict[Cell, int] = {}

    def add(self, rule: Rule) -> None:
        """Compute a property from now on; it takes the place of an older rule for the same."""
        self._drop([r for r in self._rules if r[:2] == rule[:2]])
        self._rules.append(rule)
        # Children tend to be younger than parents: from the last on, fewer wait for others.
        for node in reversed(self._graph.graph.nodes):
            if node.blueprint_type_id == rule.blueprint_type_id:
                self._watch((node.node_id, rule.property_id), rule)

    def remove(self, function: Function) -> None:
        """Compute no more by a function; what it computed stays."""
        self._drop([rule for rule in self._rules if rule.function == function])

    def start_over(self) -> None:
        """Compute everything, since what happened meanwhile is unknown."""
        rules = self._rules
        self._drop(rules)
        for rule in rules:
            self.add(rule)

    def hear(self, events: Iterable[Event], chain: int) -> None:
        """Take in what somebody changed, at the end of a chain of so many computed values."""
        for event in events:
            if isinstance(event, NodeCreated):
                self._meet(event)
            elif isinstance(event, NodeDeleted):
                self._forget_node(event.node_id)
            for key in keys_of(event):
                self._mark(key, chain, but=_own_cell(event, key))

    def hear_own(self, events: Iterable[Event], chain: int) -> None:
        """Take in what was computed here: only who reads the graph at large did not see it."""
        if any(GRAPH in keys_of(event) for event in events):
            self._mark(GRAPH, chain)

    def refuse(self, cell: Cell) -> None:
        """Know that a value could not be written, so what follows from it must not stay."""
        self._mark_cell(cell, 0)

    def settle(self) -> list[Change]:
        """Compute until nothing changes any more; return the values that are to be written."""
        self._view.values.clear()
        counts: Counter[Cell] = Counter()
        changed: dict[Cell, int] = {}
        limit = min(len(self._cells), MAX_ROUNDS) + 1
        while self._waiting:
            cell = self._waiting.popleft()
            chain = self._chains.pop(cell, None)
            if chain is None or cell not in self._cells:
                continue
            counts[cell] += 1
            if counts[cell] > limit:
                self._stop(cell, "follows from itself and never comes to rest")
            elif chain >= MAX_CHAIN:
                self._stop(cell, "follows from itself by way of another client")
            elif self._compute(cell):
                changed[cell] = max(chain, changed.get(cell, 0))
                self._mark_cell(cell, chain)
        return [
            Change((node_id, property_id), value, changed[node_id, property_id] + 1)
            for node_id, values in self._view.values.items()
            for property_id, value in values.items()
            if (node_id, property_id) in self._cells and self._differs(node_id, property_id, value)
        ]

    def _compute(self, cell: Cell) -> bool:
        """Compute one value; tell whether it is another one than before."""
        node_id, property_id = cell
        if node_id not in self._graph:
            self._forget(cell)
            return False
        self._view.read = set()
        try:
            value = plain(self._cells[cell].function(WatchedNode(self._view, node_id)))
        except Exception as error:
            if node_id in self._graph:
                self.failures.append(Failure(cell, error))
            return False
        finally:
            self._note_reads(cell)
        old = self._view.now(node_id).properties.get(property_id, _MISSING)
        if old is not _MISSING and same(old, value):
            return False
        self._view.values.setdefault(node_id, {})[property_id] = value
        return True

    def _differs(self, node_id: str, property_id: str, value: Any) -> bool:
        known = self._graph._replica.graph.nodes.get(node_id)
        if known is None:
            return False
        old = known.properties.get(property_id, _MISSING)
        return old is _MISSING or not same(old, value)

    def _meet(self, event: NodeCreated) -> None:
        for rule in self._rules:
            if rule.blueprint_type_id == event.blueprint_type_id:
                self._watch((event.node_id, rule.property_id), rule)

    def _watch(self, cell: Cell, rule: Rule) -> None:
        self._cells[cell] = rule
        self._wait(cell, 0)

    def _wait(self, cell: Cell, chain: int) -> None:
        if cell in self._chains:
            # Somebody's own doing is enough of a reason, whatever chain leads here as well.
            self._chains[cell] = min(self._chains[cell], chain)
        else:
            self._chains[cell] = chain
            self._waiting.append(cell)

    def _mark(self, key: Key, chain: int, *, but: Cell | None = None) -> None:
        for cell in self._readers.get(key, ()):
            if cell != but:
                self._wait(cell, chain)

    def _mark_cell(self, cell: Cell, chain: int) -> None:
        self._mark(property_key(*cell), chain)
        self._mark(("properties", cell[0]), chain, but=cell)

    def _note_reads(self, cell: Cell) -> None:
        read = self._view.read
        known = self._reads.get(cell, set())
        for key in known - read:
            self._unread(key, cell)
        for key in read - known:
            self._readers[key].add(cell)
        self._reads[cell] = read

    def _unread(self, key: Key, cell: Cell) -> None:
        readers = self._readers[key]
        readers.discard(cell)
        if not readers:
            del self._readers[key]

    def _stop(self, cell: Cell, why: str) -> None:
        self.failures.append(Failure(cell, ComputedLoop(cell, why)))
        self._view.values.get(cell[0], {}).pop(cell[1], None)
        self._forget(cell)
        self._mark_cell(cell, 0)

    def _drop(self, rules: list[Rule]) -> None:
        self._rules = [rule for rule in self._rules if rule not in rules]
        for cell in [cell for cell, rule in self._cells.items() if rule in rules]:
            self._forget(cell)

    def _forget_node(self, node_id: str) -> None:
        for rule in self._rules:
            self._forget((node_id, rule.property_id))

    def _forget(self, cell: Cell) -> None:
        self._cells.pop(cell, None)
        self._chains.pop(cell, None)
        for key in self._reads.pop(cell, ()):
            self._unread(key, cell)


def _own_cell(event: Event, key: Key) -> Cell | None:
    # Who reads all properties of a node reads its own result too, and does not mean it.
    if key[0] == "properties" and isinstance(event, PropertyChanged | PropertyDeleted):
        return event.node_id, event.property_id
    return None
