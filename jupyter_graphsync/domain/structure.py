"""The rules on links: tree, dag, graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .errors import Unprocessable
from .graph import Graph, Link

Neighbours = Callable[[str], Mapping[str, Link]]


def check_link(graph: Graph, parent_id: str, child_id: str) -> None:
    """Refuse a link that the graph's structure forbids.

    A tree costs the depth of the parent. A dag costs the smaller of two searches, down from the
    child and up from the parent, which take turns: a new node or a leaf costs nothing.

    Raises
    ------
    Unprocessable
        `self-link`, `parent-taken` or `cycle`.
    """
    if graph.structure == "graph":
        return
    if parent_id == child_id:
        raise Unprocessable(
            "self-link",
            f"node {child_id!r} cannot be its own parent in a session of structure "
            f"{graph.structure!r}",
            node_id=child_id,
        )
    if graph.structure == "tree":
        taken = next(iter(graph.parents(child_id)), None)
        if taken is not None:
            raise Unprocessable(
                "parent-taken",
                f"node {child_id!r} already has the parent {taken!r}, and a tree allows one; "
                "unlink it first",
                child_id=child_id,
                parent_id=taken,
            )
    if is_reachable(graph, child_id, parent_id):
        raise Unprocessable(
            "cycle",
            f"a link from {parent_id!r} to {child_id!r} would close a cycle, which structure "
            f"{graph.structure!r} forbids",
            parent_id=parent_id,
            child_id=child_id,
        )


def is_reachable(graph: Graph, start_id: str, goal_id: str) -> bool:
    """Tell whether links lead from `start_id` down to `goal_id`; a node reaches itself."""
    if start_id == goal_id:
        return True
    down = _Search(start_id, graph.children)
    up = _Search(goal_id, graph.parents)
    while True:
        for search, other in ((down, up), (up, down)):
            if search.meets(other):
                return True
            if not search.todo:
                return False


class _Search:
    """One direction of a bidirectional search, a bounded number of steps at a time."""

    STEPS = 64

    def __init__(self, start_id: str, neighbours: Neighbours) -> None:
        self.todo = [start_id]
        self.seen = {start_id}
        self._neighbours = neighbours

    def meets(self, other: _Search) -> bool:
        """Take some steps; tell whether a node was seen that the other search knows."""
        seen, todo, neighbours, goal = self.seen, self.todo, self._neighbours, other.seen
        for _ in range(self.STEPS):
            if not todo:
                return False
            for node_id in neighbours(todo.pop()):
                if node_id not in seen:
                    if node_id in goal:
                        return True
                    seen.add(node_id)
                    todo.append(node_id)
        return False


def check_structure(graph: Graph) -> None:
    """Refuse a whole graph that breaks its own structure (Kahn's algorithm, linear).

    Raises
    ------
    Unprocessable
        `self-link`, `parent-taken` or `cycle`, naming a node that is part of it.
    """
    if graph.structure == "graph":
        return
    waiting: dict[str, int] = {}
    for node_id in graph.nodes:
        parents = graph.parents(node_id)
        if node_id in parents:
            raise Unprocessable(
                "self-link", f"node {node_id!r} is linked to itself", node_id=node_id
            )
        if graph.structure == "tree" and len(parents) > 1:
            raise Unprocessable(
                "parent-taken",
                f"node {node_id!r} has {len(parents)} parents, and a tree allows one",
                child_id=node_id,
            )
        waiting[node_id] = len(parents)
    free = [node_id for node_id, count in waiting.items() if count == 0]
    while free:
        node_id = free.pop()
        del waiting[node_id]
        for child_id in graph.children(node_id):
            waiting[child_id] -= 1
            if waiting[child_id] == 0:
                free.append(child_id)
    if waiting:
        node_id = next(iter(waiting))
        raise Unprocessable("cycle", f"node {node_id!r} lies on or below a cycle", node_id=node_id)
