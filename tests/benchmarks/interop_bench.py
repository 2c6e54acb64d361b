"""What it costs to hand a graph of 100,000 nodes to NetworkX, beside NetworkX's own work.

`python tests/benchmarks/interop_bench.py` prints medians of five runs, in milliseconds.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import perf_counter
from typing import Any

import networkx as nx

from jupyter_graphsync.client.networkx_backend import backend
from jupyter_graphsync.client.reading import Reading
from jupyter_graphsync.client.replica import Replica
from jupyter_graphsync.domain.commits import Position
from jupyter_graphsync.domain.graph import Graph, GraphView, Link, Node
from jupyter_graphsync.formats.frames import to_pandas
from jupyter_graphsync.formats.networkx_graphs import from_networkx, to_networkx
from jupyter_graphsync.formats.rustworkx_graphs import to_rustworkx

NODES = 100_000
RUNS = 5


class Local(Reading):
    """A graph of this process alone, read as a session's is."""

    session_id = "bench"

    def __init__(self, view: GraphView) -> None:
        self._replica = Replica()
        self._replica.graph = Graph.from_view(view)
        self._replica.position = Position.start("bench")


def sample() -> GraphView:
    """Return a tree of so many nodes, five properties each."""
    properties = {"capacity": 100, "city": "Lyon", "open": True, "cost": 2.5}
    return GraphView(
        structure="tree",
        strict_blueprints=False,
        nodes=[Node(f"n{i}", f"Node {i}", "Shop", {**properties, "rank": i}) for i in range(NODES)],
        links=[Link(f"n{i // 10}", f"n{i}", {"km": i}) for i in range(1, NODES)],
        blueprint_types=[],
    )


def median_ms(work: Callable[[], Any]) -> float:
    """Return the median time of a piece of work."""
    times = []
    for _ in range(RUNS):
        before = perf_counter()
        work()
        times.append(perf_counter() - before)
    return statistics.median(times) * 1_000


def main() -> None:
    """Print the table."""
    view = sample()
    graph = to_networkx(view)
    shared = Local(view)
    plain = [(node.node_id, dict(node.properties)) for node in view.nodes]
    edges = [(link.parent_id, link.child_id, dict(link.properties)) for link in view.links]

    def by_hand() -> None:
        built = nx.DiGraph()
        built.add_nodes_from(plain)
        built.add_edges_from(edges)

    def first_call() -> None:
        shared.__dict__.pop("_frozen", None)
        backend.descendants(shared, "n0")

    rows: dict[str, Callable[[], Any]] = {
        "to_networkx": lambda: to_networkx(view),
        "the same attributes put into a DiGraph by hand": by_hand,
        "from_networkx": lambda: from_networkx(graph),
        "to_pandas": lambda: to_pandas(view),
        "to_rustworkx": lambda: to_rustworkx(view),
        "nx.descendants on a DiGraph": lambda: nx.descendants(graph, "n0"),
        "nx.descendants on a session, first time": first_call,
        "nx.descendants on a session, again": lambda: backend.descendants(shared, "n0"),
    }
    for name, work in rows.items():
        print(f"{name:50} {median_ms(work):8.1f} ms")


if __name__ == "__main__":
    main()
