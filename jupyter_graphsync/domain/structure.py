"""The rules on links: tree, dag, graph."""

from __future__ import annotations

from .errors import Unprocessable
from .graph import Graph

_DOWN, _UP = 1, 2
_STEPS = 128


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
    # One dict for both searches, and no call for a node: this is what a link costs in a deep graph.
    seen_by = {start_id: _DOWN, goal_id: _UP}
    look_up = seen_by.get
    this, todo, neighbours = _DOWN, [start_id], graph.all_children
    that, todo_there, neighbours_there = _UP, [goal_id], graph.all_parents
    while True:
        for _ in range(_STEPS):
            if not todo:
                return False
            node_id = todo.pop()
            if node_id not in neighbours:
                continue
            for near in neighbours[node_id]:
                seen = look_up(near)
                if seen is None:
                    seen_by[near] = this
                    todo.append(near)
                elif seen == that:
                    return True
        this, todo, neighbours, that, todo_there, neighbours_there = (
            that, todo_there, neighbours_there, this, todo, neighbours,
        )  # fmt: skip


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
